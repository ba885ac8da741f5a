import { describe, expect, it } from "vitest";
import { conflictOf } from "../../src/policy/account.ts";
import { valuesOf } from "../../src/policy/compile.ts";
import type { Fact } from "../../src/policy/schema.ts";
import { PROPOSALS_MAX } from "../../src/dialogue/case.ts";
import type { ProposedFact } from "../../src/dialogue/case.ts";
import { LANGUAGES, bundle, choicesOf, textsOf } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { marksIn, stubbornReader, telling, told } from "../support/dialogue-hearing.ts";
import { allKnown, answer, answerAll } from "../support/dialogue-ways.ts";

/** For and against, out of order; of one list some items only, of another all. */
const TOLD = {
  remedied: "yes",
  self_reported: "yes",
  cooperated: "no",
  collective_decision: "yes",
  neglected_duty: "yes",
  knew_it_was_violation: "no",
  loss: "minor",
};
const POLICY_ORDER = bundle.policy.topics.flatMap((topic) =>
  bundle.policy.questions.filter((one) => one.topic === topic).flatMap(({ facts }) => facts),
);

/** Every fact with a yes or no that can be true beside the ones before it. */
const EVERYTHING_POSSIBLE = POLICY_ORDER.reduce<Readonly<Record<string, string>>>((all, fact) => {
  const compiled = bundle.compiled(null);
  const value = ["yes", "no"].find(
    (one) =>
      valuesOf(compiled.facts.find(({ id }) => id === fact) as Fact).includes(one) &&
      conflictOf(compiled, { ...all, [fact]: one }).length === 0,
  );
  return value === undefined ? all : { ...all, [fact]: value };
}, {});

const rowsOf = (scene: Scene) => scene.case.proposed?.facts ?? [];
const factsOf = (rows: readonly ProposedFact[]) => rows.map(({ fact }) => fact);
const standsOf = (scene: Scene, fact: string) => {
  const stands = rowsOf(scene).find((row) => row.fact === fact)?.stands;
  return stands?.as === "value" ? stands.value : stands?.as;
};

/** A talk in which this was told. */
async function heard(facts: Readonly<Record<string, string>>, purpose = "mistake"): Promise<Scene> {
  const scene = await telling(purpose);
  await scene.says(told(facts));
  return scene;
}

/** Questions put from here to the summary. */
async function asked(scene: Scene, mind = allKnown()): Promise<readonly string[]> {
  const questions: string[] = [];
  while (scene.state === "asking" && questions.length < 80) {
    questions.push(scene.question);
    await answer(scene, mind);
  }
  return questions;
}

