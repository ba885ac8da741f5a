/**
 * Reduced, ordered, multi-terminal decision diagrams over finite-valued variables (Bryant 1986; multi-valued as in
 * Kam et al. 1998). Equal functions are the same node, so equality is one comparison, and every terminal below a node
 * is reached by some assignment, which is what makes ranges exact. Nodes lie in flat memory and are never freed.
 */
import { hashed, TripleCache } from "./memo.ts";

/** A node's index; terminals and inner nodes share one numbering, and children are always made before their parent. */
export type NodeId = number;

/** Nodes one diagram may make, those only needed on the way included. */
export const NODES_MAX = 2_000_000;
/** Steps of `choose` one diagram may take: some seconds, whatever the policy. */
const STEPS_MAX = 60_000_000;

const NODES_FIRST = 1_024;
const CACHE_SLOTS_MAX = 1 << 21;
const STACK_FIRST = 4_096;

/** Thrown when a policy outgrows NODES_MAX; the loader turns it into a problem. */
export class DiagramTooLarge extends Error {
  override readonly name = "DiagramTooLarge";
}

/** A set of nodes over variables with the given numbers of values (2 to 8 each), in that order. */
export class Diagram {
  readonly sizes: readonly number[];
  readonly #sizeOfLevel: Uint8Array;
  readonly #terminals = new Map<number, NodeId>();
  #levels = new Uint8Array(NODES_FIRST);
  /** The value of a terminal, or where the children of an inner node begin. */
  #starts = new Int32Array(NODES_FIRST);
  #children = new Int32Array(NODES_FIRST * 2);
  #count = 0;
  #childCount = 0;
  /** Open addressing over inner nodes: node + 1, or 0. */
  #table = new Int32Array(NODES_FIRST * 2);
  #cache = new TripleCache(1);
  #steps = 0;
  /** Children under way, in place of an array a node. */
  #stack = new Int32Array(STACK_FIRST);
  #top = 0;

  constructor(sizes: readonly number[]) {
    this.sizes = sizes;
    this.#sizeOfLevel = Uint8Array.from(sizes);
  }

  /** Nodes made so far, terminals included. */
  get nodeCount(): number {
    return this.#count;
  }

  terminal(value: number): NodeId {
    const known = this.#terminals.get(value);
    if (known !== undefined) return known;
    const node = this.#append(this.sizes.length, value);
    this.#terminals.set(value, node);
    return node;
  }

  isTerminal(node: NodeId): boolean {
    return this.#levels[node] === this.sizes.length;
  }

  /** The value of a terminal. */
  valueOf(node: NodeId): number {
    return this.#starts[node] as number;
  }

  /** The variable a node tests; the number of variables for a terminal. */
  levelOf(node: NodeId): number {
    return this.#levels[node] as number;
  }

