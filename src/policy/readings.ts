/** What is read off one law: the tier, the lines' rungs and the distinctions' sides of every situation. */
import { IMPOSSIBLE, tiersOf, type Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import { Departures } from "./departures.ts";
import { substitute, type Masks } from "./diagram-walks.ts";
import { Flat } from "./flat.ts";
import { Forest } from "./forest.ts";
import type { DistinctionId, LineId } from "./schema.ts";
import { straightOf, type Straight } from "./straight.ts";
import { Ways } from "./ways.ts";

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
  /** Complete situations to their tier. */
  readonly straight: () => Straight;
  /** What it takes to get to other tiers, their sets as in `flat`. */
  readonly ways: Ways;
  /** How to depart from an account towards other tiers, their sets as in `flat`. */
  readonly departures: Departures;
}

/** The sets of tiers and of each distinction's sides that are possible. */
export interface Outcomes extends Readonly<Record<DistinctionId, number>> {
  readonly tiers: number;
}

/** With so few facts open or fewer, four walks are faster than one pass over everything. */
const OPEN_WALKED_MAX = 8;

/** What is possible where each variable takes a value of its mask, of which none is empty; something has to be. */
export function outcomesOf({ flat, straight, together }: Readings, masks: Masks): Outcomes {
  const open = openAmong(masks);
  if (open <= OPEN_WALKED_MAX) {
    const { one, two, three } = flat.distinctions;
    return {
      tiers: open === 0 ? straight().at(masks) : flat.tiers.union(masks),
      one: one.union(masks),
      two: two.union(masks),
      three: three.union(masks),
    };
  }
  const [tiers = 0, one = 0, two = 0, three = 0] = together.unions(masks);
  return { tiers, one, two, three };
}

/** How many variables have several values left; not counted past what matters here. */
function openAmong(masks: Masks): number {
  let open = 0;
  for (let variable = 0; variable < masks.length && open <= OPEN_WALKED_MAX; variable += 1) {
    const mask = masks[variable] as number;
    if ((mask & (mask - 1)) !== 0) open += 1;
  }
  return open;
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
  const flat = {
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
  };
  return {
    tiers,
    lines,
    distinctions,
    flat,
    together: new Forest(
      diagram,
      [tiers, distinctions.one, distinctions.two, distinctions.three],
      bitOf,
    ),
    straight: () => straightOf(compiled, flat.tiers),
    ways: new Ways(flat.tiers),
    departures: new Departures(diagram, tiers, bitOf),
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
