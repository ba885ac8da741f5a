import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leadingAnswer } from "../../src/dialogue/leading.ts";
import { LANGUAGES, bundle, textsOf } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { markReader, telling, told } from "../support/dialogue-hearing.ts";
import { expectWellSaid, gesticulate, gesture } from "../support/dialogue-promises.ts";
import { allKnown, answer, asking } from "../support/dialogue-ways.ts";

/** A pilot: of that the procedure and who decided still matter. */
const MIND = allKnown({ reform_or_pilot: "yes" });

const SPELT = {
  "zh-CN": { yes: ["是", "有"], no: ["否", "没有", "不是"] },
  en: { yes: ["yes"], no: ["no"] },
} as const;

describe("an answer with more words after it", () => {
  it.each([
    ["zh-CN", "是，但当时请示过分管领导", "yes"],
    ["zh-CN", "没有。后来补了", "no"],
    ["zh-CN", "不是：那次只是征求意见", "no"],
    ["zh-CN", "有、当天就上了会", "yes"],
    ["zh-CN", "是", undefined],
    ["zh-CN", "是的", undefined],
    ["zh-CN", "是,", undefined],
    ["zh-CN", "没有人反对", undefined],
    ["zh-CN", "有人反映，是这样", undefined],
    ["zh-CN", "是，也不是", undefined],
    ["zh-CN", "是，可能没有记录", undefined],
    ["zh-CN", "是，对吗", undefined],
    ["zh-CN", "是，对？", undefined],
    ["zh-CN", "有，没有", undefined],
    ["zh-CN", "，是", undefined],
    ["en", "yes, but we asked first", "yes"],
    ["en", "no; it was urgent", "no"],
    ["en", "no problem was found", undefined],
    ["en", "no-one objected", undefined],
    ["en", "yes, no we did not", undefined],
    ["en", "yes, maybe", undefined],
    ["en", "yes, was it?", undefined],
  ] as const)("in %s, %j means %s", (language, said, value) => {
    const spelt = new Map(Object.entries(SPELT[language]));
    const doubts = bundle.words[language].typed.doubts;
    expect(leadingAnswer(said, spelt, doubts)).toBe(value);
  });

  it.each([
    ["zh-CN", "是，但当时请示过分管领导。"],
    ["en", "Yes, but we asked the head of department."],
  ] as const)("answers the question on the table (%s)", async (language, said) => {
    const scene = await upTo("due_procedure", language);
    await scene.says(said);
    expect(scene.facts["due_procedure"]).toBe("yes");
    expect(scene.question).not.toBe("due_procedure");
  });

  it("never answers a list", async () => {
    const scene = await upTo("grave_matters");
    await scene.says("没有，就是有人反映过");
    expect(scene.case.answers.map(({ question }) => question)).not.toContain("grave_matters");
  });
});

/** With this question on the table and everything before it answered in the ordinary way. */
async function upTo(question: string, language: "zh-CN" | "en" = "zh-CN"): Promise<Scene> {
  const scene = await asking("mistake", { language, reader: markReader() });
  while (scene.question !== question) await answer(scene, MIND);
  return scene;
}

