/** How the chain grows, and how it is written: one link a line, in files of a fixed number of entries. */
import * as z from "zod";
import { BEGINNING, canonical, entryHashOf, headHashOf } from "./hashing.ts";
import type { Signer } from "./heads.ts";
import { Entry, Head, type Place } from "./schema.ts";

export const ENTRIES_PER_FILE = 4_096;
/** A head stands after every so many entries, and after the first of a day. */
const HEAD_EVERY = 64;

export const Link = z.union([Entry, Head]);
export type Link = z.infer<typeof Link>;

export const isEntry = (link: Link): link is Entry => "commitment" in link;

/** The end of a chain: what the next entry needs to know. */
export interface Tail {
  readonly nextIndex: number;
  /** Hash of the last link. */
  readonly previous: string;
  /** Day of the last head that is known of; a day is never signed after a later one. */
  readonly day?: string;
}

export const EMPTY: Tail = { nextIndex: 0, previous: BEGINNING };

export function tailAfter(tail: Tail, link: Link): Tail {
  return isEntry(link)
    ? { ...tail, nextIndex: link.index + 1, previous: link.hash }
    : { nextIndex: link.index + 1, previous: headHashOf(link), day: link.day };
}

/** The link as a line without its end. There is one way to write a link. */
export const lineOf = (link: Link): string => canonical(link);

/** undefined: the line is none that `lineOf` wrote. */
export function linkOf(line: string): Link | undefined {
  try {
    const parsed = Link.safeParse(JSON.parse(line));
    return parsed.success && lineOf(parsed.data) === line ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Number of the first entry of the file that holds entry `index`. */
export const firstInFile = (index: number): number => index - (index % ENTRIES_PER_FILE);

export interface Grown {
  readonly links: readonly Link[];
  /** One for each commitment, in their order. */
  readonly places: readonly Place[];
  readonly tail: Tail;
}

/** Appends commitments, in their order, on `day` (ISO). Pure: what is to be written, and the tail after it. */
export function grow(
  from: Tail,
  commitments: readonly string[],
  today: string,
  signer: Signer,
): Grown {
  const links: Link[] = [];
  const places: Place[] = [];
  let tail = from;
  for (const commitment of commitments) {
    const { nextIndex: index, previous } = tail;
    const hash = entryHashOf({ index, commitment, previous });
    // A clock that was put back does not make days run backwards.
    const day = tail.day === undefined || today > tail.day ? today : tail.day;
    const head = signer.sign({ index, hash, day });
    const entry = { index, commitment, previous, hash };
    const due = (index + 1) % HEAD_EVERY === 0 || day !== tail.day;
    for (const link of due ? [entry, head] : [entry]) {
      links.push(link);
      tail = tailAfter(tail, link);
    }
    places.push({ index, previous, day, key: head.key, signature: head.signature });
  }
  return { links, places, tail };
}
