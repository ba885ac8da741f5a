/** Updates on their way to the bot: polled with true confirmation, or pushed until they are taken. */
import { setTimeout as pause } from "node:timers/promises";
import type { Update } from "grammy/types";
import { ApiFault } from "./bot-api-fault.ts";

const LONG_POLL_SECONDS_MAX = 50;
const UPDATES_MAX = 100;
/** Before a webhook that failed is called again. The real service waits longer and longer; here it is short, for tests. */
const REDELIVERY_PAUSE_MS = 20;
const SECRET_HEADER = "x-telegram-bot-api-secret-token";

export interface Webhook {
  readonly url: string;
  readonly secret?: string;
}

interface PollQuery {
  /** Updates below are confirmed and forgotten; a negative one counts from the end. */
  readonly offset: number;
  readonly limit: number;
  readonly timeoutSeconds: number;
}

export interface WebhookCall {
  readonly update: number;
  /** 0: no answer. */
  readonly status: number;
}

export interface UpdateQueue {
  /** Queues an update and returns its id. */
  push(update: Omit<Update, "update_id">): number;
  /** Updates not yet confirmed. */
  pending(): readonly Update[];
  /** Rejects with 409 while a webhook is set, and when a later poll takes over. `gone`: the client hung up. */
  poll(query: PollQuery, gone: AbortSignal): Promise<readonly Update[]>;
  /** Sets the webhook, or removes it. */
  hook(webhook: Webhook | undefined): void;
  webhook(): Webhook | undefined;
  /** Every delivery to a webhook, in order. */
  readonly webhookCalls: readonly WebhookCall[];
  /** Forgets everything that waits. */
  drop(): void;
  stop(): void;
}

/** An empty queue. */
export function updateQueue(): UpdateQueue {
  const waiting: Update[] = [];
  const webhookCalls: WebhookCall[] = [];
  const pumping = new Set<number>();
  let nextId = 1_000;
  let webhook: Webhook | undefined;
  let wake: (() => void) | undefined;
  let polls = 0;

  const remove = (update: Update) => {
    const at = waiting.indexOf(update);
    if (at >= 0) waiting.splice(at, 1);
  };
  // Like the real service: one update of a chat at a time, different chats side by side.
  const pump = async (chat: number): Promise<void> => {
    if (pumping.has(chat)) return;
    pumping.add(chat);
    for (;;) {
      const update = waiting.find((one) => chatOf(one) === chat);
      if (webhook === undefined || update === undefined) break;
      const status = await post(webhook, update);
      webhookCalls.push({ update: update.update_id, status });
      if (status >= 200 && status < 300) remove(update);
      else await pause(REDELIVERY_PAUSE_MS);
    }
    pumping.delete(chat);
  };
  const pumpAll = () => {
    if (webhook === undefined) return;
    for (const chat of new Set(waiting.map(chatOf))) void pump(chat);
  };
  return {
    webhookCalls,
    push: (fields) => {
      const update = { update_id: nextId, ...fields };
      nextId += 1;
      waiting.push(update);
      wake?.();
      pumpAll();
      return update.update_id;
    },
    pending: () => [...waiting],
    poll: async ({ offset, limit, timeoutSeconds }, gone) => {
      if (webhook !== undefined)
        throw new ApiFault(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      polls += 1;
      const mine = polls;
      wake?.();
      const from = offset < 0 ? (waiting.at(offset)?.update_id ?? 0) : offset;
      for (const update of waiting.filter(({ update_id: id }) => id < from)) remove(update);
      if (waiting.length === 0 && timeoutSeconds > 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, Math.min(timeoutSeconds, LONG_POLL_SECONDS_MAX) * 1_000);
        gone.addEventListener("abort", () => resolve(), { once: true });
        wake = resolve;
        await promise;
        clearTimeout(timer);
        if (mine === polls) wake = undefined;
        else throw new ApiFault(409, "Conflict: terminated by other getUpdates request");
      }
      return waiting.slice(0, Math.min(Math.max(limit, 1), UPDATES_MAX));
    },
    hook: (next) => {
      webhook = next;
      pumpAll();
    },
    webhook: () => webhook,
    drop: () => {
      waiting.length = 0;
    },
    stop: () => {
      webhook = undefined;
      polls += 1;
      wake?.();
    },
  };
}

function chatOf({ message, edited_message: edited, callback_query: query }: Update): number {
  return (message ?? edited ?? query?.message)?.chat.id ?? 0;
}

async function post({ url, secret }: Webhook, update: Update): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(secret === undefined ? {} : { [SECRET_HEADER]: secret }),
      },
      body: JSON.stringify(update),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
