/** Gathers what comes while one piece of work is under way, and does it together in the next. */

interface Waiting<In, Out> {
  readonly given: In;
  readonly resolve: (made: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * `work` is called with one batch at a time, of at most `batchMax`, in the order asked for, and answers one result for each.
 * If it rejects, everyone in that batch is told so; those behind it are tried for themselves.
 */
export function inBatches<In, Out>(
  batchMax: number,
  work: (batch: readonly In[]) => Promise<readonly Out[]>,
): (given: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let busy = false;
  const run = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchMax);
      try {
        const made = await work(batch.map(({ given }) => given));
        batch.forEach(({ resolve }, index) => resolve(made[index] as Out));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  };
  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      if (!busy) void run();
    });
}