describe("what was read in the narrative", () => {
  it.each(LANGUAGES)(
    "lies on the table beside the words, and nothing is filed (%s)",
    async (language) => {
      const scene = await telling("mistake", { language });
      await scene.says(told(TOLD));
      expect(scene.state).toBe("proposing");
      expect(scene.case.answers).toEqual([]);
      expect(scene.last).toHaveLength(1);
      const items = scene.last[0]?.blocks.flatMap((one) => (one.type === "items" ? one.items : []));
      expect(items?.map(({ text }) => text)).toEqual(
        rowsOf(scene).map(({ quote }) => scene.words.proposals.quote.replace("{quote}", quote)),
      );
      const { questions, marks } = scene.words;
      expect(items?.map(({ detail }) => detail)).toContain(
        `${questions["collective_decision"]?.short}${marks.colon}${questions["collective_decision"]?.choices?.["yes"]}`,
      );
      expect(items?.map(({ detail }) => detail)).toContain(
        `${questions["grave_conduct"]?.items?.["neglected_duty"]}${marks.colon}${scene.words.yes_no.yes}`,
      );
    },
  );

  it("comes in the policy's order, whichever way it speaks and wherever it was said", async () => {
    const scene = await heard(TOLD);
    const shown = factsOf(rowsOf(scene));
    expect(shown).toEqual(POLICY_ORDER.filter((fact) => fact in TOLD));
    const taps = (scene.case.offered?.actions ?? []).filter((one) => one.do === "turn");
    expect(taps.map((one) => one.with)).toEqual(shown);
  });

  it("is filed on confirmation, and only what is left is asked", async () => {
    const scene = await heard(TOLD);
    await scene.does("accept");
    expect(scene.facts).toEqual(TOLD);
    expect(scene.case.proposed).toBeUndefined();
    expect(scene.case.answers).toContainEqual({
      question: "grave_conduct",
      facts: { knew_it_was_violation: "no", neglected_duty: "yes" },
      unsure: [],
      partial: true,
    });
    const [first] = scene.last;
    expect(first?.closes?.text.split("\n")).toHaveLength(scene.case.answers.length);
    const questions = await asked(scene, allKnown(TOLD));
    expect(questions).not.toContain("collective_decision");
    expect(questions).not.toContain("loss");
    expect(scene.facts).toMatchObject(TOLD);
    expect(scene.state).toBe("summary");
  });

  it("leaves a list to be asked for the rest of it, with what was confirmed kept", async () => {
    for (const [end, unsure] of [
      ["done", []],
      ["rest_unsure", ["arbitrary_decision"]],
    ] as const) {
      const scene = await heard({ neglected_duty: "yes", knew_it_was_violation: "no" });
      await scene.does("accept");
      await scene.does("answer", "before_any_inquiry");
      while (scene.question !== "grave_conduct") await answer(scene, allKnown());
      expect(scene.case.asking?.ticked).toEqual(["neglected_duty"]);
      await scene.does(end);
      const filed = scene.case.answers.find(({ question }) => question === "grave_conduct");
      expect(filed?.facts).toMatchObject({ neglected_duty: "yes", knew_it_was_violation: "no" });
      expect(filed?.unsure).toEqual(expect.arrayContaining([...unsure]));
      expect(filed?.partial).toBeUndefined();
    }
  });

  it("denies of a list no more than was denied", async () => {
    const scene = await heard({ knew_it_was_violation: "no" });
    await scene.does("accept");
    await scene.does("finish");
    const said = textsOf(scene.last).join("\n");
    expect(said).not.toContain(scene.words.buttons.none_of_these);
    expect(said).toContain(
      scene.words.questions["grave_conduct"]?.items?.["knew_it_was_violation"],
    );
  });

  it("is put away by one tap, and everything is asked", async () => {
    const plain = await telling();
    await plain.says("就这些");
    const scene = await heard(TOLD);
    await scene.does("discard");
    expect(scene.case.answers).toEqual([]);
    expect(scene.case.proposed).toBeUndefined();
    expect(await asked(scene)).toEqual(await asked(plain));
  });

  it("saves the questions it answers", async () => {
    const mind = allKnown({ collective_decision: "yes", due_procedure: "yes" });
    const plain = await telling();
    await plain.says("就这些");
    const all = await asked(plain, mind);
    const some = Object.fromEntries(
      ["stage", "error_kind", "loss", "fault", "public_purpose", "collective_decision"].map(
        (fact) => [fact, mind[fact] ?? ""],
      ),
    );
    const scene = await heard(some);
    await scene.does("accept");
    const left = await asked(scene, mind);
    expect(all.length - left.length).toBeGreaterThanOrEqual(3);
    expect(scene.verdict.range).toEqual(plain.verdict.range);
  });
});

