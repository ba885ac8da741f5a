/** The content that comes with the program, and files given on the command line. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { loadBundle, type Bundle } from "../content/bundle.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import type { Invocation } from "./output.ts";

/** Input files longer than this are refused. */
const INPUT_CHARACTERS_MAX = 5_000_000;

/** The folder holding data/ and prompts/ of this installation. */
export const CONTENT_ROOT = resolve(import.meta.dirname, "../..");

export function shippedBundle(): Promise<Result<Bundle>> {
  return loadBundle(CONTENT_ROOT);
}

/** The text of a file, or of standard input for `-`. Problems: input/unreadable, input/too-long. */
export async function readInputText(
  file: string,
  { streams }: Invocation,
): Promise<Result<string>> {
  try {
    const text = file === "-" ? await readAll(streams.stdin) : await readFile(file, "utf8");
    return text.length > INPUT_CHARACTERS_MAX
      ? err([problem(file, "input/too-long", `more than ${INPUT_CHARACTERS_MAX} characters`)])
      : ok(text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return err([problem(file, "input/unreadable", `cannot be read (${code})`)]);
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function problem(file: string, code: Problem["code"], message: string): Problem {
  return { code, message, at: { file, line: 1, column: 1 } };
}
