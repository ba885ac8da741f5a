/** A scripted talk as one JSON document: what was typed, and what was said to it. */
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type { Language, Reply } from "../dialogue/reply.ts";
import type { Clock, Conversations, Incoming, Input } from "../ports.ts";

export interface Turn {
  /** undefined for the opening of the talk. */
  readonly input: string | undefined;
  readonly replies: readonly Reply[];
}

export interface ScriptSettings {
  readonly input: NodeJS.ReadableStream;
  readonly talk: Conversations;
  readonly clock: Clock;
  readonly language: Language;
  readonly pack?: string;
}

/** One input a line; empty lines are passed over. Rejects when a turn could not be stored. */
export async function scriptedTurns(settings: ScriptSettings): Promise<readonly Turn[]> {
  const { talk, clock, language, pack } = settings;
  const conversation = `terminal:${randomUUID()}`;
  let acknowledged: readonly string[] = [];
  const take = async (input: Input): Promise<readonly Reply[]> => {
    const incoming: Incoming = {
      conversation,
      eventId: randomUUID(),
      input,
      atMs: clock.nowMs(),
      languageHint: language,
      acknowledged,
      ...(pack === undefined ? {} : { pack }),
    };
    const { replies } = await talk.handle(incoming);
    acknowledged = replies.map(({ reply }) => reply.id);
    return replies.map(({ reply }) => reply);
  };
  const turns: Turn[] = [{ input: undefined, replies: await take({ type: "open" }) }];
  for await (const line of createInterface({ input: settings.input })) {
    if (line.trim() !== "")
      turns.push({ input: line, replies: await take({ type: "text", text: line }) });
  }
  return turns;
}
