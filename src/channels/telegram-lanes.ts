/** Work in the order it came for each chat, for different chats at the same time. */

export interface Lanes {
  /** Runs `work` once all earlier work of the same chat has ended, well or badly. */
  inOrder<T>(chat: number, work: () => Promise<T>): Promise<T>;
  /** Runs `work` as soon as one of the places is free. */
  inPlace<T>(work: () => Promise<T>): Promise<T>;
}

/** Lanes with `places` pieces of work at once; a chat with nothing to do takes no memory. */
export function openLanes(places: number): Lanes {
  const tails = new Map<number, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    inOrder: async (chat, work) => {
      const result = (tails.get(chat) ?? Promise.resolve()).then(work);
      const tail = result.catch(() => undefined);
      tails.set(chat, tail);
      try {
        return await result;
      } finally {
        if (tails.get(chat) === tail) tails.delete(chat);
      }
    },
    inPlace: async (work) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        // A place that ends is handed on; it is free only when nobody waits for it.
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
