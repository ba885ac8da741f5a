/** What an action comes to: a changed case, an event for the machine, something to say. */
import type { ConsultationEvent } from "../../machines/consultation.ts";
import type { Action, Answer, Case } from "./case.ts";
import { message, type Draft } from "./draft.ts";
import type { Talk } from "./world.ts";

export interface Move {
  readonly case: Case;
  /** Absent: the machine is not stepped. */
  readonly event?: ConsultationEvent;
  /** Said before what the machine presents. */
  readonly say?: readonly Draft[];
  /** An answer was filed: the line the question folds into. */
  readonly filed?: Answer;
}

/** What a move may need of the event itself. */
export interface Said {
  readonly text: string;
  readonly atMs: number;
}

export type Mover = (talk: Talk, action: Action, said: Said) => Move;

/** Says something and shows again where the talk stands. */
export const say = (talk: Talk, ...lines: readonly string[]): Move => ({
  case: talk.case,
  event: { type: "present" },
  say: [message(lines)],
});

/** What matched nothing. */
export function unknown(talk: Talk): Move {
  return say(talk, talk.words.said.not_understood);
}

/** The case without an optional part. */
export function without(current: Case, key: keyof Case): Case {
  const { [key]: _, ...rest } = current;
  return rest as Case;
}
