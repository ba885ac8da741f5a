/** A narrative → what it says of the facts the policy asks about, each with the words that say it. Nothing is guessed. */
import type { Language } from "../dialogue/reply.ts";
import { actorAt, subjectOf, type Actor } from "./actors.ts";
import { agreed, type Told } from "./agreed.ts";
import type { Span } from "./clauses.ts";
import type { Cue, Found, Word } from "./found.ts";
import { AFFIRMED, polarityOf } from "./polarity.ts";
import { scan, type Scan } from "./scan.ts";
import type { PatternBook } from "./schema.ts";
import { hushed } from "./scopes.ts";

/** Where the words stand in the narrative: UTF-16 code units, the end exclusive. */
export interface Quote extends Span {
  readonly text: string;
}

/** One value that the narrative tells of a fact, to be confirmed by the person. */
export interface Proposal {
  readonly fact: string;
  readonly value: string;
  readonly quote: Quote;
  /** Id of the pattern that found it. */
  readonly pattern: string;
}

/** At most one proposal a fact, in the order of the text. Any text may be given. */
export function readNarrative(
  narrative: string,
  book: PatternBook,
  language: Language,
): readonly Proposal[] {
  const reading = scan(narrative, book, language);
  return agreed(toldIn(reading)).map(({ fact, value, start, end, pattern }) => ({
    fact,
    value,
    quote: { start, end, text: narrative.slice(start, end) },
    pattern,
  }));
}

function toldIn(reading: Scan): readonly Told[] {
  const { text, cast, all } = reading;
  let sentence = -1;
  let acting: Actor = "person";
  let corrected = false;
  const told: Told[] = [];
  const hush = hushed(text, all, cast);
  all.forEach((found, i) => {
    const { clause, words, cues } = found;
    if (clause.sentence !== sentence) {
      [sentence, acting, corrected] = [clause.sentence, "person", false];
    }
    for (const cue of cues) {
      if (hush(i, cue) || !isTellers(reading, found, cue, acting)) continue;
      const corrects =
        corrected || words.some((word) => isCorrection(word) && word.end <= cue.start);
      told.push(...toldBy(reading, found, cue).map((one) => ({ ...one, corrects })));
    }
    acting = subjectOf(text, found, cast) ?? acting;
    corrected ||= words.some(isCorrection);
  });
  return told;
}

const isCorrection = ({ kind }: Word) => kind === "corrections";

/** Is it told, and not quoted, of the person, and not of somebody else, without a word that speaks against it? */
function isTellers({ text, cast, speech }: Scan, found: Found, cue: Cue, acting: Actor): boolean {
  const { despite, teller } = cue.pattern;
  if (speech.some(({ start, end }) => cue.start >= start && cue.start < end)) return false;
  if (isVetoed(found, cue)) return false;
  if (teller === "person" && !cast.firstPerson) return false;
  return despite.includes("others") || actorAt(text, found, cast, cue, acting) === "person";
}

/** What one cue tells; nothing where it is not plain whether it is affirmed. */
function toldBy({ text, spaced }: Scan, found: Found, cue: Cue): readonly Omit<Told, "corrects">[] {
  const { pattern } = cue;
  const mindsNegators = !pattern.despite.includes("negators");
  const { polarity, by } = mindsNegators ? polarityOf(text, found, cue, spaced) : AFFIRMED;
  const span = { start: cue.start, end: cue.end, pattern: pattern.id };
  if (polarity === "affirmed")
    return Object.entries({ [pattern.fact]: pattern.value, ...pattern.also }).map(
      ([fact, value]) => ({ ...span, fact, value }),
    );
  if (polarity === "unclear" || pattern.negated === undefined) return [];
  const start = Math.min(cue.start, by?.start ?? cue.start);
  const end = Math.max(cue.end, by?.end ?? cue.end);
  return [{ ...span, start, end, fact: pattern.fact, value: pattern.negated }];
}

function isVetoed({ vetoes }: Found, { pattern, end }: Cue): boolean {
  return vetoes.some(
    (veto) =>
      pattern.not_with.includes(veto.word) ||
      (pattern.not_before.includes(veto.word) && veto.start === end),
  );
}
