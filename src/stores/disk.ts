/** The file system as the stores use it: few operations, so that a test can make any one of them fail. */
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { buffer } from "node:stream/consumers";

/** Cases are personal data: nobody but the account that runs the bot reads them. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Every method rejects with the system's own error (it has a `code`). */
export interface Disk {
  /** The first `bytesMax + 1` bytes at most, so that a huge file is told by its length; undefined: no such file. */
  readonly read: (file: string, bytesMax: number) => Promise<Uint8Array | undefined>;
  /** Replaces the file; resolves once its bytes are on the medium. */
  readonly writeSynced: (file: string, text: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Resolves also when there was no such file. */
  readonly remove: (file: string) => Promise<void>;
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

async function read(file: string, bytesMax: number): Promise<Uint8Array | undefined> {
  try {
    return await buffer(createReadStream(file, { end: bytesMax }));
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, "w", FILE_MODE);
  try {
    await handle.writeFile(text, "utf8");
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
  list: (folder) => readdir(folder),
  makeFolder: async (folder) =>
    (await mkdir(folder, { recursive: true, mode: FOLDER_MODE })) !== undefined,
  syncFolder,
};
