/**
 * What an account leaves of a reading, such as the tiers: the diagram of what is still possible. Equal remains are the
 * same node, so whatever is found out about one is remembered, and many people come past the same ones.
 */
import { Diagram, type NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import type { Flat } from "./flat.ts";
import { lowest } from "./layers.ts";
import { NodeMemo, TripleCache } from "./memo.ts";
import { FORGOTTEN, Remains } from "./remains.ts";

/** Remains are thrown away and found anew once their diagram has grown to this. */
const NODES_KEPT_MAX = 1_000_000;
const CACHE_SLOTS = 1 << 16;
/** Third keys of the cache tell what was done; the values of a variable stand below them. */
const JOINED = 64;
const DIFFERS = 65;
const SIMPLIFIED = 66;

/** Terminals are sets of outcomes, one bit each; this one stands for what cannot occur. */
export const NOTHING = 0;

export class Residuals {
  readonly #flat: Flat;
  readonly #sizes: readonly number[];
  #diagram: Diagram;
  #cache = new TripleCache(CACHE_SLOTS);
  #memo = new NodeMemo();
  #placed: Int32Array;
  /** Room for listing nodes. */
  #found = new Int32Array(1_024);
  readonly #remains = new Remains();
  readonly #notes = new Map<string, Map<NodeId, unknown>>();

  /** `flat` holds sets of outcomes; the variables have `sizes` values each. */
  constructor(flat: Flat, sizes: readonly number[]) {
    this.#flat = flat;
    this.#sizes = sizes;
    this.#diagram = new Diagram(sizes);
    this.#placed = new Int32Array(flat.below.length);
  }

  /** The diagram the remains stand in. Node ids are good until the next call of `of`. */
  get diagram(): Diagram {
    return this.#diagram;
  }

  /**
   * What is left where each variable takes a value of its mask and those in `forgotten` are never learnt: over them, the
   * outcomes still possible are joined. `recent` are lists of variables learnt or given up last, the latest first:
   * where what was left before some of a list is remembered, only they are worked in.
   */
  of(
    masks: Masks,
    forgotten: ReadonlySet<number>,
    recent: readonly (readonly number[])[] = [],
  ): NodeId {
    if (this.#diagram.nodeCount > NODES_KEPT_MAX) this.#startAnew();
    const state = this.#stateOf(masks, forgotten);
    const known = this.#remains.get(state);
    if (known !== undefined) return known;
    for (const list of recent) {
      const worked = this.#workedIn(state, list);
      if (worked !== undefined) return this.#remains.keep(state, worked);
    }
    return this.#remains.keep(state, this.#fromTheWhole(masks, forgotten));
  }

  /** For each variable its mask, with FORGOTTEN where it is never learnt. */
  #stateOf(masks: Masks, forgotten: ReadonlySet<number>): Uint8Array {
    const state = Uint8Array.from(masks);
    for (const variable of forgotten)
      if (((masks[variable] as number) & ((masks[variable] as number) - 1)) !== 0)
        state[variable] = FORGOTTEN | (masks[variable] as number);
    return state;
  }

  /** What was left before the latest of `recent`, with those worked in again. */
  #workedIn(state: Uint8Array, recent: readonly number[]): NodeId | undefined {
    const earlier = this.#remains.before(state, recent, this.#sizes);
    return earlier?.taken.reduce((node, variable) => {
      const mask = state[variable] as number;
      return mask >= FORGOTTEN
        ? this.#forget(node, variable)
        : this.restrict(node, variable, lowest(mask));
    }, earlier.node);
  }

  #forget(node: NodeId, variable: number): NodeId {
    const { diagram } = this;
    const level = diagram.levelOf(node);
    if (level > variable) return node;
    const size = this.#sizes[level] as number;
    if (level === variable)
      return this.#joinedChildren(size, (value) => diagram.childOf(node, value));
    const known = this.#cache.get(node, variable, FORGOTTEN);
    if (known >= 0) return known;
    const made = diagram.branch(level, (value) =>
      this.#forget(diagram.childOf(node, value), variable),
    );
    this.#cache.set(node, variable, FORGOTTEN, made);
    return made;
  }

  #fromTheWhole(masks: Masks, forgotten: ReadonlySet<number>): NodeId {
    const { inner, levels, starts, children, below, root } = this.#flat;
    const placed = this.#placed.fill(-1);
    const reached = this.#reached(masks);
    for (let index = below.length - 1; index >= inner; index -= 1)
      placed[index] = this.#diagram.terminal(below[index] as number);
    for (let index = inner - 1; index >= 0; index -= 1) {
      if (reached[index] === 0) continue;
      const level = levels[index] as number;
      const mask = masks[level] as number;
      const start = starts[index] as number;
      const first = placed[children[start + lowest(mask)] as number] as NodeId;
      const child = (value: number) =>
        (mask >> value) & 1 ? (placed[children[start + value] as number] as NodeId) : first;
      placed[index] =
        (mask & (mask - 1)) === 0
          ? first
          : forgotten.has(level)
            ? this.#joinedChildren(this.#sizes[level] as number, child)
            : this.#diagram.branch(level, child);
    }
    return placed[root] as NodeId;
  }

  /** The part of `node` where `variable` has `value`. */
  restrict(node: NodeId, variable: number, value: number): NodeId {
    const { diagram } = this;
    const level = diagram.levelOf(node);
    if (level > variable) return node;
    if (level === variable) return diagram.childOf(node, value);
    const known = this.#cache.get(node, variable, value);
    if (known >= 0) return known;
    const made = diagram.branch(level, (at) =>
      this.restrict(diagram.childOf(node, at), variable, value),
    );
    this.#cache.set(node, variable, value, made);
    return made;
  }

  /** Can the two differ in some situation that is possible in both? */
  differ(left: NodeId, right: NodeId): boolean {
    if (left === right) return false;
    const { diagram } = this;
    if (diagram.isTerminal(left) && diagram.isTerminal(right))
      return diagram.valueOf(left) !== NOTHING && diagram.valueOf(right) !== NOTHING;
    const [low, high] = left < right ? [left, right] : [right, left];
    const known = this.#cache.get(low, high, DIFFERS);
    if (known >= 0) return known === 1;
    const variable = Math.min(diagram.levelOf(left), diagram.levelOf(right));
    let found = false;
    for (let value = 0; value < (this.#sizes[variable] as number) && !found; value += 1)
      found = this.differ(
        diagram.cofactor(left, variable, value),
        diagram.cofactor(right, variable, value),
      );
    this.#cache.set(low, high, DIFFERS, found ? 1 : 0);
    return found;
  }

  /**
   * A diagram that agrees with `node` wherever that is possible and tests little else (sibling substitution: Coudert and
   * Madre 1990): what cannot occur takes after what can. The variables it tests are enough to tell the outcome.
   */
  simplified(node: NodeId): NodeId {
    const { diagram } = this;
    if (diagram.isTerminal(node)) return node;
    const known = this.#cache.get(node, node, SIMPLIFIED);
    if (known >= 0) return known;
    const level = diagram.levelOf(node);
    const size = this.#sizes[level] as number;
    const nothing = diagram.terminal(NOTHING);
    let first = nothing;
    for (let value = 0; value < size && first === nothing; value += 1)
      first = this.simplified(diagram.childOf(node, value));
    const made = diagram.branch(level, (value) => {
      const child = this.simplified(diagram.childOf(node, value));
      return child === nothing ? first : child;
    });
    this.#cache.set(node, node, SIMPLIFIED, made);
    return made;
  }

  /** The nodes of a remain, terminals included, parents before children; `rowOf` tells their places until the next call. */
  nodes(root: NodeId): Int32Array {
    const { diagram } = this;
    const memo = this.#memo;
    memo.begin(diagram.nodeCount);
    let found = this.#found;
    let count = 0;
    // Children are entered before their parent.
    const enter = (node: NodeId): void => {
      if (memo.get(node) >= 0) return;
      memo.set(node, 0);
      if (!diagram.isTerminal(node)) {
        const size = this.#sizes[diagram.levelOf(node)] as number;
        for (let value = 0; value < size; value += 1) enter(diagram.childOf(node, value));
      }
      if (count === found.length) {
        found = new Int32Array(count * 2);
        found.set(this.#found);
        this.#found = found;
      }
      found[count++] = node;
    };
    enter(root);
    const nodes = found.slice(0, count).reverse();
    for (let row = 0; row < count; row += 1) memo.set(nodes[row] as NodeId, row);
    return nodes;
  }

  /** The place of a node among those `nodes` answered last. */
  rowOf(node: NodeId): number {
    return this.#memo.get(node);
  }

  /** What `find` answers for a node, found once while the remains are kept. */
  noted<T>(kind: string, node: NodeId, find: () => T): T {
    const notes = this.#notes.get(kind) ?? new Map<NodeId, unknown>();
    this.#notes.set(kind, notes);
    if (notes.has(node)) return notes.get(node) as T;
    const found = find();
    notes.set(node, found);
    return found;
  }

  #startAnew(): void {
    this.#diagram = new Diagram(this.#sizes);
    this.#cache = new TripleCache(CACHE_SLOTS);
    this.#notes.clear();
    this.#remains.clear();
  }

  #reached(masks: Masks): Uint8Array {
    const { inner, levels, starts, children, below, root } = this.#flat;
    const reached = new Uint8Array(below.length);
    reached[root] = 1;
    for (let index = 0; index < inner; index += 1) {
      if (reached[index] === 0) continue;
      let at = starts[index] as number;
      for (let mask = masks[levels[index] as number] as number; mask !== 0; mask >>= 1, at += 1)
        if ((mask & 1) === 1) reached[children[at] as number] = 1;
    }
    return reached;
  }

  #joinedChildren(size: number, child: (value: number) => NodeId): NodeId {
    let joined = child(0);
    for (let value = 1; value < size; value += 1) joined = this.#join(joined, child(value));
    return joined;
  }

  /** Situation by situation the union of both sets. */
  #join(left: NodeId, right: NodeId): NodeId {
    if (left === right) return left;
    const { diagram } = this;
    if (diagram.isTerminal(left) && diagram.isTerminal(right))
      return diagram.terminal(diagram.valueOf(left) | diagram.valueOf(right));
    const [low, high] = left < right ? [left, right] : [right, left];
    const known = this.#cache.get(low, high, JOINED);
    if (known >= 0) return known;
    const variable = Math.min(diagram.levelOf(left), diagram.levelOf(right));
    const made = diagram.branch(variable, (value) =>
      this.#join(diagram.cofactor(left, variable, value), diagram.cofactor(right, variable, value)),
    );
    this.#cache.set(low, high, JOINED, made);
    return made;
  }
}
