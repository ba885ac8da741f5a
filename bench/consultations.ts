/** Whole turns, as a channel offers them: load, step, save, take the replies out of the outbox. */
import { memoryArchive } from "../src/app/archive.ts";
import { conversations } from "../src/app/conversations.ts";
import { openShelf } from "../src/app/shelf.ts";
import type { Bundle } from "../src/content/bundle.ts";
import type { Reply } from "../src/dialogue/reply.ts";
import type { CaseStore, Conversations, Log } from "../src/ports.ts";
import { repeatable, timingOf, type Timing } from "./measure.ts";

const CONFIRM = "没问题，看结论";
const NONE = "以上都没有";
const TURNS_MAX = 100;
const SEED = 53;
const AT_MS = Date.UTC(2026, 0, 1);
const OPENING = ["你好", "知道了，开始", "事情已经发生", "都不是，或说不准", "不清楚", "直接答题"];
const silent: Log = { info: () => undefined, error: () => undefined };

export interface Turns {
  readonly turn: Timing;
  /** Turns of one consultation, to the verdict. */
  readonly perConsultation: number;
}

/** Consultations one after the other, each in a conversation of its own; the first one is not counted. */
export async function timedTurns(
  bundle: Bundle,
  store: CaseStore,
  consultations: number,
): Promise<Turns> {
  const shelf = await openShelf(bundle, memoryArchive(), silent);
  const talk = conversations({ store, shelf, log: silent });
  const pick = repeatable(SEED);
  await consultation(talk, "bench:first", pick);
  const took: number[] = [];
  for (let i = 0; i < consultations; i += 1)
    took.push(...(await consultation(talk, `bench:${i}`, pick)));
  return { turn: timingOf(took), perConsultation: Math.round(took.length / consultations) };
}

async function consultation(
  talk: Conversations,
  id: string,
  pick: (below: number) => number,
): Promise<readonly number[]> {
  const took: number[] = [];
  const say = async (text: string): Promise<Reply | undefined> => {
    const eventId = String(took.length);
    const input = { type: "text", text } as const;
    const startedMs = performance.now();
    const { replies } = await talk.handle({ conversation: id, eventId, input, atMs: AT_MS });
    await talk.delivered(
      id,
      replies.map(({ reply }) => ({ reply: reply.id })),
    );
    took.push(performance.now() - startedMs);
    return replies.at(-1)?.reply;
  };
  const lines = linesOf(pick);
  for (let next = lines.next(); !next.done; next = lines.next(await say(next.value)));
  return took;
}

/** What a person says in one consultation, to the verdict, who is told the last reply each time. */
export function* linesOf(
  pick: (below: number) => number,
): Generator<string, void, Reply | undefined> {
  for (const line of OPENING) yield line;
  let last = yield "还没有人来核查";
  for (let turns = 0; last !== undefined && !labelsOf(last).includes(CONFIRM); turns += 1) {
    if (turns >= TURNS_MAX) throw new Error("the consultation does not come to its end");
    last = yield answerTo(last, pick);
  }
  yield CONFIRM;
}

/** None of a list that is ticked; else one of the answers on the buttons, 不清楚 among them. */
function answerTo(question: Reply, pick: (below: number) => number): string {
  if (labelsOf(question).includes(NONE)) return NONE;
  const answers = question.choices.flat().filter(({ role }) => role === "answer");
  return answers[pick(answers.length)]?.label ?? "";
}

const labelsOf = (reply: Reply): readonly string[] =>
  reply.choices.flat().map(({ label }) => label);
