/** What an action comes to: a changed case, an event for the machine, something to say. */
import type { ConsultationEvent, View } from "../../machines/consultation.ts";
import type { Action, Answer, Case } from "./case.ts";
import { message, type Draft } from "./draft.ts";
import { standingView } from "./standing.ts";
import { render } from "./views/render.ts";
import type { Talk } from "./world.ts";

export interface Move {
  readonly case: Case;
  /** Absent: the machine is not stepped. */
  readonly event?: ConsultationEvent;
  /** Said before what the machine presents. */
  readonly say?: readonly Draft[];
  /** The answers that were filed: the lines the message on the table folds into. */
  readonly filed?: readonly Answer[];
}

/** What a move may need of the event itself. */
export interface Said {
  readonly text: string;
  readonly atMs: number;
}

export type Mover = (talk: Talk, action: Action, said: Said) => Move;

/** Results stay readable above: what is said under them brings their buttons, not all their words again. */
const LONG: ReadonlySet<View> = new Set(["verdict", "steps"]);

/** Says something and shows again where the talk stands. */
export function say(talk: Talk, ...lines: readonly string[]): Move {
  const view = standingView(talk.case);
  if (!LONG.has(view)) return sayAndPresent(talk, ...lines);
  return { case: talk.case, say: [message(lines, render(view, talk).rows)] };
}

/** Says something and shows the whole of where the talk stands. */
export function sayAndPresent(talk: Talk, ...lines: readonly string[]): Move {
  return { case: talk.case, event: { type: "present" }, say: [message(lines)] };
}

/** What matched nothing. */
export function unknown(talk: Talk): Move {
  return say(talk, talk.words.said.not_understood);
}

/** The case without an optional part. */
export function without(current: Case, key: keyof Case): Case {
  const { [key]: _, ...rest } = current;
  return rest as Case;
}
