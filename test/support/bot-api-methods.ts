/** The Bot API's methods, with the checks of the real service and its words for what is refused. */
import * as z from "zod";
import { addMessage, wireMessage } from "./bot-api-chats.ts";
import type { Chats, StoredChat, StoredMessage } from "./bot-api-chats.ts";
import { ApiFault } from "./bot-api-fault.ts";
import type { Chance } from "./bot-api-fault.ts";
import { MarkupFault, parseHtml } from "./bot-api-html.ts";
import type { Parsed } from "./bot-api-html.ts";
import type { Call, SentFile } from "./bot-api-request.ts";
import type { UpdateQueue } from "./bot-api-updates.ts";

const TEXT_UNITS_MAX = 4_096;
const CALLBACK_BYTES_MAX = 64;
const BUTTONS_MAX = 100;
const COMMANDS_MAX = 100;
const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
const VISIBLE = /[^\s\p{Cc}\p{Cf}]/u;

export interface Service {
  readonly chats: Chats;
  readonly updates: UpdateQueue;
  readonly chance: Chance;
}

type Method = (service: Service, call: Call, gone: AbortSignal) => unknown;

const Markup = z.object({
  inline_keyboard: z.array(
    z.array(z.object({ text: z.string(), callback_data: z.string().optional() })),
  ),
});
const Sending = z.object({
  chat_id: z.coerce.number(),
  text: z.coerce.string().optional(),
  parse_mode: z.string().optional(),
  reply_markup: Markup.optional(),
  document: z.string().optional(),
});
const Editing = Sending.extend({ message_id: z.coerce.number() });
const Polling = z.object({
  offset: z.coerce.number().default(0),
  limit: z.coerce.number().default(100),
  timeout: z.coerce.number().default(0),
});
const Hooking = z.object({ url: z.string(), secret_token: z.string().optional() });
const Menu = z.object({ language_code: z.string().default("") });
const Commands = Menu.extend({
  commands: z.array(z.object({ command: z.string(), description: z.string() })),
});

