/**
 * Cases on the disk, one small encrypted lowdb document each: `<data>/cases/<2 hex>/<name of the case>.case`.
 * No case is kept in memory between two calls and nothing is read at the start, however many cases there are.
 */
import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { Low } from "lowdb";
import { EnvironmentFault } from "../ports.ts";
import type { AgedCase, CaseStore, Clock, Log } from "../ports.ts";
import { caseFileAdapter, ErasedCase, openCase, removeCaseFiles, setAside } from "./case-file.ts";
import type { Cabinet, HeldCase } from "./case-file.ts";
import { casesFolderOf, nameKeyOf, placesFor, placesIn } from "./case-place.ts";
import type { CasePlace } from "./case-place.ts";
import { faultCode, machineDisk } from "./disk.ts";
import type { Disk } from "./disk.ts";
import { DamagedDocument, DOCUMENT_BYTES_MAX, textOf } from "./document.ts";
import { underClaim, type Claim } from "./claim.ts";
import { BEGINNING_BYTES, HEADER_BYTES, readHeader } from "./envelope.ts";
import { erasuresOf } from "./erasures.ts";
import type { Keyring } from "./keyring.ts";
import { recentCases } from "./recent.ts";
import type { Pause } from "./lock.ts";

export interface LowdbSettings {
  /** Told of every file set aside: file name and reason, nothing of the content. */
  readonly log: Log;
  readonly keyring: Keyring;
  /** Tells when a case was last saved; this machine's clock unless a test turns one. */
  readonly clock?: Clock;
  readonly disk?: Disk;
  /** How to wait for another process's lock. */
  readonly pause?: Pause;
}

interface Room extends Cabinet {
  readonly casesFolder: string;
  /** Folders that were there, with their names on the medium: 256 at most. */
  readonly knownFolders: Set<string>;
  readonly underClaim: <T>(place: CasePlace, work: (claim: Claim) => Promise<T>) => Promise<T>;
}

/**
 * Opens the store, making the folder where there is none. Rejects with an `EnvironmentFault` naming the folder when it
 * cannot be made or written. A `save` or `erase` that rejected may have reached the disk when only the last sync failed:
 * offer the turn again, the case knows the events it has seen.
 */
export async function lowdbStore(dataFolder: string, settings: LowdbSettings): Promise<CaseStore> {
  const { log, keyring, clock = { nowMs: () => Date.now() }, disk = machineDisk, pause } = settings;
  const casesFolder = casesFolderOf(dataFolder);
  await openFolder(dataFolder, casesFolder, disk);
  const place = placesFor(casesFolder, nameKeyOf(keyring));
  const room: Room = {
    casesFolder,
    disk,
    log,
    keyring,
    clock,
    erasures: erasuresOf(dataFolder, disk),
    recent: recentCases(clock),
    knownFolders: new Set(),
    underClaim: (at, work) => underClaim(at, disk, work, pause),
  };
  return {
    load: async (id) => withClearFaults("read", place(id), (at) => load(room, at)),
    save: async (next, revision) =>
      withClearFaults("written", place(next.id), async (at) => {
        const document = { revision: revision + 1, case: next };
        return save(room, at, { revision: document.revision, text: textOf(document) });
      }),
    erase: async (id) => withClearFaults("erased", place(id), (at) => erase(room, at)),
    eraseUnchanged: async (id, revision) =>
      withClearFaults("erased", place(id), (at) => eraseUnchanged(room, at, revision)),
    unchangedSince: (beforeMs, breather) => unchangedSince(room, beforeMs, breather),
  };
}

async function load(room: Room, place: CasePlace) {
  const { revision, case: found } = await readCase(room, place);
  return found === undefined ? undefined : { revision, case: found };
}

async function readCase(room: Room, place: CasePlace): Promise<HeldCase> {
  try {
    return (await readDocument(room, place)).data;
  } catch (error) {
    if (!isUnusable(error)) throw error;
    // Under a claim and read again: another process may have written a good one in the meantime.
    return inFolder(room, place, async () => (await readOrClear(room, place)).data);
  }
}

async function save(room: Room, place: CasePlace, next: HeldCase) {
  return inFolder(room, place, async (claim) => {
    const document = await lastOf(room, place, claim);
    if (document.data.revision !== next.revision - 1) return "conflict";
    // If the write fails, this document is dropped: the next reader sees what is on the disk.
    document.data = next;
    await document.write();
    return "saved";
  });
}

/** The document to be replaced: only its revision where its file is still the one that was read, or written, last. */
async function lastOf(room: Room, place: CasePlace, claim: Claim): Promise<Low<HeldCase>> {
  const beginning = await room.disk.read(place.file, BEGINNING_BYTES);
  const seen =
    beginning && room.recent.unchanged(place.name, beginning.subarray(0, BEGINNING_BYTES));
  if (seen === undefined || (await room.erasures.has(seen.key.serial)))
    return readOrClear(room, place, claim);
  const { revision, key } = seen;
  return new Low<HeldCase>(caseFileAdapter(place, room, claim, key), { revision });
}

