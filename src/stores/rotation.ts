/** Another master key: every case key is wrapped anew, the contents are not touched, and the old keys are forgotten. */
import { basename } from "node:path";
import { EnvironmentFault } from "../ports.ts";
import { filesOf, openKey, replaceFile } from "./case-file.ts";
import { casesFolderOf, placesIn, type FoundPlace } from "./case-place.ts";
import { ownWriter, underClaim, type Claim } from "./claim.ts";
import type { DataPlaces } from "./data-keys.ts";
import { faultCode, machineDisk, type Disk } from "./disk.ts";
import { DamagedDocument, DOCUMENT_BYTES_MAX } from "./document.ts";
import { HEADER_BYTES, readHeader, withKey, wrap } from "./envelope.ts";
import type { Keyring, MasterKey } from "./keyring.ts";
import { withLock } from "./lock.ts";

/** Each pass finds fewer; the second none, unless the disk or another program plays tricks. */
const PASSES_MAX = 5;

export interface Rotated {
  /** An earlier run was cut short; this one finished it and made no further key. */
  readonly resumed: boolean;
  readonly wrapped: number;
  /** Files that are no whole case, and go on lying there. */
  readonly damaged: number;
}

/**
 * A running bot may go on: it asks for the current key under its claim to the case it writes. Cut short at any point, the
 * next run finishes. Rejects with an EnvironmentFault, and keeps the old keys, when a case cannot be read or written or
 * its key is unknown.
 */
export async function rotateMasterKey(
  { dataFolder, keyFile }: DataPlaces,
  keyring: Keyring,
  disk: Disk = machineDisk,
): Promise<Rotated> {
  try {
    return await withLock(`${keyFile}.lock`, () => rotate(dataFolder, keyring, disk));
  } catch (error) {
    const code = faultCode(error);
    if (code === undefined) throw error;
    throw new EnvironmentFault(`the cases could not be wrapped anew (${code}); run it again`, {
      cause: error,
    });
  }
}

async function rotate(dataFolder: string, keyring: Keyring, disk: Disk): Promise<Rotated> {
  const resumed = (await keyring.count()) > 1;
  if (!resumed) await keyring.add();
  let wrapped = 0;
  for (let pass = 1; pass <= PASSES_MAX; pass += 1) {
    const found = await wrapAll(dataFolder, keyring, disk);
    wrapped += found.wrapped;
    if (found.wrapped > 0) continue;
    await keyring.dropOld();
    return { resumed, wrapped, damaged: found.damaged };
  }
  throw new EnvironmentFault("cases go on appearing under an old key; the old keys were kept");
}

async function wrapAll(dataFolder: string, keyring: Keyring, disk: Disk) {
  const counted = { wrapped: 0, damaged: 0 };
  const master = await keyring.current();
  for await (const place of placesIn(casesFolderOf(dataFolder), disk)) {
    if (await isDone(place, master, disk)) continue;
    // Waits for whoever is writing: a case that is just being made may still take the old key.
    const found = await underClaim(place, disk, (claim) =>
      wrapPlace(place, { master, keyring, disk, claim }),
    );
    counted.wrapped += found.wrapped;
    counted.damaged += found.damaged;
  }
  return counted;
}

/** A case that carries the current key can only have been written after that was made. */
async function isDone(place: FoundPlace, master: MasterKey, disk: Disk): Promise<boolean> {
  if (place.names.length > 1 || place.names[0] !== basename(place.file)) return false;
  return (await masterIdOf(place.file, disk))?.equals(master.id) ?? false;
}

async function masterIdOf(file: string, disk: Disk): Promise<Buffer | undefined> {
  return readHeader((await disk.read(file, HEADER_BYTES)) ?? Buffer.alloc(0))?.masterId;
}

interface Wrapping {
  readonly master: MasterKey;
  readonly keyring: Keyring;
  readonly disk: Disk;
  readonly claim: Claim;
}

/** The case with its copies that were set aside: a later version of the program may read those. */
async function wrapPlace(place: FoundPlace, wrapping: Wrapping) {
  const counted = { wrapped: 0, damaged: 0, done: 0 };
  const copies = (await filesOf(place, wrapping.disk)).filter((file) => file !== place.file);
  // The claim ends with the case itself.
  for (const file of [...copies, place.file]) {
    // Left by a crash; under the claim nobody is writing it.
    if (file.endsWith(".new")) await wrapping.disk.remove(file);
    else counted[await wrapFile(place, file, wrapping)] += 1;
  }
  return counted;
}

async function wrapFile(
  place: FoundPlace,
  file: string,
  { master, keyring, disk, claim }: Wrapping,
): Promise<"wrapped" | "damaged" | "done"> {
  const bytes = await disk.read(file, DOCUMENT_BYTES_MAX);
  if (bytes === undefined) return "done";
  try {
    const { header, key } = await openKey(bytes, place, keyring);
    if (header.masterId.equals(master.id)) return "done";
    const anew = wrap(master, place.name, key.serial, key.secret);
    const whole = withKey(bytes, header, anew, ownWriter());
    if (file === place.file) await claim.replace(whole);
    else await replaceFile({ file, folder: place.folder }, whole, disk);
    return "wrapped";
  } catch (error) {
    // What was set aside may be under a key of long ago; the case itself may not.
    const isCopy = file !== place.file;
    if (error instanceof DamagedDocument || (isCopy && error instanceof EnvironmentFault))
      return "damaged";
    throw error;
  }
}
