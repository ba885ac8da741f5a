/** A backup → a data folder, without what was deleted since; every case is opened on the way. */
import { readdir, rm } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { openCase, replaceFile } from "./case-file.ts";
import { casesFolderOf, nameKeyOf, nameOf, placeOf, placesIn } from "./case-place.ts";
import type { CasePlace } from "./case-place.ts";
import { clear, copyAll, filesIn, MANIFEST, readManifest, refuseFull } from "./backup.ts";
import { openKeysOf, UNFINISHED_RESTORE } from "./data-keys.ts";
import { machineDisk } from "./disk.ts";
import { DamagedDocument, DOCUMENT_BYTES_MAX } from "./document.ts";
import { HEADER_BYTES, readHeader } from "./envelope.ts";
import { erasuresFolderOf, erasuresOf, type Erasures } from "./erasures.ts";
import type { Keyring } from "./keyring.ts";

/** What a data folder that lost its cases may still hold. */
const MAY_STAY = ["erasures", "key-mark", UNFINISHED_RESTORE];

export interface RestoreSettings {
  readonly from: string;
  readonly into: string;
  /** The folder the bot ran on: its tombstones count too, where it is still there. */
  readonly dataFolder: string;
  readonly keyFile: string;
}

/** Cases by what became of them. */
export interface Restored {
  readonly cases: number;
  /** Deleted since the backup, or before it: dropped. */
  readonly erased: number;
  /** No whole case: dropped. */
  readonly damaged: number;
  /** Wrapped by a master key that a rotation has forgotten since: dropped. */
  readonly unknown_key: number;
}

/**
 * `into` must be empty, or hold nothing but tombstones and the mark of its key file. Cut short, the folder is marked as
 * unfinished: no bot starts on it, and the next run begins anew. Rejects with an EnvironmentFault.
 */
export async function restore(settings: RestoreSettings): Promise<Restored> {
  const { from, into, keyFile } = settings;
  await readManifest(from);
  try {
    const keyring = await openKeysOf({ dataFolder: from, keyFile });
    await clearUnfinished(into);
    await refuseFull(into, MAY_STAY);
    await machineDisk.makeFolder(into);
    await machineDisk.writeSynced(join(into, UNFINISHED_RESTORE), "");
    await mergeErasures(settings);
    const counted = await restoreCases(from, into, keyring);
    const rest = (await filesIn(from)).filter(
      (file) => file !== MANIFEST && !/^(?:cases|erasures)$/.test(file.split(sep)[0] ?? ""),
    );
    await copyAll(from, into, rest);
    await machineDisk.remove(join(into, UNFINISHED_RESTORE));
    for (const folder of [into, dirname(resolve(into))]) await machineDisk.syncFolder(folder);
    return counted;
  } catch (error) {
    throw clear(error, `${from} could not be restored into ${into}`);
  }
}

/** A run that was cut short left the folder marked: what it wrote goes, tombstones stay. */
async function clearUnfinished(into: string): Promise<void> {
  if (!(await machineDisk.exists(join(into, UNFINISHED_RESTORE)))) return;
  for (const name of await readdir(into))
    if (!MAY_STAY.includes(name)) await rm(join(into, name), { recursive: true });
}

/** First of all, so that no case is there for a moment that somebody had deleted. */
async function mergeErasures({ from, into, dataFolder }: RestoreSettings): Promise<void> {
  const target = erasuresFolderOf(into);
  for (const source of new Set([from, dataFolder].map((folder) => resolve(folder)))) {
    if (source === resolve(into)) continue;
    const folder = erasuresFolderOf(source);
    await copyAll(folder, target, await filesIn(folder));
  }
}

async function restoreCases(from: string, into: string, keyring: Keyring): Promise<Restored> {
  const counted = { cases: 0, erased: 0, damaged: 0, unknown_key: 0 };
  const judge = judgeWith(keyring, erasuresOf(into, machineDisk));
  await machineDisk.makeFolder(casesFolderOf(into));
  for await (const place of placesIn(casesFolderOf(from), machineDisk)) {
    const bytes = await machineDisk.read(place.file, DOCUMENT_BYTES_MAX);
    if (bytes === undefined) continue;
    const found = await judge(bytes, place);
    counted[found] += 1;
    if (found !== "cases") continue;
    const target = placeOf(casesFolderOf(into), place.name);
    await machineDisk.makeFolder(target.folder);
    await replaceFile(target, bytes, machineDisk);
  }
  await machineDisk.syncFolder(casesFolderOf(into));
  return counted;
}

function judgeWith(keyring: Keyring, erasures: Erasures) {
  const nameKey = nameKeyOf(keyring);
  return async (bytes: Uint8Array, place: CasePlace): Promise<keyof Restored> => {
    const header = readHeader(bytes);
    // Copied at the moment it was overwritten.
    if (bytes.subarray(0, HEADER_BYTES).every((byte) => byte === 0)) return "erased";
    if (header === undefined) return "damaged";
    if (await erasures.has(header.serial)) return "erased";
    if ((await keyring.byId(header.masterId)) === undefined) return "unknown_key";
    try {
      const { document } = await openCase(bytes, place, keyring);
      return nameOf(nameKey, document.case.id) === place.name ? "cases" : "damaged";
    } catch (error) {
      if (error instanceof DamagedDocument) return "damaged";
      throw error;
    }
  };
}
