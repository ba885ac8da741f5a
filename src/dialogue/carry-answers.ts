/** Which answers and findings mean in another version what they meant when they were given. */
import { valuesOf } from "../policy/compile.ts";
import { factOf, questionOf } from "./answers.ts";
import { meaningAnswered, meaningFound } from "./carry-meaning.ts";
import type { Answer, Finding } from "./case.ts";
import { findingChoices, type Entry } from "./reviewing.ts";
import type { Talk } from "./world.ts";

/** gone: the question or the entry no longer asks it. meaning: it asks something else now. options: the value is none. */
export const WHY_DROPPED = ["gone", "meaning", "options"] as const;
export type WhyDropped = (typeof WHY_DROPPED)[number];

export interface CarriedAnswer {
  /** What is left of it; absent when nothing is. */
  readonly kept?: Answer;
  /** Each reason once; empty when all of it was kept. */
  readonly dropped: readonly WhyDropped[];
}

/** Keeps, fact by fact, what the same question still asks in the same meaning and with the same value. */
export function carriedAnswer(talk: Talk, answer: Answer): CarriedAnswer {
  const asks = questionOf(talk, answer.question)?.facts ?? [];
  const fate = (id: string, value?: string) => fateOf(talk, asks, answer, id, value);
  const facts = Object.entries(answer.facts).filter(([id, value]) => fate(id, value) === undefined);
  const unsure = answer.unsure.filter((id) => fate(id) === undefined);
  const reasons = [
    ...Object.entries(answer.facts).map(([id, value]) => fate(id, value)),
    ...answer.unsure.map((id) => fate(id)),
  ].filter((why) => why !== undefined);
  const dropped = [...new Set(reasons)];
  if (facts.length + unsure.length === 0)
    return { dropped: dropped.length === 0 ? ["gone"] : dropped };
  const { question } = answer;
  const kept = { question, facts: Object.fromEntries(facts), unsure };
  // What was set aside is asked again, like the items of a list nothing was said of yet.
  const covered = asks.every((id) => Object.hasOwn(kept.facts, id) || unsure.includes(id));
  const partial = (answer.partial === true || dropped.length > 0) && !covered;
  const marks = partial ? ({ partial } as const) : {};
  return { kept: { ...kept, ...marks, ...meaningsLeft(answer, kept) }, dropped };
}

function fateOf(
  talk: Talk,
  asks: readonly string[],
  answer: Answer,
  id: string,
  value: string | undefined,
): WhyDropped | undefined {
  const fact = factOf(talk, id);
  if (fact === undefined || !asks.includes(id)) return "gone";
  if (fact.meaning !== meaningAnswered(answer, id)) return "meaning";
  return value === undefined || valuesOf(fact).includes(value) ? undefined : "options";
}

function meaningsLeft({ meanings = {} }: Answer, kept: Answer): Pick<Answer, "meanings"> {
  const left = Object.entries(meanings).filter(
    ([id]) => Object.hasOwn(kept.facts, id) || kept.unsure.includes(id),
  );
  return left.length === 0 ? {} : { meanings: Object.fromEntries(left) };
}

/** Why a finding does not go along; undefined when it does. `entry` is the entry of its id today. */
export function findingFate(
  talk: Talk,
  found: Finding,
  entry: Entry | undefined,
): WhyDropped | undefined {
  if (entry === undefined) return "gone";
  const fact = entry.fact === undefined ? undefined : factOf(talk, entry.fact);
  if (fact !== undefined && fact.meaning !== meaningFound(found)) return "meaning";
  if (found.finding === undefined) return undefined;
  const known = findingChoices(talk, entry).some(({ value }) => value === found.finding);
  return known ? undefined : "options";
}
