/** Possible situations met by chance, most of them near a worked example, so that every rule decides some of them. */
import type { Fact } from "../../src/policy/schema.ts";
import { choicesOf, type Situation } from "../support/naive.ts";
import type { Content } from "./content.ts";
import type { Dice } from "./dice.ts";
import { quick, type Quick } from "./quick.ts";

/** Situations kept for each rule, and how often chance is tried for it. */
const KEPT_MAX = 40;
const TRIES = 120;
/** Facts changed at once while wandering off from a worked example. */
const CHANGES_MAX = 6;

/** Rule id → possible situations it decides, under the national rules. */
export type Pool = ReadonlyMap<string, readonly Situation[]>;

export function poolOf(content: Content, dice: Dice): Pool {
  const law = quick(content.policy, null);
  const pool = new Map<string, Situation[]>();
  const keep = (situation: Situation) => {
    const { id } = law.ruleOf(situation);
    const kept = pool.get(id) ?? [];
    pool.set(id, kept);
    if (kept.length < KEPT_MAX) kept.push(situation);
  };
  for (const rule of content.policy.layers.flatMap(({ rules }) => rules)) {
    for (const { facts } of rule.examples) {
      const start = completed(law, law.presumed(facts), dice);
      if (start === undefined) continue;
      keep(start);
      for (let i = 0; i < TRIES; i++) {
        const other = varied(start, law.facts, 1 + dice.below(CHANGES_MAX), dice);
        if (law.isPossible(other)) keep(other);
      }
    }
  }
  return pool;
}

/** Some facts at other values; possible or not. */
export function varied(
  situation: Situation,
  facts: readonly Fact[],
  changes: number,
  dice: Dice,
): Situation {
  const other: Record<string, string> = { ...situation };
  for (let i = 0; i < changes; i++) {
    const fact = dice.pick(facts);
    other[fact.id] = dice.pick(choicesOf(fact));
  }
  return other;
}

/** The facts that are missing at any values that leave it possible; undefined where none do. */
export function completed(law: Quick, situation: Situation, dice: Dice): Situation | undefined {
  if (!law.isCompletable(situation)) return undefined;
  return law.facts.reduce<Situation>((sofar, fact) => {
    if (fact.id in sofar) return sofar;
    const value = dice
      .shuffled(choicesOf(fact))
      .find((one) => law.isCompletable({ ...sofar, [fact.id]: one }));
    return value === undefined ? sofar : { ...sofar, [fact.id]: value };
  }, situation);
}

/** The situation with the facts a law has beside those it was made for, each at a value that leaves it possible. */
export function asUnder(law: Quick, situation: Situation, dice: Dice): Situation | undefined {
  const missing = law.facts.filter(({ id }) => !(id in situation));
  if (missing.length === 0) return law.isPossible(situation) ? situation : undefined;
  const whole: Record<string, string> = { ...situation };
  for (const fact of missing) whole[fact.id] = dice.pick(choicesOf(fact));
  return law.isPossible(whole) ? whole : completed(law, situation, dice);
}
