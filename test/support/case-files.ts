/** Keys for a test's data folder, and where the file of a case is, worked out anew from what the documents say. */
import { createHmac } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Log } from "../../src/ports.ts";
import { openDataKeys } from "../../src/stores/data-keys.ts";
import { ownWriter } from "../../src/stores/claim.ts";
import { newCaseKey, seal } from "../../src/stores/envelope.ts";
import type { Keyring } from "../../src/stores/keyring.ts";
import { pack } from "../../src/stores/packing.ts";

export const quiet: Log = { info: () => undefined, error: () => undefined };

export interface Premises {
  /** Gone after the test, with everything in it. */
  readonly root: string;
  readonly data: string;
  readonly keyFile: string;
  readonly keyring: Keyring;
}

/** A new data folder with its key file beside it. */
export async function premises(): Promise<Premises> {
  const root = await mkdtemp(join(tmpdir(), "distinguo-store-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const [data, keyFile] = [join(root, "data"), join(root, "data.key")];
  return { root, data, keyFile, keyring: await openDataKeys({ dataFolder: data, keyFile }) };
}

/** The file of case `id`, without its ending. */
export function stemOf({ data, keyring }: Pick<Premises, "data" | "keyring">, id: string): string {
  const name = createHmac("sha256", keyring.secretFor("case names")).update(id).digest("hex");
  return join(data, "cases", name.slice(0, 2), name);
}

export const fileOf = (at: Pick<Premises, "data" | "keyring">, id: string): string =>
  `${stemOf(at, id)}.case`;

/** The bytes of a file that holds `text` as the case `id`, whatever `text` is. */
export async function sealedAs(at: Premises, id: string, text: string): Promise<Buffer> {
  const name = basename(stemOf(at, id));
  const key = newCaseKey(await at.keyring.current(), name);
  return seal(pack(text), { key, name, changedMs: 0, writer: ownWriter() });
}

/** Path below `folder` → bytes of every file. */
export async function everyFile(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path)]);
  return new Map((await Promise.all(read)) as [string, Buffer][]);
}
