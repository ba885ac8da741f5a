/** YAML text → a checked value, or every mistake in it at its line and column. */
import { isMap, isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import type * as z from "zod";
import { shapeFault } from "./yaml-shape.ts";
import { err, ok, type Place, type Problem, type Result } from "../policy/result.ts";

/** Longer files are refused before they are parsed. */
export const FILE_CHARACTERS_MAX = 1_000_000;
/** Nobody mends more at once, and each takes time to place. */
export const PROBLEMS_MAX = 100;
/** A message may quote the file. */
const MESSAGE_CHARACTERS_MAX = 300;

type Path = readonly PropertyKey[];

export interface Located<T> {
  readonly value: T;
  readonly file: string;
  /** Where the value at `path` stands; the nearest parent when it is absent. */
  readonly locate: (path: Path) => Place;
  /** Where the key at the end of `path` stands: for what should not be there at all. */
  readonly locateKey: (path: Path) => Place;
}

/** At most PROBLEMS_MAX problems: yaml/* (syntax, aliases, duplicate keys, size, parts, depth, width) and schema/* (what the file may hold). */
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
  const fault = shapeFault(text);
  if (fault !== undefined) {
    const before = text.slice(0, fault.offset).split("\n");
    const at = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    return err([{ code: fault.code, message: fault.message, at }]);
  }
  const document = withoutTraces(() =>
    parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      stringKeys: true,
      version: "1.2",
    }),
  );
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const broken: Problem[] = document.errors.map((error) => ({
    code: `yaml/${error.code.toLowerCase().replaceAll("_", "-")}`,
    message: error.message.slice(0, MESSAGE_CHARACTERS_MAX),
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
  if (broken.length > 0) return err(broken.slice(0, PROBLEMS_MAX));
  const locate = (path: Path) => place(offsetOf(document, path));
  const locateKey = (path: Path) => place(keyOffsetOf(document, path));
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return ok({ value: parsed.data, file, locate, locateKey });
  const where = { locate, locateKey, has: (path: Path) => document.hasIn(path) };
  const issues = parsed.error.issues.slice(0, PROBLEMS_MAX);
  return err(issues.flatMap((issue) => problemsOf(issue, [], where)).slice(0, PROBLEMS_MAX));
}

/** Every mistake in a file becomes an error, and its trace, which nobody reads, costs ten times what the rest of it does. */
function withoutTraces<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

interface Where extends Pick<Located<unknown>, "locate" | "locateKey"> {
  readonly has: (path: Path) => boolean;
}

/** An unknown key is reported at the key itself; a union by the branch that was meant, where one can be told. */
function problemsOf(issue: z.core.$ZodIssue, above: Path, where: Where): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      code: "schema/unknown-key",
      message: `${pathText(path)} does not take "${key}"`,
      at: where.locateKey([...path, key]),
    }));
  }
  const meant = issue.code === "invalid_union" ? branchMeant(issue.errors) : undefined;
  if (meant !== undefined) return meant.flatMap((inner) => problemsOf(inner, path, where));
  const missing = path.length > 0 && !where.has(path);
  return [
    {
      code: `schema/${missing ? "missing" : issue.code.replaceAll("_", "-")}`,
      message: missing ? `${pathText(path)} is missing` : `${pathText(path)}: ${issue.message}`,
      at: where.locate(path),
    },
  ];
}

/** The one branch of a union whose keys are those that stand there: its faults lie deeper. */
function branchMeant(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const fitting = branches.filter((issues) =>
    issues.every(({ code, path }) => code !== "unrecognized_keys" && path.length > 0),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

function pathText(path: Path): string {
  return path.length === 0 ? "the file" : path.map(String).join(".");
}

function offsetOf(document: Document, path: Path): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffsetOf(document: Document, path: Path): number {
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  const key = isMap(parent)
    ? parent.items.find((pair) => String(pair.key) === String(path.at(-1)))?.key
    : undefined;
  return isNode(key) && key.range ? key.range[0] : offsetOf(document, path);
}
