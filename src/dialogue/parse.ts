/** What was tapped or typed → what the person wants. Nothing is guessed: what matches nothing is `unknown`. */
import type { Input } from "./incoming.ts";
import type { Action } from "./case.ts";
import { NARRATIVE_CHARACTERS_MAX, NOTE_CHARACTERS_MAX } from "./case.ts";
import { questionOf } from "./answers.ts";
import { readDates } from "./dates.ts";
import { render } from "./views/render.ts";
import { leadingAnswer } from "./leading.ts";
import { offeredValues } from "./questioning.ts";
import { openItems } from "./views/question.ts";
import { COMMANDS, type CommandName } from "./words-schema.ts";
import { standingView } from "./standing.ts";
import type { Talk } from "./world.ts";

/**
 * The tokens of one turn: each names the case, the turn and the place of a button on the table; that of any other turn or
 * case is stale.
 */
export function tokensOf(begunMs: number, turn: number): (index: number) => string {
  const before = `${begunMs.toString(36)}:${turn}:`;
  return (index) => before + index;
}

const TOKEN_OF_CASE = /^[0-9a-z]+:\d+:\d+$/;

/** A tap on a button that some case offered, this one or one before it. */
export function isTokenOfCase(input: Input): boolean {
  return input.type === "choice" && TOKEN_OF_CASE.test(input.token);
}

const COMMAND_ACTIONS: Readonly<Record<CommandName, Action>> = {
  start: { do: "start" },
  help: { do: "help" },
  why: { do: "why" },
  back: { do: "back" },
  edit: { do: "correct" },
  result: { do: "show_result" },
  lookup: { do: "lookup" },
  language: { do: "language" },
  restart: { do: "restart" },
  mydata: { do: "hand_over" },
  forget: { do: "erase" },
  checklist: { do: "review" },
  link: { do: "link" },
};

/** `atMs` is the time of the event; it gives the year that “this year” means. */
export function parse(talk: Talk, input: Input): Action {
  switch (input.type) {
    case "open":
      return { do: "open" };
    case "unsupported":
      return { do: "unsupported", with: input.what };
    case "link":
      return { do: "link", with: input.outcome };
    case "choice":
      return tapped(talk, input.token);
    case "text":
      return typed(talk, input.text);
  }
}

function tapped({ case: current }: Talk, token: string): Action {
  const tokenAt = tokensOf(current.begunMs, current.offered?.turn ?? -1);
  const index = current.offered?.actions.findIndex((_, i) => tokenAt(i) === token) ?? -1;
  return current.offered?.actions[index] ?? { do: "stale" };
}

/** Less than two letters say nothing. */
const WORDS = /\p{L}\P{L}*\p{L}/u;

const bare = (text: string) => text.normalize("NFKC").trim().toLowerCase();
const squeezed = (text: string) => bare(text).replaceAll(/[。.!！?？]+$/g, "");

function typed(talk: Talk, raw: string): Action {
  const said = squeezed(raw);
  if (said === "") return { do: "unknown" };
  const chosen = byLabel(talk, said) ?? commandOf(talk, said);
  if (chosen !== undefined) return chosen;
  const { state, overlay } = talk.case;
  if (overlay === "lookup") return { do: "search", with: "" };
  if (overlay === "noting")
    return raw.length > NOTE_CHARACTERS_MAX ? tooLong(NOTE_CHARACTERS_MAX) : { do: "noted" };
  const numbered = byNumber(talk, said);
  if (numbered !== undefined) return numbered;
  if (overlay !== "none") return { do: "unknown" };
  if (state === "telling")
    return raw.length > NARRATIVE_CHARACTERS_MAX
      ? tooLong(NARRATIVE_CHARACTERS_MAX)
      : { do: "tell" };
  if (state === "timing" && readDates(said) !== undefined)
    return { do: "dates", with: said.slice(0, 80) };
  if (isStory(talk, raw)) return keeping(talk, raw);
  if (state === "timing") return { do: "undated" };
  if (state === "proposing") return besideReadings(talk, said, raw);
  if (state !== "asking") return { do: "unknown" };
  return exactly(talk, said) ?? leading(talk, raw) ?? { do: "unknown" };
}

/** A plain yes confirms what is shown. A plain no does not say which of them is wrong; it is taken for words like any other. */
function besideReadings({ words }: Talk, said: string, raw: string): Action {
  if (raw.length > NARRATIVE_CHARACTERS_MAX) return tooLong(NARRATIVE_CHARACTERS_MAX);
  return isAmong(words.typed.agreed, said) ? { do: "accept" } : { do: "add" };
}

/** Parts of the talk before anybody is asked to tell what happened. */
const OPENING: ReadonlySet<string> = new Set(["purpose", "place", "timing"]);
/** As short as a story may be; anything shorter was meant for the buttons. */
const STORY_CHARACTERS_MIN = 20;

/** Somebody tells what happened before they are asked to. */
function isStory({ case: current }: Talk, raw: string): boolean {
  const text = raw.trim();
  return OPENING.has(current.state) && text.length >= STORY_CHARACTERS_MIN && WORDS.test(text);
}

function keeping({ case: { narrative = "" } }: Talk, raw: string): Action {
  return narrative.length + 1 + raw.length > NARRATIVE_CHARACTERS_MAX
    ? tooLong(NARRATIVE_CHARACTERS_MAX)
    : { do: "keep" };
}

