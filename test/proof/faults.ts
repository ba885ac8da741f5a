/**
 * Copies of the shipped content with one fault each, the same in every run. Faults of red lines, of the order of
 * gravity, of gaps and of dead rules are kept only where the oracle found them without any diagram.
 */
import type { Texts } from "../../src/content/folder.ts";
import { hashOf } from "../../src/content/bundle.ts";
import type { Shipped } from "./content.ts";
import { copyOf } from "./copy.ts";
import { diceOf, type Dice } from "./dice.ts";
import { repairExamples, touchesRules } from "./repair.ts";
import type { Kind, Seed, World } from "./seed.ts";
import { CONDITION_KINDS } from "./seeds-conditions.ts";
import { FACT_KINDS } from "./seeds-facts.ts";
import { ORDER_KINDS } from "./seeds-monotone.ts";
import { OUTCOME_KINDS } from "./seeds-outcomes.ts";
import { PACK_KINDS } from "./seeds-packs.ts";
import { RED_LINE_KINDS } from "./seeds-red-lines.ts";
import { RULE_KINDS } from "./seeds-rules.ts";
import { SOURCE_KINDS } from "./seeds-sources.ts";
import { TIER_KINDS } from "./seeds-tiers.ts";
import { WORD_KINDS } from "./seeds-words.ts";
import { poolOf } from "./situations.ts";

export interface Fault {
  /** What is wrong, in a short sentence. */
  readonly name: string;
  readonly kind: string;
  readonly texts: Texts;
  /** At least one of these has to be found. */
  readonly codes: readonly string[];
}

const SEED = 20_160_118;

export const KINDS: readonly Kind[] = [
  ...RULE_KINDS,
  ...RED_LINE_KINDS,
  ...ORDER_KINDS,
  ...FACT_KINDS,
  ...WORD_KINDS,
  ...OUTCOME_KINDS,
  ...TIER_KINDS,
  ...CONDITION_KINDS,
  ...SOURCE_KINDS,
  ...PACK_KINDS,
];

export function faultsIn(shipped: Shipped): readonly Fault[] {
  const pool = poolOf(shipped, diceOf(SEED));
  const seen = new Set([hashOf(shipped.texts)]);
  return KINDS.flatMap((kind, i) => {
    const world: World = { shipped, pool, dice: diceOf(SEED + i) };
    return faultsOf(kind, world, seen);
  });
}

function faultsOf(kind: Kind, world: World, seen: Set<string>): readonly Fault[] {
  const found: Fault[] = [];
  for (const seed of kind.seeds(world)) {
    if (found.length >= kind.atMost) break;
    const texts = seeded(kind, seed, world);
    if (texts === undefined || seen.has(hashOf(texts))) continue;
    seen.add(hashOf(texts));
    const { name, codes = kind.codes } = seed;
    found.push({ name, kind: kind.name, texts, codes });
  }
  return found;
}

/** The texts with the fault in them; undefined where the oracle does not find it. */
function seeded(kind: Kind, seed: Seed, { shipped, pool }: World): Texts | undefined {
  const copy = copyOf(shipped);
  seed.edit(copy);
  const dice: Dice = diceOf(SEED);
  const trial = { shipped, copy: copy.content(), pool, dice };
  if (kind.confirmed?.(trial, seed) === false) return undefined;
  if (kind.examplesStay !== true && touchesRules(shipped, trial.copy))
    repairExamples(copy, pool, dice);
  return copy.texts();
}
