/**
 * A diagram below one root, laid out for being asked often: parents before children in flat arrays, terminals last, and
 * for each node the union of what lies below it, so that a walk turns back where nothing new can be found.
 */
import type { Diagram, NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";

/** Values a variable may have: where the prices of the next variable begin. */
export const VALUES_MAX = 8;

/** Terminals are sets of at most 31 things, one bit each; 0 is the empty set and stands for what cannot occur. */
export class Flat {
  /** Inner nodes; terminals are numbered from here on. */
  readonly inner: number;
  /** The variable of each inner node. */
  readonly levels: Uint8Array;
  /** Where the children of each inner node begin. */
  readonly starts: Int32Array;
  readonly children: Int32Array;
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
  readonly #costs: Float64Array;
  readonly #choices: Uint8Array;
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
    const children: number[] = [];
    inner.forEach((node, index) => {
      this.starts[index] = children.length;
      for (const child of diagram.childrenOf(node)) children.push(place.get(child) as number);
    });
    this.starts[inner.length] = children.length;
    this.children = Int32Array.from(children);
    for (let index = all.length - 1; index >= 0; index -= 1)
      this.below[index] =
        index >= this.inner
          ? enter(diagram.valueOf(all[index] as NodeId))
          : this.#unionOfChildren(index);
    this.root = place.get(root) as number;
    this.#seen = new Int32Array(all.length);
    this.#stack = new Int32Array(all.length + 8);
    this.#within = new Int32Array(all.length);
    this.#costs = new Float64Array(all.length);
    this.#choices = new Uint8Array(all.length);
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
   * what taking a value costs, Infinity where it may not be taken. Answers the values tested on the way to it; undefined
   * where there is none at a finite price. O(nodes).
   */
  cheapest(wanted: number, prices: Float64Array): ReadonlyMap<number, number> | undefined {
    const { inner, levels, starts, children, below } = this;
    const costs = this.#costs;
    const choices = this.#choices;
    for (let node = below.length - 1; node >= inner; node -= 1)
      costs[node] = ((below[node] as number) & wanted) === 0 ? Infinity : 0;
    for (let node = inner - 1; node >= 0; node -= 1) {
      let least = Infinity;
      if (((below[node] as number) & wanted) !== 0) {
        const start = starts[node] as number;
        const price = (levels[node] as number) * VALUES_MAX - start;
        for (let at = start; at < (starts[node + 1] as number); at += 1) {
          const cost = (costs[children[at] as number] as number) + (prices[price + at] as number);
          if (cost >= least) continue;
          least = cost;
          choices[node] = at - start;
        }
      }
      costs[node] = least;
    }
    if (costs[this.root] === Infinity) return undefined;
    const way = new Map<number, number>();
    for (let node = this.root; node < inner;) {
      const value = choices[node] as number;
      way.set(levels[node] as number, value);
      node = children[(starts[node] as number) + value] as number;
    }
    return way;
  }

  /**
   * For each variable whether, its value alone set aside, something of `wanted` is reached within the masks: 1, else 0;
   * provided nothing wanted is reached within them as they are. O(nodes).
   */
  turning(wanted: number, masks: Masks): Uint8Array {
    const turning = new Uint8Array(masks.length);
    this.#oneAway(masks, (variable, _, found) => {
      if ((found & wanted) !== 0) turning[variable] = 1;
    });
    return turning;
  }

  /** For each outcome, by its bit, one value of one variable that, taken alone, leads to it. O(nodes). */
  oneAway(
    masks: Masks,
  ): ReadonlyMap<number, { readonly variable: number; readonly value: number }> {
    const ways = new Map<number, { readonly variable: number; readonly value: number }>();
    let met = 0;
    this.#oneAway(masks, (variable, value, found) => {
      for (let fresh = found & ~met; fresh !== 0; fresh &= fresh - 1)
        ways.set(fresh & -fresh, { variable, value });
      met |= found;
    });
    return ways;
  }

  /** Tells what each value outside its mask leads to from some place within the masks, all else staying within them. */
  #oneAway(masks: Masks, tell: (variable: number, value: number, found: number) => void): void {
    const { inner, levels, starts, children, below } = this;
    const within = this.#within;
    for (let node = below.length - 1; node >= inner; node -= 1)
      within[node] = below[node] as number;
    for (let node = inner - 1; node >= 0; node -= 1) {
      let at = starts[node] as number;
      let found = 0;
      for (let mask = masks[levels[node] as number] as number; mask !== 0; mask >>= 1, at += 1)
        if ((mask & 1) === 1) found |= within[children[at] as number] as number;
      within[node] = found;
    }
    const walk = ++this.#walk;
    this.#seen[this.root] = walk;
    for (let node = 0; node < inner; node += 1) {
      if (this.#seen[node] !== walk) continue;
      const level = levels[node] as number;
      const start = starts[node] as number;
      for (let at = start; at < (starts[node + 1] as number); at += 1) {
        const child = children[at] as number;
        if (((masks[level] as number) >> (at - start)) & 1) this.#seen[child] = walk;
        else tell(level, at - start, within[child] as number);
      }
    }
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
