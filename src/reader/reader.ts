/** A narrative → what it says of the facts the policy asks about, each with the words that say it. Nothing is guessed. */
import type { Language } from "../dialogue/reply.ts";
import { actorAt, castOf, subjectOf, type Actor, type Cast } from "./actors.ts";
import { clausesOf, speechIn, type Span } from "./clauses.ts";
import { normal } from "./cue.ts";
import { foundIn, type Cue, type Found, type Word } from "./found.ts";
import { lexiconOf, type Lexicon } from "./lexicon.ts";
import { AFFIRMED, polarityOf } from "./polarity.ts";
import { agreed, type Told } from "./agreed.ts";
import { hushed } from "./scopes.ts";
import type { ContextKind, PatternBook } from "./schema.ts";
import { edgesOf } from "./tokens.ts";

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

/** The rest of a longer narrative is not read. */
export const READ_CHARACTERS_MAX = 4_000;

/** At most one proposal a fact, in the order of the text. Any text may be given. */
export function readNarrative(
  narrative: string,
  book: PatternBook,
  language: Language,
): readonly Proposal[] {
  const lexicon = lexiconOf(book, language);
  const text = normal(narrative.slice(0, READ_CHARACTERS_MAX));
  const edges = edgesOf(text, language, book.words);
  const cutting = lexicon.cutter.find(text, 0, text.length, edges);
  const cutsOf = (kind: ContextKind) =>
    cutting.filter(({ phrase }) => lexicon.cuts[phrase] === kind);
  const speech = speechIn(
    text,
    cutsOf("speaking").map(({ end }) => end),
  );
  const clauses = clausesOf(
    text,
    cutsOf("connectives").map(({ start }) => start),
  );
  const all = clauses.map((clause) => foundIn(lexicon, text, clause, edges));
  const reading = {
    text,
    lexicon,
    speech,
    cast: castOf(text, all, speech),
    spaced: language === "en",
  };
  return agreed(toldIn(reading, all)).map(({ fact, value, start, end, pattern }) => ({
    fact,
    value,
    quote: { start, end, text: narrative.slice(start, end) },
    pattern,
  }));
}

interface Reading {
  readonly text: string;
  readonly lexicon: Lexicon;
  readonly speech: readonly Span[];
  readonly cast: Cast;
  readonly spaced: boolean;
}

function toldIn(reading: Reading, all: readonly Found[]): readonly Told[] {
  const { text, cast } = reading;
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
function isTellers(
  { text, cast, speech }: Reading,
  found: Found,
  cue: Cue,
  acting: Actor,
): boolean {
  const { despite, teller } = cue.pattern;
  if (speech.some(({ start, end }) => cue.start >= start && cue.start < end)) return false;
  if (isVetoed(found, cue)) return false;
  if (teller === "person" && !cast.firstPerson) return false;
  return despite.includes("others") || actorAt(text, found, cast, cue, acting) === "person";
}

/** What one cue tells; nothing where it is not plain whether it is affirmed. */
function toldBy(
  { text, spaced }: Reading,
  found: Found,
  cue: Cue,
): readonly Omit<Told, "corrects">[] {
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
