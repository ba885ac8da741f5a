/** The remains found so far, by what is known and given up: one byte a variable. */
import type { NodeId } from "./diagram.ts";
import { hashed } from "./memo.ts";

/** Stands in a state beside a mask: masks of two to six values never come to it. */
export const FORGOTTEN = 128;

interface Remain {
  readonly state: Uint8Array;
  readonly node: NodeId;
}

/** What stood before some variables, which come in the order in which they were taken back. */
export interface Earlier {
  readonly node: NodeId;
  readonly taken: readonly number[];
}

/** A map from states to nodes that can also be asked for a state with some variables taken back. */
export class Remains {
  readonly #found = new Map<number, Remain>();

  get(state: Uint8Array): NodeId | undefined {
    return this.#at(state, hashOf(state));
  }

  /** Answers the node, so that it can be handed on. */
  keep(state: Uint8Array, node: NodeId): NodeId {
    this.#found.set(hashOf(state), { state, node });
    return node;
  }

  clear(): void {
    this.#found.clear();
  }

  /** Takes the `recent` variables back one by one until a state is met that is remembered. */
  before(
    state: Uint8Array,
    recent: readonly number[],
    sizes: readonly number[],
  ): Earlier | undefined {
    const earlier = state.slice();
    let hash = hashOf(state);
    const taken: number[] = [];
    for (const variable of recent) {
      const open = (1 << (sizes[variable] as number)) - 1;
      const now = state[variable] as number;
      // Only what is learnt or given up can be worked in again.
      if ((now & (now - 1)) !== 0 && now !== (FORGOTTEN | open)) continue;
      taken.push(variable);
      hash ^= hashed(variable, earlier[variable] as number, 1) ^ hashed(variable, open, 1);
      earlier[variable] = open;
      const node = this.#at(earlier, hash);
      if (node !== undefined) return { node, taken };
    }
    return undefined;
  }

  /** Two states may have the same hash: the state itself is compared. */
  #at(state: Uint8Array, hash: number): NodeId | undefined {
    const found = this.#found.get(hash);
    if (found === undefined) return undefined;
    for (let variable = 0; variable < state.length; variable += 1)
      if (state[variable] !== found.state[variable]) return undefined;
    return found.node;
  }
}

/** One number a state, put together so that one variable can be taken out and in again. */
function hashOf(state: Uint8Array): number {
  let hash = 0;
  for (let variable = 0; variable < state.length; variable += 1)
    hash ^= hashed(variable, state[variable] as number, 1);
  return hash;
}
