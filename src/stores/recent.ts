/**
 * The cases read or written last, so that a turn need not open again what the turn before it closed. What a file begins with
 * tells whether it is still the one that was seen: no two writes begin alike.
 */
import type { Clock } from "../ports.ts";
import { BEGINNING_BYTES, readHeader, type CaseKey } from "./envelope.ts";

/** Cases whose key and revision are remembered. */
const RECENT_MAX = 4_096;
/** Cases whose text is remembered as well: those of people who are talking just now. */
const TEXTS_MAX = 1_024;
/** A longer text is not, so that all of them take at most 16 MiB. */
const TEXT_UNITS_MAX = 8_192;
/** What nobody went on with for so long is not left lying about in memory. */
export const TEXT_KEPT_MS = 10 * 60_000;

export interface Seen {
  readonly key: CaseKey;
  readonly revision: number;
  /** The document, as it was written. */
  readonly text?: string | undefined;
}

export interface Recent {
  seen(name: string, bytes: Uint8Array, seen: Seen): void;
  /** Whether a text of the case is remembered, be it that of the file or not. */
  hasText(name: string): boolean;
  /** undefined: the file that begins like this is not the one seen last. */
  unchanged(name: string, beginning: Uint8Array): Seen | undefined;
  /** The case key, where the file is wrapped around the one seen last. */
  keyIn(name: string, bytes: Uint8Array): CaseKey | undefined;
  forget(name: string): void;
  /** Forgets the texts that are older than TEXT_KEPT_MS; a read or a write of any case does, too. */
  fade(): void;
}

export function recentCases(clock: Clock): Recent {
  const cases = new Map<string, Omit<Seen, "text"> & { readonly beginning: Buffer }>();
  /** The oldest first. */
  const texts = new Map<string, { readonly text: string; readonly atMs: number }>();
  const fade = () => {
    const beforeMs = clock.nowMs() - TEXT_KEPT_MS;
    for (const [name, { atMs }] of texts) {
      if (atMs > beforeMs) return;
      texts.delete(name);
    }
  };
  return {
    fade,
    seen: (name, bytes, { key, revision, text }) => {
      const beginning = Buffer.from(bytes.subarray(0, BEGINNING_BYTES));
      setYoungest(cases, name, { key, revision, beginning }, RECENT_MAX);
      if (text !== undefined && text.length <= TEXT_UNITS_MAX)
        setYoungest(texts, name, { text, atMs: clock.nowMs() }, TEXTS_MAX);
      else texts.delete(name);
      fade();
    },
    hasText: (name) => texts.has(name),
    unchanged: (name, beginning) => {
      const found = cases.get(name);
      if (found?.beginning.equals(beginning) !== true) return undefined;
      return { key: found.key, revision: found.revision, text: texts.get(name)?.text };
    },
    keyIn: (name, bytes) => {
      const key = cases.get(name)?.key;
      const header = readHeader(bytes);
      return key !== undefined && header?.wrapped.equals(key.wrapped) === true ? key : undefined;
    },
    forget: (name) => {
      cases.delete(name);
      texts.delete(name);
    },
  };
}

/** The oldest goes when there are more than `max`. */
function setYoungest<T>(all: Map<string, T>, name: string, one: T, max: number): void {
  all.delete(name);
  all.set(name, one);
  if (all.size > max) all.delete(all.keys().next().value ?? "");
}
