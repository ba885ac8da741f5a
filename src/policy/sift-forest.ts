/** A copy of some diagrams in which two neighbouring variables can change places without touching anything else. */
import type { Diagram, NodeId } from "./diagram.ts";
import { hashed } from "./memo.ts";

const TERMINAL = -1;

/** Nodes in flat memory, each with its count of parents: what loses its last one is freed and used again. */
export class SiftingForest {
  /** Variables from top to bottom. */
  readonly order: number[];
  /** Inner nodes in use. */
  size = 0;
  /** Nodes looked at by all swaps so far: the work done, whatever the machine. */
  work = 0;
  readonly #sizes: readonly number[];
  /** Children a node has room for. */
  readonly #width: number;
  readonly #nodes: number[][];
  #variables: Int16Array;
  #children: Int32Array;
  #parents: Int32Array;
  /** Place in the list of its variable. */
  #places: Int32Array;
  /** The next node of the same hash, or 0. Node 0 is never used. */
  #next: Int32Array;
  #heads: Int32Array;
  #count = 1;
  #free: number[] = [];
  /** Children of the node in hand: to be found or made, before turning, after turning. */
  readonly #fresh: Int32Array;
  readonly #old: Int32Array;
  readonly #turned: Int32Array;

  constructor(diagram: Diagram, roots: readonly NodeId[]) {
    this.order = diagram.sizes.map((_, variable) => variable);
    this.#sizes = diagram.sizes;
    this.#width = Math.max(2, ...diagram.sizes);
    this.#nodes = diagram.sizes.map(() => []);
    const room = 1_024;
    this.#variables = new Int16Array(room);
    this.#children = new Int32Array(room * this.#width);
    this.#parents = new Int32Array(room);
    this.#places = new Int32Array(room);
    this.#next = new Int32Array(room);
    this.#heads = new Int32Array(room);
    this.#fresh = new Int32Array(this.#width);
    this.#old = new Int32Array(this.#width);
    this.#turned = new Int32Array(this.#width);
    this.#copy(diagram, roots);
  }

