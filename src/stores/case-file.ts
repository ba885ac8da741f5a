/** One case as one lowdb document: where its file is, how it is written whole, what happens to a damaged one. */
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import type { Adapter } from "lowdb";
import type { Case } from "../dialogue/case.ts";
import type { Log } from "../ports.ts";
import { decodeDocument, DOCUMENT_BYTES_MAX, encodeDocument } from "./document.ts";
import type { Disk } from "./disk.ts";

/** A case that may not be there yet: revision 0 has none. */
export interface HeldCase {
  readonly revision: number;
  readonly case?: Case;
}

/** Where the parts of one case are. */
export interface CasePlace {
  readonly id: string;
  readonly folder: string;
  readonly file: string;
  readonly lock: string;
}

/** The place of case `id` below `casesFolder`. Named by SHA-256: any id is safe, and no name tells who it is. */
export function placeOf(casesFolder: string, id: string): CasePlace {
  // Halves of surrogate pairs would all be hashed as the same replacement character: escaped, they stay apart.
  const distinct = id.isWellFormed() ? id : JSON.stringify(id);
  const name = createHash("sha256").update(distinct).digest("hex");
  const folder = join(casesFolder, name.slice(0, 2));
  return { id, folder, file: join(folder, `${name}.json`), lock: join(folder, `${name}.lock`) };
}

/**
 * Reads and writes the file of one case. A write goes to a second file first and takes the old one's place in one step, so
 * that a crash leaves the old case or the new one. Write under the case's lock only: the second file has one fixed name,
 * and what a crash left there is replaced. `read` throws `DamagedDocument`.
 */
export function caseFileAdapter(place: CasePlace, disk: Disk): Adapter<HeldCase> {
  return {
    read: async () => {
      const bytes = await disk.read(place.file, DOCUMENT_BYTES_MAX);
      return bytes === undefined ? null : decodeDocument(bytes, place.id);
    },
    write: async ({ revision, case: next }) => {
      if (next === undefined) throw new TypeError("there is no case to write");
      const temporary = `${place.file}.new`;
      try {
        await disk.writeSynced(temporary, encodeDocument({ revision, case: next }));
        await disk.rename(temporary, place.file);
      } catch (error) {
        // Gives back the room on a full disk; if that fails too, the next write replaces it.
        await disk.remove(temporary).catch(() => undefined);
        throw error;
      }
      await disk.syncFolder(place.folder);
    },
  };
}

/** Moves a damaged file out of the way, never over an earlier one. Under the case's lock only. */
export async function setAside(
  place: CasePlace,
  why: string,
  { disk, log }: { readonly disk: Disk; readonly log: Log },
): Promise<void> {
  const file = basename(place.file);
  const taken = new Set(await disk.list(place.folder));
  let number = 1;
  while (taken.has(`${file}.set-aside-${number}`)) number += 1;
  const as = `${file}.set-aside-${number}`;
  await disk.rename(place.file, join(place.folder, as));
  await disk.syncFolder(place.folder);
  log.error("store.set-aside", { file, as, why });
}

/** Removes all that is kept of a case, damaged copies and leftovers too: a person who asks for it leaves no trace. */
export async function removeCaseFiles(place: CasePlace, disk: Disk): Promise<void> {
  const file = basename(place.file);
  for (const name of await disk.list(place.folder))
    if (name.startsWith(file)) await disk.remove(join(place.folder, name));
  await disk.syncFolder(place.folder);
}
