/** The keys of one data folder, kept in a file outside it: whoever holds only the folder, or a copy of it, reads nothing. */
import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { mkdir, open, readFile, rename } from "node:fs/promises";
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
  readonly secret: Buffer;
}

export interface Keyring {
  /** 32 bytes for one purpose, the same for ever: HKDF-SHA-256 (RFC 5869) of the root secret. */
  secretFor(purpose: string): Buffer;
  /** Wraps new case keys. Reads the file again where it changed. */
  current(): Promise<MasterKey>;
  /** undefined: no such key, so that what it wrapped is lost. */
  byId(id: Uint8Array): Promise<MasterKey | undefined>;
  /** Adds a new current key; the old ones go on unwrapping. */
  add(): Promise<void>;
  /** Forgets every key but the current one. */
  dropOld(): Promise<void>;
}

/** Opens the key file, making one where there is none. Rejects with an EnvironmentFault naming the file, never a key. */
export async function openKeyring(file: string): Promise<Keyring> {
  const made = await makeOnce(file);
  let held = made ?? (await readKeyFile(file));
  let changedMs = statSync(file).mtimeMs;
  const fresh = async (): Promise<KeyFile> => {
    const nowMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (nowMs !== undefined && nowMs !== changedMs) {
      held = await readKeyFile(file);
      changedMs = nowMs;
    }
    return held;
  };
  const replace = async (next: KeyFile): Promise<void> => {
    await writeKeyFile(file, next);
    await fresh();
  };
  const newest = ({ masters }: KeyFile) => masterOf(masters.at(-1) as string);
  return {
    secretFor: (purpose) =>
      Buffer.from(hkdfSync("sha256", Buffer.from(held.root, "base64"), "", purpose, KEY_BYTES)),
    current: async () => newest(await fresh()),
    byId: async (id) =>
      (await fresh()).masters.map(masterOf).find((master) => master.id.equals(id)),
    async add() {
      const known = await fresh();
      await replace({ ...known, masters: [...known.masters, newSecret()] });
    },
    async dropOld() {
      const known = await fresh();
      await replace({ ...known, masters: known.masters.slice(-1) });
    },
  };
}

const newSecret = () => randomBytes(KEY_BYTES).toString("base64");

const MASTER_ID_BYTES = 4;

function masterOf(text: string): MasterKey {
  const secret = Buffer.from(text, "base64");
  const id = createHash("sha256").update(secret).digest().subarray(0, MASTER_ID_BYTES);
  return { id, secret };
}

/** undefined: there is a file already. Two processes that start at once agree on one file. */
async function makeOnce(file: string): Promise<KeyFile | undefined> {
  const made: KeyFile = { format: 1, root: newSecret(), masters: [newSecret()] };
  try {
    await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
    await writeSynced(file, made, "wx");
    return made;
  } catch (error) {
    if (faultCode(error) === "EEXIST") return undefined;
    throw faultOf(file, "made", error);
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
    await writeSynced(temporary, next, "w");
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (error) {
    throw faultOf(file, "written", error);
  }
}

async function writeSynced(file: string, content: KeyFile, flags: "w" | "wx"): Promise<void> {
  const handle = await open(file, flags, FILE_MODE);
  try {
    await handle.writeFile(JSON.stringify(KeyFile.parse(content)));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  if (flags === "wx") await syncFolder(dirname(file));
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
