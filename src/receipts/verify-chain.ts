/** Walks a chain from its beginning and names every link that does not fit. */
import { EMPTY, firstInFile, isEntry, linkOf, tailAfter, type Tail } from "./chain.ts";
import { entryHashOf } from "./hashing.ts";
import { isSigned } from "./heads.ts";
import type { Entry, Head } from "./schema.ts";
import type { Problem } from "../policy/result.ts";

/** Problems told in full; of any more only the number is known. */
const PROBLEMS_MAX = 20;

/** One file of the chain. */
export interface ChainFile {
  readonly name: string;
  /** The number its name gives to its first entry. */
  readonly first: number;
  readonly text: string;
}

export interface ChainReport {
  readonly entries: number;
  readonly heads: number;
  /** Entries that a signed head in the chain stands on. */
  readonly signed: number;
  /** Day of the last head. */
  readonly day: string | null;
  /** The public key of the heads. */
  readonly key: string | null;
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

export interface ChainCheck {
  /** The files in the order of their numbers. */
  take(file: ChainFile): void;
  end(): ChainReport;
}

/**
 * `wanted`: the head of a receipt; the chain must hold its entry, under the same key. `pinned`: the public key that is known
 * to be the right one; without it the first head's counts, and a chain that somebody signed anew is a whole chain.
 */
export function checkChain(wanted?: Head, pinned?: string): ChainCheck {
  const problems: Problem[] = [];
  let tail: Tail = EMPTY;
  let [entries, heads, signed, problemCount] = [0, 0, 0, 0];
  let [last, found]: [Entry?, Entry?] = [];
  let key = pinned;
  const say = (code: Problem["code"], message: string, file?: string, line = 1) => {
    problemCount += 1;
    const at = file === undefined ? {} : { at: { file, line, column: 1 } };
    if (problems.length < PROBLEMS_MAX) problems.push({ code, message, ...at });
  };
  const takeEntry = (entry: Entry) => {
    const wrong = entryFault(entry, tail);
    [last, entries] = [entry, entries + 1];
    if (wanted?.index === entry.index) found = entry;
    return wrong;
  };
  const takeHead = (head: Head) => {
    const wrong = headFault(head, last, tail, key);
    key ??= head.key;
    [heads, signed] = [heads + 1, entries];
    return wrong;
  };
  const takeLine = (line: string, file: string, number: number) => {
    const link = linkOf(line);
    if (link === undefined) return say("chain/line", "is no link of a chain", file, number);
    const wrong = isEntry(link) ? takeEntry(link) : takeHead(link);
    if (wrong !== undefined) say(wrong[0], wrong[1], file, number);
    // Goes on from what the link says of itself, so that one alteration is not told at every later link.
    tail = tailAfter(tail, link);
  };
  return {
    take({ name, first, text }) {
      if (first !== tail.nextIndex || first !== firstInFile(first))
        say("chain/file", `begins with entry ${first}; ${tail.nextIndex} comes next`, name);
      const lines = text.split("\n");
      const rest = lines.pop();
      lines.forEach((line, index) => takeLine(line, name, index + 1));
      if (rest !== "") say("chain/torn", "its last line has no end", name, lines.length + 1);
    },
    end() {
      const missing = missingFault(wanted, found, key);
      if (missing !== undefined) say(...missing);
      const day = tail.day ?? null;
      // A key that no head bears out says nothing about this chain.
      const borne = heads === 0 ? null : (key ?? null);
      return { entries, heads, signed, day, key: borne, problems, problemCount };
    },
  };
}

type Fault = readonly [Problem["code"], string];

function entryFault(entry: Entry, { nextIndex, previous }: Tail): Fault | undefined {
  if (entry.index !== nextIndex)
    return ["chain/order", `entry ${entry.index} stands where ${nextIndex} belongs`];
  if (entry.previous !== previous)
    return ["chain/link", `entry ${entry.index} does not follow from what stands before it`];
  if (entry.hash !== entryHashOf(entry)) return ["chain/hash", `entry ${entry.index} was altered`];
  return undefined;
}

function headFault(
  head: Head,
  last: Entry | undefined,
  tail: Tail,
  key: string | undefined,
): Fault | undefined {
  // Two heads in a row would each fit: the second then has something else before it than its entry.
  if (last === undefined || head.index !== last.index || tail.previous !== last.hash)
    return ["chain/head", `the head of entry ${head.index} does not stand after it`];
  if (head.hash !== last.hash || !isSigned(head))
    return ["chain/signature", `the head of entry ${head.index} was signed for something else`];
  if (tail.day !== undefined && head.day < tail.day)
    return ["chain/day", `the head of entry ${head.index} is of an earlier day`];
  if (key !== undefined && head.key !== key)
    return ["chain/key", `the head of entry ${head.index} was signed with another key`];
  return undefined;
}

function missingFault(
  wanted: Head | undefined,
  found: Entry | undefined,
  key: string | undefined,
): Fault | undefined {
  if (wanted === undefined) return undefined;
  if (found === undefined)
    return ["chain/cut", `entry ${wanted.index}, which the receipt has a signed head of, is gone`];
  if (found.hash !== wanted.hash)
    return ["chain/other", `entry ${wanted.index} is another than the receipt's`];
  if (key !== undefined && key !== wanted.key)
    return ["chain/key", "the receipt was signed with another key than the chain"];
  return undefined;
}
