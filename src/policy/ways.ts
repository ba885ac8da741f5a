/** What it takes to get from an account to other terminals of a diagram laid out flat. */
import type { Masks } from "./diagram-walks.ts";
import { lesser } from "./layers.ts";
import type { Flat } from "./flat.ts";

/** The price of what may not be taken; as many prices as a diagram has variables stay far below it. */
export const NEVER = 1 << 24;

/** A way to a terminal. */
export interface Way {
  /** The terminal's set. */
  readonly set: number;
  readonly price: number;
  /** The values tested on it, each by its place in a table over values, the first first. */
  readonly places: readonly number[];
}

export class Ways {
  readonly #flat: Flat;
  readonly #costs: Int32Array;
  /** Where the parents of each node begin, and the place of the value that leads from each. */
  readonly #from: Int32Array;
  readonly #parents: Int32Array;
  readonly #parentTabled: Uint16Array;

  constructor(flat: Flat) {
    const { inner, starts, children, tabled, below } = flat;
    this.#flat = flat;
    this.#costs = new Int32Array(below.length);
    this.#from = new Int32Array(below.length + 1);
    for (const child of children) (this.#from[child + 1] as number) += 1;
    for (let node = 0; node < below.length; node += 1)
      (this.#from[node + 1] as number) += this.#from[node] as number;
    this.#parents = new Int32Array(children.length);
    this.#parentTabled = new Uint16Array(children.length);
    const next = this.#from.slice();
    for (let node = 0; node < inner; node += 1)
      for (let at = starts[node] as number; at < (starts[node + 1] as number); at += 1) {
        const slot = next[children[at] as number] as number;
        next[children[at] as number] = slot + 1;
        this.#parents[slot] = node;
        this.#parentTabled[slot] = tabled[at] as number;
      }
  }

  /**
   * For each terminal whose set has something of `wanted` the situations' cheapest way to it: `prices[variable *
   * VALUES_MAX + value]` is what taking a value costs, NEVER where it may not be taken. Answers the values tested on each
   * way; none where every way takes one that may not be taken. O(nodes).
   */
  cheapest(wanted: number, prices: Int32Array): readonly Way[] {
    const { inner, starts, children, tabled, below, root } = this.#flat;
    const costs = this.#costs;
    costs.fill(NEVER);
    costs[root] = 0;
    for (let node = 0; node < inner; node += 1) {
      const cost = costs[node] as number;
      if (cost === NEVER || ((below[node] as number) & wanted) === 0) continue;
      const end = starts[node + 1] as number;
      for (let at = starts[node] as number; at < end; at += 1) {
        const child = children[at] as number;
        const through = cost + (prices[tabled[at] as number] as number);
        costs[child] = lesser(costs[child] as number, through);
      }
    }
    const ways: Way[] = [];
    for (let node = inner; node < below.length; node += 1) {
      const price = costs[node] as number;
      if (((below[node] as number) & wanted) !== 0 && price < NEVER)
        ways.push({ set: below[node] as number, price, places: this.#wayTo(node, prices) });
    }
    return ways;
  }

  /** Where the values on a way to a node that costs as little as the costs of the nodes say stand in a table. */
  #wayTo(end: number, prices: Int32Array): readonly number[] {
    const [costs, from, parents, tabled] = [
      this.#costs,
      this.#from,
      this.#parents,
      this.#parentTabled,
    ];
    const places: number[] = [];
    for (let node = end; node !== this.#flat.root;) {
      let at = (from[node + 1] as number) - 1;
      const cost = costs[node] as number;
      while (
        (costs[parents[at] as number] as number) + (prices[tabled[at] as number] as number) >
        cost
      )
        at -= 1;
      places.push(tabled[at] as number);
      node = parents[at] as number;
    }
    return places.reverse();
  }
}

/** Has every variable one value? */
export function isWhole(masks: Masks): boolean {
  for (let variable = 0; variable < masks.length; variable += 1)
    if (((masks[variable] as number) & ((masks[variable] as number) - 1)) !== 0) return false;
  return true;
}
