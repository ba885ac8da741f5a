/** Token buckets by key, each kept as one number: the moment at which it will be full again. */

export interface Rate {
  /** How many may come at once. */
  readonly burst: number;
  /** How often one more may come after that, in milliseconds. */
  readonly everyMs: number;
}

export interface Buckets {
  /** Milliseconds until one more may come; 0: it may come now. Takes nothing. */
  waitMs(key: string, nowMs: number): number;
  /** Takes one; the caller has seen that it may. */
  take(key: string, nowMs: number): void;
  /** How many are remembered. */
  readonly size: number;
}

/**
 * A bucket that is full again is forgotten: there are never more than were taken from within the time one needs to fill.
 * A clock that was set back fills them all.
 */
export function openBuckets({ burst, everyMs }: Rate): Buckets {
  const fillMs = burst * everyMs;
  /** In the order of the last taking. */
  const fullAtMs = new Map<string, number>();
  const fullAt = (key: string, nowMs: number) => {
    const atMs = fullAtMs.get(key) ?? nowMs;
    return isFull(atMs, nowMs) ? nowMs : atMs;
  };
  // No bucket is further from full than empty, so a later moment was noted before the clock was set back.
  const isFull = (atMs: number, nowMs: number) => atMs <= nowMs || atMs > nowMs + fillMs;
  const forgetFull = (nowMs: number) => {
    for (const [key, atMs] of fullAtMs) {
      if (!isFull(atMs, nowMs)) return;
      fullAtMs.delete(key);
    }
  };
  return {
    waitMs: (key, nowMs) => Math.max(0, fullAt(key, nowMs) + everyMs - fillMs - nowMs),
    take: (key, nowMs) => {
      const atMs = fullAt(key, nowMs) + everyMs;
      fullAtMs.delete(key);
      forgetFull(nowMs);
      fullAtMs.set(key, atMs);
    },
    get size() {
      return fullAtMs.size;
    },
  };
}
