/** One case as one lowdb document: how it is opened, how it is written whole, what happens to a damaged one. */
import { basename, join } from "node:path";
import type { Adapter } from "lowdb";
import type { Case } from "../dialogue/case.ts";
import { EnvironmentFault } from "../ports.ts";
import type { Clock, Log, StoredCase } from "../ports.ts";
import type { CasePlace } from "./case-place.ts";
import type { Disk } from "./disk.ts";
import { DamagedDocument, decodeDocument, decodeKnown, DOCUMENT_BYTES_MAX } from "./document.ts";
import { ownWriter, secondFileOf, type Claim } from "./claim.ts";
import { HEADER_BYTES, newCaseKey, open, readHeader, seal, unwrap, wrap } from "./envelope.ts";
import type { CaseKey, Header } from "./envelope.ts";
import type { Erasures } from "./erasures.ts";
import type { Keyring } from "./keyring.ts";
import { pack, unpack } from "./packing.ts";
import type { Recent } from "./recent.ts";

/** A case that may not be there yet: revision 0 has none. */
export interface HeldCase {
  readonly revision: number;
  readonly case?: Case;
  /** As it is to be written; see `textOf`. */
  readonly text?: string;
}

/** What reading and writing a case file takes. */
export interface Cabinet {
  readonly disk: Disk;
  readonly keyring: Keyring;
  readonly erasures: Erasures;
  readonly clock: Clock;
  readonly log: Log;
  readonly recent: Recent;
}

/** The file's case key was destroyed: somebody put the file back, or an erase was cut short. */
export class ErasedCase extends Error {
  override readonly name = "ErasedCase";
}

export interface OpenedCase {
  readonly document: StoredCase;
  /** The document, as it was written. */
  readonly text: string;
  readonly header: Header;
  readonly key: CaseKey;
}

/**
 * The case in `bytes`, which stand in `place`. `known` is its key where it is known. Throws `DamagedDocument`; an EnvironmentFault when its master key is
 * unknown, since then the key file is the wrong one, and not the case.
 */
export async function openCase(
  bytes: Uint8Array,
  place: CasePlace,
  keyring: Keyring,
  known?: CaseKey,
): Promise<OpenedCase> {
  if (bytes.byteLength > DOCUMENT_BYTES_MAX) throw new DamagedDocument("too large");
  const { header, key } = await openKey(bytes, place, keyring, known);
  const content = open(bytes, key, place.name);
  if (content === undefined) throw new DamagedDocument("truncated or altered");
  const text = unpack(content, DOCUMENT_BYTES_MAX);
  if (text === undefined) throw new DamagedDocument("not packed as in this version");
  return { document: decodeDocument(text), text, header, key };
}

/** The header and the case key alone; throws like `openCase`. */
export async function openKey(
  bytes: Uint8Array,
  place: CasePlace,
  keyring: Keyring,
  known?: CaseKey,
): Promise<Pick<OpenedCase, "header" | "key">> {
  const header = readHeader(bytes);
  if (header === undefined) throw new DamagedDocument("not a case file of this version");
  if (known !== undefined) return { header, key: known };
  const master = await keyring.byId(header.masterId);
  if (master === undefined)
    throw new EnvironmentFault(`the key file does not hold the key of ${basename(place.file)}`);
  const key = unwrap(master, place.name, header);
  if (key === undefined) throw new DamagedDocument("its key is altered, or it is another's file");
  return { header, key };
}

/**
 * Reads and writes the file of one case. A write takes the old file's place in one step, so that a crash leaves the old case
 * or the new one; it needs the claim. `known` is the case key where it is known; without it, read before you write. `read`
 * throws like `openCase`, and `ErasedCase`.
 */
export function caseFileAdapter(
  place: CasePlace,
  cabinet: Cabinet,
  claim?: Claim,
  known?: CaseKey,
): Adapter<HeldCase> {
  const { disk, keyring, erasures, clock, recent } = cabinet;
  let key = known;
  return {
    read: async () => {
      const bytes = await disk.read(place.file, DOCUMENT_BYTES_MAX);
      if (bytes === undefined) {
        recent.forget(place.name);
        return null;
      }
      const serial = readHeader(bytes)?.serial;
      if (serial !== undefined && (await erasures.has(serial))) throw new ErasedCase();
      const seen = recent.known(place.name, bytes);
      if (seen !== undefined) {
        key = seen.key;
        return decodeKnown(seen.text);
      }
      const opened = await openCase(bytes, place, keyring, recent.keyIn(place.name, bytes));
      key = opened.key;
      const { document, text } = opened;
      recent.seen(place.name, bytes, { key, revision: document.revision }, text);
      return document;
    },
    write: async ({ revision, text }) => {
      if (text === undefined || claim === undefined) throw new TypeError("nothing to write");
      // Asked for under the claim: a rotation then finds this case either before or after, never in between.
      const master = await keyring.current();
      key ??= newCaseKey(master, place.name);
      if (!key.masterId.equals(master.id)) key = wrap(master, place.name, key.serial, key.secret);
      const sealing = { key, name: place.name, changedMs: clock.nowMs(), writer: ownWriter() };
      const bytes = seal(pack(text), sealing);
      await claim.replace(bytes);
      recent.seen(place.name, bytes, { key, revision }, text);
    },
  };
}

/** Crash-safe as well, for files that nobody else writes: copies, and folders no bot runs on. */
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
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  await disk.syncFolder(folder);
}

/** Moves a damaged file out of the way, never over an earlier one. Under the case's claim only. */
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

/** The case file with its damaged copies, without the second file that is the claim. */
export async function filesOf(place: CasePlace, disk: Disk): Promise<readonly string[]> {
  const names = await disk.list(place.folder);
  return names
    .filter((name) => name.startsWith(basename(place.file)))
    .map((name) => join(place.folder, name))
    .filter((file) => file !== secondFileOf(place));
}

/**
 * Removes all that is kept of a case: a person who asks for it leaves no trace. The tombstones come first, so that what
 * a crash leaves is not read any more either. Under the case's claim only.
 */
export async function removeCaseFiles(
  place: CasePlace,
  { disk, erasures, recent }: Pick<Cabinet, "disk" | "erasures" | "recent">,
): Promise<void> {
  recent.forget(place.name);
  const files = await filesOf(place, disk);
  const clear = new Map<string, number>();
  for (const file of files) {
    const header = readHeader((await disk.read(file, HEADER_BYTES)) ?? Buffer.alloc(0));
    if (header === undefined) continue;
    await erasures.add(header.serial);
    clear.set(file, header.clearBytes);
  }
  for (const file of files) {
    // The serial stays until the file goes: after a crash it still tells that this was erased and is not damaged.
    await disk.shred(file, clear.get(file) ?? 0);
    await disk.remove(file);
  }
  await disk.syncFolder(place.folder);
}
