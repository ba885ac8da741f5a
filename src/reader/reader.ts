/** A narrative → what it says of the facts the policy asks about, each with the words that say it. Nothing is guessed. */
import type { Language } from "../dialogue/reply.ts";
import { actorAt, subjectOf, type Actor } from "./actors.ts";
import { agreed, inOrder, type Told } from "./agreed.ts";
import type { Span } from "./clauses.ts";
import type { Cue, Found, Word } from "./found.ts";
import { withImplied } from "./implied.ts";
import { AFFIRMED, polarityOf, type Polarity } from "./polarity.ts";
import { scan, type Scan } from "./scan.ts";
import type { Pattern, PatternBook } from "./schema.ts";
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
  const { told, disputed } = agreed(toldIn(scan(narrative, book, language)), book.rising);
  return inOrder(withImplied(told, book.implied, disputed)).map((one) => proposed(narrative, one));
}

/** What one pattern of the book reads, whatever the others read, and nothing that follows from it. */
export function readByPattern(
  narrative: string,
  book: PatternBook,
  language: Language,
  { id }: Pick<Pattern, "id">,
): readonly Proposal[] {
  const reading = scan(narrative, book, language);
  const all = reading.all.map((found) => ({
    ...found,
    cues: found.cues.filter(({ pattern }) => pattern.id === id),
  }));
  const { told } = agreed(toldIn({ ...reading, all }), book.rising);
  return inOrder(told).map((one) => proposed(narrative, one));
}

function proposed(narrative: string, { fact, value, start, end, pattern }: Told): Proposal {
  return { fact, value, quote: { start, end, text: narrative.slice(start, end) }, pattern };
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
      if (!clause.loose) acting = "person";
      [sentence, corrected] = [clause.sentence, false];
    }
    for (const cue of cues) {
      const segments = segmentsOf(all, i, cue);
      if (!segments.every((one) => isHeard(reading, one, hush)) || !isAbout(all, i, cue)) continue;
      if (!isTellers(reading, found, segments.at(-1)?.cue ?? cue, acting)) continue;
      const corrects =
        corrected || words.some((word) => isCorrection(word) && word.end <= cue.start);
      told.push(...toldBy(reading, segments, cue).map((one) => ({ ...one, corrects })));
    }
    acting = subjectOf(text, found, cast) ?? acting;
    corrected ||= words.some(isCorrection);
  });
  return told;
}

const isCorrection = ({ kind }: Word) => kind === "corrections";

/** A cue, or the part of one that stands in one clause. */
interface Segment {
  readonly at: number;
  readonly found: Found;
  readonly cue: Cue;
}

/** A cue that reaches over several clauses has to be told in each of them. */
function segmentsOf(all: readonly Found[], last: number, cue: Cue): readonly Segment[] {
  const here = (at: number) => {
    const found = all[at] as Found;
    const parts = cue.parts.filter(
      ({ start }) => start >= found.clause.start && start < found.clause.end,
    );
    const [first] = parts;
    if (first === undefined) return [];
    const span = { start: first.start, end: parts.at(-1)?.end ?? first.end };
    return [{ at, found, cue: { ...cue, ...span, parts } }];
  };
  let from = last;
  while (from > 0 && (all[from] as Found).clause.start > cue.start) from -= 1;
  return [...Array(last - from + 1).keys()].flatMap((i) => here(from + i));
}

/** Is it neither hushed nor quoted, and no word speaks against it? */
function isHeard(
  { speech }: Scan,
  { at, found, cue }: Segment,
  hush: ReturnType<typeof hushed>,
): boolean {
  if (hush(at, cue)) return false;
  if (speech.some(({ start, end }) => cue.start >= start && cue.start < end)) return false;
  return !isVetoed(found, cue);
}

/** Blanks for marks: a sentence is so short then that what it is about stands farther back. */
const LOOSE_SENTENCES = 4;

/** Stands one of the words it has to be about in its sentence, or in the one before? */
function isAbout(all: readonly Found[], at: number, { pattern: { about } }: Cue): boolean {
  if (about.length === 0) return true;
  const { sentence, loose } = (all[at] as Found).clause;
  const from = sentence - (loose ? LOOSE_SENTENCES : 1);
  return all.some(
    ({ clause, vetoes }) =>
      clause.sentence >= from &&
      clause.sentence <= sentence &&
      vetoes.some(({ word }) => about.includes(word)),
  );
}

/** Is it told of the person, and not of somebody else? */
function isTellers({ text, cast }: Scan, found: Found, cue: Cue, acting: Actor): boolean {
  const { despite, teller, naming } = cue.pattern;
  if (teller === "person" && !cast.firstPerson) return false;
  if (teller === "report" && cast.firstPerson) return false;
  if (naming && found.clause !== cast.naming?.clause) return false;
  return despite.includes("others") || actorAt(text, found, cast, cue, acting) === "person";
}

/** What one cue tells; nothing where it is not plain whether it is affirmed. */
function toldBy(
  reading: Scan,
  segments: readonly Segment[],
  cue: Cue,
): readonly Omit<Told, "corrects">[] {
  const { pattern } = cue;
  const span = { start: cue.start, end: cue.end, pattern: pattern.id };
  const polarities = segments.map((segment) => polarityIn(reading, segment));
  if (polarities.every(({ polarity }) => polarity === "affirmed"))
    return Object.entries({ [pattern.fact]: pattern.value, ...pattern.also }).map(
      ([fact, value]) => ({ ...span, fact, value }),
    );
  const [{ polarity, by } = AFFIRMED] = polarities;
  // Of words over several clauses it is not plain how much is denied.
  if (segments.length > 1 || polarity === "unclear" || pattern.negated === undefined) return [];
  const start = Math.min(cue.start, by?.start ?? cue.start);
  const end = Math.max(cue.end, by?.end ?? cue.end);
  return [{ ...span, start, end, fact: pattern.fact, value: pattern.negated }];
}

function polarityIn({ text, spaced }: Scan, { found, cue }: Segment): Polarity {
  if (!cue.pattern.despite.includes("negators")) return polarityOf(text, found, cue, spaced);
  // It holds its own negation; one more right before it (并非没有开会) leaves open what is meant.
  const isDenied = found.words.some(
    ({ kind, end }) =>
      kind === "negators" && end <= cue.start && /^ ?$/.test(text.slice(end, cue.start)),
  );
  return isDenied ? { polarity: "unclear" } : AFFIRMED;
}

function isVetoed({ vetoes }: Found, { pattern, end }: Cue): boolean {
  return vetoes.some(
    (veto) =>
      pattern.not_with.includes(veto.word) ||
      (pattern.not_before.includes(veto.word) && veto.start === end),
  );
}
