/** People as the web chat and Telegram bring them: with event ids, handles and a way to tell delivery like theirs. */
import { drawButtons, drawMessages } from "../src/channels/telegram-text.ts";
import type { Choice, Reply } from "../src/dialogue/reply.ts";
import type { Conversations, PendingReply } from "../src/ports.ts";
import { linesOf } from "./consultations.ts";
import type { NextTurn } from "./durable-flight.ts";
import { repeatable } from "./measure.ts";
import type { Said } from "./peers-durable/contestant.ts";

/**
 * web: what was drawn is told with the next answer, one save a turn. telegram: each reply is told as soon as it arrived,
 * a save more for each.
 */
export type Channel = "web" | "telegram";

/** One turn, to the end of drawing its replies. */
export interface Turned {
  readonly last: Reply | undefined;
  readonly said: readonly Said[];
}

/** Says one line: tapped where it stands on a button just shown, else typed. */
export type Speak = (text: string) => Promise<Turned>;

type Pick = (below: number) => number;

const AT_MS = Date.UTC(2026, 0, 1);
/** As large as such numbers are by now, so that they take as much room. */
const TELEGRAM_PERSON = 5_000_000_000;
const TELEGRAM_UPDATE = 731_204_511;
const TELEGRAM_MESSAGE = 48_213;
/** Updates of other people between two of the same person, at most. */
const UPDATES_BETWEEN = 50;
/** Seeds that lie apart. */
const SEED_STEP = 7_919;
const HEX = 16;

/** The conversation of a seed, which takes one line after the other. Ids look random and are the same in every run. */
export function speakerOf(talk: Conversations, channel: Channel, seed: number): Speak {
  const pick = repeatable(1 + seed * SEED_STEP);
  const conversation =
    channel === "web" ? `web:${hexOf(pick, 32)}` : `telegram:${TELEGRAM_PERSON + seed}`;
  const nextEvent = eventsOf(channel, pick);
  const tell = tellingOf(talk, channel, conversation);
  let acknowledged: readonly string[] = [];
  let shown: readonly Choice[] = [];
  return async (text) => {
    const eventId = nextEvent();
    const token = shown.find(({ label }) => label === text)?.token;
    const input =
      token === undefined
        ? ({ type: "text", text } as const)
        : ({ type: "choice", token } as const);
    const turn = { conversation, eventId, input, atMs: AT_MS, acknowledged };
    const { status, replies } = await talk.handle(turn);
    if (status !== "handled") throw new Error(`a turn was not handled: ${status}`);
    shown = replies.flatMap(({ reply }) => reply.choices.flat());
    const said = replies.map(({ reply }) => drawn(reply));
    acknowledged = await tell(replies);
    return { last: replies.at(-1)?.reply, said };
  };
}

function eventsOf(channel: Channel, pick: Pick): () => string {
  let update = TELEGRAM_UPDATE;
  return () => {
    if (channel === "web") return hexOf(pick, 16);
    update += 1 + pick(UPDATES_BETWEEN);
    return `u${update}`;
  };
}

const hexOf = (pick: Pick, digits: number): string =>
  Array.from({ length: digits }, () => pick(HEX).toString(HEX)).join("");

/** Tells what was delivered, or answers what the next turn is to acknowledge. */
function tellingOf(talk: Conversations, channel: Channel, conversation: string) {
  let message = TELEGRAM_MESSAGE;
  return async (replies: readonly PendingReply[]): Promise<readonly string[]> => {
    const ids = replies.map(({ reply }) => reply.id);
    if (channel === "web") return ids;
    for (const reply of ids) {
      message += 1;
      await talk.delivered(conversation, [{ reply, handle: String(message) }]);
    }
    return [];
  };
}

function drawn(reply: Reply): Said {
  return { html: drawMessages(reply).join("\n"), keyboard: drawButtons(reply) ?? {} };
}

/** Consultations of one person, at most. */
const CONSULTATIONS_MAX = 100_000;

/** A person who consults again and again, each time in a new conversation. */
export function personOf(talk: Conversations, channel: Channel, number: number): NextTurn {
  const pick = repeatable(1 + number * SEED_STEP);
  let seed = number * CONSULTATIONS_MAX;
  let lines = linesOf(pick);
  let speak = speakerOf(talk, channel, seed);
  let last: Reply | undefined;
  return async () => {
    let line = lines.next(last);
    if (line.done === true) {
      seed += 1;
      speak = speakerOf(talk, channel, seed);
      lines = linesOf(pick);
      line = lines.next();
    }
    ({ last } = await speak(line.value ?? ""));
  };
}
