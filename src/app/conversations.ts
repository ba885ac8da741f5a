/** The shell: load → step → save → hand over the replies. Saved first, spoken second. */
import { carriedOver } from "../dialogue/carry-over.ts";
import { step, type Stepped } from "../dialogue/step.ts";
import type { Case } from "../dialogue/case.ts";
import { OUTBOX_MAX } from "../dialogue/case.ts";
import type { Language, Reply } from "../dialogue/reply.ts";
import { COMMANDS } from "../dialogue/words-schema.ts";
import type { World } from "../dialogue/world.ts";
import type {
  CaseStore,
  Conversations,
  Delivery,
  Handled,
  Incoming,
  Log,
  PendingReply,
  StoredCase,
} from "../ports.ts";
import type { Shelf } from "./shelf.ts";
import { workInTurn } from "../in-turn.ts";

/** How often a turn is tried when other writers win. */
const ATTEMPTS_MAX = 8;
/** Messages of earlier turns that may still be edited. */
const HANDLES_MAX = 4;

export interface ConversationsSettings {
  readonly store: CaseStore;
  readonly shelf: Shelf;
  readonly log: Log;
}

export function conversations({ store, shelf, log }: ConversationsSettings): Conversations {
  const lane = workInTurn();
  const words = (language: Language) => shelf.current().words[language];
  return {
    handle: (incoming) => lane(incoming.conversation, () => handle(store, shelf, log, incoming)),
    delivered: (id, deliveries) => lane(id, () => markDelivered(store, id, deliveries)),
    apology: (language) => words(language).said.apology,
    commands: (language) =>
      COMMANDS.map((name) => ({ name, line: words(language).commands[name].line })),
  };
}

async function handle(
  store: CaseStore,
  shelf: Shelf,
  log: Log,
  incoming: Incoming,
): Promise<Handled> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const found = await store.load(incoming.conversation);
    const known = found === undefined ? undefined : acknowledge(found.case, incoming.acknowledged);
    if (found !== undefined && known?.seen.includes(incoming.eventId)) {
      if (known !== found.case) await store.save(known, found.revision);
      return { status: "duplicate", replies: pendingOf(known.outbox, known) };
    }
    const begun = await begunWith(known, shelf, log);
    const stepped = step(begun.case, incoming, begun.world);
    const kept = await keep(store, stepped, found, incoming);
    if (kept !== undefined) return { status: "handled", replies: kept };
  }
  log.error("turn/busy");
  return { status: "busy", replies: [] };
}

/** Stores what the step made; undefined when another writer won. A deleted case leaves nothing behind. */
async function keep(
  store: CaseStore,
  stepped: Stepped,
  found: StoredCase | undefined,
  incoming: Incoming,
): Promise<readonly PendingReply[] | undefined> {
  if (stepped.case === undefined) {
    await store.erase(incoming.conversation);
    return pendingOf(stepped.replies, found?.case);
  }
  const next = { ...stepped.case, outbox: stepped.case.outbox.slice(-OUTBOX_MAX) };
  const saved = await store.save(next, found?.revision ?? 0);
  return saved === "saved" ? pendingOf(next.outbox, next) : undefined;
}

interface Begun {
  readonly case: Case | undefined;
  readonly world: World;
}

/** The bundle the case began with; when it is nowhere to be found, today's takes its place rather than losing the case. */
async function begunWith(known: Case | undefined, shelf: Shelf, log: Log): Promise<Begun> {
  if (known === undefined || notBegun(known)) return { case: known, world: shelf.current() };
  const pinned = await shelf.byHash(known.bundle);
  if (pinned !== undefined) return { case: known, world: pinned };
  log.error("bundle/lost", { bundle: known.bundle });
  return { case: carriedOver(known, shelf.current()), world: shelf.current() };
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
