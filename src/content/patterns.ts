/** Reads how each language says what the policy asks about: prompts/<language>/patterns.yaml and patterns-*.yaml. */
import { valuesOf } from "../policy/compile.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import { Language } from "../dialogue/reply.ts";
import { cueFaults } from "../reader/lexicon.ts";
import {
  MorePatternsFile,
  PatternsFile,
  type Pattern,
  type PatternBook,
} from "../reader/schema.ts";
import type { Texts } from "./folder.ts";
import { readFileOf } from "./read-file-of.ts";
import type { Spoken } from "./words-files.ts";
import type { Located } from "./yaml.ts";

export type PatternBooks = Readonly<Record<Language, PatternBook>>;

/** Where a pattern stands. */
interface Origin {
  readonly pattern: Pattern;
  readonly file: Located<unknown>;
  readonly index: number;
}

export interface ReadBook {
  readonly book: PatternBook;
  readonly origins: readonly Origin[];
}

const MORE = /^patterns-[a-z0-9-]+\.yaml$/;

/** Is this a file that patterns are read from? */
export function isPatternFile(file: string): boolean {
  return Language.options.some((language) => isOf(language, file));
}

function isOf(language: Language, file: string): boolean {
  const folder = `prompts/${language}/`;
  if (!file.startsWith(folder)) return false;
  const name = file.slice(folder.length);
  return name === "patterns.yaml" || MORE.test(name);
}

/** One book a language, in the order of the file names. Problems: patterns/* and those of readYaml. */
export function readPatterns(texts: Texts, spoken: Spoken | undefined): Result<PatternBooks> {
  const problems: Problem[] = [];
  const books = Language.options.map((language) => {
    const read = readBook(texts, language);
    if (!read.ok) problems.push(...read.error);
    else problems.push(...problemsOf(read.value, language, spoken));
    return [language, read.ok ? read.value.book : undefined] as const;
  });
  return problems.length > 0 ? err(problems) : ok(Object.fromEntries(books) as PatternBooks);
}

/** The same texts give the same book, which is then compiled once. */
const booksKept = new Map<string, Result<ReadBook>>();
const BOOKS_MAX = 6;

/** The patterns of one language with their places. Problems: patterns/missing and those of readYaml. */
export function readBook(texts: Texts, language: Language): Result<ReadBook> {
  const files = [...texts].filter(([file]) => isOf(language, file));
  const key = JSON.stringify([language, files]);
  const known = booksKept.get(key);
  if (known !== undefined) return known;
  const read = readFresh(new Map(files), language);
  booksKept.set(key, read);
  for (const old of [...booksKept.keys()].slice(0, -BOOKS_MAX)) booksKept.delete(old);
  return read;
}

function readFresh(texts: Texts, language: Language): Result<ReadBook> {
  const problems: Problem[] = [];
  const main = `prompts/${language}/patterns.yaml`;
  const base = readFileOf(texts, main, PatternsFile, problems, "patterns/missing");
  const more = [...texts.keys()]
    .filter((file) => file !== main)
    .toSorted()
    .map((file) => readFileOf(texts, file, MorePatternsFile, problems, "patterns/missing"));
  if (base === undefined || problems.length > 0) return err(problems);
  const files = [base, ...more.filter((file) => file !== undefined)];
  const origins = files.flatMap((file) =>
    file.value.patterns.map((pattern, index) => ({ pattern, file, index })),
  );
  const { words, context, lists } = base.value;
  const patterns = origins.map(({ pattern }) => pattern);
  return ok({ book: { words, context, lists, patterns }, origins });
}

function problemsOf(
  { book, origins }: ReadBook,
  language: Language,
  spoken: Spoken | undefined,
): readonly Problem[] {
  const faults = cueFaults(book, language).map(({ pattern, cue, message }) => {
    const { file, index } = origins[pattern] as Origin;
    return {
      code: "patterns/cue",
      message,
      at: file.locate(["patterns", index, "cues", cue]),
    } as const;
  });
  return [...faults, ...twice(origins), ...(spoken === undefined ? [] : unknown(origins, spoken))];
}

function twice(origins: readonly Origin[]): readonly Problem[] {
  const seen = new Set<string>();
  return origins.flatMap(({ pattern, file, index }) => {
    if (!seen.has(pattern.id)) {
      seen.add(pattern.id);
      return [];
    }
    const message = `there is another pattern ${pattern.id}`;
    return [
      { code: "patterns/twice", message, at: file.locate(["patterns", index, "id"]) } as const,
    ];
  });
}

/** Facts and values that the policy does not have. */
function unknown(origins: readonly Origin[], { policy, packs }: Spoken): readonly Problem[] {
  const facts = new Map(
    [...policy.facts, ...packs.flatMap((pack) => pack.facts)].map((fact) => [fact.id, fact]),
  );
  return origins.flatMap(({ pattern, file, index }) => {
    const check = (id: string, value: string, path: readonly PropertyKey[]): readonly Problem[] => {
      const fact = facts.get(id);
      const at = file.locate(["patterns", index, ...path]);
      if (fact === undefined) return [{ code: "patterns/fact", message: `no fact ${id}`, at }];
      const values = valuesOf(fact);
      if (values.includes(value)) return [];
      const message = `fact ${id} has no value ${value}; it takes ${values.join(", ")}`;
      return [{ code: "patterns/value", message, at }];
    };
    return [
      ...check(pattern.fact, pattern.value, ["fact"]),
      ...(pattern.negated === undefined ? [] : check(pattern.fact, pattern.negated, ["negated"])),
      ...Object.entries(pattern.also).flatMap(([id, value]) => check(id, value, ["also", id])),
    ];
  });
}
