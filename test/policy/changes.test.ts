import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/policy/account.ts";
import { changesOf, type Change } from "../../src/policy/changes.ts";
import { compile } from "../../src/policy/compile.ts";
import { decide, groundsOf } from "../../src/policy/decide.ts";
import type { Condition, Fact } from "../../src/policy/schema.ts";
import { factOf, policyOf, ruleOf, SEED } from "../support/builders.ts";
import { choicesOf, naive, type Outcome, type Situation } from "../support/naive.ts";
import { outcomesOf } from "../support/naive-account.ts";
import { smallPolicy, type SmallPolicy } from "../support/random-policy.ts";
import { partialAccount } from "../support/random-situation.ts";
import { lawsOf, shippedData } from "../support/shipped.ts";
import { is, yes } from "../support/tiny-policies.ts";

const data = await shippedData();

/** Facts of which some are in hand, always or on a condition, and which bear on the outcome in any way. */
const inAnyHands: fc.Arbitrary<SmallPolicy> = smallPolicy.chain(({ policy, pack }) => {
  const when: fc.Arbitrary<boolean | Condition> = fc.oneof(
    fc.boolean(),
    fc.constantFrom(...policy.facts).map((fact) => is(fact.id, choicesOf(fact)[0] ?? "")),
  );
  const handed = (fact: Fact) =>
    fc.record({
      in_hand: when,
      bearing:
        fact.choices === undefined
          ? fc.constantFrom("aggravating" as const, "mitigating" as const, "neutral" as const)
          : fc.shuffledSubarray([...choicesOf(fact)], { minLength: choicesOf(fact).length }),
    });
  return fc
    .tuple(...policy.facts.map((fact) => handed(fact).map((more) => ({ ...fact, ...more }))))
    .map((facts) => ({ policy: { ...policy, facts }, pack }));
});

const cases = inAnyHands.chain((small) => {
  const { facts } = naive(small.policy, small.pack);
  const answers = facts.map((fact) =>
    fc
      .constantFrom(undefined, ...choicesOf(fact))
      .map((value) => (value === undefined ? [] : [[fact.id, value] as const])),
  );
  return fc.tuple(fc.constant(small), fc.tuple(...answers)).map(([{ policy, pack }, entries]) => ({
    evaluator: naive(policy, pack),
    compiled: compile(policy, pack),
    facts: Object.fromEntries(entries.flat()) as Facts,
  }));
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const agrees = (situation: Situation, facts: Facts) =>
  Object.entries(facts).every(([id, value]) => situation[id] === value);

/** The account with what is presumed of the rest, the slow way, and its changes; undefined where it is impossible. */
function changed({ evaluator, compiled, facts }: Case) {
  const all = outcomesOf(evaluator, {});
  const grounds = groundsOf(compiled, { facts });
  if (grounds === undefined) return undefined;
  const filled = evaluator.facts.reduce<Facts>((sofar, { id, presumption }) => {
    if (presumption === "none" || id in sofar) return sofar;
    const more = { ...sofar, [id]: presumption.value };
    return all.some(({ situation }) => agrees(situation, more)) ? more : sofar;
  }, facts);
  return { all, filled, changes: changesOf(grounds) };
}

function tiersWith(all: readonly Outcome[], facts: Facts): readonly string[] {
  const found = all.filter(({ situation }) => agrees(situation, facts)).map(({ tier }) => tier);
  return [...new Set(found)];
}

const otherwise = (filled: Facts, facts: Facts) =>
  Object.entries(facts).filter(([id, value]) => id in filled && filled[id] !== value).length;

/** What the person can still bring about, and has not: each fact at its lightest value. */
function handsOf({ evaluator }: Case, all: readonly Outcome[], filled: Facts): Facts {
  const left = all.filter(({ situation }) => agrees(situation, filled));
  return Object.fromEntries(
    evaluator.facts.flatMap((fact) => {
      const [first = "", last = ""] = choicesOf(fact);
      const { bearing, in_hand: hand } = fact;
      if (bearing === "neutral") return [];
      const lightest =
        typeof bearing === "string" ? (bearing === "mitigating" ? first : last) : bearing[0];
      const mine =
        typeof hand === "boolean"
          ? hand
          : left.every(({ situation }) => evaluator.holds(hand, situation));
      return mine && filled[fact.id] !== lightest ? [[fact.id, lightest ?? ""] as const] : [];
    }),
  );
}

function partsOf(facts: Facts): readonly Facts[] {
  return Object.entries(facts).reduce<readonly Facts[]>(
    (sofar, [id, value]) => sofar.flatMap((part) => [part, { ...part, [id]: value }]),
    [{}],
  );
}

const sizeOf = (facts: Facts) => Object.keys(facts).length;
const RUNS = { seed: SEED, numRuns: 200 };

describe("what would change a verdict, on random small policies", () => {
  it("leads to exactly the tier it names, with the rest as presumed", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const found = changed(one);
        for (const { facts, to } of found?.changes ?? [])
          expect(tiersWith(found?.all ?? [], { ...found?.filled, ...facts })).toEqual([to]);
      }),
      RUNS,
    );
  });

  it("is named for each other ranked tier there is, the lightest first, and with the fewest facts otherwise", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const found = changed(one);
        if (found === undefined) return;
        const { all, filled, changes } = found;
        const now = tiersWith(all, filled);
        const wanted = one.evaluator.policy.tiers
          .filter(({ id, rank }) => rank !== null && !(now.length === 1 && now[0] === id))
          .filter(({ id }) => all.some(({ tier }) => tier === id))
          .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
          .map(({ id }) => id);
        const firsts = changes.filter(({ to }, i) => changes[i - 1]?.to !== to);
        expect(firsts.map(({ to }) => to)).toEqual(wanted);
        for (const { facts, to } of firsts) {
          const least = all
            .filter(({ tier }) => tier === to)
            .map(({ situation }) => otherwise(filled, situation));
          expect(otherwise(filled, facts)).toBe(Math.min(...least));
          // None of it can be left out.
          for (const left of Object.keys(facts)) {
            const { [left]: _, ...rest } = facts;
            expect(tiersWith(all, { ...filled, ...rest })).not.toEqual([to]);
          }
        }
      }),
      RUNS,
    );
  });

  it("is in hand exactly where all of it can be brought about, and then none with fewer facts can", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const found = changed(one);
        if (found === undefined) return;
        const { all, filled, changes } = found;
        const hands = handsOf(one, all, filled);
        const isMine = ({ facts }: Change) =>
          Object.entries(facts).every(([id, value]) => hands[id] === value);
        expect(changes.map(({ inHand }) => inHand)).toEqual(changes.map(isMine));
        for (const to of new Set(changes.map((change) => change.to))) {
          const ways = partsOf(hands).filter((part) => {
            const tiers = tiersWith(all, { ...filled, ...part });
            return tiers.length === 1 && tiers[0] === to;
          });
          const [mine, ...more] = changes.filter((change) => change.inHand && change.to === to);
          expect([mine !== undefined, more]).toEqual([ways.length > 0, []]);
          if (mine !== undefined) expect(sizeOf(mine.facts)).toBe(Math.min(...ways.map(sizeOf)));
        }
      }),
      RUNS,
    );
  });
});
