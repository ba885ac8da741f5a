import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/policy/compile.ts";
import { explain } from "../../src/policy/explain.ts";
import { factOf, policyOf, ruleOf, SEED } from "../support/builders.ts";
import { choicesOf, naive, type Outcome, type Situation } from "../support/naive.ts";
import { outcomesOf } from "../support/naive-account.ts";
import { smallPolicy } from "../support/random-policy.ts";
import { yes } from "../support/tiny-policies.ts";

/** A small policy, and an account of it by a situation that may or may not be possible. */
const cases = smallPolicy.chain((small) => {
  const facts = naive(small.policy, small.pack).facts;
  const answers = fc.tuple(
    ...facts.map((fact) => fc.option(fc.constantFrom(...choicesOf(fact)), { freq: 4 })),
  );
  const account = fc
    .tuple(answers, fc.shuffledSubarray([...facts.keys()], { minLength: facts.length }))
    .map(([values, order]) =>
      Object.fromEntries(
        order.flatMap((at) => {
          const value = values[at] ?? null;
          return value === null ? [] : [[facts[at]?.id ?? "", value] as const];
        }),
      ),
    );
  return fc.record({ small: fc.constant(small), account });
});

function rangeOf(outcomes: readonly Outcome[], facts: Situation): string {
  const tiers = outcomes
    .filter(({ situation }) => Object.entries(facts).every(([id, one]) => situation[id] === one))
    .map(({ tier }) => tier);
  return [...new Set(tiers)].toSorted().join();
}

function partsOf(account: Situation): readonly Situation[] {
  return Object.entries(account).reduce<readonly Situation[]>(
    (sofar, [id, value]) => sofar.flatMap((part) => [part, { ...part, [id]: value }]),
    [{}],
  );
}

const sizeOf = (facts: Situation) => Object.keys(facts).length;

describe("the answers that settle a verdict", () => {
  it("force the range, and no fewer do: all choices of answers tried", () => {
    fc.assert(
      fc.property(cases, ({ small: { policy, pack }, account }) => {
        const outcomes = outcomesOf(naive(policy, pack), {});
        const { decisive } = explain(compile(policy, pack), { facts: account });
        const range = rangeOf(outcomes, account);
        if (range === "") {
          expect(decisive).toEqual({});
          return;
        }
        expect(account).toMatchObject(decisive);
        expect(rangeOf(outcomes, decisive)).toBe(range);
        for (const left of Object.keys(decisive)) {
          const { [left]: _, ...rest } = decisive;
          expect(rangeOf(outcomes, rest)).not.toBe(range);
        }
        const forcing = partsOf(account).filter((part) => rangeOf(outcomes, part) === range);
        expect(sizeOf(decisive)).toBe(Math.min(...forcing.map(sizeOf)));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it("stand in the order in which they were given", () => {
    fc.assert(
      fc.property(cases, ({ small: { policy, pack }, account }) => {
        const { decisive } = explain(compile(policy, pack), { facts: account });
        const given = Object.keys(account).filter((id) => id in decisive);
        expect(Object.keys(decisive)).toEqual(given);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  const facts = ["a", "b", "c", "d"].map((id) => factOf(id));
  const compiled = compile(
    policyOf({
      facts,
      rules: [
        ruleOf("one alone", "refer", yes("a")),
        ruleOf("two together", "exempt", { all: [yes("b"), yes("c")] }),
        ruleOf("rest", "ordinary", { any: [yes("d"), { not: yes("d") }] }),
      ],
    }),
    null,
  );
  const table = [
    ["one of many", { b: "yes", c: "yes", a: "yes", d: "no" }, ["a"]],
    ["all that a lighter tier needs", { d: "no", c: "yes", b: "yes", a: "no" }, ["c", "b", "a"]],
    ["one of two that would do", { a: "no", b: "no", c: "no" }, ["a", "b"]],
    ["nothing where all is open", {}, []],
    ["nothing where what is answered narrows nothing", { d: "yes" }, []],
    ["what narrows, though it does not settle", { d: "yes", a: "no" }, ["a"]],
  ] as const;
  it.each(table)("are %s", (_, account, expected) => {
    expect(Object.keys(explain(compiled, { facts: account }).decisive)).toEqual(expected);
  });
});
