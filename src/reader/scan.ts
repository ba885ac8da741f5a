/** One pass over a narrative: its clauses with what was found in each, what is speech, and who is in it. */
import type { Language } from "../dialogue/reply.ts";
import { castOf, type Cast } from "./actors.ts";
import { clausesOf, quotationsIn, reachOf, speechIn, type Span } from "./clauses.ts";
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
  const cutting = lexicon.cutter.find(text, {
    isEdge: edges,
    clauses: new Int32Array(text.length),
    reaches: () => false,
  });
  const cutsOf = (kind: ContextKind) =>
    cutting.filter(({ phrase }) => lexicon.cuts[phrase] === kind);
  const speaking = cutsOf("speaking").map(({ end }) => end);
  const speech = speechIn(text, speaking);
  const begun = cutsOf("connectives").map(({ start }) => start);
  const spaced = language === "en";
  const clauses = clausesOf(text, begun, spaced);
  const all = foundIn(lexicon, text, clauses, { isEdge: edges, ...reachOf(text, clauses) });
  return { text, all, speech, cast: castOf(text, all, [...speech, ...quotationsIn(text)]), spaced };
}
