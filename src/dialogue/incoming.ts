/** What comes in, whatever channel it came through. */
import type { Language } from "./reply.ts";

/** One turn's input, whatever channel it came through. Free text is data: shown escaped, never logged. */
export type Input =
  | { readonly type: "text"; readonly text: string }
  /** A tapped button; see `Choice.token`. */
  | { readonly type: "choice"; readonly token: string }
  /** A code of the console was sent, and the shell has used it. Made by the shell alone. */
  | { readonly type: "link"; readonly outcome: "linked" | "refused" }
  /** The channel showed itself anew (a page was opened or reloaded): present where the talk stands. */
  | { readonly type: "open" }
  | {
      readonly type: "unsupported";
      readonly what: "photo" | "voice" | "sticker" | "file" | "edit" | "other";
    };

/** A fact that words seem to tell. It counts for nothing until the person has confirmed it. */
export interface Proposal {
  readonly fact: string;
  readonly value: string;
  /** The words it was read from, and where they stand: UTF-16 units, `end` not included. */
  readonly quote: { readonly text: string; readonly start: number; readonly end: number };
}

export interface Incoming {
  /** `<channel>:<person>`, for example `telegram:1234`; also the id of the case. */
  readonly conversation: string;
  /** Unique per conversation; a redelivered event carries the same id. */
  readonly eventId: string;
  readonly input: Input;
  /** Milliseconds since the epoch, from the clock port. */
  readonly atMs: number;
  /** The language the person's device speaks; used for a new case only. */
  readonly languageHint?: Language;
  /** The jurisdiction pack a new case starts with. */
  readonly pack?: string;
  /** Replies a pulling channel (the web page) has drawn: they leave the outbox. */
  readonly acknowledged?: readonly string[];
  /** The network address it came from, where the channel knows one; never stored or logged. */
  readonly source?: string;
}
