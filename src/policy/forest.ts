/**
 * Several diagrams read together, for accounts of which much is open. A walk then meets many nodes, and which comes next
 * cannot be foretold; one pass over all nodes, variable by variable from the last, does the same few steps whatever is
 * known, and nodes that the diagrams share are passed once.
 */
import type { Diagram, NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import { nodesBelow } from "./flat.ts";

/** Entries of the plan for one variable. */
const PLANNED = 4;

/** As in a flat diagram, terminals are sets of at most 31 things. */
export class Forest {
  /** For each variable, the last first: itself, its first node, the end of its nodes, where their children begin. */
  readonly #plan: Int32Array;
  /** Variable by variable and value by value, the child of each node. */
  readonly #children: Int32Array;
  /** The union of what each node reaches within the masks asked last; terminals first. */
  readonly #within: Int32Array;
  readonly #roots: readonly number[];

  /** `enter` answers the set that a terminal's value stands for. */
  constructor(diagram: Diagram, roots: readonly NodeId[], enter: (value: number) => number) {
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
      plan.push(variable, first, first + testing.length, children.length);
      for (let value = 0; value < (diagram.sizes[variable] as number); value += 1)
        for (const node of testing)
          children.push(place.get(diagram.childOf(node, value)) as number);
    }
    this.#plan = Int32Array.from(plan);
    this.#children = Int32Array.from(children);
    this.#within = new Int32Array(all.length);
    this.#within.set(terminals.map((node) => enter(diagram.valueOf(node))));
    this.#roots = roots.map((root) => place.get(root) as number);
  }

  /**
   * For each root the union of the sets of all situations in which each variable takes a value of its mask, of which none
   * is empty. O(nodes).
   */
  unions(masks: Masks): readonly number[] {
    const [plan, children, within] = [this.#plan, this.#children, this.#within];
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
          (within[children[one] as number] as number) |
          (within[children[other] as number] as number);
      for (rest &= rest - 1; rest !== 0; rest &= rest - 1) {
        let another = start + lowest(rest) * count;
        for (let node = first; node < end; node += 1, another += 1)
          within[node] = (within[node] as number) | (within[children[another] as number] as number);
      }
    }
    return this.#roots.map((root) => within[root] as number);
  }
}

/** The place of the lowest bit. */
function lowest(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}
