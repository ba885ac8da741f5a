/** What a Telegram update means to the conversation. */
import type { CallbackQuery, Message, Update, User } from "grammy/types";
import type { Language } from "../dialogue/reply.ts";
import type { Incoming, Input } from "../ports.ts";

/** The kinds of update Telegram is asked for; any other is passed over. */
export const UPDATE_KINDS = ["message", "edited_message", "callback_query"] as const;

/** A turn, and the private chat its replies go to. */
export interface Turn {
  readonly chat: number;
  readonly incoming: Incoming;
}

/** An update read. Without a turn it asks for nothing: another kind of update, or a chat that is not private. */
export interface Reading {
  readonly turn?: Turn;
  /** Set for a tapped button: until it is answered, the person's device shows that it waits. */
  readonly query?: string;
}

/** Reads an update. `atMs` is when it came, in milliseconds since the epoch. */
export function readUpdate(update: Update, atMs: number, pack?: string): Reading {
  const query = update.callback_query;
  const said = query === undefined ? readMessages(update) : readQuery(query);
  const asked = query === undefined ? {} : { query: query.id };
  // What is not as Telegram documents it asks for nothing.
  if (said === undefined || !Number.isSafeInteger(said.chat)) return asked;
  const incoming: Incoming = {
    conversation: `telegram:${said.chat}`,
    eventId: `u${update.update_id}`,
    input: said.input,
    atMs,
    ...(said.from === undefined ? {} : { languageHint: languageOf(said.from) }),
    ...(pack === undefined ? {} : { pack }),
  };
  return { ...asked, turn: { chat: said.chat, incoming } };
}

/** The language a person's Telegram speaks: Chinese of any kind, else English. */
export function languageOf(person: User): Language {
  const { language_code: code } = person;
  return typeof code === "string" && code.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

interface Said {
  readonly chat: number;
  readonly from: User | undefined;
  readonly input: Input;
}

function readMessages({ message, edited_message: edited }: Update): Said | undefined {
  const said = message ?? edited;
  if (said === undefined || said.chat.type !== "private") return undefined;
  const input: Input =
    message === undefined ? { type: "unsupported", what: "edit" } : readMessage(message);
  return { chat: said.chat.id, from: said.from, input };
}

function readMessage(message: Message): Input {
  if (typeof message.text === "string") return { type: "text", text: message.text };
  return { type: "unsupported", what: kindOf(message) };
}

function kindOf(message: Message): Extract<Input, { type: "unsupported" }>["what"] {
  if (message.photo !== undefined) return "photo";
  if (message.voice !== undefined) return "voice";
  if (message.sticker !== undefined) return "sticker";
  const files = [message.document, message.audio, message.video, message.video_note];
  return files.some((file) => file !== undefined) ? "file" : "other";
}

function readQuery({ message, data, from }: CallbackQuery): Said | undefined {
  if (message !== undefined && message.chat.type !== "private") return undefined;
  const input: Input =
    typeof data !== "string" || message === undefined
      ? { type: "unsupported", what: "other" }
      : { type: "choice", token: data };
  // A private chat has the id of its person.
  return { chat: message?.chat.id ?? from.id, from, input };
}
