/** The key file that goes with a data folder: where it may be, and whether it is the right one. */
import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { EnvironmentFault } from "../ports.ts";
import { faultCode, machineDisk, type Disk } from "./disk.ts";
import { openKeyring, type Keyring } from "./keyring.ts";

/** A value made from the root secret, which it does not tell: says which key file a folder was written with. */
const KEY_MARK = "key-mark";
/** Stands in a data folder while a restore writes to it. */
export const UNFINISHED_RESTORE = "restore-unfinished";
const MARK_BYTES_MAX = 1_000;

export interface DataPlaces {
  readonly dataFolder: string;
  readonly keyFile: string;
}

/**
 * Opens the key file of a data folder; makes one for a folder that is new, and marks the folder with it. Rejects with an
 * EnvironmentFault when the key file lies inside the folder, is missing though the folder was written with one, or is
 * another folder's: going on would make every case look absent.
 */
export async function openDataKeys(
  { dataFolder, keyFile }: DataPlaces,
  disk: Disk = machineDisk,
): Promise<Keyring> {
  refuseInside(dataFolder, keyFile);
  const mark = await readMark(dataFolder, disk);
  if (mark !== undefined && !(await disk.exists(keyFile)))
    throw new EnvironmentFault(
      `the key file ${keyFile} is missing, and the cases in ${dataFolder} cannot be read without it`,
    );
  const keyring = await openKeyring(keyFile);
  if (mark === undefined) await writeMark(dataFolder, keyring, disk);
  else refuseOther({ dataFolder, keyFile }, keyring, mark);
  return keyring;
}

/** The same for a folder that was written before: nothing is made, and one without a mark is refused. */
export async function openKeysOf(
  { dataFolder, keyFile }: DataPlaces,
  disk: Disk = machineDisk,
): Promise<Keyring> {
  refuseInside(dataFolder, keyFile);
  const mark = await readMark(dataFolder, disk);
  if (mark === undefined)
    throw new EnvironmentFault(`${dataFolder} is no data folder: it holds no ${KEY_MARK}`);
  return openDataKeys({ dataFolder, keyFile }, disk);
}

function refuseInside(dataFolder: string, keyFile: string): void {
  const inside = relative(realPath(dataFolder), realPath(keyFile));
  if (inside === "" || (inside !== ".." && !inside.startsWith(`..${sep}`) && !isElsewhere(inside)))
    throw new EnvironmentFault(
      `the key file ${keyFile} must not lie in the data folder ${dataFolder}`,
    );
}

/** On Windows, a path on another drive stays absolute. */
const isElsewhere = (path: string) => resolve(path) === path;

/** With links followed as far as the path exists. */
function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const above = dirname(whole);
    return above === whole ? whole : join(realPath(above), basename(whole));
  }
}

async function readMark(dataFolder: string, disk: Disk): Promise<string | undefined> {
  try {
    if (await disk.exists(join(dataFolder, UNFINISHED_RESTORE)))
      throw new EnvironmentFault(`a restore into ${dataFolder} was cut short; run it again`);
    const bytes = await disk.read(join(dataFolder, KEY_MARK), MARK_BYTES_MAX);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8").trim();
  } catch (error) {
    throw faultOf(dataFolder, error);
  }
}

async function writeMark(dataFolder: string, keyring: Keyring, disk: Disk): Promise<void> {
  const file = join(dataFolder, KEY_MARK);
  try {
    await disk.makeFolder(dataFolder);
    await disk.writeSynced(`${file}.new`, `${markOf(keyring)}\n`);
    await disk.rename(`${file}.new`, file);
    await disk.syncFolder(dataFolder);
  } catch (error) {
    throw faultOf(dataFolder, error);
  }
}

function refuseOther({ dataFolder, keyFile }: DataPlaces, keyring: Keyring, mark: string): void {
  if (mark === markOf(keyring)) return;
  throw new EnvironmentFault(
    `the key file ${keyFile} is not the one the cases in ${dataFolder} were written with`,
  );
}

function markOf(keyring: Keyring): string {
  return keyring.secretFor("key mark").toString("hex");
}

function faultOf(dataFolder: string, error: unknown): EnvironmentFault {
  if (error instanceof EnvironmentFault) return error;
  const line = `the data folder ${dataFolder} cannot be made or written (${faultCode(error) ?? "unknown fault"})`;
  return new EnvironmentFault(line, { cause: error });
}