/** Every method there is; any other is answered with 404. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe: ({ chats }) => ({
    ...chats.bot,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }),
  getUpdates: async ({ updates, chance }, call, gone) => {
    const { offset, limit, timeout } = Polling.parse(call.parameters);
    const waiting = await updates.poll({ offset, limit, timeoutSeconds: timeout }, gone);
    return chance.handing?.(waiting) ?? waiting;
  },
  setWebhook: ({ updates }, call) => {
    const { url, secret_token: secret } = Hooking.parse(call.parameters);
    if (url !== "" && !URL.canParse(url)) throw bad("bad webhook: invalid webhook URL specified");
    if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret))
      throw bad("secret token contains unallowed characters");
    updates.hook(url === "" ? undefined : { url, ...(secret === undefined ? {} : { secret }) });
    return true;
  },
  deleteWebhook: ({ updates }, call) => {
    updates.hook(undefined);
    if (call.parameters["drop_pending_updates"] === true) updates.drop();
    return true;
  },
  getWebhookInfo: ({ updates }) => ({
    url: updates.webhook()?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: updates.pending().length,
  }),
  sendMessage: ({ chats }, call) => {
    const given = Sending.parse(call.parameters);
    const chat = chatFor(chats, given.chat_id);
    const content = readText(given);
    return wireMessage(
      chats,
      addMessage(chats, chat, { from: "bot", content, buttons: readButtons(given) }),
    );
  },
  sendDocument: ({ chats }, call) => {
    const given = Sending.parse(call.parameters);
    const chat = chatFor(chats, given.chat_id);
    const file = readFile(given, call);
    const content = { text: "", entities: [] };
    const sent = { from: "bot", content, file, buttons: readButtons(given) } as const;
    return wireMessage(chats, addMessage(chats, chat, sent));
  },
  editMessageText: ({ chats }, call) => {
    const given = Editing.parse(call.parameters);
    const message = messageToEdit(chats, given);
    if (message.file !== undefined) throw bad("there is no text in the message to edit");
    change(message, readText(given), readButtons(given));
    return wireMessage(chats, message);
  },
  editMessageReplyMarkup: ({ chats }, call) => {
    const given = Editing.parse(call.parameters);
    const message = messageToEdit(chats, given);
    change(message, message.content, readButtons(given));
    return wireMessage(chats, message);
  },
  answerCallbackQuery: ({ chats }, call) => {
    const tap = chats.taps.get(String(call.parameters["callback_query_id"]));
    if (tap === undefined || tap.answered)
      throw bad("query is too old and response timeout expired or query ID is invalid");
    tap.answered = true;
    return true;
  },
  setMyCommands: ({ chats }, call) => {
    const { commands, language_code: language } = Commands.parse(call.parameters);
    if (commands.length > COMMANDS_MAX) throw bad("BOT_COMMANDS_TOO_MUCH");
    for (const { command, description } of commands) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw bad("BOT_COMMAND_INVALID");
      if (description.length < 1 || description.length > 256)
        throw bad("BOT_COMMAND_DESCRIPTION_INVALID");
    }
    if (language !== "" && !/^[a-z]{2}$/.test(language)) throw bad("language code is invalid");
    chats.commands.set(language, commands);
    return true;
  },
  getMyCommands: ({ chats }, call) =>
    chats.commands.get(Menu.parse(call.parameters).language_code) ?? [],
};

function bad(reason: string): ApiFault {
  return new ApiFault(400, `Bad Request: ${reason}`);
}

function chatFor(chats: Chats, id: number): StoredChat {
  const chat = chats.chats.get(id);
  if (chat === undefined) throw bad("chat not found");
  if (chat.blocked) throw new ApiFault(403, "Forbidden: bot was blocked by the user");
  return chat;
}

function messageToEdit(chats: Chats, given: z.infer<typeof Editing>): StoredMessage {
  const chat = chatFor(chats, given.chat_id);
  const message = chat.messages.find(({ id }) => id === given.message_id);
  if (message === undefined) throw bad("message to edit not found");
  if (message.from !== "bot") throw bad("message can't be edited");
  return message;
}

function change(message: StoredMessage, content: Parsed, buttons: StoredMessage["buttons"]): void {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (same(message.content, content) && same(message.buttons, buttons)) throw bad(NOT_MODIFIED);
  message.content = content;
  message.buttons = buttons;
  message.edits += 1;
}

function readText({ text, parse_mode: mode }: z.infer<typeof Sending>): Parsed {
  if (text === undefined || text === "") throw bad("message text is empty");
  if (!text.isWellFormed()) throw bad("strings must be encoded in UTF-8");
  if (mode !== undefined && mode !== "HTML") throw bad("unsupported parse_mode");
  const content = trimmed(mode === "HTML" ? parsed(text) : { text, entities: [] });
  if (!VISIBLE.test(content.text)) throw bad("text must be non-empty");
  if (content.text.length > TEXT_UNITS_MAX) throw bad("message is too long");
  return content;
}

function parsed(html: string): Parsed {
  try {
    return parseHtml(html);
  } catch (error) {
    if (!(error instanceof MarkupFault)) throw error;
    throw bad(`can't parse entities: ${error.message}`);
  }
}

/** The real service takes white space off both ends. */
function trimmed({ text, entities }: Parsed): Parsed {
  const start = text.length - text.trimStart().length;
  return {
    text: text.trim(),
    entities: entities.map((entity) => ({ ...entity, offset: Math.max(0, entity.offset - start) })),
  };
}

function readButtons({ reply_markup: markup }: z.infer<typeof Sending>): StoredMessage["buttons"] {
  const buttons = markup?.inline_keyboard.flat() ?? [];
  if (buttons.length > BUTTONS_MAX) throw bad("REPLY_MARKUP_TOO_LONG");
  if (markup === undefined || buttons.length === 0) return undefined;
  for (const { text, callback_data: data } of buttons) {
    if (!VISIBLE.test(text)) throw bad("BUTTON_TEXT_INVALID");
    if (data === undefined) throw bad("BUTTON_TYPE_INVALID");
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > CALLBACK_BYTES_MAX) throw bad("BUTTON_DATA_INVALID");
  }
  const rows = markup.inline_keyboard.map((row) =>
    row.map(({ text, callback_data: data = "" }) => ({ text, callback_data: data })),
  );
  return { inline_keyboard: rows };
}

function readFile({ document }: z.infer<typeof Sending>, { files }: Call): SentFile {
  const file = files.get(document?.replace(/^attach:\/\//, "") ?? "document");
  if (file === undefined) throw bad("there is no document in the request");
  if (file.bytes.length === 0) throw bad("file must be non-empty");
  return file;
}
