/**
 * Several diagrams read together, for accounts of which much is open. A walk then meets many nodes, and which comes next
 * cannot be foretold; one pass over all nodes, variable by variable from the last, does the same few steps whatever is
 * known, and nodes that the diagrams share are passed once.
 */
import type { Diagram, NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import { joinWithin, layersOf, type Layers } from "./layers.ts";

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
    const { roots } = this.#layers;
    const within = this.#within;
    joinWithin(this.#layers, masks, within);
    return roots.map((root) => within[root] as number);
  }
}
