/** The smallest set of answers that alone force the tiers: a minimum-size prime implicant (Quine 1952) of its diagram. */
import { KEPT } from "./departures.ts";
import type { Masks } from "./diagram-walks.ts";
import type { Flat } from "./flat.ts";
import { smallestHittingSet } from "./hitting-set.ts";
import type { Readings } from "./readings.ts";

/** Rounds after which the set is only made minimal: no answer in it can be dropped, but another might be smaller. */
const ROUNDS_MAX = 400;

/**
 * The fewest of the `answered` variables that, known alone, leave no tier beyond those the whole account leaves; by
 * variable, 1 for each. Implicit hitting sets (Moreno-Centeno and Karp 2013): whatever leads elsewhere has to change one of
 * the answers kept, so the answers kept are a smallest set that meets every such change found so far, until none is left.
 */
export function decisiveOf(
  { flat: { tiers: flat }, ways, departures }: Readings,
  masks: Masks,
  open: Masks,
  answered: readonly number[],
): Uint8Array {
  const elsewhere = ~flat.union(masks);
  // An answer that leads elsewhere when it changes alone belongs to every such set.
  const kept = ways.turning(masks, elsewhere);
  const prices = Int32Array.from(kept, (is) => (is === 1 ? KEPT : 1));
  const changes: (readonly number[])[] = [];
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const met = smallestHittingSet(changes);
    for (const variable of met) prices[variable] = KEPT;
    const found = departures.cheapest(masks, prices, elsewhere);
    if (found.length === 0) {
      for (const variable of met) kept[variable] = 1;
      return kept;
    }
    for (const variable of met) prices[variable] = 1;
    changes.push(...found);
  }
  return withoutSpare(flat, masks, open, answered, elsewhere);
}

/** Takes answers away one after another while the rest still force the result. */
function withoutSpare(
  flat: Flat,
  masks: Masks,
  open: Masks,
  answered: readonly number[],
  elsewhere: number,
): Uint8Array {
  const left = masks.slice();
  const kept = new Uint8Array(masks.length);
  for (const variable of answered) {
    left[variable] = open[variable] as number;
    if ((flat.union(left) & elsewhere) === 0) continue;
    left[variable] = masks[variable] as number;
    kept[variable] = 1;
  }
  return kept;
}
