/** What each action does to the case, and the event it puts to the machine. */
import type { ConsultationEvent } from "../../machines/consultation.ts";
import {
  answerChecklist,
  answerSingle,
  answerUnsure,
  goBack,
  pickQuestion,
  toFirstQuestion,
} from "./answer-moves.ts";
import { withAnswer } from "./answers.ts";
import { withMeanings } from "./carry-meaning.ts";
import { NARRATIVE_CHARACTERS_MAX, type Action, type Case } from "./case.ts";
import { readDates, yearAt } from "./dates.ts";
import { message } from "./draft.ts";
import { say, sayAndPresent, unknown, without, type Move, type Mover, type Said } from "./move.ts";
import { pendingQuestions } from "./questioning.ts";
import { proposalMoves } from "./proposal-moves.ts";
import { reviewMoves } from "./review-moves.ts";
import { copyFile } from "./views/copy.ts";
import { heldFile } from "./views/held.ts";
import { OFFERED_COMMANDS } from "./words-schema.ts";
import { fill, talkOf, type Talk } from "./world.ts";

const plain =
  (event: ConsultationEvent): Mover =>
  ({ case: current }) => ({ case: current, event });

/** Only a consultation that asks questions has a result to go back to or answers to correct. */
const withResult =
  (event: ConsultationEvent): Mover =>
  (talk) =>
    hasResult(talk) ? { case: talk.case, event } : unknown(talk);

const isAsked = ({ case: { state } }: Talk) => state === "asking" || state === "proposing";

const hasResult = ({ case: current, world }: Talk) => {
  const purpose = world.policy.purposes.find(({ id }) => id === current.purpose);
  return purpose !== undefined && purpose.questions !== "none";
};

const tell: Mover = (talk, _, said) => ({
  ...toFirstQuestion(
    { ...talk.case, narrative: said.text.slice(0, NARRATIVE_CHARACTERS_MAX) },
    talk,
    { type: "told" },
  ),
  say: [message([talk.words.said.told])],
});

const MOVES: Readonly<Record<string, Mover>> = {
  open: plain({ type: "present" }),
  hand_over: (talk) => {
    const told = say(talk, talk.words.said.held);
    return { ...told, say: [heldFile(talk), ...(told.say ?? [])] };
  },
  start: plain({ type: "present" }),
  consent: plain({ type: "consent" }),
  decline: plain({ type: "decline" }),
  choose: (talk, action) => choosePurpose(talk, action.with ?? ""),
  place: (talk, action) => choosePlace(talk, action.with ?? ""),
  year: (talk, action, said) => {
    if (action.with === "none")
      return { case: without(talk.case, "acted"), event: { type: "timed" } };
    const year = yearAt(said.atMs) - Number(action.with);
    return {
      case: { ...talk.case, acted: { from: `${year}-01-01`, until: `${year}-12-31` } },
      event: { type: "timed" },
    };
  },
  dates: (talk, action) => {
    const acted = readDates(action.with ?? "");
    return acted === undefined
      ? say(talk, talk.words.said.timing_not_understood)
      : { case: { ...talk.case, acted }, event: { type: "timed" } };
  },
  undated: (talk) => say(talk, talk.words.said.timing_not_understood),
  tell,
  // Written before it was asked for, and read now.
  tell_kept: tell,
  keep: (talk, _, said) => {
    const { narrative } = talk.case;
    const told = narrative === undefined ? said.text : `${narrative}\n${said.text}`;
    return { ...say(talk, talk.words.said.kept), case: { ...talk.case, narrative: told } };
  },
  skip: (talk) => toFirstQuestion(talk.case, talk, { type: "told" }),
  answer: (talk, action) => answerSingle(talk, action.with),
  unsure: (talk) => answerUnsure(talk),
  tick: (talk, action) => {
    const asking = talk.case.asking;
    const fact = action.with ?? "";
    if (asking === undefined) return unknown(talk);
    const ticked = asking.ticked.includes(fact)
      ? asking.ticked.filter((id) => id !== fact)
      : [...asking.ticked, fact];
    return { case: { ...talk.case, asking: { ...asking, ticked } }, event: { type: "changed" } };
  },
  ticks: (talk, action) => {
    const picked = (action.with ?? "")
      .split(" ")
      .map((part) => talk.case.offered?.actions[Number(part) - 1]?.with ?? "");
    const asking = talk.case.asking;
    if (asking === undefined) return unknown(talk);
    return answerChecklist(withTicks(talk, picked), "no");
  },
  done: (talk) => answerChecklist(talk, "no"),
  none: (talk) => answerChecklist(withTicks(talk, []), "no"),
  rest_unsure: (talk) => answerChecklist(talk, "unsure"),
  why: (talk) =>
    talk.case.asking === undefined || talk.case.state !== "asking"
      ? say(talk, talk.words.said.help)
      : {
          case: { ...talk.case, asking: { ...talk.case.asking, why: true } },
          event: { type: "changed" },
        },
  finish: plain({ type: "finish" }),
  confirm: plain({ type: "confirm" }),
  correct: withResult({ type: "correct" }),
  pick: (talk, action) => pickQuestion(talk, action.with ?? ""),
  back: (talk) => goBack(talk),
  steps: plain({ type: "steps" }),
  basis: plain({ type: "basis" }),
  result: withResult({ type: "result" }),
  show_result: (talk, action, said) =>
    withResult({ type: isAsked(talk) ? "finish" : "result" })(talk, action, said),
  copy: plain({ type: "copy" }),
  keep_copy: (talk, action) => ({
    case: talk.case,
    event: { type: "exported" },
    say: [copyFile(talk, action.with === "json" ? "json" : "text")],
  }),
  thorough: (talk) => {
    const next = talkOf({ ...talk.case, thorough: true }, talk.world);
    return pendingQuestions(next).length === 0
      ? { case: talk.case, event: { type: "present" } }
      : toFirstQuestion(next.case, talk, { type: "thorough" });
  },
  remedy: (talk, action) => ({
    case: { ...talk.case, looking: action.with ?? "" },
    event: { type: "remedy" },
  }),
  close: plain({ type: "close" }),
  lookup: plain({ type: "lookup" }),
  search: (talk, _, said) => ({
    case: { ...talk.case, looking: said.text.slice(0, 100) },
    event: { type: "found" },
  }),
  restart: plain({ type: "restart" }),
  // The stepper goes over to the newer version; there is none when the content was turned back meanwhile.
  use_newest: plain({ type: "present" }),
  language: (talk) => switchLanguage(talk),
  help: (talk) => helpFor(talk),
  erase: plain({ type: "erase" }),
  erased: plain({ type: "erased" }),
  leave: plain({ type: "leave" }),
  stale: (talk) => say(talk, talk.words.said.stale),
  too_long: (talk, action) =>
    say(talk, fill(talk.words.said.too_long, { count: action.with ?? "" })),
  unsupported: (talk, action) => say(talk, unsupportedLine(talk, action.with)),
  link: (talk, action) => say(talk, linkLine(talk, action.with)),
  unknown: (talk) => unknown(talk),
  ...proposalMoves,
  ...reviewMoves,
};

