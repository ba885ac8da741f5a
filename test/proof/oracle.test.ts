import { describe, expect, it } from "vitest";
import { naive } from "../support/naive.ts";
import { shippedContent } from "./content.ts";
import { copyOf } from "./copy.ts";
import { diceOf } from "./dice.ts";
import { FACTS, retier, rulesIn } from "./edits.ts";
import { gapOf, isDead, lighterThoughGraverOf, toleratedRedLineOf } from "./oracle.ts";
import { quick } from "./quick.ts";
import { asUnder, poolOf, type Pool } from "./situations.ts";

const shipped = await shippedContent();
const dice = diceOf(7);
const pool: Pool = poolOf(shipped, dice);
const trial = { shipped, copy: shipped, pool, dice };

describe("the oracle", () => {
  it("knows situations that each rule of the shipped policy decides", () => {
    const met = rulesIn(shipped).map(({ id }) => [id, (pool.get(id) ?? []).length > 0]);
    expect(met.filter(([, some]) => some !== true)).toEqual([]);
  });

  it("searches by the same rules as the slow evaluator decides by", () => {
    for (const pack of [null, ...shipped.packs]) {
      const [fast, slow] = [quick(shipped.policy, pack), naive(shipped.policy, pack)];
      for (const known of pool.values()) {
        const situation = asUnder(fast, known[0] ?? {}, dice) ?? {};
        expect(slow.isPossible(situation)).toBe(true);
        expect(fast.ruleOf(situation).id).toBe(slow.ruleOf(situation).id);
      }
    }
  });

  it("finds nothing in the shipped policy", () => {
    expect(gapOf(trial, undefined)).toBeUndefined();
    expect(toleratedRedLineOf(trial)).toBeUndefined();
    // Against a policy whose facts bear on nothing, every fact is one to compare by.
    const facts = shipped.policy.facts.map((fact) => ({ ...fact, bearing: "neutral" as const }));
    const before = { ...shipped, policy: { ...shipped.policy, facts } };
    for (const rule of ["look.breach_made_good", "object.minor"])
      expect(lighterThoughGraverOf({ ...trial, shipped: before }, rule)).toBeUndefined();
    expect(rulesIn(shipped).filter(({ id }) => isDead(trial, id))).toEqual([]);
  });

  it("shows a fault by situations that the slow evaluator judges the same", () => {
    const copy = copyOf(shipped);
    retier(copy, "exclusion.fabricated", "exempt");
    const situation = toleratedRedLineOf({ ...trial, copy: copy.content() }) ?? {};
    const slow = naive(copy.content().policy, null);
    expect(slow.holds({ condition: "red_line" }, situation)).toBe(true);
    expect(slow.ruleOf(situation)).toMatchObject({ id: "exclusion.fabricated", tier: "exempt" });
  });
});

describe("a copy", () => {
  it("keeps every byte of what was not edited, in the file that was as well", () => {
    const copy = copyOf(shipped);
    const index = copy.indexOf(FACTS, ["facts"], "urgent");
    copy.set(FACTS, ["facts", index, "in_hand"], true);
    for (const [file, text] of copy.texts()) {
      const before = shipped.texts.get(file)?.split("\n") ?? [];
      const changed = text.split("\n").filter((line, i) => line !== before[i]);
      expect([file, changed]).toEqual([file, file === FACTS ? ["    in_hand: true"] : []]);
    }
  });

  it("refuses an edit of what is not there", () => {
    const copy = copyOf(shipped);
    expect(() => copy.remove(FACTS, ["facts", 999])).toThrow("nothing at facts.999");
    expect(() => copy.set(FACTS, ["fact", 0, "name"], 0)).toThrow("nothing at fact.0");
    expect(() => copy.insert(FACTS, ["version"], 0)).toThrow("no list at version");
    expect(() => copy.indexOf(FACTS, ["facts"], "weather")).toThrow("no weather");
  });
});
