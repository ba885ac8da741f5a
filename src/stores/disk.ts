/** The file system as the stores use it: few operations, so that a test can make any one of them fail. */
import {
  closeSync,
  fdatasync,
  fstatSync,
  fsync,
  open as openLater,
  openSync,
  readSync,
  rename,
  renameSync,
  statSync,
  unlink,
  unlinkSync,
  writeSync,
} from "node:fs";
import { mkdir, open, readdir, rm } from "node:fs/promises";
import { promisify } from "node:util";

/** Cases are personal data: nobody but the account that runs the bot reads them. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Room for so little is made without asking how much there is. */
const SMALL_BYTES = 4_096;
/** Written over at a time. */
const SHRED_BYTES = 65_536;

/** Every method rejects with the system's own error (it has a `code`). */
export interface Disk {
  /** The first `bytesMax + 1` bytes at most, so that a huge file is told by its length; undefined: no such file. */
  readonly read: (file: string, bytesMax: number) => Promise<Uint8Array | undefined>;
  /** Makes the file, with this in it; undefined: there is one already. What it holds need not be on the medium yet. */
  readonly makeNew: (file: string, content: Uint8Array) => Promise<NewFile | undefined>;
  /** Replaces the file; resolves once its bytes are on the medium. */
  readonly writeSynced: (file: string, content: Uint8Array | string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Resolves also when there was no such file. */
  readonly remove: (file: string) => Promise<void>;
  /** Writes zeros over the file from byte `from` on, in place; resolves once they are on the medium, or without a file. */
  readonly shred: (file: string, from: number) => Promise<void>;
  readonly exists: (file: string) => Promise<boolean>;
  /** Empty where there is no such folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Makes the folder and those above it; true when any of them was missing. */
  readonly makeFolder: (folder: string) => Promise<boolean>;
  /** Resolves once the names in the folder are on the medium. */
  readonly syncFolder: (folder: string) => Promise<void>;
}

/** A file that this process made and holds open. */
export interface NewFile {
  /** Writes over what it holds, from its start, no less than that; resolves once that is on the medium. */
  readonly writeSynced: (content: Uint8Array) => Promise<void>;
  /** False once somebody removed it. */
  readonly isThere: () => boolean;
  readonly close: () => void;
}

/** The `code` of a system error (`ENOENT`), or undefined for anything else. */
export function faultCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** What `work` answers, or `instead` where there is no such file. */
async function unlessMissing<T, U>(work: Promise<T>, instead: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (faultCode(error) === "ENOENT") return instead;
    throw error;
  }
}

/**
 * Small files mostly come out of the system's memory: a round through the pool of threads takes ten times as long as the
 * call itself. Only what waits for the medium goes there. Making a file, renaming and removing one wait for the file system's
 * journal as long as others flush, and hold up everybody: then they go there too.
 */
const datasynced = flushing(promisify(fdatasync));
const synced = flushing(promisify(fsync));
const opened = promisify(openLater);
const renamed = promisify(rename);
const unlinked = promisify(unlink);

/** Flushes under way. */
let flushes = 0;

function flushing(flush: (handle: number) => Promise<void>): (handle: number) => Promise<void> {
  return async (handle) => {
    flushes += 1;
    try {
      await flush(handle);
    } finally {
      flushes -= 1;
    }
  };
}

async function read(file: string, bytesMax: number): Promise<Uint8Array | undefined> {
  const handle = openOrMissing(file);
  if (handle === undefined) return undefined;
  try {
    const roomBytes = bytesMax + 1;
    const bytes = Buffer.allocUnsafe(
      roomBytes <= SMALL_BYTES ? roomBytes : Math.min(roomBytes, fstatSync(handle).size),
    );
    let at = 0;
    while (at < bytes.length) {
      const readBytes = readSync(handle, bytes, at, bytes.length - at, at);
      if (readBytes === 0) break;
      at += readBytes;
    }
    return bytes.subarray(0, at);
  } finally {
    closeSync(handle);
  }
}

function openOrMissing(file: string): number | undefined {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The system may take less at a time than it was given. */
function writeWhole(handle: number, content: Uint8Array): void {
  for (let at = 0; at < content.length;)
    at += writeSync(handle, content, at, content.length - at, at);
}

async function makeNew(file: string, content: Uint8Array): Promise<NewFile | undefined> {
  let handle: number;
  try {
    handle = flushes > 0 ? await opened(file, "wx", FILE_MODE) : openSync(file, "wx", FILE_MODE);
  } catch (error) {
    if (faultCode(error) === "EEXIST") return undefined;
    throw error;
  }
  const made: NewFile = {
    writeSynced: async (whole) => {
      writeWhole(handle, whole);
      await datasynced(handle);
    },
    isThere: () => fstatSync(handle).nlink > 0,
    close: () => closeSync(handle),
  };
  try {
    writeWhole(handle, content);
    return made;
  } catch (error) {
    made.close();
    await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** `flags`: whether what is there is written over or stays before it. */
async function putSynced(
  file: string,
  flags: "w" | "a",
  content: Uint8Array | string,
): Promise<void> {
  const handle = openSync(file, flags, FILE_MODE);
  try {
    writeWhole(handle, typeof content === "string" ? Buffer.from(content) : content);
    await datasynced(handle);
  } finally {
    closeSync(handle);
  }
}

/** Resolves once the text is at the file's end and on the medium. Makes the file where there is none. */
export async function appendSynced(file: string, text: string): Promise<void> {
  await putSynced(file, "a", text);
}

async function remove(file: string): Promise<void> {
  try {
    if (flushes > 0) await unlinked(file);
    else unlinkSync(file);
  } catch (error) {
    if (faultCode(error) !== "ENOENT") throw error;
  }
}

async function shred(file: string, from: number): Promise<void> {
  const handle = await unlessMissing(open(file, "r+"), undefined);
  if (handle === undefined) return;
  try {
    const { size } = await handle.stat();
    for (let at = from; at < size; at += SHRED_BYTES)
      await handle.write(Buffer.alloc(Math.min(SHRED_BYTES, size - at)), 0, undefined, at);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such operation: NTFS journals a rename by itself.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    await synced(handle);
  } finally {
    closeSync(handle);
  }
}

/** The disk of this machine. */
export const machineDisk: Disk = {
  read,
  makeNew,
  writeSynced: (file, content) => putSynced(file, "w", content),
  rename: async (from, to) => (flushes > 0 ? renamed(from, to) : renameSync(from, to)),
  remove,
  shred,
  exists: async (file) => statSync(file, { throwIfNoEntry: false }) !== undefined,
  list: (folder) => unlessMissing(readdir(folder), []),
  makeFolder: async (folder) =>
    (await mkdir(folder, { recursive: true, mode: FOLDER_MODE })) !== undefined,
  syncFolder,
};
