/** Whether this process can take turns now: what a load balancer or a supervisor asks. */
import type { Clock } from "../ports.ts";

/** An answer is given again for so long: a probe writes to the disk, and anybody may ask. */
const FRESH_MS = 2_000;

export interface ReadinessReport {
  readonly ready: boolean;
  /** By name of the check; names only, never a path or an error's text. */
  readonly checks: Readonly<Record<string, "ok" | "failing">>;
}

export interface Readiness {
  report(): Promise<ReadinessReport>;
  /** From now on: not ready, since the process ends once the turns in hand are done. */
  close(): void;
}

/** Each check rejects where its part cannot be used. */
export function readiness(
  checks: Readonly<Record<string, () => Promise<unknown>>>,
  clock: Clock,
): Readiness {
  let closing = false;
  let last: { readonly atMs: number; readonly report: Promise<ReadinessReport> } | undefined;
  return {
    report() {
      if (closing) return Promise.resolve({ ready: false, checks: { stopping: "failing" } });
      const nowMs = clock.nowMs();
      // A clock set back must not keep an old answer for long.
      if (last === undefined || nowMs < last.atMs || nowMs - last.atMs >= FRESH_MS)
        last = { atMs: nowMs, report: tried(checks) };
      return last.report;
    },
    close() {
      closing = true;
    },
  };
}

async function tried(
  checks: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<ReadinessReport> {
  const found = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const state = await check().then(
        () => "ok" as const,
        () => "failing" as const,
      );
      return [name, state] as const;
    }),
  );
  return {
    ready: found.every(([, state]) => state === "ok"),
    checks: Object.fromEntries(found),
  };
}
