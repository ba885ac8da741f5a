/** One turn, pure: (case, incoming event) → (case, replies). The only caller of the machine. */
import { transition } from "xstate";
import { consultation, type ConsultationEvent, type View } from "../../machines/consultation.ts";
import type { Incoming } from "./incoming.ts";
import { answerLine } from "./answers.ts";
import { SEEN_EVENTS_MAX, type Action, type Case } from "./case.ts";
import { message, type Draft } from "./draft.ts";
import { unknown, type Move } from "./move.ts";
import { move } from "./moves.ts";
import { parse, tokenOf } from "./parse.ts";
import { plainText } from "./plain.ts";
import type { Reply } from "./reply.ts";
import { standingView, talkView } from "./standing.ts";
import { render } from "./views/render.ts";
import { talkOf, type Talk, type World } from "./world.ts";

export interface Stepped {
  /** undefined: the person had everything deleted. */
  readonly case: Case | undefined;
  readonly replies: readonly Reply[];
}

/** A case that has not been stored yet. */
function newCase(incoming: Incoming, world: World): Case {
  return {
    format: 1,
    id: incoming.conversation,
    language: incoming.languageHint ?? "zh-CN",
    begunMs: incoming.atMs,
    bundle: world.bundle,
    pack: world.packs.find(({ id }) => id === incoming.pack)?.id ?? null,
    state: "notice",
    overlay: "none",
    answers: [],
    thorough: false,
    turn: 0,
    handles: {},
    seen: [],
    outbox: [],
  };
}

/** The same case, event and world give the same result. Whatever a new person sends first, the notice comes first. */
export function step(known: Case | undefined, incoming: Incoming, world: World): Stepped {
  const before = talkOf({ ...(known ?? newCase(incoming, world)), bundle: world.bundle }, world);
  const action: Action = known === undefined ? { do: "open" } : parse(before, incoming.input);
  const said = incoming.input.type === "text" ? incoming.input.text.trim() : "";
  const moved = move(before, action, { text: said, atMs: incoming.atMs });
  const run = stepMachine(before, moved);
  if (run.forgotten) return { case: undefined, replies: farewell(before) };
  const after = remembered(run.case, incoming.eventId, before.case.turn + 1);
  return speak(before, after, run, action, moved, world);
}

interface Run {
  readonly case: Case;
  readonly forgotten: boolean;
  readonly say: readonly Draft[];
  readonly views: readonly View[];
}

/** Puts the event to the machine and carries out the actions it names. An event the state does not take is not understood. */
function stepMachine(before: Talk, moved: Move): Run {
  const say = moved.say ?? [];
  if (moved.event === undefined) return { case: moved.case, forgotten: false, say, views: [] };
  const first = transitionOf(moved.case, moved.event);
  if (first === undefined) {
    const again = unknown(before);
    const second = again.event === undefined ? undefined : transitionOf(before.case, again.event);
    return { ...carriedOut(before.case, second ?? []), say: again.say ?? [] };
  }
  return { ...carriedOut(moved.case, first), say };
}

type Effect =
  | { readonly type: "state"; readonly state: string; readonly overlay: string }
  | { readonly type: "present"; readonly view: View }
  | { readonly type: "presentTalk" | "reset" | "forget" };

function transitionOf(current: Case, event: ConsultationEvent): readonly Effect[] | undefined {
  if (isOutOfSight(current, event)) return undefined;
  const from = consultation.resolveState({
    value: { talk: current.state, overlay: current.overlay },
    context: {},
  });
  const [next, actions] = transition(consultation, from, event);
  if (next === from && actions.length === 0) return undefined;
  const value = next.value as { talk: string; overlay: string };
  return [{ type: "state", state: value.talk, overlay: value.overlay }, ...actions.map(effectOf)];
}

/** While something lies over the talk, the talk takes nothing but beginning anew: nobody sees what it would do. */
function isOutOfSight({ overlay }: Case, { type }: ConsultationEvent): boolean {
  const over = consultation.root.states["overlay"]?.states[overlay];
  return overlay !== "none" && type !== "restart" && over?.ownEvents.includes(type) !== true;
}

function effectOf(action: { type: string; params: unknown }): Effect {
  switch (action.type) {
    case "present":
      return { type: "present", view: (action.params as { view: View }).view };
    case "presentTalk":
    case "reset":
    case "forget":
      return { type: action.type };
    default:
      throw new Error(`no effect is declared for action ${action.type}`);
  }
}

function carriedOut(current: Case, effects: readonly Effect[]): Omit<Run, "say"> {
  let [next, forgotten] = [current, false];
  const views: View[] = [];
  for (const effect of effects) {
    if (effect.type === "state") next = { ...next, state: effect.state, overlay: effect.overlay };
    else if (effect.type === "present") views.push(effect.view);
    else if (effect.type === "presentTalk") views.push(talkView(next));
    else if (effect.type === "forget") forgotten = true;
    else next = resetCase(next);
  }
  return { case: next, forgotten, views };
}

function resetCase({
  format,
  id,
  language,
  begunMs,
  bundle,
  state,
  overlay,
  turn,
  handles,
  seen,
  outbox,
  offered,
}: Case): Case {
  return {
    format,
    id,
    language,
    begunMs,
    bundle,
    state,
    overlay,
    turn,
    handles,
    seen,
    outbox,
    pack: null,
    answers: [],
    thorough: false,
    ...(offered === undefined ? {} : { offered }),
  };
}

function remembered(current: Case, eventId: string, turn: number): Case {
  return { ...current, turn, seen: [...current.seen, eventId].slice(-SEEN_EVENTS_MAX) };
}

/** Draws what is to be said and lays the last buttons on the table. */
function speak(
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
  return {
    id: `${current.turn}.${index}`,
    language: current.language,
    kind: draft.kind,
    blocks: [...draft.blocks],
    choices: draft.rows.map((row) =>
      row.map(({ label, role, selected }) => ({
        label,
        role,
        token: tokenOf(current.begunMs, current.turn, place++),
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
    earlier.view === "question"
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
    const line = answerLine(talkOf(after, before.world), moved.filed);
    return { text: line, brief: line };
  }
  const stays =
    before.case.state === after.state && before.case.overlay === after.overlay && view !== "entry";
  if (KEPT_OPEN.has(view) || (stays && view !== "question") || view !== standingView(before.case))
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

/** The last message of a deleted case; its button starts a new one, which knows nothing of the old. */
function farewell({ case: gone, words }: Talk): readonly Reply[] {
  const draft = message([words.said.erased]);
  const reply = replyOf(draft, { ...gone, turn: gone.turn + 1 }, 0);
  return [
    {
      ...reply,
      forgets: true,
      choices: [[{ label: words.buttons.consent, token: "again", role: "answer" }]],
      ...(gone.offered === undefined
        ? {}
        : { closes: { reply: gone.offered.reply, text: words.said.erasing } }),
    },
  ];
}
