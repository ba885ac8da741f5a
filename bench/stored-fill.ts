/** A data folder with many cases in it, made quickly: copies of files that the store wrote itself. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";

const FOLDERS = 256;
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Brings the cases of `data` to `count` files. The copies have names of the store's kind, spread over its folders, and the
 * size of a real case; nobody is ever asked for one, so that their content does not matter. At least one case must be there.
 */
export async function filledTo(data: string, count: number): Promise<void> {
  const cases = join(data, "cases");
  const there = await caseFilesIn(cases);
  const [model] = there;
  if (model === undefined) throw new Error("there is no case to copy");
  const content = readFileSync(model);
  const ending = extname(model);
  for (let at = 0; at < FOLDERS; at += 1)
    await mkdir(join(cases, hex(at)), { recursive: true, mode: FOLDER_MODE });
  for (let made = there.length; made < count; made += 1) {
    const folder = hex(made % FOLDERS);
    const name = folder + randomBytes(31).toString("hex") + ending;
    writeFileSync(join(cases, folder, name), content, { mode: FILE_MODE });
  }
  await settled();
}

/** Every file of a case, with its path. */
export async function caseFilesIn(cases: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of await readdir(cases, { withFileTypes: true }))
    if (folder.isDirectory())
      for (const file of await readdir(join(cases, folder.name), { withFileTypes: true }))
        if (file.isFile()) found.push(join(cases, folder.name, file.name));
  return found;
}

const hex = (at: number): string => at.toString(16).padStart(2, "0");

/** Everything on the disk: what is still to be written would slow down whoever syncs next. */
async function settled(): Promise<void> {
  if (process.platform === "win32") return;
  await promisify(execFile)("sync");
}
