/** The question on the table, contradictions, the summary and the list to correct from. */
import type { Question } from "../../policy/schema-support.ts";
import { answerLine, factName, questionOf, questionsOf, valueName } from "../answers.ts";
import { button, inRows, items, text, type Button, type Draft } from "../draft.ts";
import { countOf, shortened } from "../characters.ts";
import { conflictingQuestions } from "../conflict.ts";
import { offeredValues, pendingQuestions, sparedCount } from "../questioning.ts";
import { fill, type Talk } from "../world.ts";
import { back } from "./opening.ts";

/** How many questions may be left at most is said once the end is in sight: at the start the bound only discourages. */
const PROGRESS_SHOWN_MAX = 12;
const LABEL_CHARACTERS_MAX = 60;
/** Labels up to this many characters share a row of four; longer ones stand alone. */
const SHORT_LABEL_CHARACTERS_MAX = 4;
const WIDE_LABEL_CHARACTERS_MAX = 12;

export function questionView(talk: Talk): Draft {
  const asking = talk.case.asking;
  const question = asking === undefined ? undefined : questionOf(talk, asking.question);
  if (asking === undefined || question === undefined)
    throw new Error("no question is on the table");
  const { words } = talk;
  const wording = words.questions[question.id];
  const ask =
    (talk.case.purpose === "precheck" || talk.case.purpose === "inaction"
      ? wording?.before
      : undefined) ??
    wording?.ask ??
    question.id;
  const left = pendingQuestions(talk).length;
  const checklist = question.kind === "checklist";
  const lines = [
    ask,
    checklist ? words.said.question_checklist : undefined,
    asking.why ? wording?.why : undefined,
  ].filter((line) => line !== undefined);
  const progress =
    left > 1 && left <= PROGRESS_SHOWN_MAX && !asking.why
      ? [text(fill(words.said.question_left, { count: left }))]
      : [];
  const answers = checklist ? checklistRows(talk, question) : singleRows(talk, question);
  return {
    kind: "question",
    blocks: [...lines.map(text), ...progress],
    rows: [...answers, toolRow(talk, asking.why)],
  };
}

function toolRow(talk: Talk, why: boolean): readonly Button[] {
  const { buttons } = talk.words;
  return [
    ...(why ? [] : [button(buttons.why, "why", "tool")]),
    back(talk),
    button(buttons.finish, "finish", "tool"),
  ];
}

function singleRows(talk: Talk, question: Question): readonly (readonly Button[])[] {
  const [fact = ""] = question.facts;
  const labels = talk.words.questions[question.id]?.choices;
  const choices = offeredValues(talk, fact).map((value) =>
    button(labels?.[value] ?? valueName(talk, fact, value), "answer", "answer", value),
  );
  const all = [...choices, button(talk.words.buttons.unsure, "unsure")];
  return laidOut(all);
}

/** On one row where they fit a phone, else two or one a row. */
function laidOut(buttons: readonly Button[]): readonly (readonly Button[])[] {
  const longest = Math.max(...buttons.map(({ label }) => countOf(label)));
  const perRow =
    longest <= SHORT_LABEL_CHARACTERS_MAX ? 4 : longest <= WIDE_LABEL_CHARACTERS_MAX ? 2 : 1;
  return inRows(buttons, perRow);
}

function checklistRows(talk: Talk, question: Question): readonly (readonly Button[])[] {
  const { words, case: current } = talk;
  const ticked = new Set(current.asking?.ticked);
  const labels = words.questions[question.id]?.items;
  const entries = openItems(talk, question).map((fact) => [
    {
      ...button(
        shortened(labels?.[fact] ?? factName(talk, fact), LABEL_CHARACTERS_MAX),
        "tick",
        "answer",
        fact,
      ),
      selected: ticked.has(fact),
    },
  ]);
  const end =
    ticked.size === 0
      ? [button(words.buttons.none_of_these, "none"), button(words.buttons.unsure, "unsure")]
      : [
          button(words.buttons.done, "done", "main"),
          button(words.buttons.rest_unsure, "rest_unsure"),
        ];
  return [...entries, end];
}

/** The items of a checklist that still matter; all of them when it is being answered again. */
export function openItems(talk: Talk, question: Question): readonly string[] {
  const pending = pendingQuestions(talk).find((entry) => entry.question.id === question.id);
  const answered = talk.case.answers.find((answer) => answer.question === question.id);
  const before = answered === undefined ? [] : [...Object.keys(answered.facts), ...answered.unsure];
  const wanted = new Set([...(pending?.facts ?? []), ...before]);
  const open = question.facts.filter((fact) => wanted.has(fact));
  return open.length === 0 ? question.facts : open;
}

export function conflictView(talk: Talk): Draft {
  const involved = conflictingQuestions(talk);
  return {
    kind: "question",
    blocks: [
      text(talk.words.said.conflict),
      items(involved.map((answer) => ({ text: answerLine(talk, answer) }))),
      text(talk.words.said.conflict_pick),
    ],
    rows: involved.map(({ question }) => [
      button(talk.words.questions[question]?.short ?? question, "pick", "answer", question),
    ]),
  };
}

export function summaryView(talk: Talk): Draft {
  const { words, case: current } = talk;
  const ordered = inOrder(talk).map((answer) => ({ text: answerLine(talk, answer) }));
  const open =
    pendingQuestions(talk).length > 0 || current.answers.some(({ unsure }) => unsure.length > 0);
  const spared = current.purpose === "inaction" ? 0 : sparedCount(talk);
  const newer = talk.world.newer !== undefined;
  return {
    kind: "question",
    blocks: [
      text(ordered.length === 0 ? words.said.summary_empty : words.said.summary),
      ...(ordered.length === 0 ? [] : [items(ordered)]),
      ...(current.narrative === undefined
        ? []
        : [
            text(
              fill(words.said.summary_narrative, {
                text: shortened(current.narrative, NARRATIVE_SHOWN_CHARACTERS_MAX),
              }),
            ),
          ]),
      ...(open
        ? [text(words.said.summary_open)]
        : spared > 0
          ? [text(fill(words.said.summary_settled, { count: spared }))]
          : []),
      ...(newer ? [text(words.moved.offer)] : []),
    ],
    rows: [
      [
        button(words.buttons.confirm, "confirm", "main"),
        ...(ordered.length === 0 ? [] : [button(words.buttons.correct, "correct")]),
      ],
      [
        back(talk),
        ...(newer ? [button(words.moved.use_newest, "use_newest", "tool")] : []),
        button(words.buttons.erase, "erase", "tool"),
      ],
    ],
  };
}

const NARRATIVE_SHOWN_CHARACTERS_MAX = 120;
const ANSWER_LABEL_CHARACTERS_MAX = 40;

/** Answers in the order of the questions, however they were given. */
export function inOrder(talk: Talk): readonly Talk["case"]["answers"][number][] {
  const order = new Map(questionsOf(talk).map(({ id }, index) => [id, index]));
  return [...talk.case.answers].sort(
    (a, b) => (order.get(a.question) ?? 0) - (order.get(b.question) ?? 0),
  );
}

export function correctingView(talk: Talk): Draft {
  const { words } = talk;
  const rows = inOrder(talk).map((answer) => [
    button(
      shortened(answerLine(talk, answer), ANSWER_LABEL_CHARACTERS_MAX),
      "pick",
      "answer",
      answer.question,
    ),
  ]);
  return { kind: "question", blocks: [text(words.said.correcting)], rows: [...rows, [back(talk)]] };
}
