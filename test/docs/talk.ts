/** Someone who talks to the bot by typing what stands on its buttons. */
import { memoryArchive } from "../../src/app/archive.ts";
import { conversations } from "../../src/app/conversations.ts";
import { openShelf, type LiveShelf } from "../../src/app/shelf.ts";
import type { Bundle } from "../../src/content/bundle.ts";
import type { Block, Reply } from "../../src/dialogue/reply.ts";
import type { CaseStore, Log } from "../../src/ports.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";

export const quiet: Log = { info: () => undefined, error: () => undefined };

const AT_MS = Date.UTC(2026, 10, 24);
/** Turns one consultation may take before it counts as going round in circles. */
const TURNS_MAX = 120;
const CONFIRM = "没问题，看结论";
const NONE = "以上都没有";

export interface Person {
  /** Types one line and answers the replies. */
  readonly say: (text: string) => Promise<readonly Reply[]>;
}

export interface Room {
  readonly shelf: LiveShelf;
  readonly store: CaseStore;
  readonly person: (id: string) => Person;
}

/** A bot with this bundle, its cases in memory. */
export async function roomWith(bundle: Bundle): Promise<Room> {
  const shelf = await openShelf(bundle, memoryArchive(), quiet);
  const store = memoryStore();
  const talk = conversations({ store, shelf, log: quiet });
  let events = 0;
  const person = (id: string): Person => ({
    say: async (text) => {
      events += 1;
      const handled = await talk.handle({
        conversation: id,
        eventId: String(events),
        input: { type: "text", text },
        atMs: AT_MS,
        languageHint: "zh-CN",
      });
      const replies = handled.replies.map(({ reply }) => reply);
      await talk.delivered(
        id,
        replies.map((reply) => ({ reply: reply.id })),
      );
      return replies;
    },
  });
  return { shelf, store, person };
}

/** Everything a reply says, one block a line. */
export function textOf(replies: readonly Reply[]): string {
  return replies.flatMap(({ blocks }) => blocks.map(blockText)).join("\n");
}

function blockText(block: Block): string {
  switch (block.type) {
    case "items":
      return block.items.map(({ text, detail = "" }) => `${text} ${detail}`).join("\n");
    case "distinctions":
      return block.rows
        .map(({ name, sideName, reason }) => `${name} ${sideName} ${reason}`)
        .join("\n");
    default:
      return block.text;
  }
}

/** Goes through a consultation on something that has happened; `answers` holds what is said to a question with these words. */
export async function consult(
  person: Person,
  answers: Readonly<Record<string, string>>,
): Promise<{ readonly asked: readonly string[]; readonly last: string }> {
  for (const opening of ["你好", "知道了，开始", "事情已经发生", "都不是，或说不准", "不清楚"])
    await person.say(opening);
  let replies = await person.say("直接答题");
  const asked: string[] = [];
  for (let turn = 0; !labelsOf(replies.at(-1)).includes(CONFIRM); turn += 1) {
    if (turn >= TURNS_MAX) throw new Error("the consultation does not come to its end");
    const question = textOf(replies.slice(-1));
    asked.push(question);
    const answer = Object.entries(answers).find(([words]) => question.includes(words))?.[1];
    replies = await person.say(answer ?? ordinaryAnswer(replies.at(-1)));
  }
  return { asked, last: textOf(await person.say(CONFIRM)) };
}

/** None of a list that is ticked; else 不清楚. */
function ordinaryAnswer(question: Reply | undefined): string {
  return labelsOf(question).includes(NONE) ? NONE : "不清楚";
}

function labelsOf(reply: Reply | undefined): readonly string[] {
  return reply?.choices.flat().map(({ label }) => label) ?? [];
}
