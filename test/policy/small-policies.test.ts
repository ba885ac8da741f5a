import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, type Compiled } from "../../src/policy/compile.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Account } from "../../src/policy/account.ts";
import { SEED } from "../support/builders.ts";
import { choicesOf, naive, type Naive, type Outcome, type Situation } from "../support/naive.ts";
import {
  changingAlone,
  changingTogether,
  comparable,
  counted,
  learnable,
  outcomesOf,
  suffices,
} from "../support/naive-account.ts";
import { day, smallPolicy, type SmallPolicy } from "../support/random-policy.ts";

const RUNS = { seed: SEED, numRuns: 40 };

/** Every account of the policy: each fact left out or at one of its values. */
function accountsOf(evaluator: Naive): readonly Situation[] {
  return evaluator.facts.reduce<readonly Situation[]>(
    (sofar, fact) =>
      sofar.flatMap((part) => [
        part,
        ...choicesOf(fact).map((value) => ({ ...part, [fact.id]: value })),
      ]),
    [{}],
  );
}

function agreeing(outcomes: readonly Outcome[], facts: Situation): readonly Outcome[] {
  return outcomes.filter(({ situation }) =>
    Object.entries(facts).every(([id, value]) => situation[id] === value),
  );
}

interface Prepared {
  readonly compiled: Compiled;
  readonly evaluator: Naive;
  readonly outcomes: readonly Outcome[];
}

function prepare({ policy, pack }: SmallPolicy): Prepared {
  const evaluator = naive(policy, pack);
  return { compiled: compile(policy, pack), evaluator, outcomes: outcomesOf(evaluator, {}) };
}

/** Facts left open that some people would answer 不清楚: the bits of `pick` choose them. */
function someUnsure(evaluator: Naive, facts: Situation, pick: number): readonly string[] {
  return evaluator.facts
    .map(({ id }) => id)
    .filter((id, i) => !(id in facts) && ((pick >> i) & 1) === 1);
}

describe("on random small policies the diagrams agree with the slow evaluator", () => {
  it("on everything a verdict says, for every account there is", () => {
    fc.assert(
      fc.property(smallPolicy, (small) => {
        const { compiled, evaluator, outcomes } = prepare(small);
        for (const facts of accountsOf(evaluator)) {
          const verdict = decide(compiled, { facts });
          const left = agreeing(outcomes, facts);
          if (left.length === 0) {
            expect(verdict).toMatchObject({ range: [], settled: false, class: "human_review" });
            continue;
          }
          expect({ facts, ...comparable(verdict) }).toEqual({
            facts,
            ...counted(evaluator, left, facts),
          });
        }
      }),
      RUNS,
    );
  });

  it("on what can still change the range, for every account there is", () => {
    fc.assert(
      fc.property(smallPolicy, fc.nat(127), (small, pick) => {
        const { compiled, evaluator, outcomes } = prepare(small);
        for (const facts of accountsOf(evaluator)) {
          const account = { facts, unsure: someUnsure(evaluator, facts, pick) };
          const left = agreeing(outcomes, facts);
          if (left.length > 0) checkAsk(decide(compiled, account).ask, evaluator, left, account);
        }
      }),
      RUNS,
    );
  });

  it("on the lighter of two laws", () => {
    fc.assert(
      fc.property(smallPolicy, day, day, fc.boolean(), (small, acted, decided, dated) => {
        const evaluator = naive(small.policy, small.pack);
        const compiled = compile(small.policy, small.pack);
        const days = { acted: { from: acted, until: acted }, ...(dated ? { decided } : {}) };
        for (const outcome of outcomesOf(evaluator, {}, days)) {
          const { reasons, range } = decide(compiled, { facts: outcome.situation, ...days });
          expect([reasons.map(({ id }) => id), range]).toEqual([[outcome.rule], [outcome.tier]]);
        }
      }),
      RUNS,
    );
  });
});

/** By definition: what changes the range alone; where that is not enough, also what changes it only together. */
function checkAsk(
  ask: readonly string[],
  evaluator: Naive,
  outcomes: readonly Outcome[],
  account: Account,
): void {
  const facts = learnable(evaluator, account);
  const alone = changingAlone(outcomes, facts);
  if (suffices(outcomes, facts, alone)) {
    expect(ask.toSorted()).toEqual(alone.toSorted());
    return;
  }
  expect(ask).toEqual(expect.arrayContaining([...alone]));
  expect(suffices(outcomes, facts, ask)).toBe(true);
  const together = changingTogether(outcomes, facts);
  expect(ask.filter((fact) => !together.has(fact))).toEqual([]);
}
