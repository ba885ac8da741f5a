import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noDeadConstraint } from "../../src/policy/proofs/constraints.ts";
import { noDeadFact, noDeadValue } from "../../src/policy/proofs/facts.ts";
import { TOLERATING } from "../../src/policy/proofs/finding.ts";
import { allOf, type Law } from "../../src/policy/proofs/laws.ts";
import { monotone } from "../../src/policy/proofs/monotone.ts";
import {
  everyLineHasRung,
  everySituationHasMeasure,
  everyTierReached,
  noDeadEntry,
  noDeadMeasure,
} from "../../src/policy/proofs/outcomes.ts";
import { redLinesDominate } from "../../src/policy/proofs/red-lines.ts";
import { noDeadRule, packDecides, packLightens } from "../../src/policy/proofs/rules.ts";
import { shareOf } from "../../src/policy/proofs/total.ts";
import type { Fact } from "../../src/policy/schema.ts";
import type { Policy } from "../../src/policy/schema-pack.ts";
import { SEED } from "../support/builders.ts";
import { choicesOf, naive, type Naive, type Situation } from "../support/naive.ts";
import { has, lawsOf, situationsOf } from "../support/proving.ts";
import { smallPolicy, type SmallPolicy } from "../support/random-policy.ts";

const RUNS = { seed: SEED, numRuns: 150 };

/** Small policies whose facts bear on the tier in any way there is. */
const bearing: fc.Arbitrary<SmallPolicy> = smallPolicy.chain((small) =>
  fc
    .tuple(...small.policy.facts.map(bearingOf))
    .map((facts) => ({ ...small, policy: { ...small.policy, facts } })),
);

function bearingOf(fact: Fact): fc.Arbitrary<Fact> {
  const values = choicesOf(fact);
  const bearings: fc.Arbitrary<Fact["bearing"]> =
    fact.choices === undefined
      ? fc.constantFrom("aggravating", "mitigating", "neutral")
      : fc.oneof(
          fc.constant("neutral" as const),
          fc.shuffledSubarray([...values], { minLength: values.length }),
        );
  return bearings.map((found) => ({ ...fact, bearing: found }));
}

interface Tried {
  readonly law: Law;
  readonly slow: Naive;
  readonly all: readonly Situation[];
  readonly possible: readonly Situation[];
}

function triedOf({ policy, pack }: SmallPolicy) {
  const laws = lawsOf(policy, pack === null ? [] : [pack]);
  const tried: readonly Tried[] = allOf(laws).map((law) => {
    const slow = naive(policy, law.pack);
    const all = situationsOf(slow);
    return { law, slow, all, possible: all.filter((one) => slow.isPossible(one)) };
  });
  const [national] = tried as readonly [Tried];
  return { laws, tried, national };
}

/** Tries every small policy under which some situation is possible. */
function forEvery(check: (found: ReturnType<typeof triedOf>, small: SmallPolicy) => void): void {
  fc.assert(
    fc.property(bearing, (small) => {
      const found = triedOf(small);
      fc.pre(found.national.possible.length > 0);
      check(found, small);
    }),
    RUNS,
  );
}

const lightestFirst = (fact: Fact): readonly string[] => {
  if (fact.bearing === "neutral") return [];
  if (fact.bearing === "aggravating") return ["no", "yes"];
  return fact.bearing === "mitigating" ? ["yes", "no"] : fact.bearing;
};

function isGraverOnly(facts: readonly Fact[], before: Situation, after: Situation): boolean {
  return facts.every((fact) => {
    const [from = "", to = ""] = [before[fact.id], after[fact.id]];
    const order = lightestFirst(fact);
    return from === to || (order.length > 0 && order.indexOf(from) < order.indexOf(to));
  });
}

