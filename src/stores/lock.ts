/**
 * One writer at a time for a file, across the processes of one machine.
 *
 * A lock is a folder with one entry, a folder named after its owner. To take it, a folder that already holds our entry is renamed
 * onto the lock's path: the system does that in one step, and only where nothing or an empty folder stands. To free it,
 * the owner's own entry is removed. A dead owner's lock is freed in the same way, by removing the entry of that name: two
 * processes that both notice the death can never remove the lock of a third that came in between, as they could with a
 * plain lock file. Processes must see one another's ids (one machine, one container).
 */
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EnvironmentFault } from "../ports.ts";
import { faultCode } from "./disk.ts";
import { isAlive, ownStart } from "./processes.ts";

export const PAUSE_MS = 10;
export const TRIES_MAX = 500;

/** Waits between two tries; given by tests that do not want to wait. */
export type Pause = () => Promise<void>;
const pauseShortly: Pause = () => sleep(PAUSE_MS);

const TAKEN = new Set(
  process.platform === "win32"
    ? ["ENOTEMPTY", "EEXIST", "EPERM", "EACCES"]
    : ["ENOTEMPTY", "EEXIST"],
);
const NOT_EMPTY_OR_GONE = new Set(["ENOENT", ...TAKEN]);

/** Owners of ours that the disk did not let us remove: their work is over, so whoever comes next frees them. */
const leftBehind = new Set<string>();

/** Rejects with an `EnvironmentFault` when a live process holds the lock for about five seconds. */
export async function withLock<T>(
  lock: string,
  work: () => Promise<T>,
  pause: Pause = pauseShortly,
): Promise<T> {
  const owner = `${process.pid}.${ownStart() ?? UNKNOWN_START}.${randomUUID()}`;
  await take(lock, owner, pause);
  try {
    return await work();
  } finally {
    // What the work did stands, whether the lock could be removed or not.
    await free(lock, owner).catch(() => leftBehind.add(owner));
  }
}

async function take(lock: string, owner: string, pause: Pause): Promise<void> {
  const candidate = `${lock}.${owner}`;
  try {
    // The entry is a folder too: one call, where a file takes three.
    await mkdir(candidate);
    await mkdir(join(candidate, owner));
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      if (await moveInto(candidate, lock)) return;
      await freeWhatTheDeadHold(lock);
      await pause();
    }
  } catch (error) {
    await rm(candidate, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await rm(candidate, { recursive: true, force: true });
  throw new EnvironmentFault(`another process keeps ${basename(lock)}; stop it or remove the lock`);
}

async function moveInto(candidate: string, lock: string): Promise<boolean> {
  try {
    await rename(candidate, lock);
    return true;
  } catch (error) {
    if (TAKEN.has(faultCode(error) ?? "")) return false;
    throw error;
  }
}

async function free(lock: string, owner: string): Promise<void> {
  await removeIfEmpty(join(lock, owner));
  await removeIfEmpty(lock);
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    // The next owner is in already, or someone else has tidied up.
    if (!NOT_EMPTY_OR_GONE.has(faultCode(error) ?? "")) throw error;
  }
}

async function freeWhatTheDeadHold(lock: string): Promise<void> {
  for (const owner of await ownersOf(lock)) {
    if (!leftBehind.has(owner) && mayLive(owner)) continue;
    await rm(join(lock, owner), { recursive: true, force: true });
    leftBehind.delete(owner);
  }
  // Windows renames onto nothing only, so an empty lock must not stay there.
  await removeIfEmpty(lock);
}

async function ownersOf(lock: string): Promise<readonly string[]> {
  try {
    return await readdir(lock);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return [];
    throw error;
  }
}

const UNKNOWN_START = "unknown";

/** An owner that nobody can tell is left alone. */
function mayLive(owner: string): boolean {
  const [, id, start] = /^([1-9]\d*)\.(\w+)\./.exec(owner) ?? [];
  if (id === undefined) return true;
  return isAlive(Number(id), start === UNKNOWN_START ? undefined : start);
}