describe("other facts in what is typed to a question", () => {
  it("are laid on the table once the question is answered", async () => {
    const scene = await upTo("due_procedure");
    await scene.says("是，而且 [collective_decision=yes]");
    expect(scene.state).toBe("proposing");
    expect(scene.facts["due_procedure"]).toBe("yes");
    expect(scene.facts["collective_decision"]).toBeUndefined();
    expect(scene.last[0]?.closes?.brief).toContain(scene.words.questions["due_procedure"]?.short);
    await scene.does("accept");
    expect(scene.facts["collective_decision"]).toBe("yes");
  });

  it("are laid on the table where the words answer nothing, and the question comes again", async () => {
    const scene = await upTo("due_procedure");
    await scene.says("当时 [collective_decision=yes]");
    expect(scene.state).toBe("proposing");
    await scene.does("back");
    expect(scene.question).toBe("due_procedure");
    expect(scene.state).toBe("asking");
    expect(scene.facts["collective_decision"]).toBeUndefined();
  });

  it.each(["accept", "discard"])(
    "come and go (%s) while an answer is being changed, which is still to be changed then",
    async (end) => {
      const scene = await upTo("due_procedure");
      await scene.says("/edit");
      await scene.does("pick", "stage");
      await scene.says("当时 [collective_decision=yes]");
      await scene.does(end);
      expect(scene.question).toBe("stage");
      expect(scene.facts["collective_decision"]).toBe(end === "accept" ? "yes" : undefined);
      await scene.does("answer", "under_inquiry");
      expect(scene.facts["stage"]).toBe("under_inquiry");
    },
  );

  it("are dropped without a word where they were answered the same way", async () => {
    const scene = await upTo("due_procedure");
    const { stage } = scene.facts;
    await scene.says(`是，那时 [stage=${stage}]`);
    expect(scene.state).toBe("asking");
  });

  it.each(LANGUAGES)(
    "that differ from an answer are shown as such, and change it only once confirmed (%s)",
    async (language) => {
      const scene = await upTo("due_procedure", language);
      expect(scene.facts["stage"]).toBe("before_any_inquiry");
      const before = scene.case.answers;
      await scene.says("[stage=under_inquiry]");
      const { stage } = scene.words.questions;
      const line = `${stage?.short}${scene.words.marks.colon}${stage?.choices?.["under_inquiry"]}`;
      const differs = scene.words.proposals.differs
        .replace("{reading}", line)
        .replace("{answer}", stage?.choices?.["before_any_inquiry"] ?? "");
      expect(textsOf(scene.last)).toContain(differs);
      expect(scene.case.answers).toEqual(before);
      await scene.does("accept");
      expect(scene.facts["stage"]).toBe("under_inquiry");
      expect(scene.case.answers).toHaveLength(before.length);
    },
  );

  it("that cannot stand beside other answers lead to the contradiction, as answering would", async () => {
    const scene = await upTo("due_procedure");
    expect(scene.facts).toMatchObject({ diligent: "yes", neglected_duty: "no" });
    await scene.says("[neglected_duty=yes]");
    await scene.does("accept");
    expect(scene.state).toBe("conflict");
  });

  it("are not looked for in buttons, commands, numbers and plain answers", async () => {
    const reader = markReader();
    const scene = await telling("mistake", { reader });
    await scene.does("skip");
    const label = scene.last[0]?.choices[0]?.[0]?.label ?? "";
    for (const text of [label, "/help", "/nonsense [loss=minor]", "帮助", "99", "1"])
      await scene.says(text);
    while (scene.question !== "due_procedure") await answer(scene, MIND);
    for (const text of ["不清楚", "返回", "是", "返回"]) await scene.says(text);
    await scene.says("/lookup");
    await scene.says("当时 [loss=minor]");
    expect(reader.heard).toEqual([]);
  });
});

/** Whatever is typed now and then, with facts in it for and against, some of them nonsense. */
const tellingOf = (factsMax: number) =>
  fc
    .dictionary(
      fc.constantFrom(...bundle.compiled(null).facts.map(({ id }) => id)),
      fc.constantFrom("yes", "no", "minor", "negligent", "under_inquiry", "exploration"),
      { minKeys: 1, maxKeys: factsMax },
    )
    .map(told);
const anyTelling = tellingOf(20);
/** Short enough to be a note: what a reviewer wrote is shown as it stands, and is not ours to keep short. */
const anyRemark = tellingOf(2);

describe("no fact is set by words alone:", () => {
  it.each(LANGUAGES)(
    "while readings lie on the table only confirming them files anything (%s)",
    async (language) => {
      await fc.assert(
        fc.asyncProperty(
          anyTelling,
          fc.array(fc.tuple(gesture, fc.option(anyRemark, { freq: 5 })), {
            minLength: 30,
            maxLength: 30,
          }),
          async (first, gestures) => {
            const scene = await telling("mistake", { language });
            await scene.says(first);
            expect(scene.case.answers).toEqual([]);
            for (const [one, text] of gestures)
              await unconfirmed(scene, () =>
                text === null ? gesticulate(scene, one) : scene.says(text),
              );
          },
        ),
        { numRuns: 12 },
      );
    },
  );

  it("a button of readings put away or confirmed before files nothing", async () => {
    const scene = await telling();
    await scene.says(told({ loss: "minor" }));
    const tokens = scene.last[0]?.choices.flat().map(({ token }) => token) ?? [];
    await scene.does("discard");
    await scene.says("当时 [fault=negligent]");
    const { answers, proposed } = scene.case;
    for (const token of tokens) await scene.presses(token);
    expect(scene.case).toMatchObject({ answers, proposed });
  });
});

/** Does it, and holds the talk to it that no answer changed unless the button for that was used. */
async function unconfirmed(scene: Scene, act: () => Promise<unknown>): Promise<void> {
  const known = scene.stored ? scene.case : undefined;
  await act();
  expectWellSaid(scene);
  if (known === undefined || !scene.stored) return;
  const lay = known.state === "proposing";
  const lies = scene.case.state === "proposing" && scene.case.proposed !== undefined;
  expect(scene.case.proposed !== undefined).toBe(scene.case.state === "proposing");
  if (!lay) return;
  if (lies) expect(scene.case.answers).toEqual(known.answers);
  else if (JSON.stringify(scene.case.answers) !== JSON.stringify(known.answers)) {
    const filed = scene.case.answers.flatMap(({ facts }) => Object.entries(facts));
    const stood = new Map(
      (known.proposed?.facts ?? []).flatMap(({ fact, stands }) =>
        stands.as === "value" ? [[fact, stands.value] as const] : [],
      ),
    );
    const before = new Map(known.answers.flatMap(({ facts }) => Object.entries(facts)));
    for (const [fact, value] of filed) expect([stood.get(fact), before.get(fact)]).toContain(value);
  }
}
