/** Times pieces of work, and says what was found: percentiles, since a mean hides the slow ones. */

export interface Timing {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Nearest-rank percentiles. */
export function timingOf(tookMs: readonly number[]): Timing {
  const p50Ms = percentileOf(tookMs, 0.5);
  return { count: tookMs.length, p50Ms, p99Ms: percentileOf(tookMs, 0.99) };
}

/** The value that a share of the others does not exceed; 0 of nothing. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The middle one of several runs: other work on the machine spoils a mean. */
export const medianOf = (values: readonly number[]): number => percentileOf(values, 0.5);

/** 0 of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** How long one piece of work takes. */
export function msOf(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

/** How many pieces of work a second, each input once, so that nothing is remembered of it. */
export function rateOnce<T>(inputs: readonly T[], work: (input: T) => unknown): number {
  const tookMs = msOf(() => {
    for (const input of inputs) work(input);
  });
  return (inputs.length * 1000) / tookMs;
}

/** Between two looks at the clock. */
const BATCH = 32;

/** How many pieces of work a second over some time, the inputs in turn and again; the first quarter is not counted. */
export async function rateDuring<T>(
  durationMs: number,
  inputs: readonly T[],
  work: (input: T) => unknown,
  sync = true,
): Promise<number> {
  const during = async (ms: number): Promise<number> => {
    const untilMs = performance.now() + ms;
    let done = 0;
    while (performance.now() < untilMs) {
      for (let left = BATCH; left > 0; left -= 1) {
        const found = work(inputs[done % inputs.length] as T);
        // To await what is no promise would cost more than the work itself.
        if (!sync) await found;
        done += 1;
      }
    }
    return done;
  };
  await during(durationMs / 4);
  const startedMs = performance.now();
  const done = await during(durationMs);
  return (done * 1000) / (performance.now() - startedMs);
}

/** Whole numbers that look random and are the same in every run (Park and Miller 1988). */
export function repeatable(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Numbers from 0 to below 1 that look random and are the same in every run (mulberry32). */
export function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of several things, each with its share; the shares sum to 1. */
export function drawn(shares: readonly number[], dice: number): number {
  let left = dice;
  const at = shares.findIndex((share) => (left -= share) < 0);
  return at < 0 ? shares.length - 1 : at;
}

const DIGITS = 3;

/** Few significant digits, so that no precision is feigned. */
export function rounded(value: number, digits = DIGITS): number {
  return Number(value.toPrecision(digits));
}
