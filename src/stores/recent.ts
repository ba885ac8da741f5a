/**
 * Keys and revisions of the cases read or written last, so that a save need not read again what its turn has just read.
 * Nothing of a case's content stays here. What a file begins with tells whether it is still the one that was seen: no two
 * writes begin alike.
 */
import { BEGINNING_BYTES, readHeader, type CaseKey } from "./envelope.ts";

/** Cases remembered; a turn's own case is among the last. */
const RECENT_MAX = 4_096;

export interface Seen {
  readonly key: CaseKey;
  readonly revision: number;
}

export interface Recent {
  seen(name: string, bytes: Uint8Array, seen: Seen): void;
  /** undefined: the file that begins like this is not the one seen last. */
  unchanged(name: string, beginning: Uint8Array): Seen | undefined;
  /** The case key, where the file is wrapped around the one seen last. */
  keyIn(name: string, bytes: Uint8Array): CaseKey | undefined;
  forget(name: string): void;
}

export function recentCases(): Recent {
  const cases = new Map<string, Seen & { readonly beginning: Buffer }>();
  return {
    seen: (name, bytes, { key, revision }) => {
      const beginning = Buffer.from(bytes.subarray(0, BEGINNING_BYTES));
      // Set anew, it is the youngest again.
      cases.delete(name);
      cases.set(name, { key, revision, beginning });
      if (cases.size > RECENT_MAX) cases.delete(cases.keys().next().value ?? "");
    },
    unchanged: (name, beginning) => {
      const found = cases.get(name);
      return found?.beginning.equals(beginning) === true ? found : undefined;
    },
    keyIn: (name, bytes) => {
      const key = cases.get(name)?.key;
      const header = readHeader(bytes);
      return key !== undefined && header?.wrapped.equals(key.wrapped) === true ? key : undefined;
    },
    forget: (name) => void cases.delete(name),
  };
}
