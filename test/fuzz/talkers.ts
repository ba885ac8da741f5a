/** Hands that wander through a talk step by step, from a seed, and what must hold of the case at every step. */
import { factOf, questionOf } from "../../src/dialogue/answers.ts";
import { Case, type Action } from "../../src/dialogue/case.ts";
import type { Input } from "../../src/dialogue/incoming.ts";
import { tokensOf as tokensOfTurn } from "../../src/dialogue/parse.ts";
import { Reply } from "../../src/dialogue/reply.ts";
import { step, type Stepped } from "../../src/dialogue/step.ts";
import { talkOf, type World } from "../../src/dialogue/world.ts";
import { valuesOf } from "../../src/policy/compile.ts";
import type { Dice } from "../proof/dice.ts";

export const NOW_MS = Date.UTC(2026, 6, 1);
/** What a wandering hand leaves alone most of the time, so that it gets somewhere. */
const RARELY: ReadonlySet<string> = new Set([
  "decline",
  "erase",
  "erased",
  "restart",
  "finish",
  "back",
  "close",
  "language",
  "lookup",
]);
const TYPED = ["是", "没有", "不清楚", "1", "2", "1 2", "yes", "no", "事情经过", "2024年", "/help"];
const COMMANDS = [
  "/why",
  "/back",
  "/edit",
  "/result",
  "/checklist",
  "/lookup",
  "/mydata",
  "/start",
];

/** An input that a person could send now: a button on the table mostly, else something typed. */
export function inputFor({ offered, begunMs }: Case, dice: Dice): Input {
  const actions = offered?.actions ?? [];
  const usual = actions.flatMap(({ do: what }, at) => (RARELY.has(what) ? [] : [at]));
  const kind = dice.below(20);
  if (kind === 0) return { type: "text", text: dice.pick(COMMANDS) };
  if (kind <= 2) return { type: "text", text: dice.pick(TYPED) };
  if (actions.length === 0) return { type: "open" };
  const all = actions.map((_, at) => at);
  const at = dice.pick(usual.length === 0 || kind === 3 ? all : usual);
  return { type: "choice", token: tokensOfTurn(begunMs, offered?.turn ?? 0)(at) };
}

export function stepped(known: Case | undefined, input: Input, world: World): Stepped {
  return step(known, eventOf(known, input), world);
}

export function eventOf(known: Case | undefined, input: Input) {
  return { conversation: "fuzz:1", eventId: `e${known?.turn ?? 0}`, input, atMs: NOW_MS };
}

/** One turn more, its case and replies checked. */
export function wander(known: Case | undefined, dice: Dice, world: World): Case | undefined {
  const input: Input = known === undefined ? { type: "open" } : inputFor(known, dice);
  const { case: next, replies } = stepped(known, input, world);
  for (const reply of replies) Reply.parse(reply);
  if (next === undefined) return undefined;
  expectSound(next, world);
  return { ...next, outbox: [] };
}

/** Every answer stands under a question that asks its facts, with values they have, in the meaning they have. */
export function expectSound(current: Case, world: World): void {
  Case.parse(current);
  const talk = talkOf(current, world);
  for (const { question, facts, unsure, meanings = {} } of current.answers) {
    const asked = questionOf(talk, question)?.facts ?? [];
    for (const id of [...Object.keys(facts), ...unsure]) {
      const fact = factOf(talk, id);
      const value = facts[id];
      const sound =
        fact !== undefined &&
        asked.includes(id) &&
        (meanings[id] ?? 1) === fact.meaning &&
        (value === undefined || valuesOf(fact).includes(value));
      if (!sound) throw new Error(`under ${question} is filed ${id}: ${value ?? "unsure"}`);
    }
  }
}

/** The token of every button that lies on the table. */
export function tokensOf({ offered, begunMs }: Case): readonly string[] {
  return (offered?.actions ?? []).map((_: Action, at) =>
    tokensOfTurn(begunMs, offered?.turn ?? 0)(at),
  );
}
