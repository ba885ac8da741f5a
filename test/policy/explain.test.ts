import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/policy/compile.ts";
import { decide } from "../../src/policy/decide.ts";
import { explain } from "../../src/policy/explain.ts";
import { reportOf } from "../../src/policy/report.ts";
import { factOf, policyOf, ruleOf, SEED } from "../support/builders.ts";
import { choicesOf, naive, type Outcome } from "../support/naive.ts";
import { outcomesOf } from "../support/naive-account.ts";
import { smallPolicy } from "../support/random-policy.ts";
import { partialAccount } from "../support/random-situation.ts";
import { lawsOf, shippedData } from "../support/shipped.ts";
import { cannot, is, yes } from "../support/tiny-policies.ts";

const data = await shippedData();

/** A small policy with an account of it: each fact answered, unsure or open. */
const cases = smallPolicy.chain((small) => {
  const { facts } = naive(small.policy, small.pack);
  const answer = fc.tuple(
    ...facts.map((fact) => fc.constantFrom(undefined, undefined, null, ...choicesOf(fact))),
  );
  return fc.tuple(fc.constant(small), answer).map(([{ policy, pack }, values]) => {
    const at = facts.map(({ id }, i) => [id, values[i]] as const);
    return {
      policy,
      pack,
      account: {
        facts: Object.fromEntries(at.flatMap(([id, one]) => (one ? [[id, one]] : []))),
        unsure: at.flatMap(([id, one]) => (one === null ? [id] : [])),
      },
    };
  });
});

function bitsOf(outcomes: readonly Outcome[]): number {
  const counts = Map.groupBy(outcomes, ({ tier }) => tier);
  return [...counts.values()].reduce((sum, { length }) => {
    const share = length / outcomes.length;
    return sum - share * Math.log2(share);
  }, 0);
}

/** Bits that knowing a fact is expected to take off, all possible situations being alike. */
function gainOf(outcomes: readonly Outcome[], fact: string): number {
  const parts = Map.groupBy(outcomes, ({ situation }) => situation[fact]);
  return [...parts.values()].reduce(
    (left, part) => left - (part.length / outcomes.length) * bitsOf(part),
    bitsOf(outcomes),
  );
}

describe("what is worth finding out", () => {
  it("is all that narrows the range, what is expected to narrow it most first", () => {
    fc.assert(
      fc.property(cases, ({ policy, pack, account }) => {
        const evaluator = naive(policy, pack);
        const outcomes = outcomesOf(evaluator, account.facts);
        const compiled = compile(policy, pack);
        const { seek } = explain(compiled, account);
        const tiers = new Set(outcomes.map(({ tier }) => tier));
        if (tiers.size < 2) {
          expect(seek).toEqual([]);
          return;
        }
        // A fact may only make others likelier: it tells something, and yet changes nothing.
        const changing = decide(compiled, { facts: account.facts }).ask;
        const telling = changing.filter((id) => gainOf(outcomes, id) > 1e-9);
        expect(seek.toSorted()).toEqual(telling.toSorted());
        const gains = seek.map((id) => gainOf(outcomes, id));
        gains.slice(1).forEach((gain, i) => expect(gain).toBeLessThan((gains[i] ?? 0) + 1e-9));
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it("leaves out a fact that makes another likelier and changes nothing itself", () => {
    const compiled = compile(
      policyOf({
        facts: ["cause", "sign", "other"].map((id) => factOf(id)),
        constraints: [cannot("unseen", { all: [yes("cause"), is("sign", "no"), yes("other")] })],
        rules: [ruleOf("on", "exempt", yes("cause")), ruleOf("off", "ordinary", is("cause", "no"))],
      }),
      null,
    );
    expect(explain(compiled, { facts: {} }).seek).toEqual(["cause"]);
  });
});

describe("nothing is explained of an account that contradicts itself", () => {
  it("since no situation fits it", () => {
    fc.assert(
      fc.property(cases, ({ policy, pack, account }) => {
        fc.pre(outcomesOf(naive(policy, pack), account.facts).length === 0);
        expect(explain(compile(policy, pack), account)).toEqual({
          decisive: {},
          changes: [],
          seek: [],
        });
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

describe.each(lawsOf(data))("under the shipped policy with $name", ({ pack, compiled }) => {
  it("a person is never shown what would change the verdict, a reviewer is", () => {
    fc.assert(
      fc.property(partialAccount(naive(data.policy, pack)), (account) => {
        const verdict = decide(compiled, account);
        const report = (reader: "person" | "reviewer") =>
          reportOf(compiled, account, verdict, "bundle", reader);
        expect(report("person")).not.toHaveProperty("changes");
        expect(report("reviewer")).toHaveProperty("changes", explain(compiled, account).changes);
        const { changes: _, ...rest } = report("reviewer");
        expect(report("person")).toEqual(rest);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });
});
