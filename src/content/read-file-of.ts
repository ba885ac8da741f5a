/** One file out of a folder's texts. */
import type * as z from "zod";
import type { Problem } from "../policy/result.ts";
import type { Texts } from "./folder.ts";
import { readYaml, type Located } from "./yaml.ts";

/** Notes what is wrong with the file, `missing` when it is not there, and answers undefined then. */
export function readFileOf<S extends z.ZodType>(
  texts: Texts,
  file: string,
  schema: S,
  problems: Problem[],
  missing: Problem["code"],
): Located<z.output<S>> | undefined {
  const text = texts.get(file);
  if (text === undefined) {
    problems.push({
      code: missing,
      message: `${file} is missing`,
      at: { file, line: 1, column: 1 },
    });
    return undefined;
  }
  const result = readYaml(file, text, schema);
  if (!result.ok) problems.push(...result.error);
  return result.ok ? result.value : undefined;
}
