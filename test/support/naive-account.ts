/** Partial accounts the slow way: every completion is written out, and everything is counted off that list. */
import { choicesOf, type Days, type Naive, type Outcome, type Situation } from "./naive.ts";
import type { Account } from "../../src/policy/account.ts";
import type { Verdict } from "../../src/policy/decide.ts";

/** All situations, possible or not, that agree with the facts given. */
export function completionsOf(evaluator: Naive, given: Situation): readonly Situation[] {
  return evaluator.facts.reduce<readonly Situation[]>(
    (sofar, fact) => {
      const value = given[fact.id];
      const values = value === undefined ? choicesOf(fact) : [value];
      return sofar.flatMap((part) => values.map((one) => ({ ...part, [fact.id]: one })));
    },
    [{}],
  );
}

export function outcomesOf(
  evaluator: Naive,
  given: Situation,
  days: Days = {},
): readonly Outcome[] {
  return completionsOf(evaluator, given)
    .filter((situation) => evaluator.isPossible(situation))
    .map((situation) => evaluator.outcomeOf(situation, days));
}

/** What a verdict says, without the words, rules and measures by id, and in an order of its own. */
export function comparable(verdict: Verdict) {
  const { ask: _, law: __, ...rest } = verdict;
  return {
    ...rest,
    reasons: verdict.reasons.map(({ id }) => id).toSorted(),
    measures: verdict.measures.map(({ id }) => id),
  };
}

/** The same, counted off the possible completions of an account; there has to be one. */
export function counted(
  evaluator: Naive,
  outcomes: readonly Outcome[],
  facts: Situation,
): ReturnType<typeof comparable> {
  const range = tiersIn(evaluator, outcomes);
  const { kept, used } = presume(evaluator, outcomes, facts);
  const presumedRange = tiersIn(evaluator, kept);
  const presumed =
    presumedRange.length === 1 ? (presumedRange[0] ?? "human_review") : "human_review";
  return {
    range,
    settled: range.length === 1,
    presumed,
    class: evaluator.policy.tiers.find(({ id }) => id === presumed)?.class ?? "human_review",
    lines: rungsIn(evaluator, outcomes),
    presumedLines: rungsIn(evaluator, kept),
    distinctions: sidesIn(outcomes),
    presumedDistinctions: sidesIn(kept),
    reasons: [...new Set(kept.map(({ rule }) => rule))].toSorted(),
    measures: evaluator.policy.measures
      .map(({ id }) => id)
      .filter((id) => kept.every(({ measures }) => measures.includes(id))),
    presumptions:
      range.length === 1 ? [] : used.filter((fact) => matters(evaluator, outcomes, used, fact)),
    conflict: [],
  };
}

function tiersIn(evaluator: Naive, outcomes: readonly Outcome[]) {
  return evaluator.policy.tiers
    .filter(({ id }) => outcomes.some(({ tier }) => tier === id))
    .toSorted((a, b) => (a.rank ?? 99) - (b.rank ?? 99))
    .map(({ id }) => id);
}

function rungsIn(evaluator: Naive, outcomes: readonly Outcome[]): Verdict["lines"] {
  const line = (id: "accountability" | "discipline") =>
    evaluator.policy.lines[id].ladder
      .map((rung) => rung.id)
      .filter((rung) => outcomes.some(({ rungs }) => rungs[id].includes(rung)));
  return { accountability: line("accountability"), discipline: line("discipline") };
}

function sidesIn(outcomes: readonly Outcome[]): Verdict["distinctions"] {
  const side = (id: "one" | "two" | "three") => {
    const found = new Set(outcomes.map(({ sides }) => sides[id]));
    return found.size === 1 ? ([...found][0] as "neither") : "open";
  };
  return { one: side("one"), two: side("two"), three: side("three") };
}

/** Presumptions one after another, in the order of the files, each only while some completion is left. */
function presume(evaluator: Naive, outcomes: readonly Outcome[], facts: Situation) {
  const used: string[] = [];
  let kept = outcomes;
  for (const { id, presumption } of evaluator.facts) {
    if (presumption === "none" || id in facts) continue;
    const left = kept.filter(({ situation }) => situation[id] === presumption.value);
    if (left.length === 0) continue;
    used.push(id);
    kept = left;
  }
  return { kept, used };
}

