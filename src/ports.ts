/** The outside world as the shell sees it: types only, one contract suite per port in test/contract. */
import type { Case } from "./dialogue/case.ts";
import type { Incoming } from "./dialogue/incoming.ts";
import type { Language, Reply } from "./dialogue/reply.ts";

export type { Incoming, Input } from "./dialogue/incoming.ts";

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
  /** Removes the case from the medium; resolves also when there was none. */
  erase(id: string): Promise<void>;
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
