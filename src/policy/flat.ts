/**
 * A diagram below one root, laid out for being asked often: parents before children in flat arrays, terminals last, and
 * for each node the union of what lies below it, so that a walk turns back where nothing new can be found.
 */
import type { Diagram, NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";

/** Values a variable may have: in a table over values, where those of the next variable begin. */
export const VALUES_MAX = 8;
const VALUES_BITS = 3;

/** The variable and the value that a place in a table over values stands for. */
export const variableAt = (place: number): number => place >> VALUES_BITS;
export const valueAt = (place: number): number => place & (VALUES_MAX - 1);

/** The price of what may not be taken; as many prices as a diagram has variables stay far below it. */
export const NEVER = 1 << 24;

/** What no terminal has in its set. */
const UNFOUND = 1 << 31;
const WALKS_MAX = 2 ** 31 - 1;

/** A way to a terminal. */
export interface Way {
  /** The terminal's set. */
  readonly set: number;
  readonly price: number;
  /** The values tested on it, each by its place in a table over values, the first first. */
  readonly places: readonly number[];
}

/** Terminals are sets of at most 31 things, one bit each; 0 is the empty set and stands for what cannot occur. */
export class Flat {
  /** Inner nodes; terminals are numbered from here on. */
  readonly inner: number;
  /** The variable of each inner node. */
  readonly levels: Uint8Array;
  /** Where the children of each inner node begin. */
  readonly starts: Int32Array;
  readonly children: Int32Array;
  /** The place of each child's value in a table over values. */
  readonly #tabled: Uint16Array;
  /** The union of the sets below each node; of a terminal, its own. */
  readonly below: Int32Array;
  /** What each terminal stood for in the diagram. */
  readonly values: readonly number[];
  readonly root: number;
  /** The walk that last saw a node: saves clearing a mark a node. */
  readonly #seen: Int32Array;
  readonly #stack: Int32Array;
  /** What is reached from each node within the masks of the last walk that asked. */
  readonly #within: Int32Array;
  readonly #costs: Int32Array;
  /** Where the parents of each node begin, and the place of the value that leads from each. */
  readonly #from: Int32Array;
  readonly #parents: Int32Array;
  readonly #parentTabled: Uint16Array;
  readonly #admitted: Int32Array;
  #walk = 0;

  /** `enter` answers the set that a terminal's value stands for. */
  constructor(diagram: Diagram, root: NodeId, enter: (value: number) => number) {
    const nodes = nodesBelow(diagram, [root]);
    const inner = nodes.filter((node) => !diagram.isTerminal(node));
    const all = [...inner, ...nodes.filter((node) => diagram.isTerminal(node))];
    const place = new Map(all.map((node, index) => [node, index]));
    this.inner = inner.length;
    this.values = all.slice(inner.length).map((node) => diagram.valueOf(node));
    this.levels = Uint8Array.from(inner, (node) => diagram.levelOf(node));
    this.starts = new Int32Array(inner.length + 1);
    this.below = new Int32Array(all.length);
    const [children, tabled]: [number[], number[]] = [[], []];
    inner.forEach((node, index) => {
      this.starts[index] = children.length;
      diagram.childrenOf(node).forEach((child, value) => {
        children.push(place.get(child) as number);
        tabled.push((this.levels[index] as number) * VALUES_MAX + value);
      });
    });
    this.starts[inner.length] = children.length;
    this.children = Int32Array.from(children);
    this.#tabled = Uint16Array.from(tabled);
    for (let index = all.length - 1; index >= 0; index -= 1)
      this.below[index] =
        index >= this.inner
          ? enter(diagram.valueOf(all[index] as NodeId))
          : this.#unionOfChildren(index);
    this.root = place.get(root) as number;
    this.#seen = new Int32Array(all.length);
    this.#stack = new Int32Array(all.length + 8);
    this.#within = new Int32Array(all.length);
    this.#costs = new Int32Array(all.length);
    this.#from = new Int32Array(all.length + 1);
    for (const child of children) (this.#from[child + 1] as number) += 1;
    for (let node = 0; node < all.length; node += 1)
      (this.#from[node + 1] as number) += this.#from[node] as number;
    this.#parents = new Int32Array(children.length);
    this.#parentTabled = new Uint16Array(children.length);
    const next = this.#from.slice();
    for (let node = 0; node < this.inner; node += 1)
      for (let at = this.starts[node] as number; at < (this.starts[node + 1] as number); at += 1) {
        const slot = next[children[at] as number] as number;
        next[children[at] as number] = slot + 1;
        this.#parents[slot] = node;
        this.#parentTabled[slot] = tabled[at] as number;
      }
    this.#admitted = new Int32Array(tabled.reduce((most, at) => Math.max(most, at + 1), 0));
  }

  #unionOfChildren(node: number): number {
    let union = 0;
    for (let at = this.starts[node] as number; at < (this.starts[node + 1] as number); at += 1)
      union |= this.below[this.children[at] as number] as number;
    return union;
  }

  /** The child of an inner node for one value of its variable. */
  childOf(node: number, value: number): number {
    return this.children[(this.starts[node] as number) + value] as number;
  }

  /** The union of the sets of all situations in which each variable takes a value of its mask. O(nodes) at worst. */
  union(masks: Masks): number {
    return this.#walked(masks, 0);
  }

  /** The places among the terminals of all that is reached, whatever their sets; ascending. O(nodes). */
  reached(masks: Masks): readonly number[] {
    this.#walked(masks, UNFOUND);
    const places: number[] = [];
    for (let node = this.inner; node < this.below.length; node += 1)
      if (this.#seen[node] === this.#walk) places.push(node - this.inner);
    return places;
  }

  /** Marks what is reached and joins its sets; passes by what has nothing new below it and nothing of `sought`. */
  #walked(masks: Masks, sought: number): number {
    const { below, inner, levels, starts, children } = this;
    const walk = this.#nextWalk();
    const [seen, stack] = [this.#seen, this.#stack];
    let found = 0;
    let top = 0;
    stack[top++] = this.root;
    seen[this.root] = walk;
    while (top > 0) {
      const node = stack[--top] as number;
      if ((((below[node] as number) | sought) & ~found) === 0) continue;
      if (node >= inner) {
        found |= below[node] as number;
        continue;
      }
      let at = starts[node] as number;
      for (let mask = masks[levels[node] as number] as number; mask !== 0; mask >>= 1, at += 1) {
        if ((mask & 1) === 0) continue;
        const child = children[at] as number;
        if (seen[child] === walk) continue;
        seen[child] = walk;
        stack[top++] = child;
      }
    }
    return found;
  }

  /** The mark of a new walk. */
  #nextWalk(): number {
    // Past this the marks would no longer fit, no node would count as seen, and walks would not end.
    if (this.#walk === WALKS_MAX) {
      this.#seen.fill(0);
      this.#walk = 0;
    }
    this.#walk += 1;
    return this.#walk;
  }

  /**
   * For each terminal whose set has something of `wanted` the situations' cheapest way to it: `prices[variable *
   * VALUES_MAX + value]` is what taking a value costs, NEVER where it may not be taken. Answers the values tested on each
   * way; none where every way takes one that may not be taken. O(nodes).
   */
  cheapest(wanted: number, prices: Int32Array): readonly Way[] {
    const { inner, starts, children, below } = this;
    const [costs, tabled] = [this.#costs, this.#tabled];
    costs.fill(NEVER);
    costs[this.root] = 0;
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
    for (let node = end; node !== this.root;) {
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
    const { inner, starts, children, below } = this;
    const [within, tabled, admitted, seen] = [
      this.#within,
      this.#tabled,
      this.#admitted,
      this.#seen,
    ];
    for (let place = 0; place < admitted.length; place += 1)
      admitted[place] = -(
        ((masks[place >> VALUES_BITS] as number) >> (place & (VALUES_MAX - 1))) &
        1
      );
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
    const walk = this.#nextWalk();
    seen[this.root] = walk;
    for (let node = 0; node < inner; node += 1) {
      if (seen[node] !== walk) continue;
      const end = starts[node + 1] as number;
      for (let at = starts[node] as number; at < end; at += 1) {
        const child = children[at] as number;
        const place = tabled[at] as number;
        if (admitted[place] === 0)
          away[place] = (away[place] as number) | (within[child] as number);
        else seen[child] = walk;
      }
    }
    return away;
  }
}

/** Each once, the roots included; parents before children. */
export function nodesBelow(diagram: Diagram, roots: readonly NodeId[]): readonly NodeId[] {
  const seen = new Set<NodeId>(roots);
  const stack = [...roots];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const child of diagram.childrenOf(node)) {
      if (seen.has(child)) continue;
      seen.add(child);
      stack.push(child);
    }
  }
  // Children are always made before their parents.
  return [...seen].sort((a, b) => b - a);
}
