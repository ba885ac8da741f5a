/** A copy of a data folder in another folder: everything but the key file, what is being written, and what was set aside. */
import { copyFile, mkdir, open, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import * as z from "zod";
import { EnvironmentFault } from "../ports.ts";
import { faultCode, machineDisk } from "./disk.ts";

/** Says that the copy is whole: written last. */
export const MANIFEST = "backup.json";
const FOLDER_MODE = 0o700;
/** Files copied at a time: enough to keep a disk busy, few enough to leave it to the bot. */
const COPIES_AT_ONCE = 4;
/** Locks, second files, probes, and damaged copies, which no tombstone could tell from deleted ones. */
const PASSED_OVER = /\.lock(?:\.|$)|\.new$|\.tmp$|\.set-aside-\d+$|^probe-/;
const CASES = `cases${sep}`;
const ERASURES = `erasures${sep}`;

export const Manifest = z.strictObject({
  format: z.literal(1),
  madeMs: z.int().min(0),
  cases: z.int().min(0),
  files: z.int().min(0),
  bytes: z.int().min(0),
});
export type Manifest = z.infer<typeof Manifest>;

/**
 * Copies `dataFolder` to `into`, which must be empty or not there; a bot may run on it meanwhile, since files are only ever
 * replaced whole. Tombstones come last: a case that is deleted during the copy has its tombstone in it. Rejects with an
 * EnvironmentFault.
 */
export async function backUp(dataFolder: string, into: string, nowMs: number): Promise<Manifest> {
  try {
    refuseNested(dataFolder, into);
    await refuseFull(into);
    await mkdir(into, { recursive: true, mode: FOLDER_MODE });
    const all = await filesIn(dataFolder);
    const cases = all.filter((file) => file.startsWith(CASES));
    const rest = all.filter((file) => !file.startsWith(CASES) && !file.startsWith(ERASURES));
    const [copiedCases, copiedRest] = [
      await copyAll(dataFolder, into, cases),
      await copyAll(dataFolder, into, rest),
    ];
    const erased = (await filesIn(dataFolder)).filter((file) => file.startsWith(ERASURES));
    const copiedErased = await copyAll(dataFolder, into, erased);
    const manifest: Manifest = {
      format: 1,
      madeMs: nowMs,
      cases: copiedCases.files,
      files: copiedCases.files + copiedRest.files + copiedErased.files,
      bytes: copiedCases.bytes + copiedRest.bytes,
    };
    await machineDisk.writeSynced(join(into, MANIFEST), `${JSON.stringify(manifest)}\n`);
    await machineDisk.syncFolder(into);
    return manifest;
  } catch (error) {
    throw clear(error, `${dataFolder} could not be copied to ${into}`);
  }
}

/** Rejects with an EnvironmentFault where `folder` is no whole backup of this version. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(folder, MANIFEST), "utf8")));
  } catch {
    throw new EnvironmentFault(`${folder} is no whole backup of this version (${MANIFEST})`);
  }
}

/** Paths below `folder` of the files worth keeping; empty where there is no folder. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await entriesOf(next)) {
      if (PASSED_OVER.test(entry.name)) continue;
      const path = join(next, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) found.push(relative(folder, path));
    }
  }
  return found.sort();
}

/** A folder that went away meanwhile (a lock, say) holds nothing; one listing of all would be given up because of it. */
async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (faultCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Copies these files, synced, and their folders; passes over what has gone in the meantime. */
export async function copyAll(from: string, into: string, files: readonly string[]) {
  const copied = { files: 0, bytes: 0 };
  const folders = new Set(files.map((file) => dirname(join(into, file))));
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const waiting = files.values();
  const work = async () => {
    for (const file of waiting) {
      const bytes = await copyOne(join(from, file), join(into, file));
      if (bytes === undefined) continue;
      copied.files += 1;
      copied.bytes += bytes;
    }
  };
  await Promise.all(Array.from({ length: COPIES_AT_ONCE }, work));
  for (const folder of folders) await machineDisk.syncFolder(folder);
  return copied;
}

/** Bytes copied; undefined: the file is gone. */
async function copyOne(from: string, to: string): Promise<number | undefined> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
  const handle = await open(to, "r+");
  try {
    await handle.datasync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

function refuseNested(dataFolder: string, into: string): void {
  const [a, b] = [`${resolve(dataFolder)}${sep}`, `${resolve(into)}${sep}`];
  if (a.startsWith(b) || b.startsWith(a))
    throw new EnvironmentFault(`${into} and ${dataFolder} must lie apart`);
}

/** Rejects where `folder` holds anything but `allowed`. */
export async function refuseFull(folder: string, allowed: readonly string[] = []): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  const names = found === undefined ? [] : await readdir(folder);
  const more = names.find((name) => !allowed.includes(name));
  if (more !== undefined) throw new EnvironmentFault(`${folder} is not empty: it holds ${more}`);
}

/** A fault of the system as one line; anything else as it is. */
export function clear(error: unknown, what: string): unknown {
  const code = faultCode(error);
  if (code === undefined) return error;
  return new EnvironmentFault(`${what} (${code})`, { cause: error });
}
