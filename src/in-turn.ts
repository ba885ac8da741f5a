/** Runs one piece of work after the other for each key, in the order asked for. */

export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** A queue for each key; a key with nothing to do takes no memory. A failed piece does not stop those behind it. */
export function workInTurn(): InTurn {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(work);
    const tail = result.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}
