/** Deletes cases nobody came back to, as `data/retention.yaml` says; a little at a time. */
import { setTimeout as wait } from "node:timers/promises";
import { stageOf, type RetentionDays } from "../dialogue/retention.ts";
import type { AgedCase, CaseStore, Clock, Log } from "../ports.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const HOUR_MS = 60 * 60 * 1_000;
/** The first sweep waits until a restarted bot has caught up with its channels. */
const FIRST_SWEEP_MS = 60_000;
/** Deletions a sweep; each is a few writes that reach the medium. What is left waits for the next hour. */
export const ERASURES_MAX = 500;
/** Between two deletions, and whenever the store asks for a pause. */
const PAUSE_MS = 50;

export interface RetentionSettings {
  readonly store: CaseStore;
  /** The periods as they are now. */
  readonly days: () => RetentionDays;
  readonly clock: Clock;
  readonly log: Log;
  /** Waits so long; rejects when the work is to end. */
  readonly pause: (ms: number) => Promise<void>;
}

export interface Swept {
  readonly erased: number;
  /** Their person came back in that moment. */
  readonly changed: number;
  /** Another sweep is wanted: this one had enough. */
  readonly more: boolean;
}

/** One walk over the cases. Logs `retention/swept` with counts alone when there was anything to delete. */
export async function sweep(settings: RetentionSettings): Promise<Swept> {
  const { store, clock, log, pause } = settings;
  const [nowMs, days] = [clock.nowMs(), settings.days()];
  const shortest = Math.min(...Object.values(days));
  const counted = { erased: 0, changed: 0 };
  let more = false;
  for await (const found of store.unchangedSince(nowMs - shortest * DAY_MS, () =>
    pause(PAUSE_MS),
  )) {
    if (!isOver(found, days, nowMs)) continue;
    more = counted.erased + counted.changed >= ERASURES_MAX;
    if (more) break;
    const erased = await store.eraseUnchanged(found.case.id, found.revision);
    counted[erased === "erased" ? "erased" : "changed"] += 1;
    await pause(PAUSE_MS);
  }
  if (counted.erased > 0) log.info("retention/swept", { ...counted, more });
  return { ...counted, more };
}

/** Over once the whole period has passed; a clock set back deletes nothing. */
function isOver(found: AgedCase, days: RetentionDays, nowMs: number): boolean {
  return nowMs - found.changedMs > days[stageOf(found.case)] * DAY_MS;
}

export interface Sweeping {
  /** Resolves once a sweep under way has come to its next pause. */
  stop(): Promise<void>;
}

/** Sweeps once an hour until it is stopped. A sweep that fails is logged and tried again in an hour. */
export function startSweeping(settings: Omit<RetentionSettings, "pause">): Sweeping {
  const stopped = new AbortController();
  const pause = (ms: number) => wait(ms, undefined, { signal: stopped.signal, ref: false });
  const work = async () => {
    for (let waitMs = FIRST_SWEEP_MS; ; waitMs = HOUR_MS) {
      await pause(waitMs);
      await sweep({ ...settings, pause }).catch((error: unknown) => {
        if (!stopped.signal.aborted)
          settings.log.error("retention/failed", { kind: kindOf(error) });
      });
    }
  };
  const done = work().catch(() => undefined);
  return {
    async stop() {
      stopped.abort();
      await done;
    },
  };
}

const kindOf = (error: unknown) => (error instanceof Error ? error.name : "unknown");
