/** The file system as the stores use it: few operations, so that a test can make any one of them fail. */
import { access, mkdir, open, readdir, rename, rm } from "node:fs/promises";

/** Cases are personal data: nobody but the account that runs the bot reads them. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Written over at a time. */
const SHRED_BYTES = 65_536;

/** Every method rejects with the system's own error (it has a `code`). */
export interface Disk {
  /** The first `bytesMax + 1` bytes at most, so that a huge file is told by its length; undefined: no such file. */
  readonly read: (file: string, bytesMax: number) => Promise<Uint8Array | undefined>;
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

async function read(file: string, bytesMax: number): Promise<Uint8Array | undefined> {
  const handle = await unlessMissing(open(file, "r"), undefined);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, bytesMax + 1));
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  } finally {
    await handle.close();
  }
}

async function writeSynced(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, "w", FILE_MODE);
  try {
    await handle.writeFile(content);
    await handle.datasync();
  } finally {
    await handle.close();
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
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The disk of this machine. */
export const machineDisk: Disk = {
  read,
  writeSynced,
  rename,
  remove: (file) => rm(file, { force: true }),
  shred,
  exists: (file) =>
    unlessMissing(
      access(file).then(() => true),
      false,
    ),
  list: (folder) => unlessMissing(readdir(folder), []),
  makeFolder: async (folder) =>
    (await mkdir(folder, { recursive: true, mode: FOLDER_MODE })) !== undefined,
  syncFolder,
};
