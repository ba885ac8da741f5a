/** A Telegram channel against the emulator, with conversations that say what a test tells them to. */
import { telegramChannel } from "../../src/channels/telegram.ts";
import type { TelegramChannel, TelegramSettings } from "../../src/channels/telegram.ts";
import type { Choice, Reply } from "../../src/dialogue/reply.ts";
import type { Conversations, Delivery, Handled, Incoming, Log } from "../../src/ports.ts";
import { startBotApi } from "./bot-api.ts";
import type { BotApi } from "./bot-api.ts";

export const NOW_MS = 1_790_000_000_000;
export const APOLOGY = { "zh-CN": "刚才那一步没有存上，请再点一次。", en: "That was not saved." };

/** Waits short enough for a test. */
const QUICK = { longPollSeconds: 5, firstPauseMs: 2, pauseMsMax: 10, besidePauseMs: 5 };

interface LogLine {
  readonly level: "info" | "error";
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/** Conversations written by hand: they record what comes and answer with what `answer` returns. */
export interface FakeConversations extends Conversations {
  readonly incoming: Incoming[];
  readonly deliveries: (readonly [conversation: string, deliveries: readonly Delivery[]])[];
  /** What `handle` does; a test replaces it. */
  answer: (incoming: Incoming) => Handled | Promise<Handled>;
  /** What `delivered` does after recording. */
  onDelivered: () => void;
}

export interface Scene {
  readonly api: BotApi;
  readonly conversations: FakeConversations;
  readonly log: readonly LogLine[];
  readonly channel: TelegramChannel;
  /** Stops the channel, then the emulator. */
  end(): Promise<void>;
}

export function fakeConversations(): FakeConversations {
  const fake: FakeConversations = {
    incoming: [],
    deliveries: [],
    answer: () => handled(),
    onDelivered: () => undefined,
    handle: async (incoming) => {
      fake.incoming.push(incoming);
      return fake.answer(incoming);
    },
    delivered: async (conversation, deliveries) => {
      fake.deliveries.push([conversation, deliveries]);
      fake.onDelivered();
    },
    apology: (language) => APOLOGY[language],
    commands: (language) => [
      { name: "start", line: language === "en" ? "Begin" : "开始" },
      { name: "delete", line: language === "en" ? "Delete everything" : "全部删除" },
    ],
  };
  return fake;
}

export function recordingLog(): Log & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const record =
    (level: LogLine["level"]): Log["info"] =>
    (event, fields = {}) => {
      lines.push({ level, event, fields });
    };
  return { lines, info: record("info"), error: record("error") };
}

/** A channel not yet started, with its emulator. */
export async function setScene(change: Partial<TelegramSettings> = {}): Promise<Scene> {
  const api = await startBotApi();
  const log = recordingLog();
  const channel = telegramChannel({ ...settingsFor(api, log), ...change });
  const end = async () => {
    await channel.stop();
    await api.stop();
  };
  return { api, conversations: fakeConversations(), log: log.lines, channel, end };
}

export function settingsFor(
  { root, token }: Pick<BotApi, "root" | "token">,
  log: Log,
): TelegramSettings {
  return { token, apiRoot: root, clock: { nowMs: () => NOW_MS }, log, timing: QUICK };
}

/** A stored turn with its replies; beside a reply stands the message it acts on. */
export function handled(...given: readonly (Reply | readonly [Reply, string])[]): Handled {
  const replies = given.map((one) =>
    "id" in one ? { reply: one } : { reply: one[0], earlier: one[1] },
  );
  return { status: "handled", replies };
}

/** A reply of one text. */
export function reply(id: string, text: string, change: Partial<Reply> = {}): Reply {
  const blocks: Reply["blocks"] = text === "" ? [] : [{ type: "text", text }];
  return { id, language: "zh-CN", kind: "message", blocks, choices: [], ...change };
}

/** Buttons in one row, each with its label as its token. */
export function row(...labels: readonly string[]): Choice[] {
  return labels.map((label) => ({ label, token: `t:${label}`, role: "answer" }));
}
