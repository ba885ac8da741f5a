/** Replies to a chat, in order, each taken out of the outbox as soon as it arrived. */
import { GrammyError, HttpError } from "grammy";
import type { Api } from "grammy";
import type { Conversations, Delivery, Log, PendingReply } from "../ports.ts";
import { faultCode, isBlocked, isRefused } from "./telegram-client.ts";
import { sendReply } from "./telegram-message.ts";
import type { Turn } from "./telegram-updates.ts";

export interface Post {
  readonly api: Api;
  readonly conversations: Conversations;
  readonly log: Log;
}

/** delivered: out of the outbox. gone: nothing can reach this person. later: it stays, with all behind it. */
type Outcome =
  | { readonly result: "delivered"; readonly delivery: Delivery }
  | { readonly result: "gone" }
  | { readonly result: "later" };

/**
 * Delivers what a turn left in the outbox. Never rejects. `later`: some of it did not arrive and stays in the outbox; it
 * comes when the update is offered again, and at the latest with the person's next event.
 */
export async function deliver(
  post: Post,
  turn: Turn,
  replies: readonly PendingReply[],
): Promise<"delivered" | "later"> {
  let arrived: "delivered" | "later" = "delivered";
  const handles = new Map<string, string>();
  // What the store would not take is told again with the next delivery, so that nothing is sent twice for it.
  let owed: readonly Delivery[] = [];
  for (const [index, { reply, earlier }] of replies.entries()) {
    const before = earlier ?? handles.get(reply.replaces ?? reply.closes?.reply ?? "");
    const outcome = await attempt(post, turn, {
      reply,
      ...(before === undefined ? {} : { earlier: before }),
    });
    if (outcome.result === "later") {
      arrived = "later";
      break;
    }
    if (outcome.result === "gone") {
      const rest = replies.slice(index).map((pending) => ({ reply: pending.reply.id }));
      await tell(post, turn, [...owed, ...rest]);
      return "delivered";
    }
    const { delivery } = outcome;
    if (delivery.handle !== undefined) handles.set(delivery.reply, delivery.handle);
    owed = await tell(post, turn, [...owed, delivery]);
  }
  if (owed.length > 0) await tell(post, turn, owed);
  return arrived;
}

async function attempt(
  { api, log }: Post,
  { chat }: Turn,
  { reply, earlier }: PendingReply,
): Promise<Outcome> {
  try {
    const message = await sendReply(api, chat, reply, handleNumber(earlier));
    const handle = message === undefined ? {} : { handle: String(message) };
    return { result: "delivered", delivery: { reply: reply.id, ...handle } };
  } catch (error) {
    if (isBlocked(error)) return { result: "gone" };
    const lasting =
      isRefused(error) || !(error instanceof GrammyError || error instanceof HttpError);
    log.error(lasting ? "telegram/reply-refused" : "telegram/reply-not-delivered", {
      error: faultCode(error),
      kind: reply.kind,
    });
    // Kept in the outbox, a reply that Telegram will never take would stand before all others for good.
    return lasting ? { result: "delivered", delivery: { reply: reply.id } } : { result: "later" };
  }
}

/** undefined for a handle that another release or a damaged store left. */
function handleNumber(handle: string | undefined): number | undefined {
  const number = Number(handle);
  return handle !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Returns what is still to be told. */
async function tell(
  { conversations, log }: Post,
  { incoming }: Turn,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> {
  try {
    await conversations.delivered(incoming.conversation, deliveries);
    return [];
  } catch (error) {
    log.error("telegram/delivery-not-stored", { error: faultCode(error) });
    return deliveries;
  }
}
