/** YAML text → a checked value, or every mistake in it at its line and column. */
import { isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import type * as z from "zod";
import { err, ok, type Place, type Problem, type Result } from "../policy/result.ts";

/** Longer files are refused before they are parsed. */
export const FILE_CHARACTERS_MAX = 1_000_000;

export interface Located<T> {
  readonly value: T;
  readonly file: string;
  /** Where the value at `path` stands; the nearest parent when it is absent. */
  readonly locate: (path: readonly PropertyKey[]) => Place;
}

/** Problems: yaml/* (syntax, aliases, duplicate keys, size) and schema/* (what the file may hold). */
export function readYaml<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
): Result<Located<z.output<S>>> {
  if (text.length > FILE_CHARACTERS_MAX) {
    return err([
      {
        code: "yaml/too-long",
        message: `more than ${FILE_CHARACTERS_MAX} characters`,
        at: { file, line: 1, column: 1 },
      },
    ]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
    version: "1.2",
  });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const broken: Problem[] = document.errors.map((error) => ({
    code: `yaml/${error.code.toLowerCase().replaceAll("_", "-")}`,
    message: error.message,
    at: place(error.pos[0]),
  }));
  visit(document, {
    Alias: (_, alias) => {
      broken.push({
        code: "yaml/alias",
        message: "write the value out in full; aliases are not used here",
        at: place(alias.range?.[0] ?? 0),
      });
    },
  });
  if (broken.length > 0) return err(broken);
  const locate = (path: readonly PropertyKey[]) => place(offsetOf(document, path));
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return ok({ value: parsed.data, file, locate });
  return err(parsed.error.issues.flatMap((issue) => problemsOf(issue, locate)));
}

/** An unknown key is reported at the key itself; a union by its nearest branch. */
function problemsOf(
  issue: z.core.$ZodIssue,
  locate: (path: readonly PropertyKey[]) => Place,
): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      code: "schema/unknown-key",
      message: `${pathText(issue.path)} does not take "${key}"`,
      at: locate([...issue.path, key]),
    }));
  }
  return [
    {
      code: `schema/${issue.code.replaceAll("_", "-")}`,
      message: `${pathText(issue.path)}: ${issue.message}`,
      at: locate(issue.path),
    },
  ];
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "the file" : path.map(String).join(".");
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
