/** Reads how each language says what the policy asks about: prompts/<language>/patterns.yaml and patterns-*.yaml. */
import { valuesOf } from "../policy/compile.ts";
import { err, ok, type Place, type Problem, type Result } from "../policy/result.ts";
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
  /** The file that holds what follows from what was read. */
  readonly main: Located<unknown>;
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
  const { words, context, lists, rising, implied } = base.value;
  const patterns = origins.map(({ pattern }) => pattern);
  return ok({ book: { words, context, lists, rising, implied, patterns }, main: base, origins });
}

function problemsOf(
  read: ReadBook,
  language: Language,
  spoken: Spoken | undefined,
): readonly Problem[] {
  const { book, origins } = read;
  const faults = cueFaults(book, language).map(({ pattern, cue, message }) => {
    const { file, index } = origins[pattern] as Origin;
    return {
      code: "patterns/cue",
      message,
      at: file.locate(["patterns", index, "cues", cue]),
    } as const;
  });
  return [...faults, ...twice(origins), ...(spoken === undefined ? [] : unknown(read, spoken))];
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
function unknown({ book, main, origins }: ReadBook, { policy, packs }: Spoken): readonly Problem[] {
  const facts = new Map(
    [...policy.facts, ...packs.flatMap((pack) => pack.facts)].map((fact) => [fact.id, fact]),
  );
  const check = (id: string, value: string | undefined, at: Place): readonly Problem[] => {
    const fact = facts.get(id);
    if (fact === undefined) return [{ code: "patterns/fact", message: `no fact ${id}`, at }];
    const values = valuesOf(fact);
    if (value === undefined || values.includes(value)) return [];
    const message = `fact ${id} has no value ${value}; it takes ${values.join(", ")}`;
    return [{ code: "patterns/value", message, at }];
  };
  const ofPatterns = origins.flatMap(({ pattern, file, index }) => {
    const at = (...path: readonly PropertyKey[]) => file.locate(["patterns", index, ...path]);
    return [
      ...check(pattern.fact, pattern.value, at("fact")),
      ...(pattern.negated === undefined ? [] : check(pattern.fact, pattern.negated, at("negated"))),
      ...Object.entries(pattern.also).flatMap(([id, value]) => check(id, value, at("also", id))),
    ];
  });
  const ofImplied = book.implied.flatMap(({ given, unless, tells, leaves }, index) => {
    const at = (...path: readonly PropertyKey[]) => main.locate(["implied", index, ...path]);
    const all = (key: string, told: Readonly<Record<string, string | readonly string[]>>) =>
      Object.entries(told).flatMap(([id, values]) =>
        [values].flat().flatMap((value) => check(id, value, at(key, id))),
      );
    return [
      ...all("given", given),
      ...all("unless", unless),
      ...all("tells", tells),
      ...leaves.flatMap((id, i) => check(id, undefined, at("leaves", i))),
    ];
  });
  const ofRising = Object.entries(book.rising).flatMap(([id, values]) =>
    values.flatMap((value) => check(id, value, main.locate(["rising", id]))),
  );
  return [...ofPatterns, ...ofRising, ...ofImplied];
}
