/**
 * Reduced, ordered, multi-terminal decision diagrams over finite-valued variables (Bryant 1986; multi-valued as in
 * Kam et al. 1998). Equal functions are the same node, so equality is one comparison, and every terminal below a node
 * is reached by some assignment, which is what makes ranges exact.
 */

/** A node's index; terminals and inner nodes share one numbering. */
export type NodeId = number;

/** Three node ids must fit one exact number (3 × 17 = 51 bits), hence the limit. */
export const NODES_MAX = 131_072;

/** Thrown when a policy outgrows NODES_MAX; the loader turns it into a problem. */
export class DiagramTooLarge extends Error {
  override readonly name = "DiagramTooLarge";
}

/** A set of nodes over variables with the given numbers of values (2 to 8 each), in that order. */
export class Diagram {
  readonly sizes: readonly number[];
  readonly #levels: number[] = [];
  readonly #values: number[] = [];
  readonly #children: (readonly NodeId[])[] = [];
  readonly #terminals = new Map<number, NodeId>();
  readonly #byPair: readonly Map<number, NodeId>[];
  readonly #byKey: readonly Map<string, NodeId>[];
  readonly #chosen = new Map<number, NodeId>();

  constructor(sizes: readonly number[]) {
    this.sizes = sizes;
    this.#byPair = sizes.map(() => new Map());
    this.#byKey = sizes.map(() => new Map());
  }

  /** Nodes made so far, terminals included. */
  get nodeCount(): number {
    return this.#levels.length;
  }

  terminal(value: number): NodeId {
    return this.#intern(this.#terminals, value, this.sizes.length, value, []);
  }

  isTerminal(node: NodeId): boolean {
    return this.#levels[node] === this.sizes.length;
  }

  /** The value of a terminal. */
  valueOf(node: NodeId): number {
    return this.#values[node] as number;
  }

  /** The variable a node tests; the number of variables for a terminal. */
  levelOf(node: NodeId): number {
    return this.#levels[node] as number;
  }

  childrenOf(node: NodeId): readonly NodeId[] {
    return this.#children[node] as readonly NodeId[];
  }

  /** The part of `node` where `variable` has `value`, provided `node` tests nothing before it. */
  cofactor(node: NodeId, variable: number, value: number): NodeId {
    return this.levelOf(node) === variable ? (this.childrenOf(node)[value] as NodeId) : node;
  }

  /** The node testing `variable` with one child a value, reduced. */
  branch(variable: number, make: (value: number) => NodeId): NodeId {
    const kids = Array.from({ length: this.sizes[variable] as number }, (_, value) => make(value));
    const [first, second] = kids as [NodeId, NodeId];
    if (kids.every((kid) => kid === first)) return first;
    return kids.length === 2
      ? this.#intern(this.#byPair[variable], first * NODES_MAX + second, variable, 0, kids)
      : this.#intern(this.#byKey[variable], kids.join(), variable, 0, kids);
  }

  /** 1 where `variable` takes a value whose bit is set in `mask`, else 0. */
  literal(variable: number, mask: number): NodeId {
    return this.branch(variable, (value) => this.terminal(mask & (1 << value) ? 1 : 0));
  }

  /** `whenTrue` where the boolean diagram `test` is 1, else `whenFalse`. */
  choose(test: NodeId, whenTrue: NodeId, whenFalse: NodeId): NodeId {
    if (this.isTerminal(test)) return this.valueOf(test) === 1 ? whenTrue : whenFalse;
    if (whenTrue === whenFalse) return whenTrue;
    const key = (test * NODES_MAX + whenTrue) * NODES_MAX + whenFalse;
    const known = this.#chosen.get(key);
    if (known !== undefined) return known;
    const variable = Math.min(this.levelOf(test), this.levelOf(whenTrue), this.levelOf(whenFalse));
    const made = this.branch(variable, (value) =>
      this.choose(
        this.cofactor(test, variable, value),
        this.cofactor(whenTrue, variable, value),
        this.cofactor(whenFalse, variable, value),
      ),
    );
    this.#chosen.set(key, made);
    return made;
  }

  #intern<K>(
    table: Map<K, NodeId> | undefined,
    key: K,
    level: number,
    value: number,
    kids: readonly NodeId[],
  ): NodeId {
    const known = table?.get(key);
    if (known !== undefined) return known;
    if (this.#levels.length >= NODES_MAX) throw new DiagramTooLarge(`more than ${NODES_MAX} nodes`);
    this.#levels.push(level);
    this.#values.push(value);
    this.#children.push(kids);
    table?.set(key, this.#levels.length - 1);
    return this.#levels.length - 1;
  }
}
