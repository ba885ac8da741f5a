/** What is read off one law: the tier, the lines' rungs and the distinctions' sides of every situation. */
import { IMPOSSIBLE, tiersOf, type Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import { substitute } from "./diagram-walks.ts";
import { Flat } from "./flat.ts";
import type { DistinctionId, LineId } from "./schema.ts";

/** Terminals of a distinction's diagram. */
export const CULPABLE = 1;
export const TOLERABLE = 2;
const NEITHER = 3;

/** The diagrams of one law's readings, each once as a node and once laid out flat for asking. */
export interface Readings {
  readonly tiers: NodeId;
  /** Terminals are sets of rungs: bit r set for rung r. */
  readonly lines: Readonly<Record<LineId, NodeId>>;
  readonly distinctions: Readonly<Record<DistinctionId, NodeId>>;
  readonly flat: {
    /** The deciding rules: every possible one is the same set, so that only `reached` tells them apart. */
    readonly rules: Flat;
    /** Bit t - 1 for tier index t. */
    readonly tiers: Flat;
    readonly lines: Readonly<Record<LineId, Flat>>;
    /** Bit s for side s. */
    readonly distinctions: Readonly<Record<DistinctionId, Flat>>;
  };
}

const made = new WeakMap<Compiled, Map<NodeId, Readings>>();

/** The readings of the law whose deciding rules are `root`; made once, as they do not depend on the account. */
export function readingsOf(compiled: Compiled, root: NodeId): Readings {
  const perRoot = made.get(compiled) ?? new Map<NodeId, Readings>();
  made.set(compiled, perRoot);
  const readings = perRoot.get(root) ?? readOff(compiled, root);
  perRoot.set(root, readings);
  return readings;
}

function readOff(compiled: Compiled, root: NodeId): Readings {
  const { diagram } = compiled;
  const tiers = tiersOf(compiled, root);
  const lines = {
    accountability: lineOf(compiled, tiers, "accountability"),
    discipline: lineOf(compiled, tiers, "discipline"),
  };
  const distinctions = {
    one: sideOf(compiled, "one"),
    two: sideOf(compiled, "two"),
    three: sideOf(compiled, "three"),
  };
  const rungs = (node: NodeId) => new Flat(diagram, node, (mask) => mask);
  const sides = (node: NodeId) =>
    new Flat(diagram, node, (side) => (side === IMPOSSIBLE ? 0 : 1 << side));
  return {
    tiers,
    lines,
    distinctions,
    flat: {
      rules: new Flat(diagram, root, (rule) => (rule === IMPOSSIBLE ? 0 : 1)),
      tiers: new Flat(diagram, tiers, tierBit),
      lines: {
        accountability: rungs(lines.accountability),
        discipline: rungs(lines.discipline),
      },
      distinctions: {
        one: sides(distinctions.one),
        two: sides(distinctions.two),
        three: sides(distinctions.three),
      },
    },
  };
}

/** The set holding one tier, by its index in the policy counted from 1; empty for what cannot occur. */
export function tierBit(tier: number): number {
  return tier === IMPOSSIBLE ? 0 : 1 << (tier - 1);
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
          const here = compiled.condition(when, diagram.terminal(tier));
          return diagram.choose(here, diagram.terminal(mask), rest);
        }, none),
  );
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
