/** What is read off one law: the tier, the lines' rungs and the distinctions' sides of every situation. */
import { IMPOSSIBLE, tiersOf, type Compiled } from "./compile.ts";
import { Diagram, type NodeId } from "./diagram.ts";
import { project, reach, substitute, type Masks } from "./diagram-walks.ts";
import type { Condition, DistinctionId, LineId } from "./schema.ts";
import type { Measure } from "./schema-support.ts";

/** Terminals of a distinction's diagram. */
export const CULPABLE = 1;
export const TOLERABLE = 2;
const NEITHER = 3;

export interface Readings {
  readonly tiers: NodeId;
  /** Terminals are sets of rungs: bit r set for rung r. */
  readonly lines: Readonly<Record<LineId, NodeId>>;
  readonly distinctions: Readonly<Record<DistinctionId, NodeId>>;
}

const made = new WeakMap<Compiled, Map<NodeId, Readings>>();

/** The readings of the law whose deciding rules are `root`; made once, as they do not depend on the account. */
export function readingsOf(compiled: Compiled, root: NodeId): Readings {
  const perRoot = made.get(compiled) ?? new Map<NodeId, Readings>();
  made.set(compiled, perRoot);
  const known = perRoot.get(root);
  if (known !== undefined) return known;
  const tiers = tiersOf(compiled, root);
  const readings: Readings = {
    tiers,
    lines: {
      accountability: lineOf(compiled, tiers, "accountability"),
      discipline: lineOf(compiled, tiers, "discipline"),
    },
    distinctions: {
      one: sideOf(compiled, "one"),
      two: sideOf(compiled, "two"),
      three: sideOf(compiled, "three"),
    },
  };
  perRoot.set(root, readings);
  return readings;
}

/** Each tier brings its own small diagram of rungs, so that tiers and conditions are never multiplied out. */
function lineOf(compiled: Compiled, tiers: NodeId, id: LineId): NodeId {
  const { diagram, policy } = compiled;
  const none = diagram.terminal(IMPOSSIBLE);
  const ladder = policy.lines[id].ladder.map((rung) => rung.id);
  return substitute(diagram, tiers, (tier) =>
    tier === IMPOSSIBLE
      ? none
      : policy.lineRules[id].reduceRight((rest, { when, outcomes }) => {
          const mask = outcomes.reduce((sofar, rung) => sofar | (1 << ladder.indexOf(rung)), 0);
          return diagram.choose(within(compiled, when, tier), diagram.terminal(mask), rest);
        }, none),
  );
}

/** A condition in the situations of one tier. */
function within(compiled: Compiled, when: Condition, tier: number): NodeId {
  return compiled.condition(when, compiled.diagram.terminal(tier));
}

function sideOf(compiled: Compiled, id: DistinctionId): NodeId {
  const { diagram, policy } = compiled;
  const found = policy.distinctions.find((distinction) => distinction.id === id);
  if (found === undefined) throw new Error(`no distinction ${id}`);
  const tolerable = compiled.condition(found.tolerable.when);
  const culpable = compiled.condition(found.culpable.when);
  const rest = diagram.choose(tolerable, diagram.terminal(TOLERABLE), diagram.terminal(NEITHER));
  const side = diagram.choose(culpable, diagram.terminal(CULPABLE), rest);
  return diagram.choose(compiled.possible, side, diagram.terminal(IMPOSSIBLE));
}

/** The measures whose condition holds in every possible situation within the masks. Leaves nothing behind. */
export function measuresThroughout(
  compiled: Compiled,
  tiers: NodeId,
  masks: Masks,
): readonly Measure[] {
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
  const no = scratch.terminal(0);
  const places = reach(compiled.diagram, tiers, masks)
    .filter((tier) => tier !== IMPOSSIBLE)
    .map((tier) => ({ tier, here: narrowed(tiers, (value) => (value === tier ? 1 : 0)) }));
  return compiled.policy.measures.filter(({ when }) =>
    places.every(({ tier, here }) => {
      const failing = narrowed(within(compiled, when, tier), (value) => 1 - value);
      return scratch.choose(here, failing, no) === no;
    }),
  );
}