/** Throws on an action nothing offers: a broken promise in code. */
export function move(talk: Talk, action: Action, said: Said): Move {
  const mover = MOVES[action.do];
  if (mover === undefined) throw new Error(`no move for action ${action.do}`);
  return mover(talk, action, said);
}

function withTicks(talk: Talk, ticked: readonly string[]): Talk {
  const { asking } = talk.case;
  if (asking === undefined) return talk;
  return talkOf({ ...talk.case, asking: { ...asking, ticked: [...ticked] } }, talk.world);
}

function choosePurpose(talk: Talk, purpose: string): Move {
  const event = { type: "choose", purpose } as const;
  if (purpose === "lookup") return { case: talk.case, event };
  const fresh: Case = {
    ...without(talk.case, "asking"),
    purpose,
    answers: [],
    thorough: false,
  };
  return purpose === "inaction" ? toFirstQuestion(fresh, talk, event) : { case: fresh, event };
}

/** Choosing a pack says that the matter falls under it: its scope is filed as answered. */
function choosePlace(talk: Talk, id: string): Move {
  const pack = talk.world.packs.find((candidate) => candidate.id === id);
  const event = { type: "placed", purpose: talk.case.purpose } as const;
  const current: Case = { ...talk.case, pack: pack?.id ?? null, answers: [] };
  const scope = pack?.scope;
  if (scope === undefined || !("fact" in scope) || typeof scope.is !== "string")
    return { case: current, event };
  const asks = pack?.questions.find(({ facts }) => facts.includes(scope.fact));
  if (asks === undefined) return { case: current, event };
  const answer = { question: asks.id, facts: { [scope.fact]: scope.is }, unsure: [] };
  const filed = withMeanings(talkOf(current, talk.world), answer);
  return { case: withAnswer(current, filed), event };
}

function switchLanguage(talk: Talk): Move {
  const next = talkOf(
    { ...talk.case, language: talk.case.language === "en" ? "zh-CN" : "en" },
    talk.world,
  );
  return sayAndPresent(next, next.words.said.language_changed);
}

function helpFor(talk: Talk): Move {
  const { commands, said, marks } = talk.words;
  const list = OFFERED_COMMANDS.map((name) => `/${name}${marks.colon}${commands[name].line}`);
  return say(talk, said.help, `${said.help_commands}\n${list.join("\n")}`);
}

function linkLine({ words: { link } }: Talk, outcome: string | undefined): string {
  if (outcome === undefined) return link.how;
  return outcome === "linked" ? link.linked : link.refused;
}

function unsupportedLine(talk: Talk, what = "other"): string {
  const { said } = talk.words;
  const lines: Readonly<Record<string, string>> = {
    photo: said.unsupported_photo,
    voice: said.unsupported_voice,
    sticker: said.unsupported_sticker,
    file: said.unsupported_file,
    edit: said.unsupported_edit,
  };
  return lines[what] ?? said.unsupported_other;
}
