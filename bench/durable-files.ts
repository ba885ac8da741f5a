/** A temporary folder, and one file written so that a crash leaves the old content or the new. */
import { randomUUID } from "node:crypto";
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Gives the work a folder for temporary files that is gone afterwards. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes whole: a temporary file, its data synced, renamed over the file, the folder synced. */
export async function writeDurably(file: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${file}.new`;
  const handle = await open(temporary, "w");
  try {
    await handle.writeFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncFolder(dirname(file));
}

/** Removes so that a crash does not bring the file back. */
export async function removeDurably(file: string): Promise<void> {
  await rm(file, { force: true });
  await syncFolder(dirname(file));
}

/** undefined: no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

const FOLDERS = 256;

/** A place for a number's file among 256 folders, which are made where they are missing: as the store spreads its cases. */
export async function spreadPlaces(root: string): Promise<(number: number) => string> {
  const names = Array.from({ length: FOLDERS }, (_, at) => at.toString(16).padStart(2, "0"));
  for (const name of names) await mkdir(join(root, name), { recursive: true });
  const run = randomUUID();
  return (number) => join(root, names[number % FOLDERS] ?? "", `${run}-${number}`);
}

/** Bytes of all files below a folder. */
export async function bytesBelow(folder: string): Promise<number> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((one) => one.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What `statfs` of Linux calls tmpfs and ramfs. */
const IN_MEMORY: ReadonlySet<number> = new Set([0x01_02_19_94, 0x85_84_58_f6]);

/** A line for the notes: whether the files stood on a disk at all. */
export async function mediumNote(folder: string): Promise<string> {
  const { type } = await statfs(folder);
  return IN_MEMORY.has(type)
    ? "The folder for temporary files is in memory here: nothing below is about a disk. Set TMPDIR to a folder on one."
    : "Files are in the system's folder for temporary files (TMPDIR), on a disk. Whether a virtual disk's sync reaches a stable medium cannot be seen from inside.";
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
