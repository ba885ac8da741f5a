/** How many questions a talk is shorter by when what was read is confirmed. */
import { masksOf, presume, type Account, type Facts } from "../policy/account.ts";
import { nextQuestion } from "../policy/asking.ts";
import type { Compiled } from "../policy/compile.ts";
import { groundsOf } from "../policy/decide.ts";
import type { Question } from "../policy/schema-support.ts";

export interface Lengths {
  /** Questions asked where nothing was read. */
  readonly without: number;
  /** Questions asked after what was read had been confirmed or corrected. */
  readonly confirmed: number;
}

/** Whoever is asked twice as much as there is to ask is asked in circles. */
const QUESTIONS_MAX = 200;

/**
 * Two talks with somebody whose case is coded. What the coding leaves open is answered as the policy presumes, and with
 * 不清楚 where it presumes nothing. A wrong proposal is struck out by the person, which saves nothing. Undefined: the
 * coded facts contradict each other.
 */
export function lengthsOf(
  compiled: Compiled,
  questions: readonly Question[],
  coded: Facts,
  proposed: Facts,
): Lengths | undefined {
  const truth = truthOf(compiled, coded);
  if (truth === undefined) return undefined;
  const right = Object.fromEntries(
    Object.entries(proposed).filter(([fact, value]) => truth[fact] === value),
  );
  return {
    without: questionsAsked(compiled, questions, truth, {}),
    confirmed: questionsAsked(compiled, questions, truth, right),
  };
}

/** The coded facts, filled up by what is presumed; facts with no single value left are not in it. */
function truthOf(compiled: Compiled, coded: Facts): Facts | undefined {
  if (groundsOf(compiled, { facts: coded }) === undefined) return undefined;
  const { masks } = presume(compiled, masksOf(compiled, coded));
  const known = compiled.facts.flatMap(({ id }, variable) => {
    const mask = masks[variable] as number;
    const value = compiled.values[variable]?.[31 - Math.clz32(mask)];
    return (mask & (mask - 1)) === 0 && value !== undefined ? [[id, value] as const] : [];
  });
  return Object.fromEntries(known);
}

function questionsAsked(
  compiled: Compiled,
  questions: readonly Question[],
  truth: Facts,
  start: Facts,
): number {
  let account: Account = { facts: start, unsure: [] };
  let topic: string | undefined;
  for (let asked = 0; asked <= QUESTIONS_MAX; asked += 1) {
    const grounds = groundsOf(compiled, account);
    if (grounds === undefined) return asked;
    const { law, readings, masks } = grounds;
    const next = nextQuestion(law, readings, masks, account, { questions, kind: "read", topic });
    if (next === undefined) return asked;
    topic = next.topic;
    account = answered(account, next, truth);
  }
  throw new Error("a talk does not come to its end");
}

function answered(account: Account, { facts }: Question, truth: Facts): Account {
  const open = facts.filter(
    (fact) => !(fact in account.facts) && account.unsure?.includes(fact) !== true,
  );
  const told = open.flatMap((fact) => {
    const value = truth[fact];
    return value === undefined ? [] : [[fact, value] as const];
  });
  return {
    facts: { ...account.facts, ...Object.fromEntries(told) },
    unsure: [...(account.unsure ?? []), ...open.filter((fact) => truth[fact] === undefined)],
  };
}
