/** Which corrective steps a verdict carries: those whose condition holds in every situation still open. */
import type { Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import { Flat } from "./flat.ts";
import { PairMemo } from "./memo.ts";
import { bitOf, type Readings } from "./readings.ts";
import type { Measure } from "./schema-support.ts";

const HOLDS = 2;
const FAILS = 1;

/** For each measure, its condition within each tier: FAILS, HOLDS or both. */
const conditions = new WeakMap<Compiled, readonly (readonly Flat[])[]>();

function conditionsOf(compiled: Compiled): readonly (readonly Flat[])[] {
  const known = conditions.get(compiled);
  if (known !== undefined) return known;
  const flats = new Map<NodeId, Flat>();
  const within = (node: NodeId): Flat => {
    const enter = (value: number) => (value === 1 ? HOLDS : FAILS);
    const found = flats.get(node) ?? new Flat(compiled.diagram, node, enter);
    flats.set(node, found);
    return found;
  };
  const made = compiled.policy.measures.map(({ when }) =>
    compiled.policy.tiers.map((_, tier) =>
      within(compiled.condition(when, compiled.diagram.terminal(tier + 1))),
    ),
  );
  conditions.set(compiled, made);
  return made;
}

/** The measures whose condition holds in every possible situation within the masks; there has to be one. */
export function measuresThroughout(
  compiled: Compiled,
  readings: Readings,
  masks: Masks,
): readonly Measure[] {
  const tiers = readings.flat.tiers.union(masks);
  const reached = compiled.policy.tiers.flatMap((_, i) => (tiers & bitOf(i + 1) ? [i] : []));
  const all = conditionsOf(compiled);
  return compiled.policy.measures.filter((_, i) =>
    reached.every((tier) => {
      const flat = (all[i] as readonly Flat[])[tier] as Flat;
      const found = flat.union(masks);
      if (found === HOLDS || found === FAILS) return found === HOLDS;
      return holdsWherever(readings.flat.tiers, bitOf(tier + 1), flat, masks);
    }),
  );
}

/** Room for one walk after another: making it takes longer than most walks. */
const seen = new PairMemo();

/** The condition holds for some values left open and not for others: does it hold where this tier is the outcome? */
function holdsWherever(tiers: Flat, tier: number, condition: Flat, masks: Masks): boolean {
  seen.clear();
  /** Is there a situation of this tier in which the condition fails? Walks both in step. */
  const fails = (left: number, right: number): boolean => {
    if (((tiers.below[left] as number) & tier) === 0) return false;
    if (((condition.below[right] as number) & FAILS) === 0) return false;
    const leftLevel = left < tiers.inner ? (tiers.levels[left] as number) : Infinity;
    const rightLevel = right < condition.inner ? (condition.levels[right] as number) : Infinity;
    const level = Math.min(leftLevel, rightLevel);
    if (level === Infinity) return true;
    if (seen.get(left, right) === 0) return false;
    seen.set(left, right, 0);
    for (let value = 0; (masks[level] as number) >> value !== 0; value += 1) {
      if ((((masks[level] as number) >> value) & 1) === 0) continue;
      const [one, other] = [
        leftLevel === level ? tiers.childOf(left, value) : left,
        rightLevel === level ? condition.childOf(right, value) : right,
      ];
      if (fails(one, other)) return true;
    }
    return false;
  };
  return !fails(tiers.root, condition.root);
}
