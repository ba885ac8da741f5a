/** What is read off one law: the tier, the lines' rungs and the distinctions' sides of every situation. */
import { IMPOSSIBLE, tiersOf, type Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import { substitute, type Masks } from "./diagram-walks.ts";
import { Flat } from "./flat.ts";
import { Forest } from "./forest.ts";
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
    /** Bit t for tier index t. */
    readonly tiers: Flat;
    readonly lines: Readonly<Record<LineId, Flat>>;
    /** Bit s for side s. */
    readonly distinctions: Readonly<Record<DistinctionId, Flat>>;
  };
  /** The tiers and the three distinctions together, their sets as in `flat`. */
  readonly together: Forest;
}

/** The sets of tiers and of each distinction's sides that are possible. */
export interface Outcomes extends Readonly<Record<DistinctionId, number>> {
  readonly tiers: number;
}

/** With so few facts open or fewer, four walks are faster than one pass over everything. */
const OPEN_WALKED_MAX = 8;

/** What is possible where each variable takes a value of its mask, of which none is empty. */
export function outcomesOf({ flat, together }: Readings, masks: Masks): Outcomes {
  if (fewOpen(masks)) {
    const { one, two, three } = flat.distinctions;
    return {
      tiers: flat.tiers.union(masks),
      one: one.union(masks),
      two: two.union(masks),
      three: three.union(masks),
    };
  }
  const [tiers = 0, one = 0, two = 0, three = 0] = together.unions(masks);
  return { tiers, one, two, three };
}

function fewOpen(masks: Masks): boolean {
  let left = OPEN_WALKED_MAX;
  for (let variable = 0; variable < masks.length && left >= 0; variable += 1) {
    const mask = masks[variable] as number;
    if ((mask & (mask - 1)) !== 0) left -= 1;
  }
  return left >= 0;
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
  const sides = (node: NodeId) => new Flat(diagram, node, bitOf);
  return {
    tiers,
    lines,
    distinctions,
    flat: {
      rules: new Flat(diagram, root, (rule) => (rule === IMPOSSIBLE ? 0 : 1)),
      tiers: new Flat(diagram, tiers, bitOf),
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
    together: new Forest(
      diagram,
      [tiers, distinctions.one, distinctions.two, distinctions.three],
      bitOf,
    ),
  };
}

/** The set holding one tier, by its index in the policy counted from 1, or one side; empty for what cannot occur. */
export function bitOf(value: number): number {
  return value === IMPOSSIBLE ? 0 : 1 << value;
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
