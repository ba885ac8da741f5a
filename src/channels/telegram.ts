/** Telegram as a channel: long polling, or a webhook that the web server mounts. */
import type { Api } from "grammy";
import { EnvironmentFault } from "../ports.ts";
import type { Channel, Clock, Conversations, Log } from "../ports.ts";
import { endedBy, faultCode, isUnknownToken, telegramClient } from "./telegram-client.ts";
import { pollUpdates } from "./telegram-polling.ts";
import { TELEGRAM_TIMING } from "./telegram-timing.ts";
import type { TelegramTiming } from "./telegram-timing.ts";
import { takeTurns } from "./telegram-turns.ts";
import type { Turns } from "./telegram-turns.ts";
import { UPDATE_KINDS } from "./telegram-updates.ts";
import { telegramWebhook, WebhookSecret } from "./telegram-webhook.ts";

const API_ROOT = "https://api.telegram.org";
/** How long Telegram may take to answer at all when the bot starts. */
const START_MS_MAX = 30_000;
const TOKEN = /^\d+:[\w-]+$/;

/** Languages of the command menu; "" is for everyone whose language is not named. */
const MENUS = [
  { code: undefined, language: "zh-CN" },
  { code: "zh", language: "zh-CN" },
  { code: "en", language: "en" },
] as const;

export interface TelegramSettings {
  readonly token: string;
  /** A Bot API server other than Telegram's own. */
  readonly apiRoot?: string;
  /** Set: Telegram pushes updates to `url`, where `webhook` must be mounted. Absent: they are polled. */
  readonly webhook?: { readonly url: string; readonly secret: string };
  readonly clock: Clock;
  readonly log: Log;
  /** The jurisdiction pack new cases start with. */
  readonly pack?: string;
  /** Shorter waits, for a test. */
  readonly timing?: Partial<TelegramTiming>;
}

export interface TelegramChannel extends Channel {
  /** Answers Telegram's webhook requests; 503 unless the channel runs, 401 without the secret. */
  webhook(request: Request): Promise<Response>;
}

interface Running {
  readonly turns: Turns;
  stop(): Promise<void>;
}

/** The Telegram channel. `start` rejects with an EnvironmentFault for a bad token, address or secret, or no connection. */
export function telegramChannel(settings: TelegramSettings): TelegramChannel {
  let running: Running | undefined;
  const handler =
    settings.webhook === undefined
      ? undefined
      : telegramWebhook({
          secret: settings.webhook.secret,
          take: (update) => running?.turns.once(update),
        });
  return {
    name: "telegram",
    webhook: async (request) => handler?.(request) ?? new Response(null, { status: 404 }),
    start: async (conversations) => {
      running ??= await run(settings, conversations);
    },
    stop: async () => {
      const ending = running;
      running = undefined;
      await ending?.stop();
    },
  };
}

async function run(settings: TelegramSettings, conversations: Conversations): Promise<Running> {
  const timing = { ...TELEGRAM_TIMING, ...settings.timing };
  const apiRoot = checkedRoot(settings);
  const api = telegramClient(settings.token, apiRoot, timing);
  await greet(api, apiRoot);
  await offerCommands(api, conversations, settings.log);
  const turns = takeTurns({ ...settings, api, conversations, timing });
  await chooseDelivery(api, settings);
  settings.log.info("telegram/running", { webhook: settings.webhook !== undefined });
  if (settings.webhook !== undefined) return { turns, stop: () => turns.idle() };
  const ending = new AbortController();
  const polling = pollUpdates({ ...settings, api, turns, timing }, ending.signal);
  const stop = async () => {
    ending.abort();
    await polling;
    await turns.idle();
  };
  return { turns, stop };
}

/** The Bot API's address without a slash at its end, once every setting was found sound. */
function checkedRoot({ token, apiRoot = API_ROOT, webhook }: TelegramSettings): string {
  if (!TOKEN.test(token))
    throw new EnvironmentFault("TELEGRAM_BOT_TOKEN does not look like a bot token (123456:ABC…)");
  if (!isWebAddress(apiRoot)) throw new EnvironmentFault("TELEGRAM_API_ROOT is not a web address");
  if (webhook !== undefined && !isWebAddress(webhook.url))
    throw new EnvironmentFault("TELEGRAM_WEBHOOK_URL is not a web address");
  if (webhook !== undefined && !WebhookSecret.safeParse(webhook.secret).success)
    throw new EnvironmentFault(
      "TELEGRAM_WEBHOOK_SECRET must be 1 to 256 of the characters A-Z a-z 0-9 _ -",
    );
  return apiRoot.replace(/\/+$/, "");
}

function isWebAddress(address: string): boolean {
  return ["http:", "https:"].includes(URL.parse(address)?.protocol ?? "");
}

/** Asks Telegram who this bot is: shows that it can be reached and knows the token. */
async function greet(api: Api, apiRoot: string): Promise<void> {
  try {
    await api.getMe(endedBy(AbortSignal.timeout(START_MS_MAX)));
  } catch (error) {
    // The error's own text holds the address of the call, and so the token.
    throw new EnvironmentFault(
      isUnknownToken(error)
        ? "Telegram does not know this bot token; check TELEGRAM_BOT_TOKEN"
        : `Telegram cannot be reached at ${new URL(apiRoot).origin} (${faultCode(error)}); check the network and TELEGRAM_API_ROOT`,
    );
  }
}

/** The command menu in both languages. The bot works without it, so a failure is logged and no more. */
async function offerCommands(api: Api, conversations: Conversations, log: Log): Promise<void> {
  try {
    for (const { code, language } of MENUS) {
      const commands = conversations
        .commands(language)
        .map(({ name, line }) => ({ command: name, description: line }));
      await api.setMyCommands(commands, code === undefined ? {} : { language_code: code });
    }
  } catch (error) {
    log.error("telegram/commands-not-set", { error: faultCode(error) });
  }
}

/** Telegram either pushes or is polled, never both. What waits is kept. */
async function chooseDelivery(api: Api, { webhook }: TelegramSettings): Promise<void> {
  const kinds = { allowed_updates: UPDATE_KINDS };
  try {
    if (webhook === undefined) await api.deleteWebhook();
    else await api.setWebhook(webhook.url, { secret_token: webhook.secret, ...kinds });
  } catch (error) {
    throw new EnvironmentFault(
      webhook === undefined
        ? `Telegram did not give up its webhook (${faultCode(error)})`
        : `Telegram did not take the webhook (${faultCode(error)}); check TELEGRAM_WEBHOOK_URL`,
    );
  }
}
