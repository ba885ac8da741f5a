/**
 * Several diagrams read together, for accounts of which much is open. A walk then meets many nodes, and which comes next
 * cannot be foretold; one pass over all nodes, variable by variable from the last, does the same few steps whatever is
 * known, and nodes that the diagrams share are passed once.
 */
import type { Diagram, NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import { layersOf, lowest, PLANNED, type Layers } from "./layers.ts";

/** As in a flat diagram, terminals are sets of at most 31 things. */
export class Forest {
  readonly #layers: Layers;
  /** The union of what each node reaches within the masks asked last. */
  readonly #within: Int32Array;

  /** `enter` answers the set that a terminal's value stands for. */
  constructor(diagram: Diagram, roots: readonly NodeId[], enter: (value: number) => number) {
    this.#layers = layersOf(diagram, roots);
    this.#within = new Int32Array(this.#layers.count);
    this.#within.set(this.#layers.values.map(enter));
  }

  /**
   * For each root the union of the sets of all situations in which each variable takes a value of its mask, of which none
   * is empty. O(nodes).
   */
  unions(masks: Masks): readonly number[] {
    const { plan, children, roots } = this.#layers;
    const within = this.#within;
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
    return roots.map((root) => within[root] as number);
  }
}
