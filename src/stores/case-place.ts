/** Where the files of cases are, by name and one after the other. */
import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { join } from "node:path";
import type { Disk } from "./disk.ts";
import type { Keyring } from "./keyring.ts";

/** Names looked at in a walk before it pauses. */
const WALK_BATCH = 64;
const SHARD = /^[0-9a-f]{2}$/;
const OF_A_CASE = /^([0-9a-f]{64})\.(?:case|lock)(?:\.|$)/;

/** Where the parts of one case are. `name` tells neither the person nor the channel. */
export interface CasePlace {
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  readonly lock: string;
}

/** What names are made with: without the key file nobody can test whether a person has a case. */
export function nameKeyOf(keyring: Keyring): KeyObject {
  return createSecretKey(keyring.secretFor("case names"));
}

/** HMAC-SHA-256 of the id, in hex: any id is safe, however long and of whatever characters. */
export function nameOf(nameKey: KeyObject, id: string): string {
  // Halves of surrogate pairs would all be hashed as the same replacement character: escaped, they stay apart.
  const distinct = id.isWellFormed() ? id : JSON.stringify(id);
  return createHmac("sha256", nameKey).update(distinct).digest("hex");
}

export function casesFolderOf(dataFolder: string): string {
  return join(dataFolder, "cases");
}

export function placeOf(casesFolder: string, name: string): CasePlace {
  const folder = join(casesFolder, name.slice(0, 2));
  return { name, folder, file: join(folder, `${name}.case`), lock: join(folder, `${name}.lock`) };
}

/** Places kept ready: a turn asks for its own several times. */
const PLACES_MAX = 4_096;

/** Tells where the case of an id is. */
export function placesFor(casesFolder: string, nameKey: KeyObject): (id: string) => CasePlace {
  const known = new Map<string, CasePlace>();
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    if (known.size >= PLACES_MAX) known.clear();
    const place = placeOf(casesFolder, nameOf(nameKey, id));
    known.set(id, place);
    return place;
  };
}

export interface FoundPlace extends CasePlace {
  /** Names in the folder that belong to the case: its file, damaged copies, leftovers, its lock. */
  readonly names: readonly string[];
}

/**
 * Every place there is, also one where a case is just being written for the first time: its lock is there before its
 * file. `pause` is awaited after each 64 names.
 */
export async function* placesIn(
  casesFolder: string,
  disk: Disk,
  pause: () => Promise<void> = async () => undefined,
): AsyncGenerator<FoundPlace> {
  let looked = 0;
  for (const shard of await disk.list(casesFolder)) {
    if (!SHARD.test(shard)) continue;
    const entries = await disk.list(join(casesFolder, shard));
    const places = Map.groupBy(entries, (entry) => OF_A_CASE.exec(entry)?.[1] ?? "");
    places.delete("");
    for (const [name, names] of places) {
      yield { ...placeOf(casesFolder, name), names };
      looked += 1;
      if (looked % WALK_BATCH === 0) await pause();
    }
  }
}
