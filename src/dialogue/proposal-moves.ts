/** What is done with facts read out of a person's words: laid on the table, turned, confirmed or put away. */
import { settle } from "./answer-moves.ts";
import { NARRATIVE_CHARACTERS_MAX, type Action, type Answer, type Case } from "./case.ts";
import type { Proposal } from "./incoming.ts";
import { say, unknown, without, type Move, type Mover } from "./move.ts";
import { confirmedAnswers, laidBeside, turned, worthConfirming } from "./proposals.ts";
import { talkOf, type Talk } from "./world.ts";

/** A text with what was read in it. */
export interface Heard {
  readonly text: string;
  readonly proposals: readonly Proposal[];
}

/** What a text may come to in which facts are read. */
const FROM_TEXT: ReadonlySet<string> = new Set(["tell", "tell_kept", "answer", "unknown", "add"]);

/**
 * The move that a typed text made, with what was read in it laid on the table where there is something to confirm.
 * Answers that clash are settled first.
 */
export function withProposals(
  talk: Talk,
  action: Action,
  moved: Move,
  { text, proposals }: Heard,
): Move {
  const earlier = talk.case.proposed;
  const from = earlier?.from ?? (talk.case.state === "telling" ? "narrative" : "answer");
  const clashes = moved.event?.type === "answered" && moved.event.account === "contradictory";
  if (proposals.length === 0 || clashes || !FROM_TEXT.has(action.do)) return moved;
  const now = talkOf(moved.case, talk.world);
  const heard = worthConfirming(now, text, proposals, from);
  const facts = earlier === undefined ? heard : laidBeside(now, earlier.facts, heard);
  if (heard.length === 0 || facts === earlier?.facts) return moved;
  const answered = moved.event?.type === "answered";
  const current = earlier?.from === "narrative" ? withMoreTold(moved.case, text) : moved.case;
  return {
    case: { ...current, proposed: { from, facts: [...facts] } },
    event: { type: "heard" },
    ...(answered && moved.say !== undefined ? { say: moved.say } : {}),
    ...(moved.filed === undefined ? {} : { filed: moved.filed }),
  };
}

/** What was added to the narrative belongs to it, as far as there is room. */
function withMoreTold(current: Case, text: string): Case {
  const narrative = `${current.narrative ?? ""}\n${text}`;
  return narrative.length > NARRATIVE_CHARACTERS_MAX ? current : { ...current, narrative };
}

export const proposalMoves: Readonly<Record<string, Mover>> = {
  turn: (talk, action) => {
    const { proposed } = talk.case;
    if (proposed === undefined) return unknown(talk);
    const facts = proposed.facts.map((row) => (row.fact === action.with ? turned(talk, row) : row));
    return { case: { ...talk.case, proposed: { ...proposed, facts } }, event: { type: "changed" } };
  },
  // More words beside the readings, in which nothing new was read: what they can do is said, and the readings shown again.
  add: (talk) => say(talk, talk.words.proposals.beside),
  accept: (talk) => (talk.case.proposed === undefined ? unknown(talk) : accepted(talk)),
  discard: (talk) => {
    const { proposed, asking } = talk.case;
    if (proposed === undefined) return unknown(talk);
    return asking === undefined
      ? settle(withoutProposals(talk), [])
      : backToTable(withoutProposals(talk), asking);
  },
};

/** Files them. A question that was being answered again stays on the table, unless this answered it. */
function accepted(talk: Talk): Move {
  const answers = confirmedAnswers(talk);
  const moved = settle(withoutProposals(talk), answers);
  const { asking } = talk.case;
  const clashes = moved.event?.type === "answered" && moved.event.account === "contradictory";
  if (asking === undefined || clashes) return moved;
  const isAsked = ({ question, partial }: Answer) =>
    question === asking.question && partial !== true;
  const again = talk.case.answers.some(isAsked) && !answers.some(isAsked);
  return again ? { ...moved, ...backToTable(talkOf(moved.case, talk.world), asking) } : moved;
}

function backToTable({ case: current }: Talk, asking: Case["asking"]): Move {
  return { case: { ...current, asking }, event: { type: "answered", account: "open" } };
}

const withoutProposals = (talk: Talk): Talk => talkOf(without(talk.case, "proposed"), talk.world);

/** Proposals lie on the table only while the talk stands at them. */
export function clearedTable(current: Case): Case {
  return current.state === "proposing" ? current : without(current, "proposed");
}
