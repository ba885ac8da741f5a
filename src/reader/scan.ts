/** One pass over a narrative: its clauses with what was found in each, what is speech, and who is in it. */
import type { Language } from "../dialogue/reply.ts";
import { castOf, type Cast } from "./actors.ts";
import { clausesOf, speechIn, type Span } from "./clauses.ts";
import { normal } from "./cue.ts";
import { foundIn, type Found } from "./found.ts";
import { lexiconOf } from "./lexicon.ts";
import type { ContextKind, PatternBook } from "./schema.ts";
import { edgesOf } from "./tokens.ts";

/** The rest of a longer narrative is not read. */
export const READ_CHARACTERS_MAX = 4_000;

export interface Scan {
  /** The normal form; every character at its place. */
  readonly text: string;
  /** Clause by clause. */
  readonly all: readonly Found[];
  readonly speech: readonly Span[];
  readonly cast: Cast;
  /** Words stand apart by blanks. */
  readonly spaced: boolean;
}

export function scan(narrative: string, book: PatternBook, language: Language): Scan {
  const lexicon = lexiconOf(book, language);
  const text = normal(narrative.slice(0, READ_CHARACTERS_MAX));
  const edges = edgesOf(text, language, book.words);
  const cutting = lexicon.cutter.find(text, 0, text.length, edges);
  const cutsOf = (kind: ContextKind) =>
    cutting.filter(({ phrase }) => lexicon.cuts[phrase] === kind);
  const speaking = cutsOf("speaking").map(({ end }) => end);
  const speech = speechIn(text, speaking);
  const begun = cutsOf("connectives").map(({ start }) => start);
  const all = clausesOf(text, begun).map((clause) => foundIn(lexicon, text, clause, edges));
  return { text, all, speech, cast: castOf(text, all, speech), spaced: language === "en" };
}
