/** The last part of a turn: replies drawn, their buttons laid on the table, earlier messages folded. */
import type { View } from "../../machines/consultation.ts";
import { answerLine } from "./answers.ts";
import type { Action, Case } from "./case.ts";
import { message, type Draft } from "./draft.ts";
import type { Move } from "./move.ts";
import { tokensOf } from "./parse.ts";
import { plainText } from "./plain.ts";
import type { Reply } from "./reply.ts";
import { standingView } from "./standing.ts";
import { render } from "./views/render.ts";
import { talkOf, type Talk, type World } from "./world.ts";

/** What the machine made of a move. */
export interface Run {
  readonly case: Case;
  readonly forgotten: boolean;
  readonly say: readonly Draft[];
  readonly views: readonly View[];
}

export interface Stepped {
  /** undefined: the person had everything deleted. */
  readonly case: Case | undefined;
  readonly replies: readonly Reply[];
}

/** Draws what is to be said and lays the last buttons on the table. */
export function speak(
  before: Talk,
  after: Case,
  run: Run,
  action: Action,
  moved: Move,
  world: World,
): Stepped {
  const talk = talkOf(after, world);
  const shown = run.views.map((view) => ({ view, draft: render(view, talk) }));
  const drafts = [...run.say.map((draft) => ({ view: undefined, draft })), ...shown];
  const table = drafts.findLastIndex(({ draft }) => draft.rows.flat().length > 0);
  const replies = drafts.map(({ draft }, index) => replyOf(draft, after, index));
  const offered = table < 0 ? after.offered : offerOf(drafts[table], after, table);
  const edited = withEdits(
    before,
    after,
    action,
    moved,
    replies,
    drafts.map(({ draft }) => draft),
  );
  const next: Case = { ...after, outbox: [...after.outbox, ...edited] };
  return { case: offered === undefined ? next : { ...next, offered }, replies: edited };
}

function replyOf(draft: Draft, current: Case, index: number): Reply {
  let place = 0;
  const tokenAt = tokensOf(current.begunMs, current.turn);
  return {
    id: `${current.turn}.${index}`,
    language: current.language,
    kind: draft.kind,
    blocks: [...draft.blocks],
    choices: draft.rows.map((row) =>
      row.map(({ label, role, selected }) => ({
        label,
        token: tokenAt(place++),
        role,
        ...(selected === undefined ? {} : { selected }),
      })),
    ),
    ...(draft.file === undefined ? {} : { file: draft.file }),
  };
}

function offerOf(
  entry: { view: View | undefined; draft: Draft } | undefined,
  current: Case,
  index: number,
): Case["offered"] {
  if (entry === undefined) return undefined;
  return {
    turn: current.turn,
    reply: `${current.turn}.${index}`,
    view: entry.view ?? "message",
    actions: entry.draft.rows.flat().map(({ action }) => action),
  };
}

/** What is drawn anew in its own place while it is being answered. */
const REDRAWN: ReadonlySet<string> = new Set(["question", "proposals"]);

/** Folds the message whose button was used, or draws the same question anew in its place. */
function withEdits(
  before: Talk,
  after: Case,
  action: Action,
  moved: Move,
  replies: readonly Reply[],
  drafts: readonly Draft[],
): readonly Reply[] {
  const earlier = before.case.offered;
  const [first, ...rest] = replies;
  if (earlier === undefined || first === undefined) return replies;
  if (
    drafts.length === 1 &&
    moved.event?.type === "changed" &&
    before.case.asking?.question === after.asking?.question &&
    REDRAWN.has(earlier.view)
  ) {
    return [{ ...first, replaces: earlier.reply }];
  }
  const fold = foldOf(before, after, action, moved);
  if (fold === undefined) return replies;
  return [{ ...first, closes: { reply: earlier.reply, ...fold } }, ...rest];
}

const KEPT_OPEN: ReadonlySet<string> = new Set([
  "verdict",
  "steps",
  "basis",
  "found",
  "message",
  "remedy",
]);

/** The line a message leaves behind; undefined when it stays as it is (results) or nothing moved on. */
function foldOf(
  before: Talk,
  after: Case,
  action: Action,
  moved: Move,
): { text: string; brief?: string } | undefined {
  const view = before.case.offered?.view ?? "";
  // A page opened again still shows what lay on the table.
  if (action.do === "open") return undefined;
  if (moved.filed !== undefined) {
    const talk = talkOf(after, before.world);
    const lines = moved.filed.map((answer) => answerLine(talk, answer));
    if (lines.length > 0)
      return { text: lines.join("\n"), brief: lines.join(talk.words.proposals.between) };
  }
  const stays =
    before.case.state === after.state && before.case.overlay === after.overlay && view !== "entry";
  if (KEPT_OPEN.has(view) || (stays && !REDRAWN.has(view)) || view !== standingView(before.case))
    return undefined;
  const draft = render(standingView(before.case), before);
  const chosen = draft.rows
    .flat()
    .find(
      (candidate) => candidate.action.do === action.do && candidate.action.with === action.with,
    );
  const lines = plainText(draft.kind === "question" ? draft.blocks.slice(0, 1) : draft.blocks);
  return chosen === undefined
    ? { text: lines }
    : { text: `${lines}\n› ${chosen.label}`, brief: chosen.label };
}

/** Nothing is stored of the talk a button came from: one line, and a button that begins anew. */
export function goneFor(current: Case, line: string, words: Talk["words"]): readonly [Reply] {
  const reply = replyOf(message([line]), current, 0);
  const again = { label: words.buttons.consent, token: "again", role: "answer" } as const;
  return [{ ...reply, forgets: true, choices: [[again]] }];
}

/** The last message of a deleted case; its button starts a new one, which knows nothing of the old. */
export function farewell({ case: gone, words }: Talk): readonly Reply[] {
  const [reply] = goneFor({ ...gone, turn: gone.turn + 1 }, words.said.erased, words);
  return [
    {
      ...reply,
      ...(gone.offered === undefined
        ? {}
        : { closes: { reply: gone.offered.reply, text: words.said.erasing } }),
    },
  ];
}
