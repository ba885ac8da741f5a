import { describe, expect, it } from "vitest";
import type { Case } from "../../src/dialogue/case.ts";
import { LANGUAGES, bundle, textsOf } from "../support/dialogue-scene.ts";
import {
  after,
  afterTap,
  allKnown,
  answer,
  asking,
  facing,
  questionNow,
} from "../support/dialogue-ways.ts";

/** Every question, with the pack it belongs to. */
const QUESTIONS = [
  ...bundle.policy.questions.map((question) => ({ question, pack: null })),
  ...bundle.packs.flatMap((pack) =>
    pack.questions.map((question) => ({ question, pack: pack.id })),
  ),
];
const TABLE = LANGUAGES.flatMap((language) =>
  QUESTIONS.map(({ question, pack }) => [language, question.id, question, pack] as const),
);
const SINGLES = TABLE.filter(([, , { kind }]) => kind === "single");
/** What is done to lists is the same in every language. */
const LISTS = TABLE.filter(([language, , { kind }]) => language === "zh-CN" && kind !== "single");

const bases = new Map<string, Case>();
for (const language of LANGUAGES) bases.set(language, (await asking("mistake", { language })).case);
const base = (language: string) => bases.get(language) as Case;

const says = (current: Case, text: string) => after(current, { type: "text", text });
const filed = (current: Case, question: string) =>
  current.answers.find((one) => one.question === question);
const actions = (current: Case) => current.offered?.actions ?? [];

describe.each(SINGLES)("in %s, the question %s", (language, id, { facts: [fact = ""] }, pack) => {
  const words = bundle.words[language];
  const table = facing(base(language), id, pack);
  const answers = actions(table).flatMap((action, index) =>
    action.do === "answer" ? [{ value: action.with ?? "", number: String(index + 1) }] : [],
  );

  it("is answered by a tap, by the words on the button, and by its number", () => {
    expect(answers.length).toBeGreaterThan(1);
    for (const { value, number } of answers) {
      const label = words.questions[id]?.choices?.[value] ?? words.yes_no[value as "yes"];
      const ways = [
        afterTap(table, "answer", value),
        says(table, label),
        says(table, ` ${label}。`),
        says(table, number),
      ];
      for (const way of ways)
        expect(filed(way, id)).toEqual({ question: id, facts: { [fact]: value }, unsure: [] });
    }
  });

  it("may be left open, and is not asked again", () => {
    const labels = Object.values(words.questions[id]?.choices ?? {});
    const spelt = [words.buttons.unsure, ...words.typed.unsure];
    // What stands on a button of the question means that button.
    const typed = spelt.filter((word) => !labels.includes(word));
    for (const way of [afterTap(table, "unsure"), ...typed.map((word) => says(table, word))]) {
      expect(filed(way, id)).toEqual({ question: id, facts: {}, unsure: [fact] });
      expect(way.asking?.question).not.toBe(id);
    }
  });

  it("takes other words for yes and no only where its buttons are such words themselves", () => {
    const lower = (list: readonly string[]) => list.map((word) => word.toLowerCase());
    const { yes = "", no = "" } = words.questions[id]?.choices ?? {};
    const [yeses, noes] = [lower(words.typed.yes), lower(words.typed.no)];
    const plain = yeses.includes(yes.toLowerCase()) && noes.includes(no.toLowerCase());
    const labels = lower(Object.values(words.questions[id]?.choices ?? {}));
    for (const [value, spelt] of [["yes", yeses] as const, ["no", noes] as const])
      for (const word of plain ? spelt : spelt.filter((one) => !labels.includes(one)))
        expect(filed(says(table, word), id)?.facts, `${id}: ${word}`).toEqual(
          plain ? { [fact]: value } : undefined,
        );
  });

  it("tells why it is asked, in place, and stays on the table", () => {
    const asked = afterTap(table, "why");
    expect(asked.asking).toEqual({ question: id, ticked: [], why: true });
    expect(actions(asked).map((action) => action.do)).not.toContain("why");
    expect(filed(asked, id)).toBeUndefined();
    expect(says(table, "/why").asking?.why).toBe(true);
  });
});

