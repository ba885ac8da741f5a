/** The shell: load → step → save → hand over the replies. Saved first, spoken second. */
import { step, stepOver, type Stepped } from "../dialogue/step.ts";
import type { Case } from "../dialogue/case.ts";
import { HANDLES_MAX, OUTBOX_MAX } from "../dialogue/case.ts";
import { hasSeen } from "../dialogue/seen-events.ts";
import type { Language, Reply } from "../dialogue/reply.ts";
import { OFFERED_COMMANDS } from "../dialogue/words-schema.ts";
import type { World } from "../dialogue/world.ts";
import type { Bundle } from "../content/bundle.ts";
import type {
  CaseStore,
  Conversations,
  Delivery,
  Handled,
  Incoming,
  Log,
  NarrativeReader,
  PendingReply,
  Proposal,
  Roles,
  StoredCase,
} from "../ports.ts";
import type { KeptReceipt } from "../receipts/schema.ts";
import type { Receipts } from "./receipts.ts";
import { withLink } from "./linking.ts";
import { readingOf } from "./reading.ts";
import type { Shelf } from "./shelf.ts";
import { workInTurn } from "../in-turn.ts";

/** How often a turn is tried when other writers win. */
const ATTEMPTS_MAX = 8;

export interface ConversationsSettings {
  readonly store: CaseStore;
  readonly shelf: Shelf;
  readonly log: Log;
  /** Without them a verdict leaves no commitment, and copies hold no receipt. */
  readonly receipts?: Receipts;
  /** Without one nothing is read in what people type, and everything is asked. */
  readonly reader?: NarrativeReader<Bundle>;
  /** Without them `/link` ties nothing. */
  readonly roles?: Roles;
}

export function conversations(settings: ConversationsSettings): Conversations {
  const { store, shelf } = settings;
  const lane = workInTurn();
  const words = (language: Language) => shelf.current().words[language];
  return {
    handle: (incoming) => lane(incoming.conversation, () => handle(settings, incoming)),
    delivered: (id, deliveries) => lane(id, () => markDelivered(store, id, deliveries)),
    apology: (language) => words(language).said.apology,
    commands: (language) =>
      OFFERED_COMMANDS.map((name) => ({ name, line: words(language).commands[name].line })),
  };
}

async function handle(settings: ConversationsSettings, incoming: Incoming): Promise<Handled> {
  const { store, log, receipts } = settings;
  const reading = readingOf(settings.reader, log);
  let earlier: KeptReceipt | undefined;
  let turn: Incoming | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const found = await store.load(incoming.conversation);
    const known = found === undefined ? undefined : acknowledge(found.case, incoming.acknowledged);
    if (found !== undefined && known !== undefined && hasSeen(known.seen, incoming.eventId)) {
      if (known !== found.case) await store.save(known, found.revision);
      return { status: "duplicate", replies: pendingOf(known.outbox, known) };
    }
    const begun = await begunWith(known, settings);
    turn ??= await withLink(incoming, settings.roles);
    const drawn = begun.step(turn, await reading(known, turn, begun.world));
    const stepped = await withReceipt(drawn, begun.world, receipts, earlier);
    // When another writer wins, the entry serves the next attempt.
    earlier = stepped.case?.receipt;
    const kept = await keep(store, stepped, found, incoming);
    if (kept !== undefined) return { status: "handled", replies: kept };
  }
  log.error("turn/busy");
  return { status: "busy", replies: [] };
}

async function withReceipt(
  stepped: Stepped,
  world: World,
  receipts: Receipts | undefined,
  earlier: KeptReceipt | undefined,
): Promise<Stepped> {
  if (receipts === undefined || stepped.case === undefined) return stepped;
  return { ...stepped, case: await receipts.given(stepped.case, world, earlier) };
}

/** Stores what the step made; undefined when another writer won. A deleted case leaves nothing behind. */
async function keep(
  store: CaseStore,
  stepped: Stepped,
  found: StoredCase | undefined,
  incoming: Incoming,
): Promise<readonly PendingReply[] | undefined> {
  if (stepped.case === undefined) {
    // Nothing was there: a damaged copy that was set aside is left to the operator.
    if (found !== undefined) await store.erase(incoming.conversation);
    return pendingOf(stepped.replies, found?.case);
  }
  const next = { ...stepped.case, outbox: stepped.case.outbox.slice(-OUTBOX_MAX) };
  const saved = await store.save(next, found?.revision ?? 0);
  return saved === "saved" ? pendingOf(next.outbox, next) : undefined;
}

interface Begun {
  readonly world: Bundle;
  step(incoming: Incoming, proposals: readonly Proposal[]): Stepped;
}

/** The bundle the case began with; when it is nowhere to be found, today's takes its place rather than losing the case. */
async function begunWith(
  known: Case | undefined,
  { shelf, log, reader }: ConversationsSettings,
): Promise<Begun> {
  const newest = { ...shelf.current(), readElsewhere: reader?.elsewhere === true };
  if (known === undefined || notBegun(known)) return begunIn(known, newest);
  const pinned = await shelf.byHash(known.bundle);
  if (pinned !== undefined) {
    return begunIn(known, pinned.bundle === newest.bundle ? newest : { ...pinned, newer: newest });
  }
  log.error("bundle/lost", { bundle: known.bundle });
  return {
    world: newest,
    step: (incoming, proposals) => stepOver(known, incoming, newest, undefined, proposals),
  };
}

function begunIn(known: Case | undefined, world: Bundle): Begun {
  return { world, step: (incoming, proposals) => step(known, incoming, world, proposals) };
}

/** Before a purpose is chosen nothing depends on the version, so the newest serves. */
function notBegun(known: Case): boolean {
  return known.purpose === undefined && known.answers.length === 0 && known.review === undefined;
}

function acknowledge(current: Case, acknowledged: readonly string[] | undefined): Case {
  if (acknowledged === undefined || acknowledged.length === 0) return current;
  const drawn = new Set(acknowledged);
  return { ...current, outbox: current.outbox.filter(({ id }) => !drawn.has(id)) };
}

function pendingOf(outbox: readonly Reply[], known: Case | undefined): readonly PendingReply[] {
  return outbox.map((reply) => {
    const touched = reply.replaces ?? reply.closes?.reply;
    const earlier = touched === undefined ? undefined : known?.handles[touched];
    return earlier === undefined ? { reply } : { reply, earlier };
  });
}

async function markDelivered(
  store: CaseStore,
  id: string,
  deliveries: readonly Delivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const found = await store.load(id);
    if (found === undefined) return;
    const done = new Set(deliveries.map(({ reply }) => reply));
    const fresh = deliveries.flatMap(({ reply, handle: at }) =>
      at === undefined ? [] : [[reply, at] as const],
    );
    const handles = Object.fromEntries(
      [...Object.entries(found.case.handles), ...fresh].slice(-HANDLES_MAX),
    );
    const outbox = found.case.outbox.filter((reply) => !done.has(reply.id));
    if ((await store.save({ ...found.case, outbox, handles }, found.revision)) === "saved") return;
  }
}
