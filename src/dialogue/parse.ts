/** What was tapped or typed → what the person wants. Nothing is guessed: what matches nothing is `unknown`. */
import type { Input } from "./incoming.ts";
import type { Action } from "./case.ts";
import { NARRATIVE_CHARACTERS_MAX, NOTE_CHARACTERS_MAX } from "./case.ts";
import { questionOf } from "./answers.ts";
import { readDates } from "./dates.ts";
import { render } from "./views/render.ts";
import { openItems } from "./views/question.ts";
import { COMMANDS, type CommandName } from "./words-schema.ts";
import { standingView } from "./standing.ts";
import type { Talk } from "./world.ts";

/** A token names the case, the turn and the place of a button on the table; that of any other turn or case is stale. */
export function tokenOf(begunMs: number, turn: number, index: number): string {
  return `${begunMs.toString(36)}:${turn}:${index}`;
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
};

/** `atMs` is the time of the event; it gives the year that “this year” means. */
export function parse(talk: Talk, input: Input): Action {
  switch (input.type) {
    case "open":
      return { do: "open" };
    case "unsupported":
      return { do: "unsupported", with: input.what };
    case "choice":
      return tapped(talk, input.token);
    case "text":
      return typed(talk, input.text);
  }
}

function tapped({ case: current }: Talk, token: string): Action {
  const index =
    current.offered?.actions.findIndex(
      (_, i) => tokenOf(current.begunMs, current.offered?.turn ?? -1, i) === token,
    ) ?? -1;
  return current.offered?.actions[index] ?? { do: "stale" };
}

const squeezed = (text: string) =>
  text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replaceAll(/[。.!！?？]+$/g, "");

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
  if (state === "timing")
    return readDates(said) === undefined
      ? { do: "undated" }
      : { do: "dates", with: said.slice(0, 80) };
  return state === "asking" ? answered(talk, said) : { do: "unknown" };
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
function answered(talk: Talk, said: string): Action {
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
    return item === undefined ? { do: "unknown" } : { do: "tick", with: item };
  }
  // “有” may be yes to one wording and no to the next: such words count only where the buttons themselves use them.
  const { yes, no } = talk.words.questions[question?.id ?? ""]?.choices ?? {};
  const yesOrNo = isAmong(words.yes, squeezed(yes ?? "")) && isAmong(words.no, squeezed(no ?? ""));
  if (yesOrNo && among(words.yes)) return { do: "answer", with: "yes" };
  if (yesOrNo && among(words.no)) return { do: "answer", with: "no" };
  return { do: "unknown" };
}

const isAmong = (list: readonly string[], said: string) =>
  list.some((word) => squeezed(word) === said);
