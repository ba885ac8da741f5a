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

/** kept: the update is stored or asks for nothing, and may be confirmed. again: it must come again. */
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
  const apologised = new Set<number>();
  const inHand = new Set<Promise<unknown>>();
  const keep = <T>(work: Promise<T>): Promise<T> => {
    inHand.add(work);
    void work.finally(() => inHand.delete(work));
    return work;
  };
  const offer = async (update: Update, turn: Turn): Promise<Taken> => {
    const taken = await lanes.inPlace(() => offerOnce(taking, turn));
    if (taken === "failed") await apologise(taking, turn, update.update_id, apologised);
    return taken === "kept" ? "kept" : "again";
  };
  const offerUntilKept = async (update: Update, turn: Turn, signal: AbortSignal) => {
    for (let offers = 1; ; offers += 1) {
      if (signal.aborted) return "again";
      if ((await offer(update, turn)) === "kept") return "kept";
      if (offers === OFFERS_MAX) break;
      await pause(pauseMsBefore(offers, taking.timing), undefined, { signal }).catch(
        () => undefined,
      );
    }
    await apologise(taking, turn, update.update_id, apologised);
    taking.log.error("telegram/update-passed-over", { kind: turn.incoming.input.type });
    return "kept";
  };
  const begin = async (update: Update, work: (turn: Turn) => Promise<Taken>): Promise<Taken> => {
    const { turn, query } = read(taking, update);
    if (query !== undefined) void keep(answer(taking, query));
    return turn === undefined ? "kept" : keep(lanes.inOrder(turn.chat, () => work(turn)));
  };
  return {
    once: (update) => begin(update, (turn) => offer(update, turn)),
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

/** failed: `handle` rejected. busy: other writers kept winning. */
async function offerOnce(taking: TurnTaking, turn: Turn): Promise<"kept" | "busy" | "failed"> {
  let handled: Handled;
  try {
    handled = await taking.conversations.handle(turn.incoming);
  } catch (error) {
    taking.log.error("telegram/turn-not-stored", { error: faultCode(error) });
    return "failed";
  }
  if (handled.status === "busy") return "busy";
  await deliver(taking, turn, handled.replies);
  return "kept";
}

/** At most once for each update; that it could not be sent is logged and no more. */
async function apologise(
  { api, conversations, log }: TurnTaking,
  { chat, incoming }: Turn,
  update: number,
  apologised: Set<number>,
): Promise<void> {
  if (apologised.has(update)) return;
  apologised.add(update);
  const [oldest] = apologised;
  if (apologised.size > APOLOGIES_MAX && oldest !== undefined) apologised.delete(oldest);
  try {
    await api.sendMessage(chat, conversations.apology(incoming.languageHint ?? "zh-CN"));
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