async function erase(room: Room, place: CasePlace): Promise<void> {
  await inFolder(room, place, () => removeCaseFiles(place, room));
}

async function eraseUnchanged(room: Room, place: CasePlace, revision: number) {
  return inFolder(room, place, async () => {
    if ((await readOrClear(room, place)).data.revision !== revision) return "conflict";
    await removeCaseFiles(place, room);
    return "erased";
  });
}

/** The first bytes tell the age; only a case that is old enough is read whole. */
async function* unchangedSince(
  room: Room,
  beforeMs: number,
  pause?: () => Promise<void>,
): AsyncGenerator<AgedCase> {
  // Sweeps come as long as the process lives, turns perhaps not.
  room.recent.fade();
  for await (const place of placesIn(room.casesFolder, room.disk, pause)) {
    const found = await withClearFaults("read", place, () => aged(room, place, beforeMs));
    if (found !== undefined) yield found;
  }
}

/** undefined: younger, gone, or nothing that can be read; the next turn of its person deals with that. */
async function aged(room: Room, place: CasePlace, beforeMs: number): Promise<AgedCase | undefined> {
  const header = readHeader((await room.disk.read(place.file, HEADER_BYTES)) ?? Buffer.alloc(0));
  if (header === undefined || header.changedMs >= beforeMs) return undefined;
  if (await room.erasures.has(header.serial)) return undefined;
  const bytes = await room.disk.read(place.file, DOCUMENT_BYTES_MAX);
  if (bytes === undefined) return undefined;
  try {
    const opened = await openCase(bytes, place, room.keyring);
    const { changedMs } = opened.header;
    return changedMs < beforeMs ? { ...opened.document, changedMs } : undefined;
  } catch (error) {
    if (error instanceof DamagedDocument) return undefined;
    throw error;
  }
}

const isUnusable = (error: unknown) =>
  error instanceof DamagedDocument || error instanceof ErasedCase;

async function readDocument(room: Room, place: CasePlace, claim?: Claim): Promise<Low<HeldCase>> {
  const document = new Low<HeldCase>(caseFileAdapter(place, room, claim), { revision: 0 });
  await document.read();
  return document;
}

/** Under the case's claim: an unusable file is out of the way afterwards, for good where it was erased before. */
async function readOrClear(room: Room, place: CasePlace, claim?: Claim): Promise<Low<HeldCase>> {
  try {
    return await readDocument(room, place, claim);
  } catch (error) {
    if (error instanceof DamagedDocument) await setAside(place, error.message, room);
    else if (error instanceof ErasedCase) await removeCaseFiles(place, room);
    else throw error;
    return readDocument(room, place, claim);
  }
}

/** The work under the case's claim, with its folder made where it is missing. */
async function inFolder<T>(
  room: Room,
  place: CasePlace,
  work: (claim: Claim) => Promise<T>,
): Promise<T> {
  const { folder } = place;
  if (!room.knownFolders.has(folder)) await makeFolder(room, folder);
  let begun = false;
  try {
    return await room.underClaim(place, (claim) => {
      begun = true;
      return work(claim);
    });
  } catch (error) {
    if (begun || faultCode(error) !== "ENOENT") throw error;
    // Somebody took the folder away.
    await makeFolder(room, folder);
    return room.underClaim(place, work);
  }
}

async function makeFolder(room: Room, folder: string): Promise<void> {
  const made = await room.disk.makeFolder(folder);
  if (made || !room.knownFolders.has(folder)) await room.disk.syncFolder(room.casesFolder);
  room.knownFolders.add(folder);
}

async function openFolder(dataFolder: string, casesFolder: string, disk: Disk): Promise<void> {
  const probe = join(casesFolder, `probe-${randomUUID()}`);
  try {
    const made = await disk.makeFolder(casesFolder);
    await disk.writeSynced(probe, "");
    await disk.remove(probe);
    if (made) for (const folder of [dataFolder, dirname(dataFolder)]) await disk.syncFolder(folder);
  } catch (error) {
    const line = `the data folder ${dataFolder} cannot be made or written (${faultCode(error) ?? "unknown fault"})`;
    throw new EnvironmentFault(line, { cause: error });
  }
}

async function withClearFaults<T>(
  done: "read" | "written" | "erased",
  place: CasePlace,
  work: (place: CasePlace) => Promise<T>,
): Promise<T> {
  try {
    return await work(place);
  } catch (error) {
    const code = faultCode(error);
    if (code === undefined) throw error;
    const line = `the case file ${basename(place.file)} could not be ${done} (${code})`;
    throw new EnvironmentFault(line, { cause: error });
  }
}