/** Rank of the lighter and of the graver end. */
function endsOf({ slow, law }: Tried, situation: Situation): readonly [number, number] {
  const { id, tier } = slow.ruleOf(situation);
  const rank = (one: string) => slow.policy.tiers.find((other) => other.id === one)?.rank ?? -1;
  if (tier !== "human_review") return [rank(tier), rank(tier)];
  const sides = law.compiled.rules.find((rule) => rule.id === id)?.sides ?? [tier, tier];
  return [rank(sides[0]), rank(sides[1])];
}

const outcomeWithoutRule = ({ slow }: Tried, situation: Situation): string => {
  const { tier, rungs, sides, measures } = slow.outcomeOf(situation);
  const sorted = Object.values(rungs).map((line) => line.toSorted());
  return JSON.stringify([tier, sorted, sides, measures]);
};

/** Exchanging one value of the fact that occurs for another changes neither what is possible nor any result. */
function isIdle(tried: Tried, fact: Fact): boolean {
  const alive = choicesOf(fact).filter((value) =>
    tried.possible.some((one) => one[fact.id] === value),
  );
  return tried.all
    .filter((one) => alive.includes(one[fact.id] ?? ""))
    .every((one) => {
      const others = alive.map((value) => ({ ...one, [fact.id]: value }));
      const may = others.map((other) => tried.slow.isPossible(other));
      if (new Set(may).size > 1) return false;
      if (may[0] !== true) return true;
      return new Set(others.map((other) => outcomeWithoutRule(tried, other))).size === 1;
    });
}

const leaves = (policy: Policy, constraints: Policy["constraints"]) => {
  const slow = naive({ ...policy, constraints }, null);
  return situationsOf(slow)
    .map((one) => (slow.isPossible(one) ? "1" : "0"))
    .join("");
};

const idsOf = (findings: readonly { readonly at: { readonly id?: string } }[]) =>
  findings.map(({ at }) => at.id);

