/** The classes of situations a diagram tells apart: how many belong to each, and what little makes one belong. */
import type { Space } from "./compare-space.ts";
import type { Diagram, NodeId } from "./diagram.ts";

/** Terminal of situations that can occur in neither policy: they belong to no class and stand in no witness's way. */
export const NOWHERE = 0;

/** Fact id → value: every situation that agrees with it and can occur belongs to the class. */
export type Witness = Readonly<Record<string, string>>;

/** The value a variable must have. */
type Step = readonly [variable: number, value: number];

export interface Reached {
  /** Situations that lead to the terminal, of all there are. */
  readonly situations: bigint;
  /** A cheapest path to it. */
  readonly path: readonly Step[];
}

interface Arrival {
  weight: bigint;
  readonly distance: number;
  readonly from?: readonly [parent: NodeId, value: number];
}

/** What a step of a path costs: the cheapest path is shown. */
type Cost = (variable: number, value: number) => number;

/** A value that is presumed anyway says little, so that it is preferred. */
const UNUSUAL_COST = 2;

/** Every terminal below `root` with what leads to it, by a path that is short and has few unusual values. */
export function classesIn(space: Space, root: NodeId): ReadonlyMap<number, Reached> {
  return reachedFrom(space.diagram, root, (variable, value) =>
    space.usual[variable] === value ? 1 : UNUSUAL_COST,
  );
}

/** One pass from the top, O(nodes). */
export function reachedFrom(
  diagram: Diagram,
  root: NodeId,
  costOf: Cost = () => 1,
): ReadonlyMap<number, Reached> {
  const choices = combinationsOf(diagram.sizes);
  const between = (from: number, to: number) => (choices[to] ?? 1n) / (choices[from] ?? 1n);
  const arrivals = new Map<NodeId, Arrival>([
    [root, { weight: between(0, diagram.levelOf(root)), distance: 0 }],
  ]);
  const nodes = nodesByLevel(diagram, root);
  for (const node of nodes) {
    const { weight, distance } = arrivals.get(node) as Arrival;
    diagram.childrenOf(node).forEach((kid, value) => {
      const added = weight * between(diagram.levelOf(node) + 1, diagram.levelOf(kid));
      const known = arrivals.get(kid);
      const further = distance + costOf(diagram.levelOf(node), value);
      if (known !== undefined && known.distance <= further) known.weight += added;
      else
        arrivals.set(kid, {
          weight: added + (known?.weight ?? 0n),
          distance: further,
          from: [node, value],
        });
    });
  }
  return new Map(
    nodes
      .filter((node) => diagram.isTerminal(node))
      .map((node) => [
        diagram.valueOf(node),
        { situations: arrivals.get(node)?.weight ?? 0n, path: pathTo(diagram, arrivals, node) },
      ]),
  );
}

/** For each level the number of ways to choose the values of all variables before it. */
function combinationsOf(sizes: readonly number[]): readonly bigint[] {
  const found = [1n];
  sizes.forEach((size, level) => found.push((found[level] ?? 1n) * BigInt(size)));
  return found;
}

function nodesByLevel(diagram: Diagram, root: NodeId): readonly NodeId[] {
  const seen = new Set([root]);
  // A set grows while it is walked.
  for (const node of seen) for (const kid of diagram.childrenOf(node)) seen.add(kid);
  return [...seen].sort((a, b) => diagram.levelOf(a) - diagram.levelOf(b));
}

function pathTo(
  diagram: Diagram,
  arrivals: ReadonlyMap<NodeId, Arrival>,
  node: NodeId,
): readonly Step[] {
  const steps: Step[] = [];
  for (let at = arrivals.get(node)?.from; at !== undefined; at = arrivals.get(at[0])?.from)
    steps.push([diagram.levelOf(at[0]), at[1]]);
  return steps.reverse();
}

/** The path without the facts it does not need, those at their presumed value given up first. */
export function witnessOf(
  space: Space,
  root: NodeId,
  terminal: number,
  path: readonly Step[],
): Witness {
  const unusual = ([variable, value]: Step) => Number(space.usual[variable] !== value);
  const needed = new Map(path);
  for (const [variable, value] of path.toSorted((a, b) => unusual(a) - unusual(b))) {
    needed.delete(variable);
    if (!leadsOnlyTo(space.diagram, root, needed, terminal)) needed.set(variable, value);
  }
  const place = new Map(space.declared.map(({ id }, at) => [id, at]));
  return Object.fromEntries(
    [...needed]
      .map(
        ([variable, value]) =>
          [space.facts[variable] ?? "", space.values[variable]?.[value] ?? ""] as const,
      )
      .sort(([left], [right]) => (place.get(left) ?? 0) - (place.get(right) ?? 0)),
  );
}

/** Does everything that can occur with these values lead to `terminal`? */
function leadsOnlyTo(
  diagram: Diagram,
  root: NodeId,
  fixed: ReadonlyMap<number, number>,
  terminal: number,
): boolean {
  const seen = new Set<NodeId>();
  const walk = (node: NodeId): boolean => {
    if (diagram.isTerminal(node)) {
      const value = diagram.valueOf(node);
      return value === terminal || value === NOWHERE;
    }
    if (seen.has(node)) return true;
    seen.add(node);
    const value = fixed.get(diagram.levelOf(node));
    return value === undefined
      ? diagram.childrenOf(node).every(walk)
      : walk(diagram.childOf(node, value));
  };
  return walk(root);
}

/** Largest first; equal counts in the order of their names. */
export function largestFirst<T extends { readonly situations: bigint }>(
  classes: readonly T[],
  nameOf: (one: T) => string,
): readonly T[] {
  return classes.toSorted((a, b) => {
    if (a.situations !== b.situations) return a.situations > b.situations ? -1 : 1;
    return nameOf(a) < nameOf(b) ? -1 : 1;
  });
}
