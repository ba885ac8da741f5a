import { describe, expect, it } from "vitest";
import { compile } from "../../src/policy/compile.ts";
import { PolicyTooLarge } from "../../src/policy/growth.ts";
import { FIRST, OF_EACH_LAW, OF_THE_POLICY } from "../../src/policy/prove.ts";
import { lawOf } from "../../src/policy/proofs/laws.ts";
import type { Condition, Fact, Rule, TierId } from "../../src/policy/schema.ts";
import { factOf, policyOf, ruleOf } from "../support/builders.ts";
import { diceOf } from "../proof/dice.ts";

const TIERS: readonly TierId[] = ["ordinary", "exempt", "mitigated", "aggravated", "human_review"];

/** Rules that test facts no further apart than `width`: the wider, the larger the diagram. */
function grownPolicy(facts: number, rules: number, width: number) {
  const dice = diceOf(5);
  const all: readonly Fact[] = Array.from({ length: facts }, (_, i) => ({
    ...factOf(`f${i}`),
    bearing: i % 3 === 0 ? ("neutral" as const) : ("aggravating" as const),
  }));
  const made: readonly Rule[] = Array.from({ length: rules }, (_, i) => {
    const start = Math.floor((i * Math.max(1, facts - width)) / rules);
    const pick = (): Condition => ({
      fact: `f${Math.min(facts - 1, start + dice.below(width))}`,
      is: dice.pick(["yes", "no"]),
    });
    const when = { all: [pick(), pick(), { any: [pick(), pick()] }, pick()] };
    return ruleOf(`r${i}`, dice.pick(TIERS), when);
  });
  return policyOf({ facts: all, rules: made });
}

describe("a policy", () => {
  it("of 80 facts and 400 rules is compiled and proved in seconds", () => {
    const started = performance.now();
    const compiled = compile(grownPolicy(80, 400, 8), null);
    const national = lawOf(compiled);
    for (const { prove } of [FIRST, ...OF_THE_POLICY]) prove({ national, local: [] });
    for (const { prove } of OF_EACH_LAW) prove(national);
    expect(performance.now() - started).toBeLessThan(10_000);
    const [worst] = compiled.growth();
    expect(worst?.id).toMatch(/^r\d+$/);
  });

  it("that outgrows its diagram is refused in seconds, with the rules that add the most", () => {
    const started = performance.now();
    const grow = () => compile(grownPolicy(100, 400, 100), null);
    expect(grow).toThrow(PolicyTooLarge);
    expect(grow).toThrow(/more than \d+ (?:nodes|steps); the most are for r\d+: \d+, r\d+: \d+/);
    expect(performance.now() - started).toBeLessThan(40_000);
  }, 60_000);
});
