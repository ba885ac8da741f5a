/** Everything the matcher found in a clause, sorted by what it stands for. */
import type { Clause, Span } from "./clauses.ts";
import type { Lexicon } from "./lexicon.ts";
import type { ContextKind, Pattern } from "./schema.ts";
import type { Edges } from "./tokens.ts";

export interface Cue extends Span {
  readonly pattern: Pattern;
  /** Where its literals stand; words in the gaps between them are context as any other. */
  readonly parts: readonly Span[];
}

/** Does the word stand outside the literals of the cue? */
export function isOutside({ parts }: Pick<Cue, "parts">, { start, end }: Span): boolean {
  return parts.every((part) => end <= part.start || start >= part.end);
}

export interface Word extends Span {
  readonly kind: ContextKind;
}

export interface Veto extends Span {
  readonly word: string;
}

export interface Found {
  readonly clause: Clause;
  readonly cues: readonly Cue[];
  readonly words: readonly Word[];
  readonly vetoes: readonly Veto[];
}

/** `text` is the normal form. */
export function foundIn(lexicon: Lexicon, text: string, clause: Clause, edges: Edges): Found {
  const cues: Cue[] = [];
  const words: Word[] = [];
  const vetoes: Veto[] = [];
  for (const { phrase, start, end, parts } of lexicon.matcher.find(
    text,
    clause.start,
    clause.end,
    edges,
  )) {
    const sense = lexicon.senses[phrase];
    if (sense?.of === "pattern") cues.push({ start, end, parts, pattern: sense.pattern });
    else if (sense?.of === "context") words.push({ start, end, kind: sense.kind });
    else if (sense?.of === "veto") vetoes.push({ start, end, word: sense.word });
  }
  return { clause, cues, words: longest(words), vetoes };
}

/** Of words that overlap the longer one counts: 不得不 is no 不得. */
function longest(words: readonly Word[]): readonly Word[] {
  const sorted = words.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: Word[] = [];
  let reach = -1;
  let last: Word | undefined;
  for (const word of sorted) {
    const isSame = last?.start === word.start && last.end === word.end;
    if (word.start < reach && !isSame) continue;
    kept.push(word);
    last = word;
    reach = Math.max(reach, word.end);
  }
  return kept;
}
