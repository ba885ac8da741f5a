/** Is what a cue says affirmed or denied? */
import { isOutside, type Cue, type Found, type Word } from "./found.ts";

export interface Polarity {
  readonly polarity: "affirmed" | "denied" | "unclear";
  /** The word that denies it. */
  readonly by?: Word;
}

export const AFFIRMED: Polarity = { polarity: "affirmed" };

/** A negator this far before a cue no longer governs it. */
const REACH_CHARACTERS = 14;
const REACH_SPACED = 40;
/** A negator behind a cue has to stand close. */
const BACK_REACH_CHARACTERS = 10;
const LISTING = "、";

/** `text` is the normal form; `spaced` as in English. A cue that holds its own negation is affirmed. */
export function polarityOf(text: string, { words }: Found, cue: Cue, spaced: boolean): Polarity {
  const reach = spaced ? REACH_SPACED : REACH_CHARACTERS;
  const before = words.filter(
    (word) =>
      word.end <= cue.end &&
      word.end >= cue.start - reach &&
      // 没有 before 有禁令 shares a character with it.
      (word.start < cue.start || isOutside(cue, word)),
  );
  const broken =
    before.findLast(({ kind, end }) => kind === "breaks" && end <= cue.start)?.end ?? 0;
  const negators = before.filter(({ kind, start }) => kind === "negators" && start >= broken);
  const after = words.filter(
    ({ kind, start }) =>
      kind === "negators_after" && start >= cue.end && start <= cue.end + BACK_REACH_CHARACTERS,
  );
  const [by, second] = [...negators, ...after];
  if (by === undefined) return AFFIRMED;
  // Whether a negator reaches over the items of a list is anybody's guess, but for those that open one.
  if (second !== undefined || isGuess(text, by, cue)) return { polarity: "unclear" };
  return { polarity: "denied", by };
}

function isGuess(text: string, negator: Word, cue: Cue): boolean {
  return negator.end - negator.start < 2 && text.slice(negator.end, cue.start).includes(LISTING);
}
