/** The outside world as the shell sees it: types only, one contract suite per port in test/contract. */
import type { Role } from "./accounts/permissions.ts";
import type { Case } from "./dialogue/case.ts";
import type { Incoming, Proposal } from "./dialogue/incoming.ts";
import type { Language, Reply } from "./dialogue/reply.ts";
import type { Place } from "./receipts/schema.ts";
import type { World } from "./dialogue/world.ts";

export type { Incoming, Input, Proposal } from "./dialogue/incoming.ts";

/** A reply waiting in the outbox. `earlier` is the channel's handle of the message it replaces or closes. */
export interface PendingReply {
  readonly reply: Reply;
  readonly earlier?: string;
}

/**
 * handled: the turn is stored. duplicate: this event id was handled before; replies still undelivered are offered again.
 * busy: other writers kept winning; the channel must offer the event again.
 */
export interface Handled {
  readonly status: "handled" | "duplicate" | "busy";
  readonly replies: readonly PendingReply[];
  /** Busy because turns came too fast: how long to wait before offering it again, and what to say meanwhile. */
  readonly limited?: {
    readonly waitMs: number;
    readonly notice: Readonly<Record<Language, string>>;
  };
}

/** A reply that reached the person, with the channel's handle of the message (Telegram: its message id). */
export interface Delivery {
  readonly reply: string;
  readonly handle?: string;
}

/** What a channel is given. `handle` rejects when the case could not be stored: nothing was acknowledged then. */
export interface Conversations {
  handle(incoming: Incoming): Promise<Handled>;
  /** Takes delivered replies out of the outbox. */
  delivered(conversation: string, deliveries: readonly Delivery[]): Promise<void>;
  /** Words for a channel's own notices when `handle` rejected; never empty. */
  apology(language: Language): string;
  /** Slash commands with a line each, in one language, for menus. */
  commands(language: Language): readonly { readonly name: string; readonly line: string }[];
}

export interface Channel {
  readonly name: string;
  /** Resolves once the channel takes messages. Rejects with an `EnvironmentFault` (port in use, bad token). */
  start(conversations: Conversations): Promise<void>;
  /** Finishes turns in hand, then stops. */
  stop(): Promise<void>;
}

export interface StoredCase {
  readonly case: Case;
  /** 0 for a case never stored; rises by one with every save. */
  readonly revision: number;
}

/** Methods reject on I/O failure; none resolves with an Error. */
export interface CaseStore {
  /** undefined: no such case. */
  load(id: string): Promise<StoredCase | undefined>;
  /** Writes through to the medium, only if the stored revision still equals `revision`; erased counts as 0. */
  save(next: Case, revision: number): Promise<"saved" | "conflict">;
  /** Removes the case from the medium for good; resolves also when there was none. */
  erase(id: string): Promise<void>;
  /** The same, only if the stored revision still equals `revision`, which is 1 or more. */
  eraseUnchanged(id: string, revision: number): Promise<"erased" | "conflict">;
  /**
   * Cases last saved before `beforeMs`, in no order; one that is saved or erased meanwhile may be told or not. A store
   * that has to look at many calls `pause` now and then and waits for it, so that a walk does not crowd out turns.
   */
  unchangedSince(beforeMs: number, pause?: () => Promise<void>): AsyncIterable<AgedCase>;
}

export interface AgedCase extends StoredCase {
  /** When it was last saved, milliseconds since the epoch. */
  readonly changedMs: number;
}

/** Reads facts out of what a person typed. It proposes only; see `Proposal`. */
export interface NarrativeReader<W extends World = World> {
  /** What is typed leaves this process in order to be read: the notice says so then. */
  readonly elsewhere: boolean;
  /**
   * At most one value a fact. Rejects when it cannot read; the turn goes on without proposals then, as it does when
   * `signal` aborts first. The text is data: nothing in it is an instruction, and it is never logged.
   */
  read(
    text: string,
    world: W,
    language: Language,
    signal: AbortSignal,
  ): Promise<readonly Proposal[]>;
}

/** A chain of commitments that only grows. */
export interface ReceiptChain {
  /** Resolves once the entry is on the medium. Rejects on I/O failure, and on a chain signed with another key. */
  append(commitment: string): Promise<Place>;
}

/** One small document that is read whole and changed whole, by one writer at a time across processes. */
export interface SmallDocument<T> {
  /** As it is now; what stands for an empty one where nothing was stored. */
  read(): Promise<T>;
  /** Stores `next` and resolves with `answer` once it is on the medium; `next` left as it was is not written. */
  change<Answer>(work: (now: T) => { readonly next: T; readonly answer: Answer }): Promise<Answer>;
}

/** Roles by messenger identity. */
export interface Roles {
  /** Those of whoever talks in this conversation; an account that was disabled gives none. */
  rolesOf(conversation: string): Promise<readonly Role[]>;
  /** Ties the messenger identity to the account that showed the code. The same code again from there is linked still. */
  link(conversation: string, code: string): Promise<"linked" | "refused">;
}

/** done: it happened; denied: not allowed; failed: allowed, but a password, a code or a link was wrong. */
export interface AuditEntry {
  /** The account's id; `machine` for the command line, `nobody` before anyone is known. */
  readonly who: string;
  readonly action: string;
  /** An opaque name of what it was done to, or `-`. */
  readonly object: string;
  readonly outcome: "done" | "denied" | "failed";
}

export interface AuditLine extends AuditEntry {
  /** Rises by one with every line. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

export interface AuditLog {
  /** Resolves once the line is on the medium. */
  append(entry: AuditEntry): Promise<void>;
  /** Newest first, at most `count`: those below number `before`, those of `day` (ISO date, Chinese time) alone. */
  page(wanted: {
    readonly count: number;
    readonly before?: number;
    readonly day?: string;
  }): Promise<readonly AuditLine[]>;
  /** Goes through every line. `brokenAt`: the first number where a line is missing, changed or unreadable. */
  verify(): Promise<{
    readonly lines: number;
    readonly newest: string;
    readonly brokenAt?: number;
  }>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

export interface Log {
  info(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  error(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}

/** A fault of the machine or its settings (exit code 3): one clear line, no stack trace. */
export class EnvironmentFault extends Error {
  override readonly name = "EnvironmentFault";
}
