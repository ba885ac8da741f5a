/** Encrypted files of cases that were damaged, cut, exchanged or brought from elsewhere. */
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EnvironmentFault } from "../../src/ports.ts";
import type { CaseStore } from "../../src/ports.ts";
import { openDataKeys } from "../../src/stores/data-keys.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { someCase } from "../contract/store.ts";
import type { Dice } from "../proof/dice.ts";
import { silent } from "../support/dialogue-scene.ts";
import { must, type Border } from "./border.ts";
import { words } from "./hostile.ts";

const MINE = "telegram:1";
const OTHER = "telegram:2";

interface Stored {
  readonly path: string;
  readonly bytes: Buffer;
}

export async function caseFileBorders(): Promise<readonly Border[]> {
  const root = mkdtempSync(join(tmpdir(), "distinguo-fuzz-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  const here = await folderWith(join(root, "here"), [MINE, OTHER]);
  const elsewhere = await folderWith(join(root, "elsewhere"), [MINE]);
  const [mine, other, foreign] = [here.files[0], here.files[1], elsewhere.files[0]];
  if (mine === undefined || other === undefined || foreign === undefined)
    throw new Error("no case files were written");
  const expected = JSON.stringify((await (await here.open()).load(MINE))?.case);
  return [
    {
      name: "files of cases",
      weight: 1,
      try: async (dice) => {
        const folder = dirname(mine.path);
        await rm(folder, { recursive: true });
        await mkdir(folder, { recursive: true });
        await writeFile(mine.path, changed(dice, mine.bytes, other.bytes, foreign.bytes));
        const store = await here.open();
        const found = await store.load(MINE).catch((error: unknown) => {
          // Another master key: the key file is the wrong one then, and the case stays where it is.
          must(error instanceof EnvironmentFault, `a fault of its own: ${String(error)}`);
          return "refused" as const;
        });
        if (found === "refused") return;
        if (found !== undefined) {
          must(JSON.stringify(found.case) === expected, "another case passed for this one");
          return;
        }
        const left = await readdir(folder);
        must(left.length > 0, "a damaged file was thrown away");
        must((await store.save(someCase({ id: MINE }), 0)) === "saved", "no new case begins");
      },
    },
  ];
}

/** Cases in a folder with a key file of its own. */
async function folderWith(data: string, ids: readonly string[]) {
  const keyring = await openDataKeys({ dataFolder: data, keyFile: `${data}.key` });
  const open = (): Promise<CaseStore> => lowdbStore(data, { log: silent, keyring });
  const store = await open();
  const files: Stored[] = [];
  for (const id of ids) {
    await store.save(someCase({ id }), 0);
    const all = await readdir(join(data, "cases"), { recursive: true, withFileTypes: true });
    const known = new Set(files.map(({ path }) => path));
    const path = all
      .filter((entry) => entry.isFile() && entry.name.endsWith(".case"))
      .map((entry) => join(entry.parentPath, entry.name))
      .find((one) => !known.has(one));
    if (path !== undefined) files.push({ path, bytes: await readFile(path) });
  }
  return { open, files };
}

/** `bytes` with bits turned, cut, lengthened or filled from another file; or that other file as a whole. */
function changed(dice: Dice, bytes: Buffer, other: Buffer, foreign: Buffer): Buffer {
  const kind = dice.below(8);
  const at = dice.below(bytes.length);
  const copy = Buffer.from(bytes);
  if (kind === 0) return other;
  if (kind === 1) return foreign;
  if (kind === 2) return copy.subarray(0, at);
  if (kind === 3) return Buffer.concat([copy, Buffer.from(words(dice))]);
  if (kind === 4)
    return Buffer.concat([dice.pick([other, foreign]).subarray(0, at), copy.subarray(at)]);
  if (kind === 5) return Buffer.from(words(dice));
  if (kind === 6)
    return copy.fill(dice.below(256), at, Math.min(at + 1 + dice.below(64), copy.length));
  copy[at] = (copy[at] ?? 0) ^ (1 << dice.below(8));
  return copy;
}
