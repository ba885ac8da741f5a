/** The smallest set of answers that alone force the tiers: a minimum-size prime implicant (Quine 1952) of its diagram. */
import { KEPT, type Departures } from "./departures.ts";
import type { Masks } from "./diagram-walks.ts";
import { variableAt, type Flat } from "./flat.ts";
import { smallestHittingSet } from "./hitting-set.ts";
import type { Readings } from "./readings.ts";
import { isWhole } from "./ways.ts";

/** Rounds after which the set is only made minimal: no answer in it can be dropped, but another might be smaller. */
const ROUNDS_MAX = 400;

/**
 * The fewest of the `answered` variables that, known alone, leave no tier beyond those the whole account leaves; by
 * variable, 1 for each. Implicit hitting sets (Moreno-Centeno and Karp 2013): whatever leads elsewhere has to change one of
 * the answers kept, so the answers kept are a smallest set that meets every such change found so far, until none is left.
 */
export function decisiveOf(
  { flat: { tiers: flat }, departures }: Readings,
  masks: Masks,
  open: Masks,
  answered: readonly number[],
): Uint8Array {
  const elsewhere = ~flat.union(masks);
  // An answer that leads elsewhere when it changes alone belongs to every such set.
  const kept = turning(flat, departures, masks, elsewhere);
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

/**
 * The variables whose leaving its mask, all else staying within theirs, leads to something of `wanted`; by variable, 1 for
 * each. O(nodes); where every variable has one value, O(variables squared).
 */
export function turning(
  flat: Flat,
  departures: Departures,
  masks: Masks,
  wanted: number,
): Uint8Array {
  const found = new Uint8Array(masks.length);
  if (isWhole(masks)) turningOne(flat, masks, wanted, found);
  else
    departures.oneAway(masks).forEach((set, place) => {
      if ((set & wanted) !== 0) found[variableAt(place)] = 1;
    });
  return found;
}

/** For a single situation: along its way, where each value not taken would lead. */
function turningOne(flat: Flat, masks: Masks, wanted: number, found: Uint8Array): void {
  const { inner, levels, starts, children } = flat;
  for (let node = flat.root; node < inner;) {
    const variable = levels[node] as number;
    const end = starts[node + 1] as number;
    const own = (starts[node] as number) + 31 - Math.clz32(masks[variable] as number);
    for (let at = starts[node] as number; at < end && found[variable] === 0; at += 1)
      if (at !== own && (flat.at(masks, children[at]) & wanted) !== 0) found[variable] = 1;
    node = children[own] as number;
  }
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
