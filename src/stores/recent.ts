/**
 * The cases read or written last, so that a turn need not open again what the turn before it closed. Whether a file is still
 * the one that was seen, the load of a turn tells by all of its bytes, so that damage is noticed; the save that follows by what
 * it begins with: no two writes begin alike.
 */
import type { Clock } from "../ports.ts";
import { BEGINNING_BYTES, readHeader, type CaseKey } from "./envelope.ts";

/** Cases whose key and revision are remembered. */
const RECENT_MAX = 4_096;
/** Cases whose text is remembered as well: those of people who are talking just now. */
const TEXTS_MAX = 1_024;
/** A longer text is not, so that all of them, with their files, take at most 24 MiB. */
const TEXT_UNITS_MAX = 8_192;
/** What nobody went on with for so long is not left lying about in memory. */
export const TEXT_KEPT_MS = 10 * 60_000;

export interface Seen {
  readonly key: CaseKey;
  readonly revision: number;
}

/** A case as it lies in its file, and as it was before it was packed and sealed. */
export interface Known {
  readonly key: CaseKey;
  readonly text: string;
}

export interface Recent {
  /** `text`: the document that is in `bytes`. */
  seen(name: string, bytes: Uint8Array, seen: Seen, text: string): void;
  /** undefined: the file that begins like this is not the one seen last. */
  unchanged(name: string, beginning: Uint8Array): Seen | undefined;
  /** undefined: these bytes are not those seen last, or too long ago. */
  known(name: string, bytes: Uint8Array): Known | undefined;
  /** The case key, where the file is wrapped around the one seen last. */
  keyIn(name: string, bytes: Uint8Array): CaseKey | undefined;
  forget(name: string): void;
  /** Forgets the texts that are older than TEXT_KEPT_MS; a read or a write of any case does, too. */
  fade(): void;
}

interface Kept extends Known {
  readonly bytes: Uint8Array;
  readonly atMs: number;
}

export function recentCases(clock: Clock): Recent {
  const cases = new Map<string, Seen & { readonly beginning: Buffer }>();
  /** The oldest first. */
  const texts = new Map<string, Kept>();
  const fade = () => {
    const beforeMs = clock.nowMs() - TEXT_KEPT_MS;
    for (const [name, { atMs }] of texts) {
      if (atMs > beforeMs) return;
      texts.delete(name);
    }
  };
  return {
    fade,
    seen: (name, bytes, { key, revision }, text) => {
      const beginning = Buffer.from(bytes.subarray(0, BEGINNING_BYTES));
      setYoungest(cases, name, { key, revision, beginning }, RECENT_MAX);
      const kept = { key, text, bytes: Uint8Array.from(bytes), atMs: clock.nowMs() };
      if (text.length <= TEXT_UNITS_MAX) setYoungest(texts, name, kept, TEXTS_MAX);
      else texts.delete(name);
      fade();
    },
    unchanged: (name, beginning) => {
      const found = cases.get(name);
      return found?.beginning.equals(beginning) === true ? found : undefined;
    },
    known: (name, bytes) => {
      const found = texts.get(name);
      return found !== undefined && Buffer.compare(found.bytes, bytes) === 0 ? found : undefined;
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
