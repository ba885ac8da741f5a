/** The audit log: lines that are only ever added, one file a month under `<data>/audit/`, each hanging on the one before. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { workInTurn } from "../in-turn.ts";
import { EnvironmentFault } from "../ports.ts";
import type { AuditEntry, AuditLine, AuditLog, Clock } from "../ports.ts";
import { BEGINNING, chained, readLine } from "./audit-chain.ts";
import type { StoredLine } from "./audit-chain.ts";
import { faultCode, machineDisk } from "./disk.ts";
import { withLock } from "./lock.ts";

const FILE = /^\d{4}-\d{2}\.jsonl$/;
const FILE_MODE = 0o600;
/** Holds any last line several times over. */
const TAIL_BYTES = 4_096;
/** China keeps one time all year; months and days of the log are counted in it. */
const CHINA_OFFSET_MS = 8 * 60 * 60_000;
const DAY_CHARACTERS = 10;
const MONTH_CHARACTERS = 7;

export interface AuditLogSettings {
  readonly dataFolder: string;
  /** 32 bytes: without them no line can be made or changed unnoticed. */
  readonly key: Uint8Array;
  readonly clock: Clock;
}

interface Book extends AuditLogSettings {
  readonly folder: string;
}

/** Methods reject with an `EnvironmentFault` when the log cannot be read or written: then nothing that it must tell may happen. */
export function auditLog(settings: AuditLogSettings): AuditLog {
  const book = { ...settings, folder: join(settings.dataFolder, "audit") };
  const inTurn = workInTurn();
  const lock = join(book.folder, "audit.lock");
  return {
    append: (entry) =>
      inTurn("", () =>
        withClearFaults("written", async () => {
          await makeFolder(book);
          await withLock(lock, () => append(book, entry));
        }),
      ),
    page: (wanted) => withClearFaults("read", () => page(book, wanted)),
    verify: () => withClearFaults("read", () => verify(book)),
  };
}

/** The day of Chinese time, as an ISO date. */
const dayOf = (atMs: number): string =>
  new Date(atMs + CHINA_OFFSET_MS).toISOString().slice(0, DAY_CHARACTERS);

async function append(book: Book, entry: AuditEntry): Promise<void> {
  const newest = await newestLine(book);
  // A clock that was set back must not put lines into an earlier file.
  const atMs = Math.max(book.clock.nowMs(), newest?.atMs ?? 0);
  const number = (newest?.number ?? 0) + 1;
  const line = chained({ number, atMs, ...entry }, newest?.mac ?? BEGINNING, book.key);
  await addText(book, `${dayOf(atMs).slice(0, MONTH_CHARACTERS)}.jsonl`, JSON.stringify(line));
}

async function addText({ folder }: Book, name: string, text: string): Promise<void> {
  const file = join(folder, name);
  const begins = (await tailOf(file)) === undefined;
  const handle = await open(file, "a", FILE_MODE);
  try {
    // What a crash cut short stays as a line of its own, to be seen as broken.
    const ends = begins || (await tailOf(file))?.endsWith("\n") === true;
    await handle.appendFile(`${ends ? "" : "\n"}${text}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  if (begins) await machineDisk.syncFolder(folder);
}

/** The last line that can be read, in the newest file that has one. */
async function newestLine(book: Book): Promise<StoredLine | undefined> {
  for (const file of (await filesOf(book)).toReversed()) {
    const lines = (await tailOf(file))?.split("\n").toReversed() ?? [];
    for (const text of lines) {
      const line = readLine(text, book.key);
      if (line !== undefined) return line;
    }
  }
  return undefined;
}

/** The end of the file; empty for an empty one, undefined where there is none. */
async function tailOf(file: string): Promise<string | undefined> {
  const handle = await open(file, "r").catch((error: unknown) => {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await handle.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("utf8");
  } finally {
    await handle.close();
  }
}

async function page(
  book: Book,
  { count, before, day }: Parameters<AuditLog["page"]>[0],
): Promise<readonly AuditLine[]> {
  let found: AuditLine[] = [];
  for (const file of (await filesOf(book)).toReversed()) {
    if (found.length >= count) break;
    if (day !== undefined && !file.endsWith(`${day.slice(0, MONTH_CHARACTERS)}.jsonl`)) continue;
    const older: AuditLine[] = [];
    for await (const text of linesOf(file)) {
      const line = readLine(text, book.key);
      if (line === undefined || (before !== undefined && line.number >= before)) continue;
      if (day !== undefined && dayOf(line.atMs) !== day) continue;
      older.push(plainLine(line));
      // Only the newest of them are wanted, however long the file is.
      if (older.length > count) older.shift();
    }
    found = [...found, ...older.toReversed()];
  }
  return found.slice(0, count);
}

function plainLine({ previous: _, mac: __, ...line }: StoredLine): AuditLine {
  return line;
}

async function verify(book: Book): Promise<Awaited<ReturnType<AuditLog["verify"]>>> {
  let [lines, newest] = [0, BEGINNING];
  let brokenAt: number | undefined;
  for (const file of await filesOf(book)) {
    for await (const text of linesOf(file)) {
      const line = readLine(text, book.key);
      const fits = line?.number === lines + 1 && line.previous === newest;
      if (!fits) brokenAt ??= lines + 1;
      if (line === undefined) continue;
      [lines, newest] = [line.number, line.mac];
    }
  }
  return { lines, newest, ...(brokenAt === undefined ? {} : { brokenAt }) };
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file, "utf8") });
}

async function filesOf({ folder }: Book): Promise<readonly string[]> {
  const names = await machineDisk.list(folder).catch((error: unknown) => {
    if (faultCode(error) === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => FILE.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

async function makeFolder({ folder, dataFolder }: Book): Promise<void> {
  if (await machineDisk.makeFolder(folder)) await machineDisk.syncFolder(dataFolder);
}

async function withClearFaults<T>(done: "read" | "written", work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = faultCode(error);
    if (code === undefined) throw error;
    const line = `the audit log could not be ${done} (${code})`;
    throw new EnvironmentFault(line, { cause: error });
  }
}
