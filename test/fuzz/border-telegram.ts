/** Updates as Telegram might never send them, up to what would be sent back. */
import type { Api } from "grammy";
import type { Update } from "grammy/types";
import { takeTurns } from "../../src/channels/telegram-turns.ts";
import { TELEGRAM_TIMING } from "../../src/channels/telegram-timing.ts";
import type { Reply } from "../../src/dialogue/reply.ts";
import type { Conversations, Incoming } from "../../src/ports.ts";
import type { Dice } from "../proof/dice.ts";
import { NOW_MS, shell, silent } from "../support/dialogue-scene.ts";
import { must, type Border } from "./border.ts";
import { misshapen, words } from "./hostile.ts";

const PEOPLE = 40;
const INPUTS: ReadonlySet<string> = new Set(["text", "choice", "open", "unsupported", "link"]);

export async function telegramBorders(): Promise<readonly Border[]> {
  const echo = turnsInto(echoing());
  const real = turnsInto(await shell());
  return [
    { name: "telegram updates", weight: 30, try: (dice) => echo(strangeUpdate(dice)) },
    { name: "telegram updates in a talk", weight: 2, try: (dice) => real(likelyUpdate(dice)) },
  ];
}

function turnsInto(conversations: Conversations): (update: Update) => Promise<void> {
  let sent = 0;
  const send = async (_chat: unknown, html: unknown, more?: { parse_mode?: string }) => {
    if (more?.parse_mode === "HTML") expectSafeHtml(String(html));
    return { message_id: (sent += 1) };
  };
  const api = {
    sendMessage: send,
    sendDocument: async () => ({ message_id: (sent += 1) }),
    editMessageText: (chat: unknown, _message: unknown, html: unknown, more?: object) =>
      send(chat, html, more),
    editMessageReplyMarkup: async () => true,
    answerCallbackQuery: async () => true,
  } as unknown as Api;
  const errors: string[] = [];
  const log = { ...silent, error: (event: string) => void errors.push(event) };
  const clock = { nowMs: () => NOW_MS };
  const turns = takeTurns({ api, conversations, log, clock, timing: TELEGRAM_TIMING });
  return async (update) => {
    errors.length = 0;
    const taken = await turns.once(update);
    await turns.idle();
    const broken = errors.filter((event) => event !== "telegram/update-unreadable");
    must(taken === "kept" && broken.length === 0, `not kept: ${broken.join()}`);
  };
}

/** Says back what it was told, in every kind of block. */
function echoing(): Conversations {
  let turn = 0;
  return {
    handle: async (incoming) => {
      expectTurn(incoming);
      const { input } = incoming;
      const said = input.type === "text" ? input.text : input.type === "choice" ? input.token : "-";
      return { status: "handled", replies: [{ reply: echoOf((turn += 1), said) }] };
    },
    async delivered() {},
    apology: () => "-",
    commands: () => [],
  };
}

function expectTurn({ conversation, eventId, input }: Incoming): void {
  must(/^telegram:-?\d+$/.test(conversation), `a conversation ${conversation}`);
  must(eventId.length < 200, "an event id without end");
  must(INPUTS.has(input.type), `an input ${input.type}`);
  const said: unknown = "text" in input ? input.text : "token" in input ? input.token : "";
  must(typeof said === "string", "words that are no text");
}

function echoOf(turn: number, said: string): Reply {
  const text = said.slice(0, 3_000);
  const row = { id: "one", name: text, side: "open", mark: "◐", sideName: text } as const;
  return {
    id: `${turn}.0`,
    language: "zh-CN",
    kind: "message",
    blocks: [
      { type: "heading", text },
      { type: "text", text },
      { type: "items", items: [{ text, detail: text, link: "https://example.org/?a=1&b=%22" }] },
      { type: "distinctions", rows: [{ ...row, reason: text, tolerable: [], culpable: [] }] },
    ],
    choices: [],
  };
}

/** Nothing but our own two tags, closed, and no bare & or quote sign that opens anything. */
export function expectSafeHtml(html: string): void {
  const ours = /<b>|<\/b>|<a href="https:\/\/[^"<>]*">|<\/a>|&(?:amp|lt|gt|quot);/g;
  must(!/[<>&]/.test(html.replaceAll(ours, "")), "markup of somebody else");
  for (const tag of ["b", "a"]) {
    const opened = html.split(new RegExp(`<${tag}[ >]`)).length;
    must(opened === html.split(`</${tag}>`).length, "a tag left open");
  }
}

let updates = 0;

function likelyUpdate(dice: Dice): Update {
  const id = 1 + dice.below(PEOPLE);
  const from = { id, is_bot: false, first_name: words(dice), language_code: "zh-hans" };
  const message = { message_id: 1, date: 1, chat: { id, type: "private" }, from };
  const update_id = (updates += 1);
  const tap = { id: "q", from, chat_instance: "1", message, data: words(dice).slice(0, 64) };
  const update =
    dice.below(4) === 0
      ? { update_id, callback_query: tap }
      : { update_id, message: { ...message, text: words(dice).slice(0, 4_096) } };
  return update as unknown as Update;
}

function strangeUpdate(dice: Dice): Update {
  const likely = likelyUpdate(dice);
  const { update_id, ...rest } = likely;
  const kinds = misshapen(dice, rest);
  const other = typeof kinds === "object" && kinds !== null ? kinds : { message: kinds };
  // The webhook and the poller see to it that it has an id.
  return dice.below(5) === 0 ? likely : { ...other, update_id };
}