  childrenOf(node: NodeId): readonly NodeId[] {
    if (this.isTerminal(node)) return [];
    const start = this.#starts[node] as number;
    const size = this.#sizeOfLevel[this.#levels[node] as number] as number;
    return Array.from(this.#children.subarray(start, start + size));
  }

  /** The child of an inner node for one value of its variable. */
  childOf(node: NodeId, value: number): NodeId {
    return this.#children[(this.#starts[node] as number) + value] as NodeId;
  }

  /** The part of `node` where `variable` has `value`, provided `node` tests nothing before it. */
  cofactor(node: NodeId, variable: number, value: number): NodeId {
    return this.#levels[node] === variable
      ? (this.#children[(this.#starts[node] as number) + value] as NodeId)
      : node;
  }

  /** The node testing `variable` with one child a value, reduced. */
  branch(variable: number, make: (value: number) => NodeId): NodeId {
    const size = this.#sizeOfLevel[variable] as number;
    const base = this.#push(size);
    for (let value = 0; value < size; value += 1) {
      // `make` may let the stack grow: it is looked up only afterwards.
      const child = make(value);
      this.#stack[base + value] = child;
    }
    this.#top = base;
    return this.#made(variable, base, size);
  }

  /** 1 where `variable` takes a value whose bit is set in `mask`, else 0. */
  literal(variable: number, mask: number): NodeId {
    return this.branch(variable, (value) => this.terminal((mask >> value) & 1));
  }

  /** `whenTrue` where the boolean diagram `test` is 1, else `whenFalse`. */
  choose(test: NodeId, whenTrue: NodeId, whenFalse: NodeId): NodeId {
    if (this.isTerminal(test)) return this.#starts[test] === 1 ? whenTrue : whenFalse;
    if (whenTrue === whenFalse) return whenTrue;
    const known = this.#cache.get(test, whenTrue, whenFalse);
    if (known >= 0) return known;
    if (++this.#steps > STEPS_MAX) throw new DiagramTooLarge(`more than ${STEPS_MAX} steps`);
    const variable = Math.min(
      this.#levels[test] as number,
      this.#levels[whenTrue] as number,
      this.#levels[whenFalse] as number,
    );
    const size = this.#sizeOfLevel[variable] as number;
    const base = this.#push(size);
    for (let value = 0; value < size; value += 1) {
      const child = this.choose(
        this.cofactor(test, variable, value),
        this.cofactor(whenTrue, variable, value),
        this.cofactor(whenFalse, variable, value),
      );
      this.#stack[base + value] = child;
    }
    this.#top = base;
    const made = this.#made(variable, base, size);
    if (this.#count > this.#cache.slots && this.#cache.slots < CACHE_SLOTS_MAX)
      this.#cache = new TripleCache(this.#cache.slots * 4);
    this.#cache.set(test, whenTrue, whenFalse, made);
    return made;
  }

  #push(size: number): number {
    const base = this.#top;
    this.#top += size;
    if (this.#top > this.#stack.length) this.#stack = grown(this.#stack, this.#top);
    return base;
  }

  /** The node whose children lie on the stack from `base` on. */
  #made(level: number, base: number, size: number): NodeId {
    const stack = this.#stack;
    const first = stack[base] as number;
    let differ = false;
    let hash = level;
    for (let value = 0; value < size; value += 1) {
      const child = stack[base + value] as number;
      if (child !== first) differ = true;
      hash = hashed(hash, child, value);
    }
    if (!differ) return first;
    let slot = hash & (this.#table.length - 1);
    for (;;) {
      const node = (this.#table[slot] as number) - 1;
      if (node < 0) break;
      if (this.#levels[node] === level && this.#sameChildren(node, base, size)) return node;
      slot = (slot + 1) & (this.#table.length - 1);
    }
    const node = this.#append(level, this.#childCount);
    if (this.#childCount + size > this.#children.length)
      this.#children = grown(this.#children, this.#childCount + size);
    for (let value = 0; value < size; value += 1)
      this.#children[this.#childCount + value] = stack[base + value] as number;
    this.#childCount += size;
    this.#table[slot] = node + 1;
    if (this.#count * 2 > this.#table.length) this.#rehash();
    return node;
  }

  #sameChildren(node: NodeId, base: number, size: number): boolean {
    const start = this.#starts[node] as number;
    for (let value = 0; value < size; value += 1)
      if (this.#children[start + value] !== this.#stack[base + value]) return false;
    return true;
  }

  #append(level: number, start: number): NodeId {
    if (this.#count >= NODES_MAX) throw new DiagramTooLarge(`more than ${NODES_MAX} nodes`);
    if (this.#count === this.#levels.length) {
      this.#levels = grown(this.#levels, this.#count + 1);
      this.#starts = grown(this.#starts, this.#count + 1);
    }
    this.#levels[this.#count] = level;
    this.#starts[this.#count] = start;
    this.#count += 1;
    return this.#count - 1;
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 2);
    for (let node = 0; node < this.#count; node += 1) {
      const level = this.#levels[node] as number;
      if (level === this.sizes.length) continue;
      const size = this.#sizeOfLevel[level] as number;
      const start = this.#starts[node] as number;
      let hash = level;
      for (let value = 0; value < size; value += 1)
        hash = hashed(hash, this.#children[start + value] as number, value);
      let slot = hash & (this.#table.length - 1);
      while (this.#table[slot] !== 0) slot = (slot + 1) & (this.#table.length - 1);
      this.#table[slot] = node + 1;
    }
  }
}

function grown<T extends Uint8Array | Int32Array>(old: T, least: number): T {
  const Kind = old.constructor as new (length: number) => T;
  const larger = new Kind(Math.max(old.length * 2, least));
  larger.set(old);
  return larger;
}
