/** The order of gravity: the values of each fact from lightest to gravest, and the ends a tier may lie between. */
import { IMPOSSIBLE, valuesOf, type Compiled, type CompiledRule } from "../compile.ts";
import type { Fact } from "../schema.ts";
import type { Law } from "./laws.ts";

/** The values of a fact as indices, lightest first; empty where it bears on nothing. */
export function lightestFirst(fact: Fact): readonly number[] {
  const { bearing } = fact;
  if (bearing === "neutral") return [];
  if (bearing === "aggravating") return [1, 0];
  if (bearing === "mitigating") return [0, 1];
  const values = valuesOf(fact);
  return bearing.map((value) => values.indexOf(value));
}

/** Room for one end; ranks are counted from 1, so that 0 stays for what cannot occur. */
const BITS = 8;
const END = (1 << BITS) - 1;

/** Lightest and gravest rank in one terminal. */
export function codeOf(lower: number, upper: number): number {
  return (lower << BITS) | upper;
}

export function lowerOf(code: number): number {
  return code >> BITS;
}

export function upperOf(code: number): number {
  return code & END;
}

/** The heavier of two, end by end; what cannot occur counts as nothing. */
export function heavier(left: number, right: number): number {
  return codeOf(Math.max(lowerOf(left), lowerOf(right)), Math.max(upperOf(left), upperOf(right)));
}

/** Is one lighter than another at either end? */
export function isLighter(one: number, other: number): boolean {
  return lowerOf(one) < lowerOf(other) || upperOf(one) < upperOf(other);
}

/** For each deciding rule the ends its tier lies between: human_review carries those of its sides. */
export function endsOf({ compiled }: Law): readonly number[] {
  const ranks = rankedFrom1(compiled);
  const [lightest, gravest] = [1, Math.max(1, ...ranks.values())];
  return compiled.rules.map((rule, index) => {
    if (index === IMPOSSIBLE) return IMPOSSIBLE;
    const [lighter, graver] = sidesOf(rule);
    return codeOf(ranks.get(lighter) ?? lightest, ranks.get(graver) ?? gravest);
  });
}

function sidesOf({ tier, sides }: CompiledRule) {
  return tier === "human_review" && sides !== undefined ? sides : ([tier, tier] as const);
}

/** Places on the ladder, lightest first; tiers without a rank have none. */
function rankedFrom1({ policy }: Compiled): ReadonlyMap<string, number> {
  const ranks = [...new Set(policy.tiers.flatMap(({ rank }) => rank ?? []))].toSorted(
    (a, b) => a - b,
  );
  return new Map(
    policy.tiers.flatMap(({ id, rank }) =>
      rank === null ? [] : [[id, ranks.indexOf(rank) + 1] as const],
    ),
  );
}
