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

/** What no terminal has in its set. */
const UNFOUND = 1 << 31;
const WALKS_MAX = 2 ** 31 - 1;

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
  readonly tabled: Uint16Array;
  /** The union of the sets below each node; of a terminal, its own. */
  readonly below: Int32Array;
  /** What each terminal stood for in the diagram. */
  readonly values: readonly number[];
  readonly root: number;
  /** The walk that last saw a node: saves clearing a mark a node. */
  readonly #seen: Int32Array;
  readonly #stack: Int32Array;
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
    this.tabled = Uint16Array.from(tabled);
    for (let index = all.length - 1; index >= 0; index -= 1)
      this.below[index] =
        index >= this.inner
          ? enter(diagram.valueOf(all[index] as NodeId))
          : this.#unionOfChildren(index);
    this.root = place.get(root) as number;
    this.#seen = new Int32Array(all.length);
    this.#stack = new Int32Array(all.length + 8);
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

  /** The set of the one situation whose values the masks hold, from some node on. O(variables). */
  at(masks: Masks, from = this.root): number {
    const { inner, levels, starts, children } = this;
    let node = from;
    while (node < inner)
      node = children[
        (starts[node] as number) + 31 - Math.clz32(masks[levels[node] as number] as number)
      ] as number;
    return this.below[node] as number;
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
