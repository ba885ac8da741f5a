/**
 * The chain of receipts on the disk: `<data>/receipts/<number of the first entry>.jsonl`, only ever appended to.
 * An append resolves once its entry is on the medium. Appends that come while one is being written go together in the next.
 */
import { basename, dirname, join } from "node:path";
import { EnvironmentFault, type Clock, type Log, type ReceiptChain } from "../ports.ts";
import { EMPTY, ENTRIES_PER_FILE, firstInFile, grow, isEntry, lineOf } from "../receipts/chain.ts";
import { linkOf, tailAfter, type Grown, type Link, type Tail } from "../receipts/chain.ts";
import { dayAt, signerOf, type Signer } from "../receipts/heads.ts";
import { entryHashOf } from "../receipts/hashing.ts";
import type { Place } from "../receipts/schema.ts";
import { chainFileName, chainFirsts, machineChainDisk, readChainFile } from "./chain-disk.ts";
import type { ChainDisk } from "./chain-disk.ts";
import { faultCode } from "./disk.ts";
import { inBatches } from "./in-batches.ts";
import { underClaim } from "./claim.ts";
import type { Pause } from "./lock.ts";

/** Entries that are written and synced together. */
const BATCH_MAX = 256;

export interface ChainSettings {
  /** 32 secret bytes; the same for as long as the chain lasts. */
  readonly seed: Uint8Array;
  readonly clock: Clock;
  /** Told the public key, and of every torn line that was cut off: file name and bytes. */
  readonly log: Log;
  readonly disk?: ChainDisk;
  /** How to wait for another process's lock. */
  readonly pause?: Pause;
}

interface Book {
  readonly folder: string;
  readonly disk: ChainDisk;
  readonly log: Log;
  readonly signer: Signer;
  readonly clock: Clock;
  /** What this process last saw, good for as long as the file has that many bytes. */
  seen: Seen | undefined;
}

interface Seen {
  readonly first: number;
  readonly bytes: number;
  readonly tail: Tail;
}

/** Where the chain of a data folder is. */
export const chainFolder = (dataFolder: string): string => join(dataFolder, "receipts");

/** Opens the chain, making its folder. Rejects with an `EnvironmentFault` when the folder cannot be made. */
export async function folderChain(dataFolder: string, given: ChainSettings): Promise<ReceiptChain> {
  const { log, clock, disk = machineChainDisk, pause } = given;
  const folder = chainFolder(dataFolder);
  const signer = signerOf(given.seed);
  await withClearFaults(folder, async () => {
    if (await disk.makeFolder(folder)) await disk.syncFolder(dirname(folder));
  });
  log.info("receipts/key", { key: signer.key });
  const book: Book = { folder, disk, log, signer, clock, seen: undefined };
  // Nothing is ever put in the place of this file: to make a second one beside it is to be the only writer.
  const place = { folder, file: join(folder, "chain"), lock: join(folder, "chain.lock") };
  const write = (commitments: readonly string[]) =>
    withClearFaults(folder, () => underClaim(place, disk, () => append(book, commitments), pause));
  return { append: inBatches(BATCH_MAX, write) };
}

async function append(book: Book, commitments: readonly string[]): Promise<readonly Place[]> {
  const seen = await lookAt(book);
  const today = dayAt(book.clock.nowMs());
  const grown = grow(seen.tail, commitments, today, book.signer);
  book.seen = undefined;
  book.seen = { ...(await writeLinks(book, seen, grown)), tail: grown.tail };
  return grown.places;
}

/** Writes what has grown, file by file. If it fails, what was begun is taken back as far as the disk lets us. */
async function writeLinks(
  { folder, disk }: Book,
  seen: Seen,
  { links }: Grown,
): Promise<Omit<Seen, "tail">> {
  let at: Omit<Seen, "tail"> = seen;
  for (const [first, some] of byFile(links)) {
    const file = join(folder, chainFileName(first));
    const before = first === seen.first ? seen.bytes : 0;
    const text = some.map((link) => `${lineOf(link)}\n`).join("");
    try {
      await disk.appendSynced(file, text);
      if (before === 0) await disk.syncFolder(folder);
    } catch (error) {
      // Whole lines left behind would be entries without a receipt; a torn one is cut off by the next append.
      await disk.cutSynced(file, before).catch(() => undefined);
      throw error;
    }
    at = { first, bytes: before + Buffer.byteLength(text) };
  }
  return at;
}

function byFile(links: readonly Link[]): ReadonlyMap<number, readonly Link[]> {
  return Map.groupBy(links, ({ index }) => firstInFile(index));
}

/** The end of the chain as it is now: another process may have appended, or died while it did. */
async function lookAt(book: Book): Promise<Seen> {
  const { folder, disk } = book;
  const first = (await chainFirsts(folder, disk)).at(-1);
  if (first === undefined) return { first: 0, bytes: 0, tail: EMPTY };
  const bytes = await disk.sizeOf(join(folder, chainFileName(first)));
  if (book.seen?.first === first && book.seen.bytes === bytes) return book.seen;
  return readEnd(book, first);
}

async function readEnd(book: Book, first: number): Promise<Seen> {
  const { folder, disk, log } = book;
  const file = await readChainFile(folder, first, disk);
  if (file === undefined) throw damaged(chainFileName(first));
  const whole = file.text.slice(0, file.text.lastIndexOf("\n") + 1);
  const torn = file.text.length - whole.length;
  if (torn > 0) {
    await setTornAside(book, file.name, file.text.slice(whole.length));
    await disk.cutSynced(join(folder, file.name), whole.length);
    log.error("receipts/torn", { file: file.name, bytes: torn });
  }
  const lines = whole.split("\n").slice(0, -1);
  // Its first line was never whole: the chain ends with the file before.
  if (lines.length === 0) return endBefore(book, first);
  return { first, bytes: whole.length, tail: tailOf(book, file.name, lines) };
}

async function endBefore(book: Book, first: number): Promise<Seen> {
  if (first === 0) return { first, bytes: 0, tail: EMPTY };
  const { tail } = await readEnd(book, first - ENTRIES_PER_FILE);
  return { first, bytes: 0, tail };
}

/** What was torn stays beside the chain, for whoever wants to know what was lost. */
async function setTornAside({ folder, disk }: Book, name: string, rest: string): Promise<void> {
  const taken = new Set(await disk.list(folder));
  let number = 1;
  while (taken.has(`${name}.torn-${number}`)) number += 1;
  await disk.writeSynced(join(folder, `${name}.torn-${number}`), rest);
}

/** Looks back to the last head for its day and key, and at the last line for itself. */
function tailOf({ signer }: Book, name: string, lines: readonly string[]): Tail {
  const links = lines.map(linkOf);
  const [last, head] = [links.at(-1), links.findLast((link) => link && !isEntry(link))];
  if (last === undefined || (isEntry(last) && entryHashOf(last) !== last.hash)) throw damaged(name);
  if (head === undefined || isEntry(head)) return tailAfter(EMPTY, last);
  if (head.key !== signer.key)
    throw new EnvironmentFault(
      `the receipt chain ${name} was signed with another key: this is not the key file it was begun with`,
    );
  return tailAfter({ ...EMPTY, day: head.day }, last);
}

function damaged(name: string): EnvironmentFault {
  return new EnvironmentFault(
    `the receipt chain ${name} is damaged at its end; distinguo verify --chain tells where`,
  );
}

async function withClearFaults<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = faultCode(error);
    if (code === undefined) throw error;
    const line = `the receipt chain ${basename(folder)} could not be written (${code})`;
    throw new EnvironmentFault(line, { cause: error });
  }
}
