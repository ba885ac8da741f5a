/** A person with a phone: says, taps, sends, and sees what the chat shows now. */
import type { User } from "grammy/types";
import { addMessage, wireMessage } from "./bot-api-chats.ts";
import type { NewMessage, StoredChat, StoredMessage } from "./bot-api-chats.ts";
import type { Entity } from "./bot-api-html.ts";
import type { Service } from "./bot-api-methods.ts";

export interface PersonSettings {
  /** Also the id of the private chat. */
  readonly id: number;
  readonly name?: string;
  readonly surname?: string;
  readonly username?: string;
  /** As Telegram gives it: `zh-hans`, `en` … */
  readonly language?: string;
}

/** A button as it was shown once: it can be pressed even after it is gone, as on a phone that lags behind. */
export interface ShownButton {
  readonly message: number;
  readonly label: string;
  readonly data: string;
}

/** A message as the chat shows it now. */
export interface ShownMessage {
  readonly id: number;
  readonly from: "person" | "bot";
  /** Without markup. */
  readonly text: string;
  readonly entities: readonly Entity[];
  /** Labels, row by row. */
  readonly buttons: readonly (readonly string[])[];
  readonly file?: { readonly name: string; readonly text: string };
  readonly edits: number;
}

export interface Person {
  readonly id: number;
  /** Writes to the bot; returns the id of the message. */
  says(text: string): number;
  /** Taps the newest button with this label; throws, naming what is shown, when there is none. */
  taps(label: string): void;
  /** The newest button with this label. */
  button(label: string): ShownButton;
  /** Every button shown now, oldest first. */
  buttons(): readonly ShownButton[];
  /** Presses a button seen earlier, whether it is still shown or not. */
  presses(button: ShownButton): void;
  sends(what: "photo" | "voice" | "sticker" | "document" | "video" | "location"): void;
  /** Changes a message of one's own. */
  edits(message: number, text: string): void;
  /** Writes to a group that the bot is in. */
  saysInGroup(text: string): void;
  deletes(message: number): void;
  blocksBot(): void;
  unblocksBot(): void;
  /** Every message of the private chat, oldest first. */
  chat(): readonly ShownMessage[];
  /** The bot's messages, oldest first. */
  heard(): readonly ShownMessage[];
  /** Taps for which the phone still shows that it waits. */
  waiting(): number;
}

const GROUP = -1_001;
const PHOTO = [{ file_id: "p", file_unique_id: "p", width: 90, height: 90 }];
const FILE = { file_id: "f", file_unique_id: "f" };
const SENT = {
  photo: { photo: PHOTO },
  voice: { voice: { ...FILE, duration: 3 } },
  sticker: {
    sticker: { ...FILE, type: "regular", width: 9, height: 9, is_animated: false, is_video: false },
  },
  document: { document: { ...FILE, file_name: "情况说明.docx" } },
  video: { video: { ...FILE, width: 9, height: 9, duration: 3 } },
  location: { location: { latitude: 30.3, longitude: 120.2 } },
} as const;

/** Opens the private chat of a person with the bot. */
export function newPerson(service: Service, settings: PersonSettings): Person {
  const { chats, updates } = service;
  const { id, name = "张三", surname, username, language = "zh-hans" } = settings;
  const person: User = {
    id,
    is_bot: false,
    first_name: name,
    language_code: language,
    ...(surname === undefined ? {} : { last_name: surname }),
    ...(username === undefined ? {} : { username }),
  };
  const chat: StoredChat = { id, person, messages: [], blocked: false };
  chats.chats.set(id, chat);

  const say = (content: Pick<NewMessage, "content">, extra: object = {}): number => {
    const message = addMessage(chats, chat, { from: "person", ...content });
    push({ message: { ...wireMessage(chats, message), ...extra } });
    return message.id;
  };
  const push = (update: object) => updates.push(update);
  const find = (message: number) => chat.messages.find((one) => one.id === message);
  const button = (label: string): ShownButton => {
    const shown = chat.messages.flatMap(buttonsOf);
    const found = shown.findLast((one) => one.label === label);
    if (found !== undefined) return found;
    const labels = shown.map((one) => `“${one.label}”`).join(" ");
    throw new Error(`no button “${label}” is shown; there are: ${labels || "none"}`);
  };
  const presses = ({ message, data }: ShownButton): void => {
    const query = `q${chats.newId()}`;
    chats.taps.set(query, { person: id, answered: false });
    const stored = find(message);
    // A message that was deleted can still be named, but no longer seen.
    const shown =
      stored === undefined
        ? { chat: { id, type: "private", first_name: name }, message_id: message, date: 0 }
        : wireMessage(chats, stored);
    push({
      callback_query: { id: query, from: person, message: shown, chat_instance: "1", data },
    });
  };
  return {
    id,
    says: (text) => say({ content: { text, entities: [] } }),
    sends: (what) => {
      say({ content: { text: "", entities: [] } }, { text: undefined, ...SENT[what] });
    },
    button,
    buttons: () => chat.messages.flatMap(buttonsOf),
    presses,
    taps: (label) => presses(button(label)),
    edits: (message, text) => {
      const stored = find(message);
      if (stored?.from !== "person") throw new Error("only one's own messages can be changed");
      stored.content = { text, entities: [] };
      stored.edits += 1;
      push({ edited_message: wireMessage(chats, stored) });
    },
    saysInGroup: (text) => {
      const group = { id: GROUP, type: "supergroup", title: "乡镇工作群" };
      push({ message: { message_id: chats.newId(), date: 1, from: person, chat: group, text } });
    },
    deletes: (message) => {
      chat.messages.splice(
        chat.messages.findIndex((one) => one.id === message),
        1,
      );
    },
    blocksBot: () => {
      chat.blocked = true;
    },
    unblocksBot: () => {
      chat.blocked = false;
    },
    chat: () => chat.messages.map(show),
    heard: () => chat.messages.filter(({ from }) => from === "bot").map(show),
    waiting: () =>
      [...chats.taps.values()].filter((tap) => tap.person === id && !tap.answered).length,
  };
}

function show({ id, from, content, buttons, file, edits }: StoredMessage): ShownMessage {
  const rows = buttons?.inline_keyboard.map((row) => row.map(({ text }) => text)) ?? [];
  const sent =
    file === undefined ? {} : { file: { name: file.name, text: file.bytes.toString("utf8") } };
  return { id, from, ...content, buttons: rows, edits, ...sent };
}

function buttonsOf({ id, buttons }: StoredMessage): readonly ShownButton[] {
  return (buttons?.inline_keyboard.flat() ?? []).flatMap((button) =>
    "callback_data" in button
      ? [{ message: id, label: button.text, data: button.callback_data }]
      : [],
  );
}
