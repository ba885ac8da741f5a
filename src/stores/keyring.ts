/** The keys of one data folder, kept in a file outside it: whoever holds only the folder, or a copy of it, reads nothing. */
import { createHash, createSecretKey, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { statSync } from "node:fs";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { EnvironmentFault } from "../ports.ts";
import { faultCode } from "./disk.ts";

export const KEY_BYTES = 32;
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const Secret = z.base64().refine((text) => Buffer.from(text, "base64").length === KEY_BYTES);

/** `masters`: the last wraps new case keys, the others only unwrap until a rotation is through. `root` never changes. */
const KeyFile = z.strictObject({
  format: z.literal(1),
  root: Secret,
  masters: z.array(Secret).min(1).max(8),
});
type KeyFile = z.infer<typeof KeyFile>;

/** A key that wraps the keys of cases. */
export interface MasterKey {
  /** The first 4 bytes of its SHA-256, told with whatever it wrapped. */
  readonly id: Buffer;
  readonly secret: KeyObject;
}

export interface Keyring {
  /** The file was made just now: somebody has to be told to keep it. */
  readonly made: boolean;
  /** 32 bytes for one purpose, the same for ever: HKDF-SHA-256 (RFC 5869) of the root secret. */
  secretFor(purpose: string): Buffer;
  /** Wraps new case keys. Reads the file again where it changed. */
  current(): Promise<MasterKey>;
  /** undefined: no such key, so that what it wrapped is lost. */
  byId(id: Uint8Array): Promise<MasterKey | undefined>;
  /** How many master keys there are: more than one while a rotation is under way, or was cut short. */
  count(): Promise<number>;
  /** Adds a new current key; the old ones go on unwrapping. One process at a time. */
  add(): Promise<void>;
  /** Forgets every key but the current one. One process at a time. */
  dropOld(): Promise<void>;
}

/** Opens the key file, making one where there is none. Rejects with an EnvironmentFault naming the file, never a key. */
export async function openKeyring(file: string): Promise<Keyring> {
  const made = await makeOnce(file);
  // Before the reading: a file replaced in between is then read again rather than taken for known.
  let stamp = stampOf(file);
  let held = await readKeyFile(file);
  let masters = held.masters.map(masterOf);
  const fresh = async (): Promise<KeyFile> => {
    const now = stampOf(file);
    if (now !== undefined && now !== stamp) {
      held = await readKeyFile(file);
      masters = held.masters.map(masterOf);
      stamp = now;
    }
    return held;
  };
  const replace = async (next: KeyFile): Promise<void> => {
    await writeKeyFile(file, next);
    await fresh();
  };
  const known = async (): Promise<readonly MasterKey[]> => {
    await fresh();
    return masters;
  };
  return {
    made,
    secretFor: (purpose) =>
      Buffer.from(hkdfSync("sha256", Buffer.from(held.root, "base64"), "", purpose, KEY_BYTES)),
    current: async () => (await known()).at(-1) as MasterKey,
    byId: async (id) => (await known()).find((master) => master.id.equals(id)),
    count: async () => (await known()).length,
    async add() {
      const now = await fresh();
      await replace({ ...now, masters: [...now.masters, newSecret()] });
    },
    async dropOld() {
      const now = await fresh();
      await replace({ ...now, masters: now.masters.slice(-1) });
    },
  };
}

const newSecret = () => randomBytes(KEY_BYTES).toString("base64");

export const MASTER_ID_BYTES = 4;

function masterOf(text: string): MasterKey {
  const secret = Buffer.from(text, "base64");
  const id = createHash("sha256").update(secret).digest().subarray(0, MASTER_ID_BYTES);
  return { id, secret: createSecretKey(secret) };
}

/** Changes with every replacement of the file, also within one tick of the file system's clock. */
function stampOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? undefined : `${found.ino}.${found.mtimeNs}.${found.size}`;
}

/**
 * Answers whether it made the file. Written whole under another name first, so that nobody ever finds half a key file;
 * two processes that start at once agree on one.
 */
async function makeOnce(file: string): Promise<boolean> {
  if (stampOf(file) !== undefined) return false;
  const content: KeyFile = { format: 1, root: newSecret(), masters: [newSecret()] };
  const temporary = `${file}.${randomUUID()}.new`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
    await writeSynced(temporary, content);
    await link(temporary, file);
    await syncFolder(dirname(file));
    return true;
  } catch (error) {
    if (faultCode(error) === "EEXIST") return false;
    throw faultOf(file, "made", error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function readKeyFile(file: string): Promise<KeyFile> {
  try {
    return KeyFile.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw faultOf(file, "read", error);
  }
}

async function writeKeyFile(file: string, next: KeyFile): Promise<void> {
  try {
    const temporary = `${file}.new`;
    await writeSynced(temporary, next);
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (error) {
    throw faultOf(file, "written", error);
  }
}

async function writeSynced(file: string, content: KeyFile): Promise<void> {
  const handle = await open(file, "w", FILE_MODE);
  try {
    await handle.writeFile(JSON.stringify(KeyFile.parse(content)));
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function faultOf(file: string, done: string, error: unknown): EnvironmentFault {
  const why = faultCode(error) ?? "not a key file of this version";
  return new EnvironmentFault(`the key file ${file} could not be ${done} (${why})`);
}
