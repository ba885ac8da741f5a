import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/policy/account.ts";
import { changesOf, type Change } from "../../src/policy/changes.ts";
import { compile } from "../../src/policy/compile.ts";
import { decide, groundsOf } from "../../src/policy/decide.ts";
import type { Condition, Fact } from "../../src/policy/schema.ts";
import { factOf, policyOf, ruleOf, SEED } from "../support/builders.ts";
import { choicesOf, naive, type Naive, type Outcome, type Situation } from "../support/naive.ts";
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
  return fc
    .tuple(fc.constant(small), fc.tuple(...answers))
    .map(([made, entries]): Case => ({ ...made, facts: Object.fromEntries(entries.flat()) }));
});

interface Case extends SmallPolicy {
  readonly facts: Facts;
}

const agrees = (situation: Situation, facts: Facts) =>
  Object.entries(facts).every(([id, value]) => situation[id] === value);

/** The account with what is presumed of the rest, the slow way, and its changes; undefined where it is impossible. */
function changed({ policy, pack, facts }: Case) {
  const evaluator = naive(policy, pack);
  const all = outcomesOf(evaluator, {});
  const grounds = groundsOf(compile(policy, pack), { facts });
  if (grounds === undefined) return undefined;
  const filled = evaluator.facts.reduce<Facts>((sofar, { id, presumption }) => {
    if (presumption === "none" || id in sofar) return sofar;
    const more = { ...sofar, [id]: presumption.value };
    return all.some(({ situation }) => agrees(situation, more)) ? more : sofar;
  }, facts);
  return { evaluator, all, filled, changes: changesOf(grounds) };
}

function tiersWith(all: readonly Outcome[], facts: Facts): readonly string[] {
  const found = all.filter(({ situation }) => agrees(situation, facts)).map(({ tier }) => tier);
  return [...new Set(found)];
}

const otherwise = (filled: Facts, facts: Facts) =>
  Object.entries(facts).filter(([id, value]) => id in filled && filled[id] !== value).length;

/** What the person can still bring about, and has not: each fact at its lightest value. */
function handsOf(evaluator: Naive, all: readonly Outcome[], filled: Facts): Facts {
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
const RUNS = { seed: SEED, numRuns: 120 };

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
        const { evaluator, all, filled, changes } = found;
        const now = tiersWith(all, filled);
        const wanted = evaluator.policy.tiers
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
        const { evaluator, all, filled, changes } = found;
        const hands = handsOf(evaluator, all, filled);
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

describe("facts in hand", () => {
  const inHand = (
    fact: Fact,
    bearing: Fact["bearing"],
    hand: boolean | Condition = true,
  ): Fact => ({
    ...fact,
    bearing,
    in_hand: hand,
  });
  const compiled = compile(
    policyOf({
      facts: [
        inHand(factOf("reported"), "mitigating"),
        inHand(
          factOf("repaid", ["all", "part", "none"]),
          ["all", "part", "none"],
          is("over", "no"),
        ),
        factOf("over", undefined, "no"),
        factOf("wilful", undefined, "no"),
      ],
      rules: [
        ruleOf("wilful", "refer", yes("wilful")),
        ruleOf("both", "exempt", { all: [yes("reported"), is("repaid", "all")] }),
        ruleOf("one", "mitigated", {
          any: [yes("reported"), is("repaid", "all"), is("repaid", "part")],
        }),
        ruleOf("none", "ordinary", { all: [is("reported", "no"), is("repaid", "none")] }),
      ],
    }),
    null,
  );
  const changesFrom = (facts: Facts) => {
    const grounds = groundsOf(compiled, { facts });
    return grounds === undefined ? [] : changesOf(grounds);
  };

  it("are told from those that are over, and stand at their lightest value only", () => {
    expect(changesFrom({ reported: "no", repaid: "none" })).toEqual([
      { facts: { reported: "yes", repaid: "all" }, to: "exempt", inHand: true },
      { facts: { reported: "yes" }, to: "mitigated", inHand: true },
      { facts: { wilful: "yes" }, to: "refer", inHand: false },
    ]);
  });

  it("are no longer in hand where their condition fails", () => {
    expect(changesFrom({ reported: "yes", repaid: "none", over: "yes" })).toEqual([
      { facts: { repaid: "all" }, to: "exempt", inHand: false },
      { facts: { reported: "no" }, to: "ordinary", inHand: false },
      { facts: { wilful: "yes" }, to: "refer", inHand: false },
    ]);
  });

  it("are never in hand at a graver value, though they be open", () => {
    const graver = changesFrom({ repaid: "none" }).filter(({ to }) => to === "ordinary");
    expect(graver).toEqual([{ facts: { reported: "no" }, to: "ordinary", inHand: false }]);
  });
});

describe.each(lawsOf(data))("under the shipped policy with $name", ({ pack, compiled }) => {
  const evaluator = naive(data.policy, pack);
  const red: Condition = { condition: "red_line" };
  /** Partial accounts that stay beyond a red line whatever is still open. */
  const beyond = partialAccount(evaluator).filter(({ facts }) => {
    const outcomes = outcomesOf(evaluator, facts);
    return outcomes.every(({ situation }) => evaluator.holds(red, situation));
  });

  it("nothing still in hand leads back over a red line to a tolerated tier", () => {
    const tolerated = new Set(["exempt", "no_liability", "mitigated"]);
    fc.assert(
      fc.property(beyond, (account) => {
        const grounds = groundsOf(compiled, account);
        const mine = grounds === undefined ? [] : changesOf(grounds).filter((one) => one.inHand);
        expect(mine.filter(({ to }) => tolerated.has(to))).toEqual([]);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  it("what is in hand leads where it says, as a new verdict has it", () => {
    fc.assert(
      fc.property(partialAccount(evaluator), ({ facts }) => {
        const grounds = groundsOf(compiled, { facts });
        for (const change of grounds === undefined ? [] : changesOf(grounds))
          if (change.inHand)
            expect(decide(compiled, { facts: { ...facts, ...change.facts } }).presumed).toBe(
              change.to,
            );
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});
