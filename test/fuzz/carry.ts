/** A case stopped anywhere, the content changed under it, and what must hold when the talk goes on. */
import { expect } from "vitest";
import type { Answer, Case, Finding } from "../../src/dialogue/case.ts";
import type { Input } from "../../src/dialogue/incoming.ts";
import { Reply } from "../../src/dialogue/reply.ts";
import { entriesOf } from "../../src/dialogue/reviewing.ts";
import { stepOver } from "../../src/dialogue/step.ts";
import { talkOf, type World } from "../../src/dialogue/world.ts";
import type { Fact } from "../../src/policy/schema.ts";
import type { Dice } from "../proof/dice.ts";
import { eventOf, expectSound, stepped, tokensOf, wander } from "./talkers.ts";

const TURNS_AFTER = 3;
const OLD_BUTTONS_PRESSED = 4;
export const WAYS = ["pinned", "lost", "chosen"] as const;
export type Way = (typeof WAYS)[number];

export interface Carrying {
  /** Answers that were there, and those of them that went along whole or in part. */
  readonly answers: number;
  readonly kept: number;
}

/** A talk in `old` stops as `known`, the content changes to `fresh`, the talk goes on; throws where a promise is broken. */
export function carryOnce(known: Case, dice: Dice, old: World, fresh: World, way: Way): Carrying {
  const input = inputAtChange(known, dice, way);
  const before = JSON.stringify(known);
  const { case: after, replies } =
    way === "pinned"
      ? stepped(known, { type: "open" }, { ...old, newer: fresh })
      : stepOver(
          known,
          eventOf(known, input),
          fresh,
          way === "chosen" ? talkOf(known, old) : undefined,
        );
  expect(JSON.stringify(known), "the case given is left as it was").toBe(before);
  if (after === undefined) throw new Error("a change of content deletes nothing");
  for (const reply of replies) Reply.parse(reply);
  expect(replies.length).toBeGreaterThan(0);
  const world = way === "pinned" ? old : fresh;
  expectSound(after, world);
  expectKept(known, after, old, world, replies);
  expectOldButtonsDead(dice.shuffled(tokensOf(known)), after, world);
  goOn(after, dice, world);
  return { answers: known.answers.length, kept: after.answers.length };
}

/** What comes in at the moment of the change; never a command that would itself change answers. */
function inputAtChange(known: Case, dice: Dice, way: Way): Input {
  if (way === "chosen") return { type: "open" };
  const tokens = tokensOf(known);
  const kind = dice.below(4);
  if (kind === 0) return { type: "open" };
  if (kind === 1) return { type: "text", text: dice.pick(["是", "1", "没有", "不清楚", "/help"]) };
  if (kind === 2) return { type: "unsupported", what: "photo" };
  return { type: "choice", token: dice.pick(tokens.length === 0 ? ["-"] : tokens) };
}

/** Judged from the files of both versions alone: exactly what means the same is kept, and what is not is named. */
function expectKept(
  known: Case,
  after: Case,
  old: World,
  fresh: World,
  replies: readonly Reply[],
): void {
  // In the room for one's own words, what was typed may have gone on to the questions; no answer comes of it.
  const expected = known.answers.flatMap((answer) => left(answer, known, old, fresh));
  expect(after.answers.map(plain)).toEqual(expected.map(plain));
  const text = JSON.stringify(replies);
  for (const { question } of known.answers) {
    const now = after.answers.find((answer) => answer.question === question);
    const was = known.answers.find((answer) => answer.question === question);
    if (was === undefined || (now !== undefined && plain(now) === plain(was))) continue;
    const { questions } = fresh.words[after.language];
    const named = questions[question]?.short;
    if (named !== undefined) expect(text, `${question} is named`).toContain(JSON.stringify(named));
  }
  expectFindings(known, after, old, fresh);
}

function expectFindings(known: Case, after: Case, old: World, fresh: World): void {
  const entries = new Set(entriesOf(talkOf(after, fresh)).map(({ id }) => id));
  const kept = new Map((after.review?.findings ?? []).map((found) => [found.entry, found]));
  for (const [entry, found] of kept)
    expect(known.review?.findings.find((one) => one.entry === entry)).toEqual(found);
  for (const found of known.review?.findings ?? []) {
    const id = found.entry.replace(/^fact:/, "");
    const same = found.entry.startsWith("item:") || sameFact(id, found, known, old, fresh);
    expect(kept.has(found.entry), found.entry).toBe(entries.has(found.entry) && same);
  }
}

function sameFact(id: string, found: Finding, known: Case, old: World, fresh: World): boolean {
  const [was, is] = [factIn(old, known.pack, id), factIn(fresh, known.pack, id)];
  if (was === undefined || is === undefined || was.meaning !== is.meaning) return false;
  return [undefined, "open", ...valuesIn(is)].includes(found.finding);
}

/** Facts and 不清楚 of an answer that stand in both versions as the same. */
function left(answer: Answer, known: Case, old: World, fresh: World): readonly Answer[] {
  const packs = fresh.packs.filter(({ id }) => id === known.pack);
  const questions = [...fresh.policy.questions, ...packs.flatMap((pack) => pack.questions)];
  const asks = questions.find(({ id }) => id === answer.question)?.facts ?? [];
  const same = (id: string, value?: string) => {
    const [was, is] = [factIn(old, known.pack, id), factIn(fresh, known.pack, id)];
    if (was === undefined || is === undefined) return false;
    const can = value === undefined || valuesIn(is).includes(value);
    return asks.includes(id) && was.meaning === is.meaning && can;
  };
  const facts = Object.entries(answer.facts).filter(([id, value]) => same(id, value));
  const unsure = answer.unsure.filter((id) => same(id));
  if (facts.length + unsure.length === 0) return [];
  return [{ question: answer.question, facts: Object.fromEntries(facts), unsure }];
}

function factIn(world: World, pack: string | null, id: string): Fact | undefined {
  const packs = world.packs.filter((one) => one.id === pack);
  return [...world.policy.facts, ...packs.flatMap(({ facts }) => facts)].find(
    (fact) => fact.id === id,
  );
}

function valuesIn({ choices }: Fact): readonly string[] {
  return choices?.map(({ id }) => id) ?? ["yes", "no"];
}

const plain = ({ question, facts, unsure }: Answer) =>
  JSON.stringify([question, Object.entries(facts).map(String).toSorted(), unsure.toSorted()]);

function expectOldButtonsDead(tokens: readonly string[], after: Case, world: World): void {
  for (const token of tokens.slice(0, OLD_BUTTONS_PRESSED)) {
    const { case: pressed } = stepped(after, { type: "choice", token }, world);
    expect(pressed?.answers).toEqual(after.answers);
    expect(pressed?.review?.findings).toEqual(after.review?.findings);
    expect(pressed?.state).toBe(after.state);
  }
}

function goOn(after: Case, dice: Dice, world: World): void {
  let next: Case | undefined = after;
  for (let turn = 0; turn < TURNS_AFTER; turn += 1) next = wander(next, dice, world);
}
