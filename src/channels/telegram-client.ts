/** The Bot API client: bounded retries, and faults told by code only. The token is part of every address: no error text may pass. */
import { setTimeout as pause } from "node:timers/promises";
import { autoRetry } from "@grammyjs/auto-retry";
import { Api, GrammyError, HttpError } from "grammy";
import type { Transformer } from "grammy";
import { pauseMsBefore } from "./telegram-timing.ts";
import type { TelegramTiming } from "./telegram-timing.ts";

/** Times a call is made again: after "too many requests", and after a failing server or connection. */
const RETRIES_MAX = 3;
/** A longer wait asked for by Telegram counts as a failure. */
const RETRY_AFTER_SECONDS_MAX = 30;
/** One call, the long poll included. */
const CALL_SECONDS_MAX = 60;

const NOT_MODIFIED = /message is not modified/i;

/** A client for one bot. `apiRoot` without a slash at its end. */
export function telegramClient(token: string, apiRoot: string, timing: TelegramTiming): Api {
  const api = new Api(token, { apiRoot, timeoutSeconds: CALL_SECONDS_MAX });
  const tooManyRequests = autoRetry({
    maxRetryAttempts: RETRIES_MAX,
    maxDelaySeconds: RETRY_AFTER_SECONDS_MAX,
    // Without a bound in auto-retry, so they are retried here.
    rethrowHttpErrors: true,
    rethrowInternalServerErrors: true,
  });
  api.config.use(tooManyRequests, retryFaults(timing));
  return api;
}

/** Calls again when the server or the connection failed. The poll waits by itself. */
function retryFaults(timing: TelegramTiming): Transformer {
  return async (previous, method, payload, signal) => {
    const retries = method === "getUpdates" ? 0 : RETRIES_MAX;
    for (let retry = 0; ; retry += 1) {
      const last = retry >= retries;
      try {
        const answer = await previous(method, payload, signal);
        if (answer.ok || answer.error_code < 500 || last) return answer;
      } catch (error) {
        if (last || signal?.aborted === true) throw error;
      }
      await pause(pauseMsBefore(retry + 1, timing));
    }
  };
}

type CallSignal = Parameters<Api["getMe"]>[0];

/** A signal that ends a call. grammY's types know an older kind of signal; the two work alike. */
export function endedBy(signal: AbortSignal): CallSignal {
  return signal as unknown as CallSignal;
}

/** What went wrong, for the log: a status, a system code or a name. Never a message. */
export function faultCode(error: unknown): string {
  if (error instanceof GrammyError) return String(error.error_code);
  const cause: unknown = error instanceof HttpError ? error.error : error;
  if (!(cause instanceof Error)) return "unknown";
  const { code, type } = cause as Error & { readonly code?: unknown; readonly type?: unknown };
  return [code, type].find((name) => typeof name === "string") ?? cause.name;
}

/** Telegram does not know the token. */
export function isUnknownToken(error: unknown): boolean {
  return error instanceof GrammyError && [401, 404].includes(error.error_code);
}

/** The person blocked the bot, or is gone: nothing will ever arrive. */
export function isBlocked(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 403;
}

/** Telegram will refuse this call however often it is made. */
export function isRefused(error: unknown): boolean {
  return error instanceof GrammyError && [400, 413].includes(error.error_code);
}

/** The message already says what it was to be edited into. */
export function isNotModified(error: unknown): boolean {
  return isRefused(error) && error instanceof GrammyError && NOT_MODIFIED.test(error.description);
}
