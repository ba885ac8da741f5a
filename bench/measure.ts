/** Times pieces of work one by one; answers percentiles, since a mean hides the slow ones. */

export interface Timing {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Runs `work` on each input `rounds` times, after a round that is not counted. */
export async function timed<T>(
  inputs: readonly T[],
  rounds: number,
  work: (input: T) => unknown,
): Promise<Timing> {
  for (const input of inputs) await work(input);
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const input of inputs) {
      const startedMs = performance.now();
      await work(input);
      took.push(performance.now() - startedMs);
    }
  }
  return timingOf(took);
}

/** Nearest-rank percentiles. */
export function timingOf(tookMs: readonly number[]): Timing {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50Ms: rank(0.5), p99Ms: rank(0.99) };
}

/** Numbers that look random and are the same in every run (Park and Miller 1988). */
export function repeatable(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Rows as a Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Three significant digits, so that no precision is feigned. */
export const inMs = (value: number): string => String(Number(value.toPrecision(3)));
