/** One update's way through the conversation: answered, stored, its replies delivered; offered again when not stored. */
import { setTimeout as pause } from "node:timers/promises";
import type { Update } from "grammy/types";
import type { Clock, Handled } from "../ports.ts";
import { faultCode } from "./telegram-client.ts";
import { deliver } from "./telegram-delivery.ts";
import type { Post } from "./telegram-delivery.ts";
import { openLanes } from "./telegram-lanes.ts";
import { pauseMsBefore } from "./telegram-timing.ts";
import type { TelegramTiming } from "./telegram-timing.ts";
import { openWaiting } from "./telegram-waiting.ts";
import { readUpdate } from "./telegram-updates.ts";
import type { Reading, Turn } from "./telegram-updates.ts";

/** Chats served at the same time. */
export const TURNS_AT_ONCE_MAX = 16;
/** Times one update is offered before it is passed over: about two minutes. */
export const OFFERS_MAX = 10;
/** Updates remembered as apologised for. */
const APOLOGIES_MAX = 1_000;

export interface TurnTaking extends Post {
  readonly clock: Clock;
  readonly timing: TelegramTiming;
  readonly pack?: string;
}

/** kept: the update is stored and answered or asks for nothing, and may be confirmed. again: it must come again. */
export type Taken = "kept" | "again";

export interface Turns {
  /** Offers the update once. Never rejects. */
  once(update: Update): Promise<Taken>;
  /** Offers it until it is kept or passed over; `again` only when `signal` ended the wait. Never rejects. */
  untilKept(update: Update, signal: AbortSignal): Promise<Taken>;
  /** Resolves when nothing is in hand any more. */
  idle(): Promise<void>;
}

/** Takes updates: those of one chat in order, those of different chats at the same time. */
export function takeTurns(taking: TurnTaking): Turns {
  const lanes = openLanes(TURNS_AT_ONCE_MAX);
  const waiting = openWaiting();
  const apologised = new Set<number>();
  const inHand = new Set<Promise<unknown>>();
  const keep = <T>(work: Promise<T>): Promise<T> => {
    inHand.add(work);
    void work.finally(() => inHand.delete(work));
    return work;
  };
  const offer = async (update: Update, turn: Turn): Promise<Offered> => {
    const taken = await lanes.inPlace(() => offerOnce(taking, turn));
    if (taken === "failed") await apologise(taking, turn, update.update_id, apologised);
    if (typeof taken !== "string") {
      if (waiting.owesNotice(turn.chat)) await say(taking, turn, taken.notice[languageOf(turn)]);
    }
    return taken;
  };
  const offerUntilKept = async (update: Update, turn: Turn, signal: AbortSignal) => {
    let stored = false;
    for (let offers = 1; ;) {
      if (signal.aborted) return "again";
      const taken = await offer(update, turn);
      if (taken === "kept") return "kept";
      stored = taken === "stored";
      // What came too fast is delayed and not lost: it waits for its time, however often.
      const tooFast = typeof taken !== "string";
      if (!tooFast && offers === OFFERS_MAX) break;
      const waitMs = tooFast ? taken.waitMs : pauseMsBefore(offers, taking.timing);
      await pause(waitMs, undefined, { signal }).catch(() => undefined);
      if (!tooFast) offers += 1;
    }
    // What was stored needs no apology: its replies come with the person's next event.
    if (!stored) await apologise(taking, turn, update.update_id, apologised);
    taking.log.error("telegram/update-passed-over", { kind: turn.incoming.input.type });
    return "kept";
  };
  const begin = async (update: Update, work: (turn: Turn) => Promise<Taken>): Promise<Taken> => {
    const { turn, query } = read(taking, update);
    if (query !== undefined) void keep(answer(taking, query));
    if (turn === undefined) return "kept";
    if (!waiting.enter(turn.chat)) {
      taking.log.error("telegram/too-fast");
      return "kept";
    }
    const worked = lanes.inOrder(turn.chat, () => work(turn));
    return keep(worked.finally(() => waiting.leave(turn.chat)));
  };
  return {
    once: (update) =>
      begin(update, async (turn) => ((await offer(update, turn)) === "kept" ? "kept" : "again")),
    untilKept: (update, signal) => begin(update, (turn) => offerUntilKept(update, turn, signal)),
    idle: async () => {
      while (inHand.size > 0) await Promise.allSettled(inHand);
    },
  };
}

/** An update that is not as Telegram documents it is passed over: it would break the next time too. */
function read({ clock, pack, log }: TurnTaking, update: Update): Reading {
  try {
    return readUpdate(update, clock.nowMs(), pack);
  } catch (error) {
    log.error("telegram/update-unreadable", { error: faultCode(error) });
    return {};
  }
}

/** A turn that came too fast: when to offer it again. */
type TooFast = NonNullable<Handled["limited"]>;

/**
 * What came of one offer. stored: the turn is kept, but its replies did not all arrive. failed: `handle` rejected. busy:
 * other writers kept winning.
 */
type Offered = "kept" | "stored" | "busy" | "failed" | TooFast;

async function offerOnce(taking: TurnTaking, turn: Turn): Promise<Offered> {
  let handled: Handled;
  try {
    handled = await taking.conversations.handle(turn.incoming);
  } catch (error) {
    taking.log.error("telegram/turn-not-stored", { error: faultCode(error) });
    return "failed";
  }
  if (handled.status === "busy") return handled.limited ?? "busy";
  const arrived = await deliver(taking, turn, handled.replies);
  return arrived === "delivered" ? "kept" : "stored";
}

/** At most once for each update; that it could not be sent is logged and no more. */
async function apologise(
  taking: TurnTaking,
  turn: Turn,
  update: number,
  apologised: Set<number>,
): Promise<void> {
  if (apologised.has(update)) return;
  apologised.add(update);
  const [oldest] = apologised;
  if (apologised.size > APOLOGIES_MAX && oldest !== undefined) apologised.delete(oldest);
  await say(taking, turn, taking.conversations.apology(languageOf(turn)));
}

/** The language of the person's device: what is said here is said without looking into the case. */
const languageOf = ({ incoming }: Turn) => incoming.languageHint ?? "zh-CN";

async function say({ api, log }: TurnTaking, { chat }: Turn, text: string): Promise<void> {
  try {
    await api.sendMessage(chat, text);
  } catch (error) {
    log.error("telegram/apology-not-delivered", { error: faultCode(error) });
  }
}

/** Stops the waiting sign on the person's device. A tap too old to be answered needs none. */
async function answer({ api, log }: TurnTaking, query: string): Promise<void> {
  try {
    await api.answerCallbackQuery(query);
  } catch (error) {
    log.info("telegram/tap-not-answered", { error: faultCode(error) });
  }
}
