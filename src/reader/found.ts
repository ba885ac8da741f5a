/** Everything the matcher found in a clause, sorted by what it stands for. */
import type { Clause, Span } from "./clauses.ts";
import type { Lexicon } from "./lexicon.ts";
import type { ContextKind, Pattern } from "./schema.ts";
import type { Cuts } from "./matcher.ts";

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

/** A word by which patterns decide whether they count. */
export interface Veto extends Span {
  readonly word: string;
}

export interface Found {
  readonly clause: Clause;
  readonly cues: readonly Cue[];
  readonly words: readonly Word[];
  readonly vetoes: readonly Veto[];
}

/** Clause by clause. A cue that reaches over several is filed with the last of them. `text` is the normal form. */
export function foundIn(
  { matcher, senses }: Lexicon,
  text: string,
  clauses: readonly Clause[],
  cuts: Cuts,
): readonly Found[] {
  const all = clauses.map((clause) => ({
    clause,
    cues: [] as Cue[],
    words: [] as Word[],
    vetoes: [] as Veto[],
  }));
  for (const { phrase, start, end, parts } of matcher.find(text, cuts)) {
    const sense = senses[phrase];
    const found = all[cuts.clauses[end - 1] ?? -1];
    if (sense?.of === "pattern") found?.cues.push({ start, end, parts, pattern: sense.pattern });
    else if (sense?.of === "context") found?.words.push({ start, end, kind: sense.kind });
    else if (sense?.of === "veto") found?.vetoes.push({ start, end, word: sense.word });
  }
  return all.map((found) => ({ ...found, words: longest(found.words) }));
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
