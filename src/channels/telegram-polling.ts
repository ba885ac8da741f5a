/** Long polling in which an update is confirmed only after its turn was kept. */
import { setTimeout as pause } from "node:timers/promises";
import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Log } from "../ports.ts";
import { endedBy, faultCode } from "./telegram-client.ts";
import { openLedger } from "./telegram-ledger.ts";
import type { Ledger } from "./telegram-ledger.ts";
import { pauseMsBefore } from "./telegram-timing.ts";
import type { TelegramTiming } from "./telegram-timing.ts";
import type { Turns } from "./telegram-turns.ts";
import { UPDATE_KINDS } from "./telegram-updates.ts";

/** Updates asked for at once: Telegram's most, and so the most that can be in hand. */
export const UPDATES_MAX = 100;
/** Beyond this many failures the pause between polls no longer grows. */
const FAILURES_COUNTED_MAX = 20;
/** How long stopping may take to confirm what was kept; unconfirmed updates come again and count as duplicates. */
const LAST_POLL_MS = 3_000;

export interface Polling {
  readonly api: Api;
  readonly turns: Turns;
  readonly log: Log;
  readonly timing: TelegramTiming;
}

/** Polls until `signal` ends it, then finishes what is in hand and confirms what was kept. Never rejects. */
export async function pollUpdates(polling: Polling, signal: AbortSignal): Promise<void> {
  const ledger = openLedger();
  const inHand = new Set<Promise<void>>();
  let failures = 0;
  while (!signal.aborted) {
    const updates = await fetchUpdates(polling, ledger, signal);
    if (updates === undefined) {
      failures = Math.min(failures + 1, FAILURES_COUNTED_MAX);
      await rest(pauseMsBefore(failures, polling.timing), signal);
      continue;
    }
    failures = 0;
    for (const update of updates.filter(({ update_id: id }) => ledger.begin(id))) {
      const work = take(polling, ledger, update, signal);
      inHand.add(work);
      void work.then(() => inHand.delete(work));
    }
    // While an update is unconfirmed Telegram answers at once: polling without a pause would spin.
    if (inHand.size > 0)
      await Promise.race([Promise.all(inHand), rest(polling.timing.besidePauseMs, signal)]);
  }
  await Promise.all(inHand);
  await confirmLast(polling, ledger);
}

async function take(
  { turns }: Polling,
  ledger: Ledger,
  update: Update,
  signal: AbortSignal,
): Promise<void> {
  ledger.end(update.update_id, await turns.untilKept(update, signal));
}

/** undefined: the poll failed or was ended. */
async function fetchUpdates(
  { api, log, timing }: Polling,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<readonly Update[] | undefined> {
  const offset = ledger.offset();
  try {
    const updates = await api.getUpdates(
      {
        limit: UPDATES_MAX,
        timeout: timing.longPollSeconds,
        allowed_updates: UPDATE_KINDS,
        ...(offset === undefined ? {} : { offset }),
      },
      endedBy(signal),
    );
    if (offset !== undefined) ledger.confirmed(offset);
    return updates;
  } catch (error) {
    if (!signal.aborted) log.error("telegram/poll-failed", { error: faultCode(error) });
    return undefined;
  }
}

async function confirmLast({ api, log }: Polling, ledger: Ledger): Promise<void> {
  const offset = ledger.offset();
  if (offset === undefined) return;
  try {
    await api.getUpdates(
      { offset, limit: 1, timeout: 0 },
      endedBy(AbortSignal.timeout(LAST_POLL_MS)),
    );
  } catch (error) {
    log.info("telegram/last-poll-failed", { error: faultCode(error) });
  }
}

async function rest(pauseMs: number, signal: AbortSignal): Promise<void> {
  await pause(pauseMs, undefined, { signal }).catch(() => undefined);
}
