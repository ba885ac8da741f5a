/** What would change a verdict: the fewest facts that would have to stand otherwise, split by whose hands they are in. */
import type { Facts } from "./account.ts";
import type { Compiled } from "./compile.ts";
import { awayOf, type Grounds } from "./decide.ts";
import type { Masks } from "./diagram-walks.ts";
import { Flat, valueAt, VALUES_MAX, variableAt } from "./flat.ts";
import { lowest } from "./layers.ts";
import { oncePer } from "./once-per.ts";
import { bitOf } from "./readings.ts";
import type { Condition, Fact, Tier, TierId } from "./schema.ts";
import { isWhole } from "./ways.ts";

/** Prices: a fact that stands otherwise weighs more than any number of open facts that must be settled beside it. */
const OTHERWISE = 1_000;
const SETTLED = 1;

/** Facts in hand tried together at most; more are left out of the search, the last in the policy's order first. */
const IN_HAND_MAX = 10;

export interface Change {
  /** With these values in place of what is answered or presumed, `to` is the tier. */
  readonly facts: Facts;
  readonly to: TierId;
  /** All of it can still be brought about by the person. */
  readonly inHand: boolean;
}

/**
 * For each other ranked tier, the lightest first: a smallest change that leads to it, and a smallest one wholly in hand
 * where there is one. The account filled by its presumptions is what they start from.
 */
export const changesOf: (grounds: Grounds) => readonly Change[] = oncePer((grounds) => {
  const { law, readings, filled } = grounds;
  const { compiled } = law;
  const { tiers } = readings.flat;
  const now = tiers.union(filled);
  const inHand = inHandNow(compiled, filled);
  const own = new Map(inHand.map(({ variable, value }) => [variable, value]));
  const hands = handfuls(tiers, filled, inHand.slice(0, IN_HAND_MAX));
  const ways = readings.ways.cheapest(~0, pricesOf(filled));
  // Where every fact is known the cheapest way is the smallest change already.
  const away = isWhole(filled) ? undefined : awayOf(grounds);
  return rankedTiers(compiled).flatMap(({ id, index }) => {
    const wanted = bitOf(index);
    if (now === wanted) return [];
    // Where settling open facts may do, that comes before changing one.
    const place = away === undefined || (now & wanted) !== 0 ? -1 : placeOf(away, wanted);
    const way = ways.find(({ set }) => set === wanted);
    const any =
      alone(tiers, filled, place, wanted) ??
      nearest(tiers, filled, way?.places, wanted, away === undefined);
    if (any === undefined) return [];
    const all = [...any].every(([variable, value]) => own.get(variable) === value);
    const mine = all ? undefined : hands.get(wanted);
    return [
      { facts: named(compiled, any), to: id, inHand: all },
      ...(mine === undefined ? [] : [{ facts: named(compiled, mine), to: id, inHand: true }]),
    ];
  });
});

/** What each value of each variable costs beside what is answered or presumed. */
function pricesOf(filled: Masks): Int32Array {
  const prices = new Int32Array(filled.length * VALUES_MAX).fill(OTHERWISE);
  for (let variable = 0; variable < filled.length; variable += 1) {
    const mask = filled[variable] as number;
    const standing = (mask & (mask - 1)) === 0 ? 0 : SETTLED;
    for (let rest = mask; rest !== 0; rest &= rest - 1)
      prices[variable * VALUES_MAX + lowest(rest)] = standing;
  }
  return prices;
}

type Values = ReadonlyMap<number, number>;

/** The first place in a table of sets that has something wanted; -1 where there is none. */
function placeOf(sets: Int32Array, wanted: number): number {
  for (let place = 0; place < sets.length; place += 1)
    if (((sets[place] as number) & wanted) !== 0) return place;
  return -1;
}

/** One value, by its place in a table over values, that taken alone forces the wanted tier: nothing is smaller. */
function alone(tiers: Flat, filled: Masks, place: number, wanted: number): Values | undefined {
  if (place < 0) return undefined;
  const values = new Map([[variableAt(place), valueAt(place)]]);
  return leadsTo(tiers, filled, values, wanted) ? values : undefined;
}

/**
 * The fewest facts otherwise that force the wanted tier, with as few open facts settled beside them as will do. With every
 * fact known nothing on the cheapest way can be spared: a cheaper one would have been found.
 */
function nearest(
  tiers: Flat,
  filled: Masks,
  way: readonly number[] | undefined,
  wanted: number,
  allKnown: boolean,
): Values | undefined {
  if (way === undefined) return undefined;
  const changed = new Map<number, number>();
  for (const place of way)
    if (filled[variableAt(place)] !== 1 << valueAt(place))
      changed.set(variableAt(place), valueAt(place));
  const inOrder = [...changed.keys()].sort((a, b) => a - b);
  const kept = allKnown
    ? inOrder
    : inOrder.filter((variable) => {
        const value = changed.get(variable) as number;
        changed.delete(variable);
        if (leadsTo(tiers, filled, changed, wanted)) return false;
        changed.set(variable, value);
        return true;
      });
  return new Map(kept.map((variable) => [variable, changed.get(variable) as number]));
}

function leadsTo(tiers: Flat, filled: Masks, values: Values, wanted: number): boolean {
  const masks = filled.slice();
  for (const [variable, value] of values) masks[variable] = 1 << value;
  return tiers.union(masks) === wanted;
}

