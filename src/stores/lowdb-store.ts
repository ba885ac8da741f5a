/**
 * Cases on the disk, one small lowdb document each: `<data>/cases/<2 hex>/<sha256 of the id>.json`.
 * Nothing is kept in memory between two calls and nothing is read at the start, however many cases there are.
 */
import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { Low } from "lowdb";
import { EnvironmentFault } from "../ports.ts";
import type { CaseStore, Log } from "../ports.ts";
import { caseFileAdapter, placeOf, removeCaseFiles, setAside } from "./case-file.ts";
import type { CasePlace, HeldCase } from "./case-file.ts";
import { faultCode, machineDisk } from "./disk.ts";
import type { Disk } from "./disk.ts";
import { DamagedDocument, encodeDocument } from "./document.ts";
import { workInTurn } from "../in-turn.ts";
import { withLock } from "./lock.ts";
import type { Pause } from "./lock.ts";

export interface LowdbSettings {
  /** Told of every file set aside: file name and reason, nothing of the content. */
  readonly log: Log;
  readonly disk?: Disk;
  /** How to wait for another process's lock. */
  readonly pause?: Pause;
}

interface Cabinet {
  readonly casesFolder: string;
  readonly disk: Disk;
  readonly log: Log;
  /** Folders whose name is known to be on the medium: 256 at most. */
  readonly syncedFolders: Set<string>;
  readonly underLock: <T>(place: CasePlace, work: () => Promise<T>) => Promise<T>;
}

/**
 * Opens the store, making the folder where there is none. Rejects with an `EnvironmentFault` naming the folder when it
 * cannot be made or written. A `save` or `erase` that rejected may have reached the disk when only the last sync failed:
 * offer the turn again, the case knows the events it has seen.
 */
export async function lowdbStore(dataFolder: string, settings: LowdbSettings): Promise<CaseStore> {
  const { log, disk = machineDisk, pause } = settings;
  const casesFolder = join(dataFolder, "cases");
  await openFolder(dataFolder, casesFolder, disk);
  const inTurn = workInTurn();
  const cabinet: Cabinet = {
    casesFolder,
    disk,
    log,
    syncedFolders: new Set(),
    underLock: (place, work) => inTurn(place.id, () => withLock(place.lock, work, pause)),
  };
  return {
    load: async (id) =>
      withClearFaults("read", placeOf(casesFolder, id), (place) => load(cabinet, place)),
    save: async (next, revision) =>
      withClearFaults("written", placeOf(casesFolder, next.id), async (place) => {
        // Before anything is touched, and a copy: what the caller does to the case from here on changes nothing.
        const checked = { revision: revision + 1, case: structuredClone(next) };
        encodeDocument(checked);
        return save(cabinet, place, checked);
      }),
    erase: async (id) =>
      withClearFaults("erased", placeOf(casesFolder, id), (place) => erase(cabinet, place)),
  };
}

async function load(cabinet: Cabinet, place: CasePlace) {
  const { revision, case: found } = await readCase(cabinet, place);
  return found === undefined ? undefined : { revision, case: found };
}

async function readCase(cabinet: Cabinet, place: CasePlace): Promise<HeldCase> {
  try {
    return (await readDocument(cabinet, place)).data;
  } catch (error) {
    if (!(error instanceof DamagedDocument)) throw error;
    // Under the lock and read again: another process may have written a good one in the meantime.
    return cabinet.underLock(place, async () => (await readOrSetAside(cabinet, place)).data);
  }
}

async function save(cabinet: Cabinet, place: CasePlace, next: HeldCase) {
  await makeFolder(cabinet, place.folder);
  return cabinet.underLock(place, async () => {
    const document = await readOrSetAside(cabinet, place);
    if (document.data.revision !== next.revision - 1) return "conflict";
    // If the write fails, this document is dropped: the next reader sees what is on the disk.
    document.data = next;
    await document.write();
    return "saved";
  });
}

async function erase(cabinet: Cabinet, place: CasePlace): Promise<void> {
  await makeFolder(cabinet, place.folder);
  await cabinet.underLock(place, () => removeCaseFiles(place, cabinet.disk));
}

async function readDocument(cabinet: Cabinet, place: CasePlace): Promise<Low<HeldCase>> {
  const document = new Low<HeldCase>(caseFileAdapter(place, cabinet.disk), { revision: 0 });
  await document.read();
  return document;
}

async function readOrSetAside(cabinet: Cabinet, place: CasePlace): Promise<Low<HeldCase>> {
  try {
    return await readDocument(cabinet, place);
  } catch (error) {
    if (!(error instanceof DamagedDocument)) throw error;
    await setAside(place, error.message, cabinet);
    return readDocument(cabinet, place);
  }
}

async function makeFolder(cabinet: Cabinet, folder: string): Promise<void> {
  const made = await cabinet.disk.makeFolder(folder);
  if (!made && cabinet.syncedFolders.has(folder)) return;
  await cabinet.disk.syncFolder(cabinet.casesFolder);
  cabinet.syncedFolders.add(folder);
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