const tooLong = (limit: number): Action => ({ do: "too_long", with: String(limit) });

/** `/name` in any state, or one of the words the prompts accept for it. */
function commandOf(talk: Talk, said: string): Action | undefined {
  const slash = /^\/([a-z_]+)(?:@\S+)?(?:\s|$)/.exec(said)?.[1];
  const name = COMMANDS.find((candidate) =>
    slash === undefined
      ? talk.words.commands[candidate].typed.some((word) => squeezed(word) === said)
      : candidate === slash,
  );
  if (name !== undefined) return COMMAND_ACTIONS[name];
  return slash === undefined ? undefined : { do: "unknown" };
}

function byLabel(talk: Talk, said: string): Action | undefined {
  const buttons = render(standingView(talk.case), talk).rows.flat();
  return buttons.find(({ label }) => squeezed(label) === said)?.action;
}

/** A number picks the button on the table, counted from 1; a checklist takes several at once. */
function byNumber(talk: Talk, said: string): Action | undefined {
  const numbers = said.split(/[\s,，、]+/).filter((part) => part !== "");
  if (!numbers.every((part) => /^\d{1,2}$/.test(part))) return undefined;
  const actions = talk.case.offered?.actions ?? [];
  const picked = numbers.map((part) => actions[Number(part) - 1]);
  const [first] = picked;
  if (picked.length === 1) return first;
  const facts = picked.map((action) => (action?.do === "tick" ? action.with : undefined));
  return facts.every((fact) => fact !== undefined)
    ? { do: "ticks", with: numbers.join(" ") }
    : undefined;
}

/** Words for yes, no, not sure and none that stand on no button. */
function exactly(talk: Talk, said: string): Action | undefined {
  const { typed: words } = talk.words;
  const among = (list: readonly string[]) => isAmong(list, said);
  const { asking } = talk.case;
  const question = asking === undefined ? undefined : questionOf(talk, asking.question);
  const ticked = question?.kind === "checklist" && asking?.ticked.length !== 0;
  if (among(words.unsure)) return { do: ticked ? "rest_unsure" : "unsure" };
  if (question?.kind === "checklist") {
    if (among(words.none)) return { do: "none" };
    const labels = talk.words.questions[question.id]?.items ?? {};
    const item = openItems(talk, question).find((fact) => squeezed(labels[fact] ?? "") === said);
    return item === undefined ? undefined : { do: "tick", with: item };
  }
  const yesOrNo = takesYesOrNo(talk, question?.id ?? "");
  if (yesOrNo && among(words.yes)) return { do: "answer", with: "yes" };
  if (yesOrNo && among(words.no)) return { do: "answer", with: "no" };
  return undefined;
}

/** An answer with more words after it: “是，但当时请示过” answers yes. */
function leading(talk: Talk, raw: string): Action | undefined {
  const { asking } = talk.case;
  const question = asking === undefined ? undefined : questionOf(talk, asking.question);
  const { typed: words, questions } = talk.words;
  if (question?.kind !== "single") return undefined;
  const choices = questions[question.id]?.choices ?? {};
  const plain = takesYesOrNo(talk, question.id);
  const spelt = offeredValues(talk, question.facts[0] ?? "").map((value) => {
    const more = plain && (value === "yes" || value === "no") ? words[value] : [];
    return [value, [choices[value] ?? "", ...more].map(squeezed)] as const;
  });
  const value = leadingAnswer(bare(raw), new Map(spelt), words.doubts.map(squeezed));
  return value === undefined ? undefined : { do: "answer", with: value };
}

/** “有” may be yes to one wording and no to the next: such words count only where the buttons themselves use them. */
function takesYesOrNo({ words }: Talk, question: string): boolean {
  const { yes, no } = words.questions[question]?.choices ?? {};
  const { typed: spelt } = words;
  return isAmong(spelt.yes, squeezed(yes ?? "")) && isAmong(spelt.no, squeezed(no ?? ""));
}

/**
 * The text, where facts may be read out of it: the narrative, also one written before it was asked for, what was typed beside readings, or what was typed to a
 * question and is more than the words for an answer. Undefined for buttons, commands, numbers and everything else.
 */
export function textToRead(talk: Talk, input: Input): string | undefined {
  const { overlay, state, narrative } = talk.case;
  if (overlay !== "none") return undefined;
  if (parse(talk, input).do === "tell_kept") return narrative;
  if (input.type !== "text") return undefined;
  if (state !== "telling" && state !== "asking" && state !== "proposing") return undefined;
  const raw = input.text.trim();
  const action = typed(talk, input.text);
  if (action.do === "tell") return raw;
  const said = squeezed(raw);
  const spoken = action.do === "unknown" || (action.do === "answer" && !isPlain(talk, said));
  const mayRead = (spoken || action.do === "add") && WORDS.test(said) && !said.startsWith("/");
  return mayRead && raw.length <= NARRATIVE_CHARACTERS_MAX ? raw : undefined;
}

/** Names a button, a command, a number or an answer, and nothing beyond it. */
function isPlain(talk: Talk, said: string): boolean {
  return (byLabel(talk, said) ?? byNumber(talk, said) ?? exactly(talk, said)) !== undefined;
}

const isAmong = (list: readonly string[], said: string) =>
  list.some((word) => squeezed(word) === said);
