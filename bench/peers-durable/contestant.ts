/** The face that every bot in the comparison of durable turns is given. */
import type { NextTurn } from "../durable-flight.ts";

/** What a peer says at one turn: words and buttons drawn beforehand, so that only the turn itself is its own. */
export interface Said {
  readonly html: string;
  readonly keyboard: object;
}

/** What a peer talks about; it decides nothing and draws nothing. */
export interface Script {
  /** As many as questions: the first is said when the talk begins. */
  readonly said: readonly Said[];
  /** Bytes of a stored case at each turn of some consultations. */
  readonly sizes: readonly number[];
}

export interface Talking {
  /** A person who talks without end, one dialogue after the other. */
  person(number: number): NextTurn;
  close(): Promise<void>;
}

export interface Contestant {
  readonly name: string;
  /** Turns of one dialogue: people begin at different ones, so that no turn is measured more often than another. */
  readonly dialogueTurns: number;
  /** Rows with more people are left out; absent: none are. */
  readonly peopleMax?: number;
  /** `folder` is there and empty; undefined where a package is not installed. */
  open(folder: string, script: Script): Promise<Talking | undefined>;
}

const AT_SECONDS = 1_767_225_600;

/** A text message as Telegram's Bot API delivers it. */
export function updateOf(update: number, chat: number, text: string): object {
  const from = { id: chat, is_bot: false, first_name: "bench" };
  return {
    update_id: update,
    message: {
      message_id: update,
      date: AT_SECONDS,
      chat: { id: chat, type: "private", first_name: "bench" },
      from,
      text,
    },
  };
}

/** What is asked of the Bot API. */
export interface Sending {
  readonly chat_id: number;
  readonly text: string;
  readonly reply_markup?: object;
}

/** What the Bot API answers: the message with its buttons, who sent it and where. */
export function sentMessage({ chat_id: chat, text, reply_markup }: Sending): object {
  const { id, is_bot, first_name, username } = BOT_INFO;
  return {
    message_id: 1,
    from: { id, is_bot, first_name, username },
    chat: { id: chat, type: "private", first_name: "bench" },
    date: AT_SECONDS,
    text,
    ...(reply_markup === undefined ? {} : { reply_markup }),
  };
}

export const BOT_INFO = {
  id: 1,
  is_bot: true,
  first_name: "bench",
  username: "bench_bot",
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
} as const;
export const TOKEN = "1:bench";
/** What a person answers: as long as an answer on a button is. */
export const ANSWER = "都不是，或说不准";
