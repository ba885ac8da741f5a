/** Chance that is the same in every run: a small generator of numbers from a seed (mulberry32). */

export interface Dice {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): readonly T[];
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return {
    below,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    shuffled: <T>(list: readonly T[]) =>
      list
        .map((entry) => [next(), entry] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, entry]) => entry),
  };
}
