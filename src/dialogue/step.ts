/** One turn, pure: (case, incoming event) → (case, replies). The only caller of the machine. */
import { transition } from "xstate";
import { consultation, type ConsultationEvent, type View } from "../../machines/consultation.ts";
import type { Incoming, Proposal } from "./incoming.ts";
import { heardAnyway } from "./carry-heard.ts";
import { carriedOver } from "./carry-over.ts";
import { carriedDraft } from "./carry-told.ts";
import type { Action, Case } from "./case.ts";
import type { Draft } from "./draft.ts";
import { unknown, type Move } from "./move.ts";
import { move } from "./moves.ts";
import { isTokenOfCase, parse } from "./parse.ts";
import { clearedTable, withProposals } from "./proposal-moves.ts";
import { NONE_SEEN, withSeen } from "./seen-events.ts";
import { farewell, goneFor, speak, type Run, type Stepped } from "./speaking.ts";
import { talkView } from "./standing.ts";
import { talkOf, type Talk, type World } from "./world.ts";

export type { Stepped } from "./speaking.ts";

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
    seen: NONE_SEEN,
    outbox: [],
  };
}

/**
 * The same case, event, world and proposals give the same result. `proposals`: what was read in the text, where
 * `textToRead` says that it may be read. Whatever a new person sends first, the notice comes first; a button of a case that
 * is gone begins none, so that a deletion told twice stays one.
 */
export function step(
  known: Case | undefined,
  incoming: Incoming,
  world: World,
  proposals: readonly Proposal[] = [],
): Stepped {
  const before = talkOf({ ...(known ?? newCase(incoming, world)), bundle: world.bundle }, world);
  if (known === undefined && isTokenOfCase(incoming.input)) {
    const replies = goneFor({ ...before.case, turn: 1 }, before.words.said.gone, before.words);
    return { case: undefined, replies };
  }
  // A code that was used must be answered, even before the notice.
  const opens = known === undefined && incoming.input.type !== "link";
  const action: Action = opens ? { do: "open" } : parse(before, incoming.input);
  if (known !== undefined && action.do === "use_newest" && world.newer !== undefined)
    return stepOver(known, incoming, world.newer, before);
  return taken(before, action, incoming, { proposals });
}

/**
 * A turn in which the case goes over to `world`. `old` is the talk in the version left, absent when that can no longer be
 * read: what was tapped or typed was meant for it then, and only what means the same in every version is heard.
 */
export function stepOver(
  known: Case,
  incoming: Incoming,
  world: World,
  old?: Talk,
  proposals: readonly Proposal[] = [],
): Stepped {
  const carried = carriedOver(known, world);
  const before = talkOf(carried.case, world);
  const heard = old === undefined ? heardAnyway(before, incoming.input) : undefined;
  const unheard = old === undefined && heard === undefined && incoming.input.type !== "open";
  const told = carriedDraft(before, carried, { unheard, ...(old === undefined ? {} : { old }) });
  return taken(before, heard ?? { do: "open" }, incoming, { first: [told], proposals });
}

interface Surroundings {
  /** Said before anything else. */
  readonly first?: readonly Draft[];
  readonly proposals?: readonly Proposal[];
}

/** What was typed, now or before it was asked for. */
function saidIn({ case: current }: Talk, action: Action, { input }: Incoming): string {
  if (action.do === "tell_kept") return current.narrative ?? "";
  return input.type === "text" ? input.text.trim() : "";
}

/** Steps one action. */
function taken(
  before: Talk,
  action: Action,
  incoming: Incoming,
  { first = [], proposals = [] }: Surroundings,
): Stepped {
  const said = saidIn(before, action, incoming);
  const plain = move(before, action, { text: said, atMs: incoming.atMs });
  const moved = withProposals(before, action, plain, { text: said, proposals });
  const run = stepMachine(before, moved);
  if (run.forgotten) return { case: undefined, replies: farewell(before) };
  const after = remembered(clearedTable(run.case), incoming.eventId, before.case.turn + 1);
  const whole = { ...run, say: [...first, ...run.say] };
  return speak(before, after, whole, action, moved, before.world);
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

/** Far more than there are states and kinds of events; an event may name a purpose, and those come with the content. */
const TRANSITIONS_MAX = 4_096;
/** The machine has no context: the same event in the same state does the same, and asking it anew takes much longer. */
const transitions = new Map<string, readonly Effect[] | undefined>();

function transitionOf(current: Case, event: ConsultationEvent): readonly Effect[] | undefined {
  if (isOutOfSight(current, event)) return undefined;
  const key = JSON.stringify([current.state, current.overlay, event]);
  if (!transitions.has(key)) {
    if (transitions.size >= TRANSITIONS_MAX) transitions.clear();
    transitions.set(key, askedOfMachine(current, event));
  }
  return transitions.get(key);
}

function askedOfMachine(current: Case, event: ConsultationEvent): readonly Effect[] | undefined {
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
  return { ...current, turn, seen: withSeen(current.seen, eventId) };
}
