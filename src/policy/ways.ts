/** What it takes to get from an account to other terminals of a diagram laid out flat. */
import type { Masks } from "./diagram-walks.ts";
import { VALUES_MAX, valueAt, variableAt, type Flat } from "./flat.ts";

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
  /** What is reached from each node within the masks asked last. */
  readonly #within: Int32Array;
  readonly #seen: Uint8Array;
  readonly #admitted: Int32Array;

  constructor(flat: Flat) {
    const { inner, starts, children, tabled, below } = flat;
    this.#flat = flat;
    this.#costs = new Int32Array(below.length);
    this.#within = new Int32Array(below.length);
    this.#seen = new Uint8Array(below.length);
    this.#admitted = new Int32Array(tabled.reduce((most, at) => Math.max(most, at + 1), 0));
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
        // The smaller of two is taken without a branch: which it is cannot be foretold.
        const saved = cost + (prices[tabled[at] as number] as number) - (costs[child] as number);
        costs[child] = (costs[child] as number) + (saved & (saved >> 31));
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

  /**
   * For each value outside its mask what is reached by it from some place within the masks, all else staying within
   * them: a set in a table over values. O(nodes).
   */
  oneAway(masks: Masks): Int32Array {
    const { inner, starts, children, tabled, below, root } = this.#flat;
    const [within, admitted, seen] = [this.#within, this.#admitted, this.#seen];
    for (let place = 0; place < admitted.length; place += 1)
      admitted[place] = -(((masks[variableAt(place)] as number) >> valueAt(place)) & 1);
    for (let node = below.length - 1; node >= inner; node -= 1)
      within[node] = below[node] as number;
    for (let node = inner - 1, at = children.length - 1; node >= 0; node -= 1) {
      let found = 0;
      for (const start = starts[node] as number; at >= start; at -= 1)
        found |=
          (within[children[at] as number] as number) & (admitted[tabled[at] as number] as number);
      within[node] = found;
    }
    const away = new Int32Array(masks.length * VALUES_MAX);
    seen.fill(0);
    seen[root] = 1;
    for (let node = 0; node < inner; node += 1) {
      if (seen[node] === 0) continue;
      const end = starts[node + 1] as number;
      for (let at = starts[node] as number; at < end; at += 1) {
        const child = children[at] as number;
        const place = tabled[at] as number;
        if (admitted[place] === 0)
          away[place] = (away[place] as number) | (within[child] as number);
        else seen[child] = 1;
      }
    }
    return away;
  }

  /**
   * The variables whose leaving its mask, all else staying within theirs, leads to something of `wanted`; by variable, 1 for
   * each. O(nodes); where every variable has one value, O(variables squared).
   */
  turning(masks: Masks, wanted: number): Uint8Array {
    const found = new Uint8Array(masks.length);
    if (isWhole(masks)) {
      this.#turningOne(masks, wanted, found);
      return found;
    }
    const away = this.oneAway(masks);
    for (let place = 0; place < away.length; place += 1)
      if (((away[place] as number) & wanted) !== 0) found[variableAt(place)] = 1;
    return found;
  }

  /** For a single situation: along its way, where each value not taken would lead. */
  #turningOne(masks: Masks, wanted: number, found: Uint8Array): void {
    const flat = this.#flat;
    const { inner, levels, starts, children } = flat;
    for (let node = flat.root; node < inner;) {
      const variable = levels[node] as number;
      const end = starts[node + 1] as number;
      const own = (starts[node] as number) + 31 - Math.clz32(masks[variable] as number);
      for (let at = starts[node] as number; at < end && found[variable] === 0; at += 1)
        if (at !== own && (flat.at(masks, children[at]) & wanted) !== 0) found[variable] = 1;
      node = children[own] as number;
    }
  }
}

/** Has every variable one value? */
export function isWhole(masks: Masks): boolean {
  for (let variable = 0; variable < masks.length; variable += 1)
    if (((masks[variable] as number) & ((masks[variable] as number) - 1)) !== 0) return false;
  return true;
}
