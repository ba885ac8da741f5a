/** One case as one lowdb document: how it is opened, how it is written whole, what happens to a damaged one. */
import { basename, join } from "node:path";
import type { Adapter } from "lowdb";
import type { Case } from "../dialogue/case.ts";
import { EnvironmentFault } from "../ports.ts";
import type { Clock, Log, StoredCase } from "../ports.ts";
import type { CasePlace } from "./case-place.ts";
import type { Disk } from "./disk.ts";
import { DamagedDocument, decodeDocument, DOCUMENT_BYTES_MAX, encodeDocument } from "./document.ts";
import {
  CLEAR_BYTES,
  HEADER_BYTES,
  newCaseKey,
  open,
  readHeader,
  seal,
  unwrap,
  wrap,
} from "./envelope.ts";
import type { CaseKey, Header } from "./envelope.ts";
import type { Erasures } from "./erasures.ts";
import type { Keyring } from "./keyring.ts";
import { pack, unpack } from "./packing.ts";

/** A case that may not be there yet: revision 0 has none. */
export interface HeldCase {
  readonly revision: number;
  readonly case?: Case;
}

/** What reading and writing a case file takes. */
export interface Cabinet {
  readonly disk: Disk;
  readonly keyring: Keyring;
  readonly erasures: Erasures;
  readonly clock: Clock;
  readonly log: Log;
}

/** The file's case key was destroyed: somebody put the file back, or an erase was cut short. */
export class ErasedCase extends Error {
  override readonly name = "ErasedCase";
}

export interface OpenedCase {
  readonly document: StoredCase;
  readonly header: Header;
  readonly key: CaseKey;
}

/**
 * The case in `bytes`, which stand in `place`. Throws `DamagedDocument`; an EnvironmentFault when its master key is
 * unknown, since then the key file is the wrong one, and not the case.
 */
export async function openCase(
  bytes: Uint8Array,
  place: CasePlace,
  keyring: Keyring,
): Promise<OpenedCase> {
  if (bytes.byteLength > DOCUMENT_BYTES_MAX) throw new DamagedDocument("too large");
  const { header, key } = await openKey(bytes, place, keyring);
  const content = open(bytes, key, place.name);
  if (content === undefined) throw new DamagedDocument("truncated or altered");
  const text = unpack(content, DOCUMENT_BYTES_MAX);
  if (text === undefined) throw new DamagedDocument("not packed as in this version");
  return { document: decodeDocument(text), header, key };
}

/** The header and the case key alone; throws like `openCase`. */
export async function openKey(
  bytes: Uint8Array,
  place: CasePlace,
  keyring: Keyring,
): Promise<Omit<OpenedCase, "document">> {
  const header = readHeader(bytes);
  if (header === undefined) throw new DamagedDocument("not a case file of this version");
  const master = await keyring.byId(header.masterId);
  if (master === undefined)
    throw new EnvironmentFault(`the key file does not hold the key of ${basename(place.file)}`);
  const key = unwrap(master, place.name, header);
  if (key === undefined) throw new DamagedDocument("its key is altered, or it is another's file");
  return { header, key };
}

/**
 * Reads and writes the file of one case. A write goes to a second file first and takes the old one's place in one step, so
 * that a crash leaves the old case or the new one. Write under the case's lock and after a read only: the second file has
 * one fixed name, and what a crash left there is replaced. `read` throws like `openCase`, and `ErasedCase`.
 */
export function caseFileAdapter(place: CasePlace, cabinet: Cabinet): Adapter<HeldCase> {
  const { disk, keyring, erasures, clock } = cabinet;
  let key: CaseKey | undefined;
  return {
    read: async () => {
      const bytes = await disk.read(place.file, DOCUMENT_BYTES_MAX);
      if (bytes === undefined) return null;
      const serial = readHeader(bytes)?.serial;
      if (serial !== undefined && (await erasures.has(serial))) throw new ErasedCase();
      const opened = await openCase(bytes, place, keyring);
      key = opened.key;
      return opened.document;
    },
    write: async ({ revision, case: next }) => {
      if (next === undefined) throw new TypeError("there is no case to write");
      // Asked for under the case's lock: a rotation then finds this case either before or after, never in between.
      const master = await keyring.current();
      key ??= newCaseKey(master, place.name);
      if (!key.masterId.equals(master.id)) key = wrap(master, place.name, key.serial, key.secret);
      const content = pack(encodeDocument({ revision, case: next }));
      await replaceFile(place, seal(content, key, place.name, clock.nowMs()), disk);
    },
  };
}

/** Under the case's lock only. */
export async function replaceFile(
  { file, folder }: Pick<CasePlace, "file" | "folder">,
  bytes: Uint8Array,
  disk: Disk,
): Promise<void> {
  const temporary = `${file}.new`;
  try {
    await disk.writeSynced(temporary, bytes);
    await disk.rename(temporary, file);
  } catch (error) {
    // Gives back the room on a full disk; if that fails too, the next write replaces it.
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  await disk.syncFolder(folder);
}

/** Moves a damaged file out of the way, never over an earlier one. Under the case's lock only. */
export async function setAside(
  place: CasePlace,
  why: string,
  { disk, log }: Pick<Cabinet, "disk" | "log">,
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

/** The case file with its damaged copies and leftovers. */
export async function filesOf(place: CasePlace, disk: Disk): Promise<readonly string[]> {
  const names = await disk.list(place.folder);
  return names
    .filter((name) => name.startsWith(basename(place.file)))
    .map((name) => join(place.folder, name));
}

/**
 * Removes all that is kept of a case: a person who asks for it leaves no trace. The tombstones come first, so that what
 * a crash leaves is not read any more either. Under the case's lock only.
 */
export async function removeCaseFiles(
  place: CasePlace,
  { disk, erasures }: Pick<Cabinet, "disk" | "erasures">,
): Promise<void> {
  const files = await filesOf(place, disk);
  for (const file of files) {
    const header = readHeader((await disk.read(file, HEADER_BYTES)) ?? Buffer.alloc(0));
    if (header !== undefined) await erasures.add(header.serial);
  }
  for (const file of files) {
    // The serial stays until the file goes: after a crash it still tells that this was erased and is not damaged.
    await disk.shred(file, CLEAR_BYTES);
    await disk.remove(file);
  }
  await disk.syncFolder(place.folder);
}
