import { beforeAll, describe, expect, it } from "vitest";
import { memoryArchive } from "../../src/app/archive.ts";
import { conversations } from "../../src/app/conversations.ts";
import { openShelf } from "../../src/app/shelf.ts";
import { bundleOf, type Bundle } from "../../src/content/bundle.ts";
import type { Texts } from "../../src/content/folder.ts";
import { Case, type Answer } from "../../src/dialogue/case.ts";
import { carriedOver } from "../../src/dialogue/carry-over.ts";
import { pendingQuestions } from "../../src/dialogue/questioning.ts";
import { step, stepOver } from "../../src/dialogue/step.ts";
import { talkOf } from "../../src/dialogue/world.ts";
import type { Input } from "../../src/ports.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { edited } from "../support/edited-content.ts";
import {
  bundle,
  choicesOf,
  LANGUAGES,
  NOW_MS,
  offeredToken,
  silent,
  talk,
  textsOf,
} from "../support/dialogue-scene.ts";
import { asking, consulted, allKnown } from "../support/dialogue-ways.ts";

/** Three bundles are proved. */
const BUNDLES_MS_MAX = 60_000;
const FACTS = "data/policy/facts.yaml";
const QUESTIONS = "data/policy/questions.yaml";

function made(texts: Texts): Bundle {
  const read = bundleOf(texts);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

/** The content in which `loss` has come to mean something else. */
let raised: Bundle;
/** The content in which two questions have exchanged what they ask. */
let exchanged: Bundle;
/** The content in which an option has another id. */
let renamed: Bundle;

beforeAll(() => {
  const { texts } = bundle;
  raised = made(
    edited(texts, { file: FACTS, from: "- id: loss\n", to: "- id: loss\n    meaning: 2\n" }),
  );
  const swap = (id: string, from: string, to: string) => ({
    file: QUESTIONS,
    from: `{id: ${id}, topic: procedure, kind: single, facts: [${from}]}`,
    to: `{id: ${id}, topic: procedure, kind: single, facts: [${to}]}`,
  });
  exchanged = made(
    edited(
      texts,
      swap("collective_decision", "collective_decision", "due_procedure"),
      swap("due_procedure", "due_procedure", "collective_decision"),
    ),
  );
  const minor = /(?<![\w.-])negligent(?![\w-])/g;
  renamed = made(
    new Map([...texts].map(([file, text]) => [file, text.replaceAll(minor, "careless")])),
  );
}, BUNDLES_MS_MAX);

/** A case with its result on the screen, and three more answers than were needed for it. */
async function withResult(language: (typeof LANGUAGES)[number] = "zh-CN"): Promise<Case> {
  const { case: known } = await consulted("mistake", allKnown(), { language });
  const more = { loss: "minor", fault: "negligent", due_procedure: "yes" };
  const answers = Object.entries(more).map(([id, value]) => ({
    question: id,
    facts: { [id]: value },
    unsure: [],
  }));
  const others = known.answers.filter(({ question }) => !(question in more));
  return { ...known, answers: [...others, ...answers] };
}

const answerTo = (current: Case, id: string): Answer | undefined =>
  current.answers.find(({ question }) => question === id);
const event = (input: Input) => ({ conversation: "test:1", eventId: "moved", input, atMs: NOW_MS });

describe("an answer goes along to another version", () => {
  it("whole, with everything else, when nothing it stands on was changed", async () => {
    const known = await withResult();
    const again = { ...bundle, bundle: "e".repeat(64) };
    const { case: carried, dropped } = carriedOver(known, again);
    expect(dropped).toEqual([]);
    expect(carried).toMatchObject({ answers: known.answers, state: known.state });
  });

  it.each<[string, () => Bundle, string, string]>([
    ["its fact means something else", () => raised, "loss", "meaning"],
    ["its question asks something else", () => exchanged, "due_procedure", "gone"],
    ["its value is no option any more", () => renamed, "fault", "options"],
  ])("not when %s", async (_, fresh, question, why) => {
    const known = await withResult();
    expect(answerTo(known, question)).toBeDefined();
    const { case: carried, dropped } = carriedOver(known, fresh());
    expect(answerTo(carried, question)).toBeUndefined();
    expect(dropped).toContainEqual({ of: "answer", id: question, why });
    const others = known.answers.filter(
      ({ question: id }) => !dropped.some((one) => one.id === id),
    );
    expect(carried.answers).toEqual(others);
  });

  it("fact by fact: of a list only what changed is asked again", async () => {
    const known = await withResult();
    const list = { question: "afterwards", facts: { remedied: "yes", self_reported: "no" } };
    const answers = [{ ...list, unsure: ["cooperated"], meanings: { remedied: 2 } }];
    const { case: carried, dropped } = carriedOver({ ...known, answers }, bundle);
    expect(carried.answers).toEqual([
      { ...list, facts: { self_reported: "no" }, unsure: ["cooperated"], partial: true },
    ]);
    expect(dropped).toEqual([{ of: "answer", id: "afterwards", why: "meaning" }]);
  });

  it("with its meaning noted only where that is not the first", async () => {
    const scene = await consulted("mistake", allKnown(), { content: raised });
    expect(answerTo(scene.case, "loss")).toMatchObject({ meanings: { loss: 2 } });
    expect(answerTo(scene.case, "fault")).not.toHaveProperty("meanings");
    expect(carriedOver(scene.case, raised).dropped).toEqual([]);
    expect(carriedOver(scene.case, bundle).dropped).toEqual([
      { of: "answer", id: "loss", why: "meaning" },
    ]);
  });
});

describe("a finding of the reviewer", () => {
  it("goes along as an answer does", async () => {
    const known = await withResult();
    const kept = { entry: "fact:diligent", finding: "yes", evidence: "documented" as const };
    const findings = [
      kept,
      { entry: "fact:loss", finding: "minor" },
      { entry: "fact:fault", finding: "negligent" },
      { entry: "fact:gone", note: "?" },
    ];
    const review = { at: "fact:gone", done: true, findings };
    const reviewed: Case = { ...known, overlay: "entry", review };
    const one = carriedOver(reviewed, raised);
    expect(one.case.review).toEqual({ done: false, findings: [kept, findings[2]] });
    expect(one.case.overlay).toBe("review");
    const other = carriedOver(reviewed, renamed).dropped.filter(({ of }) => of === "finding");
    expect(other).toEqual([
      { of: "finding", id: "fact:fault", why: "options" },
      { of: "finding", id: "fact:gone", why: "gone" },
    ]);
  });
});

describe("who began with an earlier version", () => {
  /** A talk at its summary, with content that was changed meanwhile. */
  async function atSummary(language: (typeof LANGUAGES)[number]) {
    const store = memoryStore();
    const scene = await asking("mistake", { store, language });
    while (scene.state === "asking")
      await scene.does(scene.case.asking === undefined ? "" : "finish");
    const shelf = await openShelf(bundle, memoryArchive(), silent);
    await shelf.offer({ ok: true, value: raised });
    const talks = conversations({ store, shelf, log: silent });
    let events = 0;
    const turn = async (input: Input) => {
      const { replies } = await talks.handle({ ...event(input), eventId: `n${(events += 1)}` });
      await talks.delivered(
        "test:1",
        replies.map(({ reply }) => ({ reply: reply.id })),
      );
      return replies.map(({ reply }) => reply);
    };
    const stored = async () => Case.parse((await store.load("test:1"))?.case);
    return { turn, stored, words: bundle.words[language] };
  }

  it.each(LANGUAGES)(
    "is offered the new one with the summary, and stays until it is taken (%s)",
    async (language) => {
      const { turn, stored, words } = await atSummary(language);
      const shown = await turn({ type: "open" });
      expect(choicesOf(shown).map(({ label }) => label)).toContain(words.moved.use_newest);
      expect(textsOf(shown)).toContain(words.moved.offer);
      expect((await stored()).bundle).toBe(bundle.bundle);
      const moved = await turn({
        type: "choice",
        token: offeredToken(await stored(), "use_newest"),
      });
      expect(textsOf(moved)).toContain(words.moved.done);
      expect((await stored()).bundle).toBe(raised.bundle);
      expect(choicesOf(await turn({ type: "open" })).map(({ label }) => label)).not.toContain(
        words.moved.use_newest,
      );
    },
  );

  it("is offered nothing while nothing is newer", async () => {
    const scene = await asking("mistake");
    await scene.does("finish");
    const labels = choicesOf(scene.last).map(({ label }) => label);
    expect(labels).not.toContain(scene.words.moved.use_newest);
  });
});

describe("what is said of it", () => {
  it.each(LANGUAGES)("names what is asked again and why, and asks it (%s)", async (language) => {
    const known = await withResult(language);
    const words = bundle.words[language];
    const { case: after, replies } = stepOver(
      known,
      event({ type: "open" }),
      raised,
      talkOf(known, bundle),
    );
    const [told] = replies;
    expect(told?.blocks).toContainEqual({
      type: "items",
      items: [{ text: words.questions["loss"]?.short, detail: words.moved.meaning }],
    });
    expect(textsOf(replies)).toContain(words.moved.again);
    expect(after?.answers).toEqual(known.answers.filter(({ question }) => question !== "loss"));
  });

  it("is followed by the questions, as far as the answers set aside still matter", async () => {
    const { case: known } = await asking("mistake");
    const answers = [{ question: "loss", facts: { loss: "grave" }, unsure: [] }];
    const summary: Case = { ...known, answers, state: "summary" };
    const { case: after } = stepOver(summary, event({ type: "open" }), raised);
    if (after === undefined) throw new Error("everything was deleted");
    expect(after.state).toBe("asking");
    const pending = pendingQuestions(talkOf(after, raised)).map(({ question }) => question.id);
    expect(pending).toContain("loss");
    expect(after.asking?.question).toBe(pending[0]);
  });

  it("counts what has a name in neither version", async () => {
    const known = await withResult();
    const gone = { question: "gone", facts: { gone: "yes" }, unsure: [] };
    const { replies } = stepOver({ ...known, answers: [gone] }, event({ type: "open" }), bundle);
    expect(textsOf(replies).join("\n")).toContain("另有 1 项");
  });
});

describe("what comes in while the version is lost", () => {
  const other = { ...bundle, bundle: "e".repeat(64) };

  it.each(["是", "1", "不清楚", "没有"])("is no answer when it is “%s”", async (text) => {
    const { case: known } = await asking("mistake");
    const { case: after, replies } = stepOver(known, event({ type: "text", text }), other);
    expect(after?.answers).toEqual(known.answers);
    expect(textsOf(replies)).toContain(bundle.words["zh-CN"].moved.unheard);
  });

  it("is no answer when it is a button, then or later", async () => {
    const { case: known } = await asking("mistake");
    const press = (current: Case, token: string) =>
      step(current, event({ type: "choice", token }), other);
    const token = offeredToken(known, "answer");
    const { case: after } = stepOver(known, event({ type: "choice", token }), other);
    expect(after?.answers).toEqual(known.answers);
    const again = press(after as Case, token);
    expect(again.case?.answers).toEqual(known.answers);
    expect(textsOf(again.replies)).toContain(bundle.words["zh-CN"].said.stale);
  });

  it("is heard when it is a command or the story that was asked for", async () => {
    const { case: asked } = await asking("mistake");
    const erasing = stepOver(asked, event({ type: "text", text: "/forget" }), other);
    expect(erasing.case?.overlay).toBe("erasing");
    const scene = await talk();
    await scene.opens();
    await scene.does("consent");
    await scene.does("choose", "mistake");
    await scene.does("place", "none");
    await scene.does("year", "none");
    const told = stepOver(scene.case, event({ type: "text", text: "去年修路超了预算" }), other);
    expect(told.case?.narrative).toBe("去年修路超了预算");
  });
});
