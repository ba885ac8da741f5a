/** Updates pushed by Telegram: a request handler for the web server, which vouches for an update by its answer. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Update } from "grammy/types";
import * as z from "zod";
import type { Taken } from "./telegram-turns.ts";

/** Bytes of one update; Telegram's are a few thousand. */
export const UPDATE_BYTES_MAX = 1_048_576;
/** The secret as Telegram takes it. */
export const WebhookSecret = z.string().regex(/^[\w-]{1,256}$/);

const SECRET_HEADER = "x-telegram-bot-api-secret-token";

/** What makes it an update; its kinds are Telegram's own and change with its releases. */
const SomeUpdate = z.looseObject({ update_id: z.int() });

export interface WebhookSettings {
  readonly secret: string;
  /** Takes an update; undefined while the channel is not running. */
  take(update: Update): Promise<Taken> | undefined;
}

/**
 * Answers 200 once the turn is stored and delivered, 503 when it is not stored, so that Telegram sends it again. Anything
 * without the secret is refused unread (401).
 */
export function telegramWebhook(
  settings: WebhookSettings,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== "POST") return refusal(405);
    if (!sameSecret(request.headers.get(SECRET_HEADER) ?? "", settings.secret)) return refusal(401);
    const body = await readBody(request);
    if (body === undefined) return refusal(413);
    const update = readJson(body);
    if (update === undefined) return refusal(400);
    const taken = await settings.take(update);
    return taken === "kept" ? new Response(null, { status: 200 }) : refusal(503);
  };
}

function refusal(status: number): Response {
  return new Response(null, { status });
}

/** Takes the same time wherever the two differ, and however long they are. */
function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/** undefined: larger than any update. Stops reading there. */
async function readBody(request: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > UPDATE_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** undefined: not an update. */
function readJson(body: string): Update | undefined {
  try {
    return SomeUpdate.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}
