/** Cuts a text into sentences and clauses: nothing that negates, hedges or acts reaches beyond them. */

/** UTF-16 code units; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Clause extends Span {
  /** Counted from 0; clauses of one sentence share it. */
  readonly sentence: number;
  /** Its sentence ends in a question mark. */
  readonly asked: boolean;
  /** Only a blank parts it from the clause before it: people who type in a hurry use no other mark. */
  readonly loose: boolean;
}

const SENTENCE_ENDS = new Set("。！？!?；;\n…");
const CLAUSE_ENDS = new Set("，,：:（）()");
const QUESTION_MARKS = new Set("？?");
const PAIRS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    '"': '"',
  }),
);

/** `cuts`: offsets at which a clause begins without a comma. `spaced`: blanks part words, as in English, not clauses. */
export function clausesOf(text: string, cuts: readonly number[], spaced = true): readonly Clause[] {
  const clauses: Clause[] = [];
  const isCut = new Set(cuts);
  let sentence = 0;
  let start = 0;
  let begun = 0;
  let loose = false;
  const close = (end: number) => {
    if (text.slice(start, end).trim() !== "")
      clauses.push({ start, end, sentence, asked: false, loose });
    start = end + 1;
    loose = false;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isCut.has(at) && at > start) {
      close(at);
      start = at;
    }
    if (endsSentence(text, at)) {
      close(at);
      if (QUESTION_MARKS.has(character)) askAll(clauses, begun);
      begun = clauses.length;
      sentence += 1;
    } else if (CLAUSE_ENDS.has(character)) close(at);
    else if (!spaced && partsClauses(text, at)) {
      close(at);
      [begun, loose] = [clauses.length, true];
      sentence += 1;
    }
  }
  close(text.length);
  return clauses;
}

/** A blank between two Chinese characters stands for a mark; one beside a number or a Latin word does not. */
function partsClauses(text: string, at: number): boolean {
  return text.charAt(at) === " " && HAN.test(text.charAt(at - 1)) && HAN.test(text.charAt(at + 1));
}

const HAN = /[\p{Script=Han}”’」』》]/u;

/** A full stop of Latin letters ends a sentence only before a blank or the end: 3.5 and e.g. go on. */
function endsSentence(text: string, at: number): boolean {
  const character = text.charAt(at);
  if (SENTENCE_ENDS.has(character)) return true;
  return character === "." && /^\s?$/.test(text.charAt(at + 1));
}

function askAll(clauses: Clause[], from: number): void {
  for (let i = from; i < clauses.length; i += 1)
    clauses[i] = { ...(clauses[i] as Clause), asked: true };
}

/** Marks that end a sentence for good, whatever else is loose. */
const FULL_STOPS = /[。！？!?]/;
const REACHED_CLAUSES = 2;

/** Which clause a character stands in, and how far a phrase may reach beyond its own. */
export function reachOf(text: string, all: readonly Clause[]) {
  const clauses = new Int32Array(text.length).fill(-1);
  all.forEach(({ start, end }, i) => clauses.fill(i, start, end));
  const reaches = (from: number, to: number): boolean => {
    const [first, last] = [clauses[from] ?? -1, clauses[to] ?? -1];
    if (first < 0 || last < 0 || last - first > REACHED_CLAUSES) return false;
    return !FULL_STOPS.test(text.slice(from, to));
  };
  return { clauses, reaches };
}

/** A quotation up to this long is a word in quotation marks, not speech. */
const QUOTED_WORD_CHARACTERS_MAX = 8;
const SPEAKING_REACH = 3;

/** All that stands in quotation marks, be it speech or a word. */
export function quotationsIn(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const closing = closingOf(text, at);
    const end = closing === undefined ? -1 : text.indexOf(closing, at + 1);
    if (end < 0) continue;
    found.push({ start: at, end: end + 1 });
    at = end;
  }
  return found;
}

/** What is quoted speech. `speaking`: ends of words like 说; a quotation right behind one is speech however short. */
export function speechIn(text: string, speaking: readonly number[]): readonly Span[] {
  const ends = new Set(speaking);
  const found: Span[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const closing = closingOf(text, at);
    if (closing === undefined) continue;
    const end = text.indexOf(closing, at + 1);
    if (end < 0) {
      // Left open: the rest may be speech. No later mark of this kind can close either.
      if (text.charAt(at) !== '"') found.push({ start: at, end: text.length });
      break;
    }
    const isSpoken = [...Array(SPEAKING_REACH).keys()].some((back) => ends.has(at - back));
    if (text.charAt(at) !== "《" && (isSpoken || end - at - 1 > QUOTED_WORD_CHARACTERS_MAX))
      found.push({ start: at, end: end + 1 });
    at = end;
  }
  return found;
}

function closingOf(text: string, at: number): string | undefined {
  return PAIRS.get(text.charAt(at));
}
