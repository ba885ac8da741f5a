/** Filing answers: one question answered, skipped, taken back or answered again. */
import type { ConsultationEvent } from "../../machines/consultation.ts";
import { factOf, questionOf, withAnswer } from "./answers.ts";
import type { Question } from "../policy/schema-support.ts";
import { withMeanings } from "./carry-meaning.ts";
import type { Answer, Case } from "./case.ts";
import { isContradictory } from "./conflict.ts";
import { message } from "./draft.ts";
import { unknown, without, type Move } from "./move.ts";
import { pendingQuestions } from "./questioning.ts";
import { openItems } from "./views/question.ts";
import { talkOf, type Talk } from "./world.ts";

/** Puts the next question on the table; without one the talk goes to the summary. */
export function toFirstQuestion(current: Case, talk: Talk, event: ConsultationEvent): Move {
  const [next] = pendingQuestions(talkOf(current, talk.world));
  if (next === undefined) return { case: without(current, "asking"), event };
  return { case: onTable(current, next.question), event };
}

/** Lays a question on the table; a list that was answered before lies there as it was left. */
export function onTable(current: Case, { id, kind }: Question): Case {
  const earlier = current.answers.find(({ question }) => question === id);
  const ticked = Object.entries(earlier?.facts ?? {}).flatMap(([fact, value]) =>
    kind === "checklist" && value === "yes" ? [fact] : [],
  );
  return { ...current, asking: { question: id, ticked, why: false } };
}

function file(talk: Talk, answer: Answer): Move {
  return settle(talk, [answer]);
}

/** Files the answers, none or several, and goes on to what comes next. */
export function settle(talk: Talk, answers: readonly Answer[]): Move {
  const filed = answers.map((answer) => withMeanings(talk, answer));
  const current = filed.reduce(withAnswer, talk.case);
  const next = talkOf(current, talk.world);
  if (isContradictory(next)) {
    return {
      case: without(current, "asking"),
      event: { type: "answered", account: "contradictory" },
      filed,
    };
  }
  const open = pendingQuestions(next).length > 0;
  return {
    ...toFirstQuestion(current, talk, { type: "answered", account: open ? "open" : "done" }),
    filed,
  };
}

export function answerSingle(talk: Talk, value: string | undefined): Move {
  const question =
    talk.case.asking === undefined ? undefined : questionOf(talk, talk.case.asking.question);
  const [fact] = question?.facts ?? [];
  if (
    question === undefined ||
    fact === undefined ||
    value === undefined ||
    factOf(talk, fact) === undefined
  )
    return unknown(talk);
  return file(talk, { question: question.id, facts: { [fact]: value }, unsure: [] });
}

export function answerUnsure(talk: Talk): Move {
  const question =
    talk.case.asking === undefined ? undefined : questionOf(talk, talk.case.asking.question);
  if (question === undefined) return unknown(talk);
  const facts = saidInPart(talk, question);
  const unsure = openItems(talk, question).filter((fact) => !(fact in facts));
  const filed = file(talk, { question: question.id, facts, unsure });
  return { ...filed, say: [message([talk.words.said.noted_unsure])] };
}

export function answerChecklist(talk: Talk, rest: "no" | "unsure"): Move {
  const asking = talk.case.asking;
  const question = asking === undefined ? undefined : questionOf(talk, asking.question);
  if (asking === undefined || question === undefined || question.kind !== "checklist")
    return unknown(talk);
  const ticked = new Set(asking.ticked);
  const others = openItems(talk, question).filter((fact) => !ticked.has(fact));
  const said = rest === "no" ? {} : saidInPart(talk, question);
  const denied = others.filter((fact) => rest === "no" || said[fact] === "no");
  const facts: Record<string, string> = Object.fromEntries([
    ...[...ticked].map((fact) => [fact, "yes"] as const),
    ...denied.map((fact) => [fact, "no"] as const),
  ]);
  const unsure = others.filter((fact) => !(fact in facts));
  return file(talk, { question: question.id, facts, unsure });
}

/** What was confirmed of a list before it was asked: being unsure of the rest does not take it back. */
function saidInPart({ case: current }: Talk, { id }: Question): Record<string, string> {
  const earlier = current.answers.find(({ question }) => question === id);
  return earlier?.partial === true ? earlier.facts : {};
}

export function pickQuestion(talk: Talk, id: string): Move {
  const question = questionOf(talk, id);
  if (question === undefined) return unknown(talk);
  return { case: onTable(talk.case, question), event: { type: "pick" } };
}

/**
 * In the questions, back takes the last answer away and asks it again. It takes none away from someone who was only
 * about to change an answer, or who looked at the result before the question on the table was answered.
 */
export function goBack(talk: Talk): Move {
  const { state, overlay, asking } = talk.case;
  if (overlay !== "none") return { case: talk.case, event: { type: "leave" } };
  const again = talk.case.answers.some(({ question }) => question === asking?.question);
  if (state === "asking" && again) {
    return { case: without(talk.case, "asking"), event: { type: "correct" } };
  }
  if (state === "summary" && asking !== undefined && !again) {
    return { case: talk.case, event: { type: "back", answers: true } };
  }
  if (state === "proposing") {
    const answers = talk.case.proposed?.from === "answer" && asking !== undefined;
    if (answers || talk.case.proposed?.from === "narrative")
      return { case: talk.case, event: { type: "back", answers } };
  }
  const last = talk.case.answers.at(-1);
  if (!["asking", "proposing", "summary"].includes(state) || last === undefined) {
    return { case: talk.case, event: { type: "back", answers: false } };
  }
  const current: Case = {
    ...talk.case,
    answers: talk.case.answers.slice(0, -1),
    asking: { question: last.question, ticked: [], why: false },
  };
  return { case: current, event: { type: "back", answers: true } };
}