describe("on random small policies the theorems say what trying every situation says", () => {
  it("of what no rule foresaw, counted exactly", () => {
    forEvery(({ national: { law, slow, possible } }) => {
      const unforeseen = possible.filter((one) => slow.ruleOf(one).id === "unforeseen");
      expect(shareOf(law)).toEqual({
        unforeseen: BigInt(unforeseen.length),
        possible: BigInt(possible.length),
      });
    });
  });

  it("of red lines, and the witness is one", () => {
    forEvery(({ tried }) => {
      for (const { law, slow, possible } of tried) {
        const bad = possible.filter(
          (one) =>
            TOLERATING.includes(slow.ruleOf(one).tier) &&
            slow.holds({ condition: "red_line" }, one),
        );
        const [finding] = redLinesDominate(law);
        expect(finding !== undefined).toBe(bad.length > 0);
        if (finding !== undefined)
          expect(bad.some((one) => has(one, finding.witness.facts ?? {}))).toBe(true);
      }
    });
  });

  it("of the order of gravity, and the witness is such a pair", () => {
    forEvery(({ tried }) => {
      for (const one of tried) {
        const { law, slow, possible } = one;
        const ends = new Map(possible.map((situation) => [situation, endsOf(one, situation)]));
        const at = (situation: Situation) => ends.get(situation) ?? [0, 0];
        const pairs = possible.flatMap((before) =>
          possible
            .filter((after) => at(after)[0] < at(before)[0] || at(after)[1] < at(before)[1])
            .filter((after) => isGraverOnly(slow.facts, before, after))
            .map((after) => [before, after] as const),
        );
        const [finding] = monotone(law);
        expect(finding !== undefined).toBe(pairs.length > 0);
        const { lighter = {}, graver = {} } = finding?.witness ?? {};
        if (finding !== undefined)
          expect(pairs.some((pair) => has(pair[0], lighter) && has(pair[1], graver))).toBe(true);
      }
    });
  });

  it("of rules and packs that decide nothing, and of packs that make something graver", () => {
    forEvery(({ laws, tried, national }, { policy, pack }) => {
      const deciding = new Set(national.possible.map((one) => national.slow.ruleOf(one).id));
      const rules = policy.layers.flatMap((layer) => layer.rules.map(({ id }) => id));
      expect(idsOf(noDeadRule(laws))).toEqual(rules.filter((id) => !deciding.has(id)));
      const local = tried[1];
      if (local === undefined || pack === null) return;
      const own = new Set(local.possible.map((one) => local.slow.ruleOf(one).id));
      const dead = packDecides(local.law).filter(({ code }) => code === "policy/dead-pack");
      expect(dead.length > 0).toBe(!own.has(`pack.${pack.id.toLowerCase()}`));
      const graver = local.possible.some((one) => {
        const [before, after] = [endsOf(national, one), endsOf(local, one)];
        const weighed = local.slow.ruleOf(one).tier === "human_review";
        return after[0] > before[0] || (!weighed && after[1] > before[1]);
      });
      expect(packLightens(local.law).length > 0).toBe(graver);
    });
  });

  it("of facts and values that make no difference", () => {
    forEvery(({ laws, tried, national }, { policy, pack }) => {
      const idle = [...policy.facts, ...(pack?.facts ?? [])].filter((fact) =>
        tried
          .filter(({ slow }) => slow.facts.some(({ id }) => id === fact.id))
          .every((one) => isIdle(one, fact)),
      );
      expect(idsOf(noDeadFact(laws))).toEqual(idle.map(({ id }) => id));
      const missing = policy.facts.flatMap((fact) =>
        choicesOf(fact).flatMap((value) =>
          national.possible.some((one) => one[fact.id] === value) ? [] : [{ [fact.id]: value }],
        ),
      );
      expect(noDeadValue(laws).map(({ witness }) => witness.facts)).toEqual(missing);
    });
  });

  it("of constraints: without the dead ones the same is possible, without any other more is", () => {
    forEvery(({ laws }, { policy }) => {
      const dead = idsOf(noDeadConstraint(laws));
      const kept = policy.constraints.filter(({ id }) => !dead.includes(id));
      const all = leaves(policy, policy.constraints);
      expect(leaves(policy, kept)).toBe(all);
      for (const one of kept)
        expect(
          leaves(
            policy,
            kept.filter((other) => other !== one),
          ),
        ).not.toBe(all);
    });
  });

  it("of what follows from a tier: rungs, steps, and the tiers themselves", () => {
    forEvery(({ laws, tried, national }, { policy }) => {
      const outcomes = tried.map(({ slow, possible }) =>
        possible.map((one) => slow.outcomeOf(one)),
      );
      tried.forEach(({ law }, i) => {
        const found = outcomes[i] ?? [];
        const lacking = (["accountability", "discipline"] as const).filter((line) =>
          found.some(({ rungs }) => rungs[line].length === 0),
        );
        expect(everyLineHasRung(law).map(({ at }) => at.list)).toEqual(lacking);
        const bare = found.some(({ measures }) => measures.length === 0);
        expect(everySituationHasMeasure(law).length > 0).toBe(bare);
      });
      const called = new Set(outcomes.flat().flatMap(({ measures }) => measures));
      const idle = policy.measures.map(({ id }) => id).filter((id) => !called.has(id));
      expect(idsOf(noDeadMeasure(laws))).toEqual(idle);
      const tiers = new Set(national.possible.map((one) => national.slow.ruleOf(one).tier));
      const never = policy.tiers.map(({ id }) => id).filter((id) => !tiers.has(id));
      expect(idsOf(everyTierReached(laws))).toEqual(never);
      const first = (["accountability", "discipline"] as const).flatMap((line) => {
        const met = new Set(
          tried.flatMap(({ slow, possible }) =>
            possible.map((one) =>
              policy.lineRules[line].find(({ when }) =>
                slow.holds(when, one, slow.ruleOf(one).tier),
              ),
            ),
          ),
        );
        return policy.lineRules[line].filter((entry) => !met.has(entry)).map(({ id }) => id);
      });
      expect(idsOf(noDeadEntry(laws))).toEqual(first);
    });
  });
});
