/**
 * A diagram below one root, laid out for being asked often: parents before children in flat arrays, terminals last, and
 * for each node the union of what lies below it, so that a walk turns back where nothing new can be found.
 */
import type { Diagram, NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";

/** Values a variable may have: in a table over values, where those of the next variable begin. */
export const VALUES_MAX = 8;
const VALUES_BITS = 3;

/** The price of what may not be taken; as many prices as a diagram has variables stay far below it. */
export const NEVER = 1 << 24;

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
  /** Every inner node, children first. */
  readonly #every: Int32Array;
  readonly #admitted: Int32Array;
  #walk = 0;

  /** `enter` answers the set that a terminal's value stands for. */
  constructor(diagram: Diagram, root: NodeId, enter: (value: number) => number) {
    const nodes = nodesBelow(diagram, root);
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
    this.#every = Int32Array.from(inner, (_, index) => inner.length - 1 - index);
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

  /** The set of one complete situation: `values[variable]` is the place of its value. O(variables). */
  at(values: ArrayLike<number>): number {
    const { children, starts, levels, inner } = this;
    let node = this.root;
    while (node < inner)
      node = children[
        (starts[node] as number) + (values[levels[node] as number] as number)
      ] as number;
    return this.below[node] as number;
  }

  /** The union of the sets of all situations in which each variable takes a value of its mask. O(nodes) at worst. */
  union(masks: Masks): number {
    const { below, inner, levels, starts, children } = this;
    const walk = ++this.#walk;
    const stack = this.#stack;
    let found = 0;
    let top = 0;
    stack[top++] = this.root;
    while (top > 0) {
      const node = stack[--top] as number;
      if (((below[node] as number) & ~found) === 0) continue;
      if (node >= inner) {
        found |= below[node] as number;
        continue;
      }
      let at = starts[node] as number;
      for (let mask = masks[levels[node] as number] as number; mask !== 0; mask >>= 1, at += 1) {
        if ((mask & 1) === 0) continue;
        const child = children[at] as number;
        if (this.#seen[child] === walk) continue;
        this.#seen[child] = walk;
        stack[top++] = child;
      }
    }
    return found;
  }

  /**
   * A situation whose set has something of `wanted` and whose price is least: `prices[variable * VALUES_MAX + value]` is
   * what taking a value costs, NEVER where it may not be taken. Answers the values tested on the way to it; undefined
   * where every way takes one that may not be taken. O(nodes).
   */
  cheapest(
    wanted: number,
    prices: Int32Array,
    among: Int32Array = this.#every,
  ): ReadonlyMap<number, number> | undefined {
    const { inner, starts, children, below } = this;
    const [costs, tabled] = [this.#costs, this.#tabled];
    costs.fill(NEVER, 0, inner);
    for (let node = below.length - 1; node >= inner; node -= 1)
      costs[node] = ((below[node] as number) & wanted) === 0 ? NEVER : 0;
    for (let index = 0; index < among.length; index += 1) {
      const node = among[index] as number;
      const end = starts[node + 1] as number;
      let least = NEVER;
      for (let at = starts[node] as number; at < end; at += 1) {
        // The smaller of two is taken without a branch: which it is cannot be foretold.
        const saved =
          (costs[children[at] as number] as number) +
          (prices[tabled[at] as number] as number) -
          least;
        least += saved & (saved >> 31);
      }
      costs[node] = least;
    }
    return costs[this.root] === NEVER ? undefined : this.#wayOf(prices);
  }

  /** The inner nodes, children first, on some way to something wanted that takes nothing priced NEVER: `among` of `cheapest`. */
  affordable(wanted: number, prices: Int32Array): Int32Array {
    const { inner, starts, children, below } = this;
    const tabled = this.#tabled;
    const seen = this.#seen;
    const walk = ++this.#walk;
    const found = new Int32Array(inner);
    let first = inner;
    seen[this.root] = walk;
    for (let node = 0; node < inner; node += 1) {
      if (seen[node] !== walk || ((below[node] as number) & wanted) === 0) continue;
      found[--first] = node;
      const end = starts[node + 1] as number;
      for (let at = starts[node] as number; at < end; at += 1)
        if ((prices[tabled[at] as number] as number) < NEVER) seen[children[at] as number] = walk;
    }
    return found.subarray(first);
  }

  /** The values on a way that costs as little as the costs of the nodes say. */
  #wayOf(prices: Int32Array): ReadonlyMap<number, number> {
    const { inner, levels, starts, children } = this;
    const [costs, tabled] = [this.#costs, this.#tabled];
    const way = new Map<number, number>();
    for (let node = this.root; node < inner;) {
      const start = starts[node] as number;
      let at = start;
      const cost = costs[node] as number;
      while (
        (costs[children[at] as number] as number) + (prices[tabled[at] as number] as number) >
        cost
      )
        at += 1;
      way.set(levels[node] as number, at - start);
      node = children[at] as number;
    }
    return way;
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
    const walk = ++this.#walk;
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

  /** The places among the terminals of all that is reached, whatever their sets; ascending. O(nodes). */
  reached(masks: Masks): readonly number[] {
    const { inner, levels, starts, children } = this;
    const walk = ++this.#walk;
    const stack = this.#stack;
    const found: number[] = [];
    let top = 0;
    stack[top++] = this.root;
    while (top > 0) {
      const node = stack[--top] as number;
      if (node >= inner) {
        found.push(node - inner);
        continue;
      }
      let at = starts[node] as number;
      for (let mask = masks[levels[node] as number] as number; mask !== 0; mask >>= 1, at += 1) {
        if ((mask & 1) === 0) continue;
        const child = children[at] as number;
        if (this.#seen[child] === walk) continue;
        this.#seen[child] = walk;
        stack[top++] = child;
      }
    }
    return found.sort((a, b) => a - b);
  }
}

/** Parents before children. */
function nodesBelow(diagram: Diagram, root: NodeId): readonly NodeId[] {
  const seen = new Set<NodeId>([root]);
  const stack = [root];
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
