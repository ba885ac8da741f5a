/** The smallest set of answers that alone force a result: a minimum-size prime implicant (Quine 1952) of its diagram. */
import type { Masks } from "./diagram-walks.ts";
import { NEVER, VALUES_MAX, valueAt, variableAt, type Flat } from "./flat.ts";
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
  const away = flat.oneAway(masks);
  // An answer that leads elsewhere when it changes alone belongs to every such set.
  const forced = answered.filter((variable) => leadsTo(away, variable, elsewhere));
  const prices = new Int32Array(masks.length * VALUES_MAX);
  for (const variable of answered) price(prices, masks, variable, 1);
  for (const variable of forced) price(prices, masks, variable, NEVER);
  const changes: (readonly number[])[] = [];
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const kept = smallestHittingSet(changes);
    for (const variable of kept) price(prices, masks, variable, NEVER);
    const ways = flat.cheapest(elsewhere, prices);
    if (ways.length === 0) return [...forced, ...kept].sort((a, b) => a - b);
    for (const variable of kept) price(prices, masks, variable, 1);
    for (const { places } of ways) changes.push(contradicted(places, masks));
  }
  return withoutSpare(flat, masks, open, answered, elsewhere);
}

/** Does some other value of the variable, all else equal, lead to something wanted? */
function leadsTo(away: Int32Array, variable: number, wanted: number): boolean {
  let found = 0;
  for (let value = 0; value < VALUES_MAX; value += 1)
    found |= away[variable * VALUES_MAX + value] as number;
  return (found & wanted) !== 0;
}

/** The answers that a way contradicts. */
function contradicted(places: readonly number[], masks: Masks): readonly number[] {
  const found: number[] = [];
  for (const place of places)
    if ((((masks[variableAt(place)] as number) >> valueAt(place)) & 1) === 0)
      found.push(variableAt(place));
  return found;
}

/** Every value but the one answered costs as much. */
function price(prices: Int32Array, masks: Masks, variable: number, cost: number): void {
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