describe.each(LISTS)("in %s, the list %s", (language, id, { facts }, pack) => {
  const words = bundle.words[language];
  const table = facing(base(language), id, pack);
  const open = actions(table).flatMap((action) =>
    action.do === "tick" ? [action.with ?? ""] : [],
  );
  const [first = "", second = ""] = open;
  const allBut = (value: string, ...ticked: readonly string[]) =>
    Object.fromEntries(open.map((fact) => [fact, ticked.includes(fact) ? "yes" : value]));

  it("offers its items, each ticked and unticked by a tap, its words or its number", () => {
    expect(open.length).toBeGreaterThan(1);
    expect(facts).toEqual(expect.arrayContaining(open));
    for (const [index, fact] of open.entries()) {
      const label = words.questions[id]?.items?.[fact] ?? "";
      for (const tick of [
        (now: Case) => afterTap(now, "tick", fact),
        (now: Case) => says(now, label),
        (now: Case) => says(now, String(index + 1)),
      ]) {
        const ticked = tick(table);
        expect(ticked.asking?.ticked).toEqual([fact]);
        expect(filed(ticked, id)).toBeUndefined();
        expect(tick(ticked).asking?.ticked).toEqual([]);
      }
    }
  });

  it("is done with those ticked, and the others are no", () => {
    const ticked = afterTap(afterTap(table, "tick", first), "tick", second);
    for (const done of [afterTap(ticked, "done"), says(ticked, words.buttons.done)])
      expect(filed(done, id)).toEqual({
        question: id,
        facts: allBut("no", first, second),
        unsure: [],
      });
  });

  it("takes several numbers at once, as one answer", () => {
    const picked = [first, open.at(-1) ?? ""];
    for (const text of [`1 ${open.length}`, `1、${open.length}`, `1，${open.length}`])
      expect(filed(says(table, text), id)?.facts).toEqual(allBut("no", ...picked));
  });

  it("may be answered with none of them, also after a tick", () => {
    const none = [words.buttons.none_of_these, ...words.typed.none];
    for (const word of none) {
      expect(filed(says(table, word), id)?.facts).toEqual(allBut("no"));
      const ticked = afterTap(table, "tick", first);
      expect(filed(says(ticked, word), id)?.facts).toEqual(allBut("no"));
    }
    expect(filed(afterTap(table, "none"), id)?.facts).toEqual(allBut("no"));
  });

  it("may be left open, whole or the rest of it", () => {
    for (const unsure of [afterTap(table, "unsure"), says(table, words.typed.unsure[0] ?? "")])
      expect(filed(unsure, id)).toEqual({ question: id, facts: {}, unsure: open });
    const ticked = afterTap(table, "tick", first);
    for (const rest of [
      afterTap(ticked, "rest_unsure"),
      says(ticked, words.buttons.rest_unsure),
      says(ticked, words.typed.unsure[0] ?? ""),
    ])
      expect(filed(rest, id)).toEqual({
        question: id,
        facts: { [first]: "yes" },
        unsure: open.filter((fact) => fact !== first),
      });
  });

  it("tells why it is asked, and keeps what is ticked", () => {
    const asked = afterTap(afterTap(table, "tick", first), "why");
    expect(asked.asking).toEqual({ question: id, ticked: [first], why: true });
  });
});

describe("a question on the table", () => {
  it("is drawn anew in its own place when it is ticked, unticked or explained", async () => {
    const scene = await asking();
    while (questionNow(scene).kind === "single") await answer(scene, allKnown());
    for (const step of ["tick", "tick", "why"]) {
      const earlier = scene.case.offered?.reply;
      await scene.does(step);
      expect(scene.last).toMatchObject([{ kind: "question", replaces: earlier }]);
      expect(scene.last[0]?.closes).toBeUndefined();
    }
    const words = scene.words.questions[scene.question];
    expect(textsOf(scene.last)).toContain(words?.why);
  });

  it("folds into one line when it is answered", async () => {
    for (const language of LANGUAGES) {
      const scene = await asking("mistake", { language });
      const earlier = scene.case.offered?.reply;
      const { short = "", choices = {} } = scene.words.questions[scene.question] ?? {};
      await scene.does("answer", "under_inquiry");
      const line = `${short}${scene.words.marks.colon}${choices["under_inquiry"]}`;
      expect(scene.last[0]?.closes).toEqual({ reply: earlier, text: line, brief: line });
    }
  });

  it("stays where it is when the page is opened again, and comes anew when it is asked for", async () => {
    const scene = await asking();
    const [before] = scene.last;
    await scene.opens();
    expect(scene.last).toMatchObject([{ blocks: before?.blocks }]);
    expect(scene.last[0]?.closes).toBeUndefined();
    const reopened = scene.case.offered?.reply;
    await scene.says("/start");
    expect(scene.last[0]?.closes?.reply).toBe(reopened);
    expect(scene.last[0]?.closes?.brief).toBeUndefined();
  });

  it("is not answered by what stands on none of its buttons", async () => {
    const scene = await asking();
    for (const text of ["也许吧", "😀", "12345", "0", "88", "1 2", "<b>", ",,,", "?!"]) {
      await scene.says(text);
      expect(scene.case.answers).toEqual([]);
      expect(scene.state).toBe("asking");
      expect(textsOf(scene.last)).toContain(scene.words.said.not_understood);
    }
  });
});
