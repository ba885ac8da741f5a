/** Chains made up for tests: a key of their own, days as one likes. */
import { ENTRIES_PER_FILE, EMPTY, firstInFile, grow, lineOf } from "../../src/receipts/chain.ts";
import type { Tail } from "../../src/receipts/chain.ts";
import { signerOf } from "../../src/receipts/heads.ts";
import type { Place, Receipt } from "../../src/receipts/schema.ts";
import { checkChain, type ChainFile } from "../../src/receipts/verify-chain.ts";
import type { ChainReport } from "../../src/receipts/verify-chain.ts";
import { chainFileName } from "../../src/stores/chain-disk.ts";

export const DAY = "2026-07-01";
export const DAY_MS = 86_400_000;
/** Of `DAY`, in China. */
export const MORNING_MS = Date.UTC(2026, 6, 1);
/** The seed of the key that signs in these tests. */
export const SEED = Buffer.alloc(32, 7);
export const signer = signerOf(SEED);
export const otherSigner = signerOf(Buffer.alloc(32, 8));

/** A commitment to nothing in particular. */
export const someCommitment = (index: number): string => index.toString(16).padStart(64, "0");

/** The text of a chain with so many entries a day, on days one after the other. */
export function chainOf(perDay: readonly number[], by = signer) {
  let tail: Tail = EMPTY;
  const lines: string[] = [];
  const places: Place[] = [];
  for (const [day, count] of perDay.entries()) {
    const commitments = Array.from({ length: count }, (_, at) =>
      someCommitment(places.length + at),
    );
    const date = `2026-07-${String(day + 1).padStart(2, "0")}`;
    const grown = grow(tail, commitments, date, by);
    lines.push(...grown.links.map(lineOf));
    places.push(...grown.places);
    tail = grown.tail;
  }
  return { lines, places };
}

/** Lines as the files of a chain; a line that is none of ours goes with those before it. */
export function filesOf(lines: readonly string[]): readonly ChainFile[] {
  let first = 0;
  const files = new Map<number, string>();
  for (const line of lines) {
    const index = /"index":(\d+)/.exec(line)?.[1];
    if (index !== undefined) first = firstInFile(Number(index));
    files.set(first, `${files.get(first) ?? ""}${line}\n`);
  }
  return [...files].map(([at, text]) => ({ name: chainFileName(at), first: at, text }));
}

export const MORE_THAN_A_FILE = ENTRIES_PER_FILE + 10;

export function checked(files: readonly ChainFile[], wanted?: Receipt["head"]): ChainReport {
  const check = checkChain(wanted);
  for (const file of files) check.take(file);
  return check.end();
}

export const codesOf = (report: ChainReport): readonly string[] =>
  report.problems.map(({ code }) => code);

export function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("nothing there");
  return value;
}
