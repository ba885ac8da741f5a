/**
 * One writer at a time for the file of a case, and for the chain of receipts, across the processes of one machine.
 *
 * A case is written into a second file that then takes the first one's place. Only one process can make that second file,
 * so making it is the claim, and a turn needs no lock besides: the one call that opens it is needed anyhow. It begins with
 * who made it; what a dead process left is removed by the next writer, under a lock, so that of two who notice neither can
 * remove the claim of a third. Processes must see one another's ids (one machine, one container).
 */
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { workInTurn } from "../in-turn.ts";
import { EnvironmentFault } from "../ports.ts";
import type { CasePlace } from "./case-place.ts";
import type { Disk, NewFile } from "./disk.ts";
import { signedBy, WRITER_AT, WRITER_BYTES } from "./envelope.ts";
import { PAUSE_MS, TRIES_MAX, withLock, type Pause } from "./lock.ts";
import { isAlive, ownStart } from "./processes.ts";

const ID_BYTES = 4;
const START_BYTES = WRITER_BYTES - ID_BYTES;
/**
 * A second file that does not say whose it is: a crash of the machine lost what was in it. Made and signed in one go, it
 * would say so long before that many tries.
 */
const UNSIGNED_TRIES = 100;

/** Where a claim is made. */
export type ClaimPlace = Pick<CasePlace, "folder" | "file" | "lock">;

export interface Claim {
  /** Puts a file with these bytes in the place of the case's. Once only. */
  replace(bytes: Uint8Array): Promise<void>;
}

/** Within this process claims wait for one another: a second file that bears our name and is met was left behind. */
const inTurn = workInTurn();

export const secondFileOf = ({ file }: Pick<CasePlace, "file">): string => `${file}.new`;

/** This process, as every file says that it wrote: id, then start, 0 where the system does not tell. */
export function ownWriter(): Buffer {
  const bytes = Buffer.alloc(WRITER_BYTES);
  bytes.writeUInt32BE(process.pid);
  bytes.writeUIntBE(Number(ownStart() ?? 0), ID_BYTES, START_BYTES);
  return bytes;
}

/**
 * Does the work while nobody else can write or remove the case, or add to the chain. The folder must be there. Rejects with an
 * `EnvironmentFault` when a live process keeps its claim for about five seconds.
 */
export async function underClaim<T>(
  place: ClaimPlace,
  disk: Disk,
  work: (claim: Claim) => Promise<T>,
  pause: Pause = () => sleep(PAUSE_MS),
): Promise<T> {
  return inTurn(secondFileOf(place), async () => {
    const made = await take(place, disk, pause);
    return withClaimed(place, disk, made, work);
  });
}

async function withClaimed<T>(
  place: ClaimPlace,
  disk: Disk,
  made: NewFile,
  work: (claim: Claim) => Promise<T>,
): Promise<T> {
  const second = secondFileOf(place);
  let moved = false;
  const replace = async (bytes: Uint8Array): Promise<void> => {
    await made.writeSynced(bytes);
    // Only a process held up for seconds between two calls can have been taken for dead.
    if (!made.isThere()) throw new EnvironmentFault(`${basename(second)} was removed meanwhile`);
    await disk.rename(second, place.file);
    moved = true;
    await disk.syncFolder(place.folder);
  };
  try {
    return await work({ replace });
  } finally {
    made.close();
    // Gives back the room on a full disk; if that fails too, it bears our name and the next writer removes it.
    if (!moved) await disk.remove(second).catch(() => undefined);
  }
}

async function take(place: ClaimPlace, disk: Disk, pause: Pause): Promise<NewFile> {
  const second = secondFileOf(place);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const made = await disk.makeNew(second, signedBy(ownWriter()));
    if (made !== undefined) return made;
    if (await isAbandoned(second, disk, tries)) {
      await withLock(place.lock, () => removeAbandoned(second, disk, tries), pause);
    } else await pause();
  }
  throw new EnvironmentFault(
    `another process keeps ${basename(second)}; stop it or remove that file`,
  );
}

async function removeAbandoned(second: string, disk: Disk, tries: number): Promise<void> {
  // Whoever had the lock before may have removed it, and another one may be there by now.
  if (!(await isAbandoned(second, disk, tries))) return;
  await disk.shred(second, 0);
  await disk.remove(second);
}

async function isAbandoned(second: string, disk: Disk, tries: number): Promise<boolean> {
  const signedBytes = WRITER_AT + WRITER_BYTES;
  const found = await disk.read(second, signedBytes);
  if (found === undefined) return false;
  const signed = Buffer.from(found.subarray(0, signedBytes));
  const writer = signed.subarray(WRITER_AT);
  const isSigned = signed.length === signedBytes && signed.equals(signedBy(writer));
  if (!isSigned) return tries >= UNSIGNED_TRIES;
  if (writer.equals(ownWriter())) return true;
  const start = writer.readUIntBE(ID_BYTES, START_BYTES);
  return !isAlive(writer.readUInt32BE(0), start === 0 ? undefined : String(start));
}
