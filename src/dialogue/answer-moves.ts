/** Filing answers: one question answered, skipped, taken back or answered again. */
import type { ConsultationEvent } from "../../machines/consultation.ts";
import { factOf, questionOf, withAnswer } from "./answers.ts";
import type { Question } from "../policy/schema-support.ts";
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
function onTable(current: Case, { id, kind }: Question): Case {
  const earlier = current.answers.find(({ question }) => question === id);
  const ticked = Object.entries(earlier?.facts ?? {}).flatMap(([fact, value]) =>
    kind === "checklist" && value === "yes" ? [fact] : [],
  );
  return { ...current, asking: { question: id, ticked, why: false } };
}

function file(talk: Talk, answer: Answer): Move {
  const current = withAnswer(talk.case, answer);
  const next = talkOf(current, talk.world);
  if (isContradictory(next)) {
    return {
      case: without(current, "asking"),
      event: { type: "answered", account: "contradictory" },
      filed: answer,
    };
  }
  const open = pendingQuestions(next).length > 0;
  return {
    ...toFirstQuestion(current, talk, { type: "answered", account: open ? "open" : "done" }),
    filed: answer,
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
  const filed = file(talk, {
    question: question.id,
    facts: {},
    unsure: [...openItems(talk, question)],
  });
  return { ...filed, say: [message([talk.words.said.noted_unsure])] };
}

export function answerChecklist(talk: Talk, rest: "no" | "unsure"): Move {
  const asking = talk.case.asking;
  const question = asking === undefined ? undefined : questionOf(talk, asking.question);
  if (asking === undefined || question === undefined || question.kind !== "checklist")
    return unknown(talk);
  const ticked = new Set(asking.ticked);
  const others = openItems(talk, question).filter((fact) => !ticked.has(fact));
  const facts = Object.fromEntries([
    ...[...ticked].map((fact) => [fact, "yes"]),
    ...(rest === "no" ? others.map((fact) => [fact, "no"]) : []),
  ]) as Record<string, string>;
  return file(talk, { question: question.id, facts, unsure: rest === "no" ? [] : others });
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
  const last = talk.case.answers.at(-1);
  if (!["asking", "summary"].includes(state) || last === undefined) {
    return { case: talk.case, event: { type: "back", answers: false } };
  }
  const current: Case = {
    ...talk.case,
    answers: talk.case.answers.slice(0, -1),
    asking: { question: last.question, ticked: [], why: false },
  };
  return { case: current, event: { type: "back", answers: true } };
}
