/** May words of a narrative tell anything at all where they stand? For proposals that patterns did not make. */
import type { Language } from "../dialogue/reply.ts";
import type { Span } from "./clauses.ts";
import { scan } from "./scan.ts";
import type { PatternBook } from "./schema.ts";
import { hushed } from "./scopes.ts";

/** False for words in speech, hedged, heard from others, asked, supposed or demanded, and beyond what is read. */
export function tellableIn(
  narrative: string,
  book: PatternBook,
  language: Language,
): (span: Span) => boolean {
  const { text, all, speech, cast } = scan(narrative, book, language);
  const hush = hushed(text, all, cast);
  return ({ start, end }) => {
    if (end > text.length) return false;
    if (speech.some((spoken) => start < spoken.end && end > spoken.start)) return false;
    return all.every(({ clause }, i) => {
      if (clause.end <= start || clause.start >= end) return true;
      return !hush(i, { start, end: Math.min(end, clause.end), parts: [], pattern: MINDS_ALL });
    });
  };
}

const MINDS_ALL = { despite: [] };