describe("a tap on a reading", () => {
  it.each([
    ["collective_decision", "yes", ["no", "unsure", "dropped", "yes"]],
    ["collective_decision", "no", ["yes", "unsure", "dropped", "no"]],
    ["neglected_duty", "yes", ["no", "unsure", "dropped", "yes"]],
    ["fault", "negligent", ["none", "intentional", "unsure", "dropped", "negligent"]],
    ["stage", "under_inquiry", ["before_any_inquiry", "decision_made", "unsure", "dropped"]],
  ])(
    "turns %s from %s to the other values, not sure, left out, and round",
    async (fact, value, ring) => {
      const scene = await heard({ [fact]: value, loss: "minor" });
      for (const next of ring) {
        const earlier = scene.case.offered?.reply;
        await scene.does("turn", fact);
        expect(scene.last).toMatchObject([{ replaces: earlier }]);
        expect(standsOf(scene, fact)).toBe(next);
        expect(standsOf(scene, "loss")).toBe("minor");
        expect(scene.case.answers).toEqual([]);
      }
    },
  );

  it.each([
    [1, { collective_decision: "no" }, []],
    [2, {}, ["collective_decision"]],
    [3, undefined, undefined],
  ])("after %i of them confirming files what stands there", async (taps, facts, unsure) => {
    const scene = await heard({ collective_decision: "yes", loss: "minor" });
    for (let tap = 0; tap < taps; tap += 1) await scene.does("turn", "collective_decision");
    await scene.does("accept");
    const filed = scene.case.answers.find(({ question }) => question === "collective_decision");
    expect(filed?.facts).toEqual(facts);
    expect(filed?.unsure).toEqual(unsure);
    expect(scene.facts["loss"]).toBe("minor");
  });

  it("may be typed as a number or as the words on the button", async () => {
    const scene = await heard({ collective_decision: "yes" });
    await scene.says("1");
    expect(standsOf(scene, "collective_decision")).toBe("no");
    await scene.says(choicesOf(scene.last)[0]?.label ?? "");
    expect(standsOf(scene, "collective_decision")).toBe("unsure");
    await scene.says(scene.words.proposals.accept);
    expect(scene.state).toBe("asking");
  });
});

describe("nothing is laid on the table", () => {
  it.each([
    ["mistake", "of a fact there is not", { no_such_fact: "yes" }],
    ["mistake", "of a value there is not", { loss: "enormous" }],
    ["mistake", "of a stage that is no question any more", { stage: "before_acting" }],
    ["precheck", "of what only happens after acting", { remedied: "yes", self_reported: "yes" }],
    ["precheck", "of what the purpose says itself", { stage: "under_inquiry" }],
  ])("in a %s: %s", async (purpose, _, facts) => {
    const scene = await heard(facts, purpose);
    expect(scene.state).toBe("asking");
    expect(textsOf(scene.last)).toContain(scene.words.said.told);
    expect(scene.case.proposed).toBeUndefined();
  });

  it("of readings that cannot all be true", async () => {
    const scene = await heard({ diligent: "yes", neglected_duty: "yes", loss: "minor" });
    expect(factsOf(rowsOf(scene))).toEqual(["loss"]);
  });

  it("of two readings of one fact, nor of words that do not stand there", async () => {
    for (const read of [
      (text: string) => [
        ...marksIn(text),
        ...marksIn(text).map((one) => ({ ...one, value: "no" })),
      ],
      (text: string) =>
        marksIn(text).map((one) => ({ ...one, quote: { ...one.quote, text: "[fault=none]" } })),
      (text: string) =>
        marksIn(text).map((one) => ({ ...one, quote: { text: "", start: 0, end: 0 } })),
    ]) {
      const scene = await telling("mistake", { reader: stubbornReader(read) });
      await scene.says(told({ collective_decision: "yes" }));
      expect(scene.state).toBe("asking");
    }
  });

  it("beyond the dozen: of more, those still to be asked stay and the others are asked", async () => {
    const scene = await heard(EVERYTHING_POSSIBLE);
    expect(rowsOf(scene)).toHaveLength(PROPOSALS_MAX);
    const shown = factsOf(rowsOf(scene));
    expect(shown).toEqual(POLICY_ORDER.filter((fact) => shown.includes(fact)));
  });
});

describe("going back from the readings", () => {
  it("leads to telling it again, and what was read before is gone", async () => {
    const scene = await heard(TOLD);
    await scene.does("back");
    expect(scene.state).toBe("telling");
    expect(scene.case.proposed).toBeUndefined();
    await scene.says(told({ loss: "none" }));
    expect(factsOf(rowsOf(scene))).toEqual(["loss"]);
  });

  it("any other way out leaves them unconfirmed too", async () => {
    for (const way of ["/edit", "/result", "/restart"]) {
      const scene = await heard(TOLD);
      await scene.says(way);
      expect(scene.case.answers).toEqual([]);
      expect(scene.case.proposed).toBeUndefined();
    }
    const scene = await heard(TOLD);
    await scene.says("/lookup");
    await scene.says("申诉");
    await scene.says("/back");
    expect(scene.state).toBe("proposing");
    await answerAll(scene, allKnown());
    expect(scene.case.answers).toEqual([]);
  });
});
