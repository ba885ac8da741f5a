import { describe, expect, it } from "vitest";
import type { Rule, TierId } from "../../src/policy/schema.ts";
import { SEED } from "../support/builders.ts";
import { shippedData } from "../support/shipped.ts";
import { accounts, agree, decided, readOff, stateOf, type Drawn } from "./agreement.ts";
import { diceOf } from "./dice.ts";
import { walker } from "./walker.ts";

const data = await shippedData();

function first(count: number, drawn: Generator<Drawn>): readonly Drawn[] {
  return [...drawn.take(count)];
}

describe("on random partial accounts of the shipped policy, with each pack, the diagrams and the rules agree", () => {
  it("on the range and the distinctions, in what verdicts are read from", () => {
    const drawn = first(2_000, accounts(data, diceOf(SEED), readOff));
    expect(drawn.filter((account) => !agree(account))).toEqual([]);
    expect(new Set(drawn.map(({ law }) => law)).size).toBe(data.packs.length);
    // From contradictions to accounts that leave every tier possible.
    expect(new Set(drawn.map(({ slow }) => slow.range.length))).toEqual(
      new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]),
    );
  });

  it("on the range and the distinctions of whole verdicts", () => {
    const drawn = first(150, accounts(data, diceOf(SEED + 1), decided));
    expect(drawn.filter((account) => !agree(account))).toEqual([]);
  });

  it("and would not, did any one rule lead elsewhere", () => {
    const { policy } = data;
    const states = first(800, accounts({ ...data, packs: [null] }, diceOf(SEED), readOff)).map(
      ({ facts }) => stateOf(policy.facts, facts),
    );
    const unnoticed = (id: string) => {
      const layers = policy.layers.map((layer) => ({
        ...layer,
        rules: layer.rules.map((rule) =>
          rule.id === id ? { ...rule, tier: elsewhere(rule) } : rule,
        ),
      }));
      const [right, wrong] = [walker(policy, null), walker({ ...policy, layers }, null)];
      return states.every((state) => right.tiers(state) === wrong.tiers(state));
    };
    const rules = policy.layers.flatMap((layer) => layer.rules.map(({ id }) => id));
    expect(rules.filter(unnoticed)).toEqual([]);
  });
});

function elsewhere({ tier }: Rule): TierId {
  return tier === "clarify" ? "refer" : "clarify";
}
