/** At the end everybody asks for all that is kept of them, and it is held against what they gave and saw. */
import { setTimeout as pause } from "node:timers/promises";
import { Case } from "../../src/dialogue/case.ts";
import type { Answer } from "../../src/dialogue/case.ts";
import type { BotApi } from "../support/bot-api.ts";
import type { Given } from "./memory.ts";
import type { Simulated } from "./person.ts";
import { sameAnswer } from "./reading.ts";

const LOOK_EVERY_MS = 50;
const FILE = "distinguo-mydata.json";

export interface Verdict {
  readonly acknowledged: number;
  /** Acknowledged answers that are not in the case: neither they nor one given later to the same question. */
  readonly lost: readonly string[];
  /** Cases that took a turn more than the person sent messages, or fewer. */
  readonly twice: readonly string[];
  readonly missed: readonly string[];
  /** Answers in a case that its person never gave to that question. */
  readonly wrongQuestion: readonly string[];
  /** Cases that do not come out as they should, and those the store set aside as damaged. */
  readonly unreadable: readonly string[];
  /** People whose last message was not answered. */
  readonly unanswered: number;
  readonly repeated: number;
}

/** Needs a bot that runs; waits until it has taken everything. */
export async function judge(
  api: BotApi,
  people: readonly Simulated[],
  msMax: number,
): Promise<Verdict> {
  const takenAll = () => api.pending().length === 0;
  await within(msMax, takenAll);
  for (const one of people) one.says("/start");
  await within(msMax, takenAll);
  for (const one of people) {
    one.memory.look();
    one.says("/mydata");
  }
  const files = new Map<number, string>();
  await within(msMax, () => {
    for (const one of people) {
      const file = one.person.heard().findLast((message) => message.file?.name === FILE)?.file;
      if (file !== undefined) files.set(one.id, file.text);
    }
    return files.size === people.length && takenAll();
  });
  const found = people.map((one) => compare(one, files.get(one.id)));
  return {
    acknowledged: people.flatMap(({ memory }) => memory.given.filter((one) => one.acknowledged))
      .length,
    lost: found.flatMap(({ lost }) => lost),
    twice: found.flatMap(({ twice }) => twice),
    missed: found.flatMap(({ missed }) => missed),
    wrongQuestion: found.flatMap(({ wrong }) => wrong),
    unreadable: found.flatMap(({ unreadable }) => unreadable),
    unanswered: people.length - files.size,
    repeated: people.reduce((sum, one) => sum + one.memory.repeated(), 0),
  };
}

function compare(person: Simulated, text: string | undefined) {
  const name = (what: string) => `person ${person.id}: ${what}`;
  const unreadable = (why: string) => {
    return { lost: [], twice: [], missed: [], wrong: [], unreadable: [name(why)] };
  };
  if (text === undefined) return unreadable("no file came");
  const kept = Case.safeParse({ ...(JSON.parse(text) as { case: object }).case, outbox: [] });
  if (!kept.success) return unreadable(kept.error.issues.map(({ path }) => path.join(".")).join());
  const { answers, begunMs, turn } = kept.data;
  const given = person.memory.given.filter(({ table }) =>
    table.startsWith(`${begunMs.toString(36)}:`),
  );
  const filed = new Map(answers.map((answer) => [answer.question, answer]));
  // The message that asks for the file is not in it yet.
  const surplus = turn - (person.sent() - 1);
  return {
    lost: given
      .filter((one, at) => one.acknowledged && !standsOrChanged(one, given.slice(at + 1), filed))
      .map(({ answer }) =>
        name(`${JSON.stringify(answer)}, ${JSON.stringify(filed.get(answer.question))}`),
      ),
    // A place chosen files its own answer.
    wrong: answers
      .filter((answer) => !given.some((mine) => sameAnswer(mine.answer, answer)))
      .filter(({ facts }) => !Object.keys(facts).every((fact) => person.reader.placed.has(fact)))
      .map((answer) => name(JSON.stringify(answer))),
    twice: surplus > 0 ? [name(`${surplus} turns more than messages`)] : [],
    missed: surplus < 0 ? [name(`${-surplus} turns fewer than messages`)] : [],
    unreadable: [],
  };
}

/** An answer is filed as it was given, or as the person gave it later on, acknowledged or not. Nothing earlier comes back. */
function standsOrChanged(
  { answer }: Given,
  later: readonly Given[],
  filed: ReadonlyMap<string, Answer>,
): boolean {
  const found = filed.get(answer.question);
  return (
    found !== undefined &&
    (sameAnswer(found, answer) || later.some((one) => sameAnswer(found, one.answer)))
  );
}

async function within(msMax: number, condition: () => boolean): Promise<void> {
  const end = performance.now() + msMax;
  while (!condition() && performance.now() < end) await pause(LOOK_EVERY_MS);
}
