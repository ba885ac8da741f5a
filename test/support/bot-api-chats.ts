/** What the emulator knows: chats with their messages as they are shown now, taps, and command menus. */
import type { InlineKeyboardMarkup, Message, User } from "grammy/types";
import type { Entity, Parsed } from "./bot-api-html.ts";
import type { SentFile } from "./bot-api-request.ts";

export interface StoredMessage {
  readonly id: number;
  readonly chat: StoredChat;
  readonly from: "person" | "bot";
  content: Parsed;
  buttons: InlineKeyboardMarkup | undefined;
  readonly file: SentFile | undefined;
  edits: number;
}

export interface StoredChat {
  readonly id: number;
  readonly person: User;
  readonly messages: StoredMessage[];
  blocked: boolean;
}

interface Tap {
  readonly person: number;
  answered: boolean;
}

export interface Chats {
  readonly bot: User;
  readonly chats: Map<number, StoredChat>;
  /** By query id. */
  readonly taps: Map<string, Tap>;
  /** By language code; "" is the default. */
  readonly commands: Map<
    string,
    readonly { readonly command: string; readonly description: string }[]
  >;
  newId(): number;
}

/** A message of a chat before it has an id. */
export type NewMessage = Pick<StoredMessage, "from" | "content"> &
  Partial<Pick<StoredMessage, "buttons" | "file">>;

/** A bot nobody has written to. */
export function noChats(): Chats {
  let last = 0;
  return {
    bot: { id: 1, is_bot: true, first_name: "distinguo", username: "distinguo_bot" },
    chats: new Map(),
    taps: new Map(),
    commands: new Map(),
    newId: () => {
      last += 1;
      return last;
    },
  };
}

/** Puts a message at the end of a chat. */
export function addMessage(chats: Chats, chat: StoredChat, given: NewMessage): StoredMessage {
  const message: StoredMessage = {
    id: chats.newId(),
    chat,
    from: given.from,
    content: given.content,
    buttons: given.buttons,
    file: given.file,
    edits: 0,
  };
  chat.messages.push(message);
  return message;
}

/** A message as the Bot API describes it. */
export function wireMessage(chats: Chats, message: StoredMessage): Message {
  const { chat, content, file, buttons } = message;
  const { first_name: name } = chat.person;
  return {
    message_id: message.id,
    date: Math.floor(Date.now() / 1_000),
    from: message.from === "bot" ? chats.bot : chat.person,
    chat: { id: chat.id, type: "private", first_name: name },
    ...(file === undefined ? wireText(content) : { document: wireFile(file) }),
    ...(buttons === undefined ? {} : { reply_markup: buttons }),
    ...(message.edits === 0 ? {} : { edit_date: Math.floor(Date.now() / 1_000) }),
  } as Message;
}

function wireText({ text, entities }: Parsed): { text: string; entities?: readonly Entity[] } {
  return entities.length === 0 ? { text } : { text, entities };
}

function wireFile({ name, bytes }: SentFile) {
  const id = `file-${name}`;
  return { file_id: id, file_unique_id: id, file_name: name, file_size: bytes.length };
}
