/** Which corrective steps a verdict carries: those whose condition holds in every situation still open. */
import type { Compiled } from "./compile.ts";
import { Diagram, type NodeId } from "./diagram.ts";
import { project, type Masks } from "./diagram-walks.ts";
import { Flat } from "./flat.ts";
import { tierBit, type Readings } from "./readings.ts";
import type { Measure } from "./schema-support.ts";

const HOLDS = 2;
const FAILS = 1;

/** A measure's condition within one tier. */
interface Within {
  readonly node: NodeId;
  /** FAILS, HOLDS or both. */
  readonly flat: Flat;
}

/** For each measure, its condition by tier index. */
const conditions = new WeakMap<Compiled, readonly (readonly Within[])[]>();

function conditionsOf(compiled: Compiled): readonly (readonly Within[])[] {
  const known = conditions.get(compiled);
  if (known !== undefined) return known;
  const flats = new Map<NodeId, Within>();
  const within = (node: NodeId): Within => {
    const enter = (value: number) => (value === 1 ? HOLDS : FAILS);
    const found = flats.get(node) ?? { node, flat: new Flat(compiled.diagram, node, enter) };
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
  const reached = compiled.policy.tiers.flatMap((_, i) => (tiers & tierBit(i + 1) ? [i] : []));
  const all = conditionsOf(compiled);
  return compiled.policy.measures.filter((_, i) =>
    reached.every((tier) => {
      const { node, flat } = (all[i] as readonly Within[])[tier] as Within;
      const found = flat.union(masks);
      if (found === HOLDS || found === FAILS) return found === HOLDS;
      return holdsWherever(compiled, readings.tiers, tier + 1, node, masks);
    }),
  );
}

/** The condition holds for some values left open and not for others: does it hold where this tier is the outcome? */
function holdsWherever(
  compiled: Compiled,
  tiers: NodeId,
  tier: number,
  condition: NodeId,
  masks: Masks,
): boolean {
  const scratch = new Diagram(compiled.diagram.sizes);
  const narrowed = (node: NodeId, enter: (value: number) => number) =>
    project(
      compiled.diagram,
      node,
      scratch,
      masks,
      () => false,
      enter,
      (value) => value,
    );
  const here = narrowed(tiers, (value) => (value === tier ? 1 : 0));
  const failing = narrowed(condition, (value) => 1 - value);
  const no = scratch.terminal(0);
  return scratch.choose(here, failing, no) === no;
}
