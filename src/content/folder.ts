/** A content folder as texts: data/ and prompts/, nothing else. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import { FILE_CHARACTERS_MAX } from "./yaml.ts";

/** Files are named by their path inside the folder, with forward slashes. */
export type Texts = ReadonlyMap<string, string>;

export const FILES_MAX = 500;
/** A character has four bytes at most in UTF-8: what is longer is too long for certain, and is not even read. */
const BYTES_MAX = 4 * FILE_CHARACTERS_MAX;

/** Other encodings would turn into wrong characters unnoticed; a byte order mark stays, so that the bytes stay. */
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Problems: folder/unreadable, folder/not-utf8, folder/too-many, folder/too-long. */
export async function readFolder(root: string): Promise<Result<Texts>> {
  const problems: Problem[] = [];
  const found: [string, string][] = [];
  for (const top of ["data", "prompts"]) {
    const names = await listYaml(root, top).catch((error: unknown) => {
      problems.push(unreadable(join(root, top), error));
      return [];
    });
    for (const name of names) {
      try {
        const text = await textOf(join(root, name));
        if (text === undefined) problems.push(tooLong(join(root, name)));
        else found.push([name, text]);
      } catch (error) {
        problems.push(unreadable(join(root, name), error));
      }
    }
  }
  if (found.length > FILES_MAX) {
    problems.push({
      code: "folder/too-many",
      message: `more than ${FILES_MAX} files under ${root}`,
      at: { file: root, line: 1, column: 1 },
    });
  }
  return problems.length > 0 ? err(problems) : ok(new Map(found));
}

/** undefined: too long to be read. */
async function textOf(path: string): Promise<string | undefined> {
  const { size } = await stat(path);
  return size > BYTES_MAX ? undefined : UTF8.decode(await readFile(path));
}

function tooLong(file: string): Problem {
  const at = { file, line: 1, column: 1 };
  return { code: "folder/too-long", message: `more than ${BYTES_MAX} bytes`, at };
}

async function listYaml(root: string, top: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, top), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

function unreadable(path: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown";
  const at = { file: path, line: 1, column: 1 };
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
    return { code: "folder/not-utf8", message: "is not UTF-8 text; save it as UTF-8", at };
  return {
    code: "folder/unreadable",
    message: `cannot read ${path} (${code})`,
    at,
  };
}