/** Is the presumed tier open again once this one presumption is taken back? */
function matters(
  evaluator: Naive,
  outcomes: readonly Outcome[],
  used: readonly string[],
  fact: string,
): boolean {
  const others = evaluator.facts.filter(({ id }) => used.includes(id) && id !== fact);
  const left = outcomes.filter(({ situation }) =>
    others.every(
      ({ id, presumption }) => presumption !== "none" && situation[id] === presumption.value,
    ),
  );
  return tiersIn(evaluator, left).length > 1;
}

/** How the answers to `facts` split the outcomes, with the tiers each part can still have. */
function tiersByAnswers(outcomes: readonly Outcome[], facts: readonly string[]) {
  const parts = new Map<string, Set<string>>();
  for (const { situation, tier } of outcomes) {
    const key = facts.map((fact) => situation[fact]).join();
    parts.set(key, (parts.get(key) ?? new Set()).add(tier));
  }
  return [...parts].map(([key, tiers]) => ({ key, tiers: [...tiers].toSorted().join() }));
}

/** Facts that may still be learnt: neither answered nor unsure. */
export function learnable(evaluator: Naive, { facts, unsure = [] }: Account): readonly string[] {
  return evaluator.facts.map(({ id }) => id).filter((id) => !(id in facts) && !unsure.includes(id));
}

/** Facts that change the range alone: by what else is known, or as things stand now. */
export function changingAlone(outcomes: readonly Outcome[], facts: readonly string[]) {
  return facts.filter((fact) => decidesSome(outcomes, facts, fact) || narrowsNow(outcomes, fact));
}

/** Does some answer to the fact rule out a tier as things stand? */
function narrowsNow(outcomes: readonly Outcome[], fact: string): boolean {
  const tiers = (some: readonly Outcome[]) => new Set(some.map(({ tier }) => tier)).size;
  const values = new Set(outcomes.map(({ situation }) => situation[fact]));
  return [...values].some(
    (value) =>
      tiers(outcomes.filter(({ situation }) => situation[fact] === value)) < tiers(outcomes),
  );
}

/** Do two values of the fact, all other learnable facts equal, leave different sets of tiers? */
function decidesSome(outcomes: readonly Outcome[], facts: readonly string[], fact: string) {
  const parts = tiersByAnswers(outcomes, facts);
  const at = facts.indexOf(fact);
  const byRest = new Map<string, string>();
  return parts.some(({ key, tiers }) => {
    const rest = key.split(",").toSpliced(at, 1).join();
    const other = byRest.get(rest);
    byRest.set(rest, tiers);
    return other !== undefined && other !== tiers;
  });
}

/** Once `known` are answered, can no answer to the other learnable facts change the range any more? */
export function suffices(
  outcomes: readonly Outcome[],
  facts: readonly string[],
  known: readonly string[],
): boolean {
  const byKnown = new Map<string, string>();
  return tiersByAnswers(outcomes, facts).every(({ key, tiers }) => {
    const values = key.split(",");
    const part = known.map((fact) => values[facts.indexOf(fact)]).join();
    const other = byKnown.get(part);
    byKnown.set(part, tiers);
    return other === undefined || other === tiers;
  });
}

/** Every fact of a smallest set of facts whose values, changed together, leave a different set of tiers. */
export function changingTogether(outcomes: readonly Outcome[], facts: readonly string[]) {
  const parts = tiersByAnswers(outcomes, facts).map(({ key, tiers }) => ({
    values: key.split(","),
    tiers,
  }));
  const sets = parts.flatMap((a, i) =>
    parts
      .slice(i + 1)
      .filter((b) => a.tiers !== b.tiers)
      .map((b) => facts.filter((_, at) => a.values[at] !== b.values[at])),
  );
  const smallest = sets.filter(
    (set) =>
      !sets.some((other) => other.length < set.length && other.every((f) => set.includes(f))),
  );
  return new Set(smallest.flat());
}
