/** Diagrams below some roots laid out variable by variable, for passes over all nodes from the last variable up. */
import type { Diagram, NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import { nodesBelow } from "./flat.ts";

/** Entries of the plan for one variable. */
export const PLANNED = 5;

export interface Layers {
  /** For each variable, the last first: itself, its first node, the end of its nodes, where their children begin, its values. */
  readonly plan: Int32Array;
  /** Variable by variable and value by value, the child of each node. */
  readonly children: Int32Array;
  /** What each terminal stood for; terminals are numbered before all other nodes. */
  readonly values: readonly number[];
  /** Of all nodes. */
  readonly count: number;
  readonly roots: readonly number[];
}

export function layersOf(diagram: Diagram, roots: readonly NodeId[]): Layers {
  const nodes = nodesBelow(diagram, roots);
  const terminals = nodes.filter((node) => diagram.isTerminal(node));
  const inner = nodes.filter((node) => !diagram.isTerminal(node));
  const tested = [...Map.groupBy(inner, (node) => diagram.levelOf(node))].sort(
    ([left], [right]) => right - left,
  );
  const all = [...terminals, ...tested.flatMap(([, testing]) => testing)];
  const place = new Map(all.map((node, index) => [node, index]));
  const [plan, children]: [number[], number[]] = [[], []];
  for (const [variable, testing] of tested) {
    const first = place.get(testing[0] as NodeId) as number;
    const values = diagram.sizes[variable] as number;
    plan.push(variable, first, first + testing.length, children.length, values);
    for (let value = 0; value < values; value += 1)
      for (const node of testing) children.push(place.get(diagram.childOf(node, value)) as number);
  }
  return {
    plan: Int32Array.from(plan),
    children: Int32Array.from(children),
    values: terminals.map((node) => diagram.valueOf(node)),
    count: all.length,
    roots: roots.map((root) => place.get(root) as number),
  };
}

/**
 * Fills `within`, whose first places hold the sets of the terminals, with what each node reaches where each variable takes
 * a value of its mask, of which none is empty. O(nodes).
 */
export function joinWithin({ plan, children }: Layers, masks: Masks, within: Int32Array): void {
  for (let entry = 0; entry < plan.length; entry += PLANNED) {
    const mask = masks[plan[entry] as number] as number;
    const first = plan[entry + 1] as number;
    const end = plan[entry + 2] as number;
    const start = plan[entry + 3] as number;
    const count = end - first;
    let one = start + lowest(mask) * count;
    let rest = mask & (mask - 1);
    if (rest === 0) {
      for (let node = first; node < end; node += 1, one += 1)
        within[node] = within[children[one] as number] as number;
      continue;
    }
    let other = start + lowest(rest) * count;
    for (let node = first; node < end; node += 1, one += 1, other += 1)
      within[node] =
        (within[children[one] as number] as number) | (within[children[other] as number] as number);
    for (rest &= rest - 1; rest !== 0; rest &= rest - 1) {
      let another = start + lowest(rest) * count;
      for (let node = first; node < end; node += 1, another += 1)
        within[node] = (within[node] as number) | (within[children[another] as number] as number);
    }
  }
}

/** The smaller of two whole numbers less than 2^31 apart, without a branch: which it is cannot be foretold where this is used. */
export function lesser(one: number, other: number): number {
  const saved = other - one;
  return one + (saved & (saved >> 31));
}

/** The place of the lowest bit. */
export function lowest(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}
