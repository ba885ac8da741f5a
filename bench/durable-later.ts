/** Whether a turn late in a talk is dearer than an early one. */
import type { Bundle } from "../src/content/bundle.ts";
import type { Reply } from "../src/dialogue/reply.ts";
import { memoryStore } from "../src/stores/memory-store.ts";
import { linesOf } from "./consultations.ts";
import { openTalk } from "./durable-own.ts";
import { speakerOf, type Speak } from "./durable-person.ts";
import { medianOf, repeatable } from "./measure.ts";

const SEED = 211;
/** Turns of a consultation before its first question is on the table. */
const OPENING_TURNS = 7;
/** Said over and over: the reason is shown and hidden, the talk stays where it is. */
const WHY = "为什么";
/** Turns before the late part begins; it lasts past the hundredth. */
const IDLE_TURNS = 85;

export interface Later {
  /** Medians of one turn: the same answers to the same questions, at the start of the talk and about turn 100. */
  readonly earlyMs: number;
  readonly lateMs: number;
}

/** Cases in memory, so that the processor is all that is measured; early and late people take turns. */
export async function laterTurns(bundle: Bundle, people: number): Promise<Later> {
  const talk = await openTalk(bundle, memoryStore());
  const early: number[] = [];
  const late: number[] = [];
  // As many again before them are not counted: nobody pays for questions that were never asked before.
  for (let person = -people; person < people; person += 1) {
    const order = person % 2 === 0 ? [0, IDLE_TURNS] : [IDLE_TURNS, 0];
    for (const idle of order) {
      const speak = speakerOf(talk, "web", 2 * (people + person) + (idle === 0 ? 0 : 1));
      const took = await timed(speak, idle, repeatable(SEED + people + person));
      if (person >= 0) (idle === 0 ? early : late).push(...took);
    }
  }
  return { earlyMs: medianOf(early), lateMs: medianOf(late) };
}

/** Milliseconds of each turn from the first question on. */
async function timed(
  speak: Speak,
  idle: number,
  pick: (below: number) => number,
): Promise<readonly number[]> {
  const took: number[] = [];
  const lines = linesOf(pick);
  let last: Reply | undefined;
  let turn = 0;
  for (let line = lines.next(); line.done !== true; line = lines.next(last)) {
    const startedMs = performance.now();
    ({ last } = await speak(line.value));
    turn += 1;
    if (turn > OPENING_TURNS) took.push(performance.now() - startedMs);
    if (turn === OPENING_TURNS)
      for (let waited = 0; waited < idle; waited += 1) ({ last } = await speak(WHY));
  }
  return took;
}
