/** The smallest set of answers that alone force a result: a minimum-size prime implicant (Quine 1952) of its diagram. */
import type { Masks } from "./diagram-walks.ts";
import { VALUES_MAX, type Flat } from "./flat.ts";
import { smallestHittingSet } from "./hitting-set.ts";

/** Rounds after which the set is only made minimal: no answer in it can be dropped, but another might be smaller. */
const ROUNDS_MAX = 400;

/**
 * The fewest of the `answered` variables that, known alone, leave no outcome beyond those the whole account leaves.
 * Implicit hitting sets (Moreno-Centeno and Karp 2013): whatever leads elsewhere has to change one of the answers kept,
 * so the answers kept are a smallest set that meets every such change found so far, until none is left to be found.
 */
export function decisiveOf(
  flat: Flat,
  masks: Masks,
  open: Masks,
  answered: readonly number[],
): readonly number[] {
  const elsewhere = ~flat.union(masks);
  // An answer that leads elsewhere when it changes alone belongs to every such set.
  const turning = flat.turning(elsewhere, masks);
  const changes: (readonly number[])[] = answered
    .filter((variable) => turning[variable] === 1)
    .map((variable) => [variable]);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const kept = smallestHittingSet(changes);
    const change = changeElsewhere(flat, masks, answered, kept, elsewhere);
    if (change === undefined) return kept.toSorted((a, b) => a - b);
    changes.push(change);
  }
  return withoutSpare(flat, masks, open, answered, elsewhere);
}

/** The answers that a nearest situation with another outcome contradicts, none of the kept ones among them. */
function changeElsewhere(
  flat: Flat,
  masks: Masks,
  answered: readonly number[],
  kept: readonly number[],
  elsewhere: number,
): readonly number[] | undefined {
  const prices = new Float64Array(masks.length * VALUES_MAX);
  for (const variable of answered) price(prices, masks, variable, 1);
  for (const variable of kept) price(prices, masks, variable, Infinity);
  const way = flat.cheapest(elsewhere, prices);
  return way === undefined
    ? undefined
    : answered.filter((variable) => {
        const value = way.get(variable);
        return value !== undefined && ((masks[variable] as number) & (1 << value)) === 0;
      });
}

/** Every value but the one answered costs as much. */
function price(prices: Float64Array, masks: Masks, variable: number, cost: number): void {
  for (let value = 0; value < VALUES_MAX; value += 1)
    prices[variable * VALUES_MAX + value] = ((masks[variable] as number) >> value) & 1 ? 0 : cost;
}

/** Takes answers away one after another while the rest still force the result. */
function withoutSpare(
  flat: Flat,
  masks: Masks,
  open: Masks,
  answered: readonly number[],
  elsewhere: number,
): readonly number[] {
  const left = masks.slice();
  return answered.filter((variable) => {
    left[variable] = open[variable] as number;
    if ((flat.union(left) & elsewhere) === 0) return false;
    left[variable] = masks[variable] as number;
    return true;
  });
}