function named(compiled: Compiled, values: Values): Facts {
  const facts: Record<string, string> = {};
  for (const [variable, value] of values)
    facts[(compiled.facts[variable] as Fact).id] = (compiled.values[variable] as readonly string[])[
      value
    ] as string;
  return facts;
}

interface RankedTier {
  readonly id: TierId;
  readonly index: number;
}

const ranked = new WeakMap<Compiled, readonly RankedTier[]>();

function rankedTiers(compiled: Compiled): readonly RankedTier[] {
  const known = ranked.get(compiled);
  if (known !== undefined) return known;
  const made = compiled.policy.tiers
    .map((tier, i) => ({ ...tier, index: i + 1 }))
    .filter((tier): tier is Tier & { index: number; rank: number } => tier.rank !== null)
    .sort((a, b) => a.rank - b.rank);
  ranked.set(compiled, made);
  return made;
}

interface InHand {
  readonly variable: number;
  readonly value: number;
}

/** The facts that can still be brought about, each with its lightest value, and do not stand at it yet. */
function inHandNow(compiled: Compiled, masks: Masks): readonly InHand[] {
  return everInHand(compiled).filter(
    ({ fact, variable, value }) =>
      masks[variable] !== 1 << value && isInHand(compiled, fact, masks),
  );
}

const everHanded = new WeakMap<Compiled, readonly (InHand & { readonly fact: Fact })[]>();

/** The facts that may be in hand in some situation; with the packs' own, in the order of the files. */
function everInHand(compiled: Compiled): readonly (InHand & { readonly fact: Fact })[] {
  const known = everHanded.get(compiled);
  if (known !== undefined) return known;
  const made = compiled.declared.flatMap((fact) => {
    const value = lightestOf(fact);
    if (fact.in_hand === false || value === undefined) return [];
    return [{ fact, value, variable: compiled.variables.get(fact.id) as number }];
  });
  everHanded.set(compiled, made);
  return made;
}

/** The place of the lightest value; undefined where the policy declares none. */
function lightestOf({ bearing, choices }: Fact): number | undefined {
  if (bearing === "mitigating") return 0;
  if (bearing === "aggravating") return 1;
  if (bearing === "neutral") return undefined;
  return choices?.findIndex(({ id }) => id === bearing[0]);
}

const handed = new WeakMap<Compiled, Map<string, Flat>>();

/** Can the person still bring it about, in every situation left open? */
function isInHand(compiled: Compiled, { id, in_hand: inHand }: Fact, masks: Masks): boolean {
  if (typeof inHand === "boolean") return inHand;
  const known = handed.get(compiled) ?? new Map<string, Flat>();
  handed.set(compiled, known);
  const flat = known.get(id) ?? flatOf(compiled, inHand);
  known.set(id, flat);
  return flat.union(masks) === HOLDS;
}

const FAILS = 1;
const HOLDS = 2;
/** Terminal for situations that cannot occur: they are not left open. */
const CANNOT_OCCUR = 2;

function flatOf(compiled: Compiled, when: Condition): Flat {
  const { diagram, possible } = compiled;
  const root = diagram.choose(possible, compiled.condition(when), diagram.terminal(CANNOT_OCCUR));
  const sets = [FAILS, HOLDS, 0];
  return new Flat(diagram, root, (value) => sets[value] as number);
}

/** For each set of tiers that comes of bringing about facts in hand, the smallest way to it. */
function handfuls(tiers: Flat, filled: Masks, all: readonly InHand[]): ReadonlyMap<number, Values> {
  const smallest = new Map<number, Values>();
  const masks = filled.slice();
  const whole = isWhole(filled);
  const choose = (from: number, chosen: readonly InHand[]): void => {
    const outcome = whole ? tiers.at(masks) : tiers.union(masks);
    const known = smallest.get(outcome);
    if (known === undefined || known.size > chosen.length)
      smallest.set(outcome, new Map(chosen.map(({ variable, value }) => [variable, value])));
    for (let at = from; at < all.length; at += 1) {
      const one = all[at] as InHand;
      const mask = masks[one.variable] as number;
      masks[one.variable] = 1 << one.value;
      choose(at + 1, [...chosen, one]);
      masks[one.variable] = mask;
    }
  };
  choose(0, []);
  return smallest;
}

/** The facts whose being brought about leads to a lighter tier, in the policy's order; what the verdict stands on now. */
export function stillInHand(grounds: Grounds): readonly string[] {
  const { compiled } = grounds.law;
  const rank = new Map(compiled.policy.tiers.map((tier) => [tier.id, tier.rank ?? Infinity]));
  const now = grounds.readings.flat.tiers.union(grounds.filled);
  const lightestNow = Math.min(
    ...compiled.policy.tiers.flatMap((tier, i) =>
      (now & bitOf(i + 1)) === 0 ? [] : [rank.get(tier.id) as number],
    ),
  );
  const found = new Set(
    changesOf(grounds)
      .filter(({ inHand, to }) => inHand && (rank.get(to) as number) < lightestNow)
      .flatMap(({ facts }) => Object.keys(facts)),
  );
  return compiled.declared.map(({ id }) => id).filter((id) => found.has(id));
}
