/** A book of patterns, compiled for matching; or what is wrong with its cues. */
import type { Language } from "../dialogue/reply.ts";
import { parseCue } from "./cue.ts";
import { Matcher, type Phrase } from "./matcher.ts";
import { CONTEXT_KINDS, type ContextKind, type Pattern, type PatternBook } from "./schema.ts";

/** What a phrase of the matcher stands for. */
export type Sense =
  | { readonly of: "pattern"; readonly pattern: Pattern }
  | { readonly of: "context"; readonly kind: ContextKind }
  | { readonly of: "veto"; readonly word: string };

export interface Lexicon {
  readonly language: Language;
  readonly book: PatternBook;
  readonly matcher: Matcher;
  /** Finds only what cuts a text up: where clauses begin, and what announces speech. */
  readonly cutter: Matcher;
  readonly cuts: readonly ContextKind[];
  /** By the number of the phrase. */
  readonly senses: readonly Sense[];
}

export interface CueFault {
  readonly pattern: number;
  readonly cue: number;
  readonly message: string;
}

const lexicons = new WeakMap<PatternBook, Lexicon>();

/** The same book is compiled once. Throws on a cue that `cueFaults` refuses. */
export function lexiconOf(book: PatternBook, language: Language): Lexicon {
  const known = lexicons.get(book);
  if (known?.language === language) return known;
  const made = compile(book, language);
  lexicons.set(book, made);
  return made;
}

const rulesOf = (book: Pick<PatternBook, "lists">, language: Language) => ({
  lists: book.lists,
  spaced: language === "en",
});

/** What is wrong with the cues, by the numbers of pattern and cue. */
export function cueFaults(
  { lists, patterns }: Pick<PatternBook, "lists" | "patterns">,
  language: Language,
): readonly CueFault[] {
  return patterns.flatMap(({ cues }, pattern) =>
    cues.flatMap((text, cue) => {
      const parsed = parseCue(text, rulesOf({ lists }, language));
      return parsed.ok ? [] : [{ pattern, cue, message: parsed.error }];
    }),
  );
}

/** A dictionary may hold a negator as the beginning of a longer word: 并不知道, 不是故意. A single 不 is too short to tell. */
function edgesOf(kind: ContextKind, word: string, spaced: boolean): Phrase["edges"] {
  return kind === "negators" && !spaced && word.length > 1 ? "start" : "both";
}

const CUTTING: readonly ContextKind[] = ["connectives", "speaking"];

function compile(book: PatternBook, language: Language): Lexicon {
  const phrases: Phrase[] = [];
  const senses: Sense[] = [];
  const add = (phrase: Phrase, sense: Sense) => {
    phrases.push(phrase);
    senses.push(sense);
  };
  const rules = rulesOf(book, language);
  const slots = (text: string) => {
    const parsed = parseCue(text, rules);
    if (!parsed.ok) throw new Error(`cue ${text}: ${parsed.error}`);
    return parsed.value;
  };
  const inner = rules.spaced ? "both" : "none";
  for (const pattern of book.patterns)
    for (const cue of pattern.cues)
      for (const variant of slots(cue))
        // A Chinese phrase is long enough to be itself; an English one may stand within a longer word.
        add({ slots: variant, edges: inner }, { of: "pattern", pattern });
  for (const kind of CONTEXT_KINDS)
    for (const word of book.context[kind])
      for (const variant of slots(word))
        add({ slots: variant, edges: edgesOf(kind, word, rules.spaced) }, { of: "context", kind });
  const vetoes = new Set(
    book.patterns.flatMap(({ not_with, not_before, about }) => [
      ...not_with,
      ...not_before,
      ...about,
    ]),
  );
  for (const word of vetoes)
    for (const variant of slots(word)) add({ slots: variant, edges: inner }, { of: "veto", word });
  const cutting = CUTTING.flatMap((kind) =>
    book.context[kind].flatMap((word) =>
      slots(word).map((variant) => ({
        kind,
        phrase: { slots: variant, edges: "both" } as const,
      })),
    ),
  );
  return {
    language,
    book,
    matcher: new Matcher(phrases),
    senses,
    cutter: new Matcher(cutting.map(({ phrase }) => phrase)),
    cuts: cutting.map(({ kind }) => kind),
  };
}