  /** Nodes testing a variable. */
  nodesOf(variable: number): number {
    return (this.#nodes[variable] as number[]).length;
  }

  /** Exchanges the variables at places `at` and `at + 1`; nodes above keep their identity, so nothing else is touched. */
  swap(at: number): void {
    const [upper, lower] = [this.order[at] as number, this.order[at + 1] as number];
    [this.order[at], this.order[at + 1]] = [lower, upper];
    this.work += this.nodesOf(upper);
    const affected = (this.#nodes[upper] as number[]).filter((node) => this.#tests(node, lower));
    for (const node of affected) this.#unlink(node);
    for (const node of affected) this.#turn(node, upper, lower);
  }

  #copy(diagram: Diagram, roots: readonly NodeId[]): void {
    const made = new Map<NodeId, number>();
    const walk = (node: NodeId): number => {
      const known = made.get(node);
      if (known !== undefined) return known;
      const children = diagram.childrenOf(node).map(walk);
      const level = diagram.isTerminal(node) ? TERMINAL : diagram.levelOf(node);
      children.forEach((child, value) => (this.#fresh[value] = child));
      const copy = level === TERMINAL ? this.#allocate(TERMINAL) : this.#find(level);
      made.set(node, copy);
      return copy;
    };
    for (const root of roots) {
      const copy = walk(root);
      this.#parents[copy] = (this.#parents[copy] as number) + 1;
    }
  }

  #tests(node: number, variable: number): boolean {
    const start = node * this.#width;
    const size = this.#sizes[this.#variables[node] as number] as number;
    for (let value = 0; value < size; value += 1)
      if (this.#variables[this.#children[start + value] as number] === variable) return true;
    return false;
  }

  /** A node that tested `upper` over `lower` tests `lower` over `upper` from now on. */
  #turn(node: number, upper: number, lower: number): void {
    const width = this.#width;
    const start = node * width;
    const upperSize = this.#sizes[upper] as number;
    const lowerSize = this.#sizes[lower] as number;
    for (let i = 0; i < upperSize; i += 1) this.#old[i] = this.#children[start + i] as number;
    for (let value = 0; value < lowerSize; value += 1) {
      for (let i = 0; i < upperSize; i += 1) {
        const child = this.#old[i] as number;
        this.#fresh[i] =
          this.#variables[child] === lower
            ? (this.#children[child * width + value] as number)
            : child;
      }
      const child = this.#find(upper);
      this.#turned[value] = child;
      this.#parents[child] = (this.#parents[child] as number) + 1;
    }
    this.#variables[node] = lower;
    for (let value = 0; value < lowerSize; value += 1)
      this.#children[start + value] = this.#turned[value] as number;
    this.#link(node);
    for (let i = 0; i < upperSize; i += 1) this.#release(this.#old[i] as number);
  }

  /** The node of `variable` with the children in #fresh: one that is there already, or a new one. */
  #find(variable: number): number {
    const size = this.#sizes[variable] as number;
    const first = this.#fresh[0] as number;
    let same = true;
    for (let value = 1; value < size; value += 1) if (this.#fresh[value] !== first) same = false;
    if (same) return first;
    const head = this.#heads[this.#hash(variable, this.#fresh, 0)] as number;
    for (let node = head; node !== 0; node = this.#next[node] as number)
      if (this.#variables[node] === variable && this.#isFresh(node, size)) return node;
    const node = this.#allocate(variable);
    for (let value = 0; value < size; value += 1) {
      const child = this.#fresh[value] as number;
      this.#children[node * this.#width + value] = child;
      this.#parents[child] = (this.#parents[child] as number) + 1;
    }
    this.#link(node);
    return node;
  }

  #isFresh(node: number, size: number): boolean {
    for (let value = 0; value < size; value += 1)
      if (this.#children[node * this.#width + value] !== this.#fresh[value]) return false;
    return true;
  }

  #hash(variable: number, children: Int32Array, start: number): number {
    let hash = variable;
    const size = this.#sizes[variable] as number;
    for (let value = 0; value < size; value += 1)
      hash = hashed(hash, children[start + value] as number, value);
    return hash & (this.#heads.length - 1);
  }

  #link(node: number): void {
    const variable = this.#variables[node] as number;
    const slot = this.#hash(variable, this.#children, node * this.#width);
    this.#next[node] = this.#heads[slot] as number;
    this.#heads[slot] = node;
    const list = this.#nodes[variable] as number[];
    this.#places[node] = list.push(node) - 1;
    this.size += 1;
  }

  #unlink(node: number): void {
    const variable = this.#variables[node] as number;
    const slot = this.#hash(variable, this.#children, node * this.#width);
    if (this.#heads[slot] === node) this.#heads[slot] = this.#next[node] as number;
    else {
      let before = this.#heads[slot] as number;
      while (this.#next[before] !== node) before = this.#next[before] as number;
      this.#next[before] = this.#next[node] as number;
    }
    const list = this.#nodes[variable] as number[];
    const last = list.pop() as number;
    if (last !== node) {
      const place = this.#places[node] as number;
      list[place] = last;
      this.#places[last] = place;
    }
    this.size -= 1;
  }

  #release(node: number): void {
    const left = (this.#parents[node] as number) - 1;
    this.#parents[node] = left;
    const variable = this.#variables[node] as number;
    if (left > 0 || variable === TERMINAL) return;
    this.#unlink(node);
    this.#free.push(node);
    const size = this.#sizes[variable] as number;
    for (let value = 0; value < size; value += 1)
      this.#release(this.#children[node * this.#width + value] as number);
  }

  #allocate(variable: number): number {
    const node = this.#free.pop() ?? this.#count++;
    if (node >= this.#variables.length) this.#makeRoom();
    this.#variables[node] = variable;
    this.#parents[node] = 0;
    return node;
  }

  #makeRoom(): void {
    const room = this.#variables.length * 2;
    const larger = (old: Int32Array, length: number) => {
      const made = new Int32Array(length);
      made.set(old);
      return made;
    };
    const variables = new Int16Array(room);
    variables.set(this.#variables);
    this.#variables = variables;
    this.#children = larger(this.#children, room * this.#width);
    this.#parents = larger(this.#parents, room);
    this.#places = larger(this.#places, room);
    this.#next = new Int32Array(room);
    this.#heads = new Int32Array(room);
    for (const list of this.#nodes)
      for (const node of list) {
        const slot = this.#hash(
          this.#variables[node] as number,
          this.#children,
          node * this.#width,
        );
        this.#next[node] = this.#heads[slot] as number;
        this.#heads[slot] = node;
      }
  }
}
