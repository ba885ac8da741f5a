/** The conversation in a terminal; or, when stdin is a file or a pipe, a transcript of it: one input a line. */
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type { Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Language } from "../dialogue/reply.ts";
import type { Channel, Clock, Conversations, Handled, Input } from "../ports.ts";
import { drawEcho, drawReply, LINE_CELLS_MAX } from "./terminal-draw.ts";
import { readInput, nextTable } from "./terminal-input.ts";
import type { Table } from "./terminal-input.ts";
import { wrapText } from "./terminal-width.ts";

/** Times a turn is offered when other writers keep winning. */
const OFFERS_MAX = 5;
const PROMPT = "> ";

export interface TerminalSettings {
  readonly input: Readable;
  readonly output: Writable;
  /** `terminal:<person>`, also the id of the case. */
  readonly conversation: string;
  readonly language: Language;
  readonly clock: Clock;
  /** A person sits at the input: show a prompt, do not echo. */
  readonly isTerminal: boolean;
  readonly pack?: string;
  /** Unique ids for events; `crypto.randomUUID` unless a test gives its own. */
  readonly newEventId?: () => string;
}

export interface TerminalChannel extends Channel {
  /** Resolves at the end of input, at Ctrl-C, after `stop`, or when nobody reads the output any more; never rejects. */
  readonly finished: Promise<void>;
}

interface Session {
  readonly settings: TerminalSettings;
  readonly conversations: Conversations;
  table: Table | undefined;
  language: Language;
}

/** A terminal to talk in. `start` opens the talk and resolves when its first replies are drawn. */
export function terminalChannel(settings: TerminalSettings): TerminalChannel {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  let lines: Interface | undefined;
  let ended = false;
  let started = false;
  const end = () => {
    ended = true;
    lines?.close();
    if (!started) finish();
  };
  return {
    name: "terminal",
    finished,
    start: async (conversations) => {
      started = true;
      // A reader that went away (`| head`) ends the talk; what was said so far is stored.
      settings.output.on("error", end);
      const session: Session = {
        settings,
        conversations,
        table: undefined,
        language: settings.language,
      };
      await takeTurn(session, { type: "open" });
      if (ended) return finish();
      // Not before: lines that arrive earlier wait in the stream.
      lines = openLines(settings, end);
      void talk(session, lines, () => ended).then(finish);
    },
    stop: async () => {
      end();
      await finished;
    },
  };
}

function openLines({ input, output, isTerminal }: TerminalSettings, end: () => void): Interface {
  const lines = isTerminal
    ? createInterface({ input, output, terminal: true, prompt: PROMPT })
    : createInterface({ input, terminal: false });
  lines.on("SIGINT", end);
  return lines;
}

async function talk(session: Session, lines: Interface, hasEnded: () => boolean): Promise<void> {
  const { isTerminal } = session.settings;
  if (isTerminal) lines.prompt();
  try {
    for await (const line of lines) {
      if (hasEnded()) break;
      const typed = line.trim();
      if (typed !== "") {
        if (!isTerminal) await print(session, ["", ...drawEcho(typed)]);
        await takeTurn(session, readInput(typed, session.table));
      }
      if (isTerminal && !hasEnded()) lines.prompt();
    }
  } catch {
    // The input broke off (the terminal was closed): the same as its end. Every turn taken is stored.
  }
  if (isTerminal) await print(session, [""]);
}

/** One turn: stored, then drawn, then taken out of the outbox. Never rejects: the person gets an apology and can go on. */
async function takeTurn(session: Session, input: Input): Promise<void> {
  const replies = await handle(session, input).catch(() => undefined);
  if (replies === undefined) {
    const apology = session.conversations.apology(session.language);
    await print(session, ["", ...wrapText(apology, LINE_CELLS_MAX)]);
    return;
  }
  for (const { reply } of replies) {
    session.language = reply.language;
    session.table = nextTable(session.table, reply);
    if (!(await print(session, drawReply(reply)))) return;
  }
  const drawn = replies.map(({ reply }) => ({ reply: reply.id }));
  if (drawn.length === 0) return;
  // If this is lost, they are drawn once more next time: twice is better than never.
  await session.conversations
    .delivered(session.settings.conversation, drawn)
    .catch(() => undefined);
}

async function handle(session: Session, input: Input): Promise<Handled["replies"] | undefined> {
  const { conversation, clock, language, pack, newEventId = randomUUID } = session.settings;
  const incoming = {
    conversation,
    eventId: newEventId(),
    input,
    atMs: clock.nowMs(),
    languageHint: language,
    ...(pack === undefined ? {} : { pack }),
  };
  for (let offers = 0; offers < OFFERS_MAX; offers += 1) {
    const { status, replies } = await session.conversations.handle(incoming);
    if (status !== "busy") return replies;
  }
  return undefined;
}

/** Resolves to whether the lines were written. */
function print({ settings }: Session, lines: readonly string[]): Promise<boolean> {
  const text = lines.map((line) => `${line}\n`).join("");
  return new Promise((resolve) => {
    settings.output.write(text, (fault) => resolve(fault === null || fault === undefined));
  });
}
