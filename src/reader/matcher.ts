/** Finds phrases in a text, all at once: one pass over the characters finds the literals of every phrase, each place once. */
import type { Slot, Slots } from "./cue.ts";
import { LENGTHS, Literals, MASKS, type Hits } from "./literals.ts";

export interface Match {
  /** Which of the phrases, in the order they were given. */
  readonly phrase: number;
  /** UTF-16 code units; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Where its literals stand; what lies between them is gap. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly start: number;
  readonly end: number;
}

/** `both`, `start`: these have to be edges of words; `none`: its beginning only must not be torn. */
export interface Phrase {
  readonly slots: Slots;
  readonly edges: "both" | "start" | "none";
}

/** What the text is cut up into. */
export interface Cuts {
  /** Answers whether a word begins or ends at an offset. */
  isEdge(offset: number): boolean;
  /** By offset, the number of the clause a character stands in; -1: none. As long as the text. */
  readonly clauses: Int32Array;
  /** May a phrase that reaches beyond its clause reach from one offset to another? */
  reaches(from: number, to: number): boolean;
}

const startOf = (hit: number) => Math.floor(hit / LENGTHS);
const endOf = (hit: number) => Math.floor(hit / LENGTHS) + (hit % LENGTHS);
const NONE = -1;
/** Each character more makes a literal so many times rarer. */
const RARER = 0.1;

interface Search {
  readonly text: string;
  readonly cuts: Cuts;
  /** By set of literals, where they stand, once anybody asked: most are never asked for. */
  readonly hits: (Hits | undefined)[];
}

export class Matcher {
  readonly #literals = new Literals();
  /** By literal, the sets it belongs to. */
  readonly #setsOf: number[][] = [];
  /** By set, the length of the longest of its literals, and how common they are together. */
  readonly #longest: number[] = [];
  readonly #commonness: number[] = [];
  readonly #phrases: readonly Phrase[];
  /** By phrase, the set of literals of each of its places. */
  readonly #places: readonly (readonly number[])[];
  /** By phrase, whether it reaches beyond its clause. */
  readonly #far: readonly boolean[];
  /** By phrase, the set of its places that is in the fewest texts: without it the phrase is not there. */
  readonly #rarest: Int32Array;
  /** By set, the words of the mask of the clauses it stands in; none: it is not in the text. */
  readonly #masks: Int32Array;
  /** By set, the last link of a chain of its literals in the text; a link leads to the one before it. */
  readonly #chains: Int32Array;
  readonly #links: Int32Array;
  readonly #linked: Int32Array;

  constructor(phrases: readonly Phrase[]) {
    const known = new Map<string, number>();
    this.#phrases = phrases;
    this.#places = phrases.map(({ slots }) => slots.map((slot) => this.#setOf(slot, known)));
    this.#far = phrases.map(({ slots }) => slots.some(({ across }) => across));
    this.#rarest = Int32Array.from(this.#places, (places) =>
      places.reduce((one, other) =>
        (this.#commonness[other] as number) < (this.#commonness[one] as number) ? other : one,
      ),
    );
    this.#masks = new Int32Array(this.#longest.length * MASKS);
    this.#chains = new Int32Array(this.#longest.length);
    const links = this.#setsOf.reduce((sum, sets) => sum + sets.length, 0);
    this.#links = new Int32Array(links);
    this.#linked = new Int32Array(links);
  }

  #setOf({ literals }: Slot, known: Map<string, number>): number {
    const distinct = [...new Set(literals)].toSorted();
    const key = distinct.join("\n");
    const before = known.get(key);
    if (before !== undefined) return before;
    const set = this.#longest.length;
    known.set(key, set);
    for (const literal of distinct) (this.#setsOf[this.#literals.add(literal)] ??= []).push(set);
    this.#longest.push(Math.max(...distinct.map((literal) => literal.length)));
    this.#commonness.push(distinct.reduce((sum, { length }) => sum + RARER ** length, 0));
    return set;
  }

  /**
   * Every match, phrase by phrase. Only phrases all of whose places stand in one clause are tried, or in the text where they reach
   * farther. The work is bounded for each phrase and place where its last literal stands: literals and gaps are.
   */
  find(text: string, cuts: Cuts): readonly Match[] {
    this.#note(text, cuts);
    const found: Match[] = [];
    const search: Search = { text, cuts, hits: [] };
    for (let phrase = 0; phrase < this.#places.length; phrase += 1)
      if (this.#chains[this.#rarest[phrase] as number] !== NONE && this.#isPossible(phrase))
        this.#match(phrase, search, found);
    return found;
  }

  /** Notes of each set which of its literals are in the text, and in which clauses. */
  #note(text: string, cuts: Cuts): void {
    const masks = this.#masks.fill(0);
    const chains = this.#chains.fill(NONE);
    let link = 0;
    for (const literal of this.#literals.search(text, cuts.clauses)) {
      const sets = this.#setsOf[literal] as readonly number[];
      for (const set of sets) {
        this.#linked[link] = literal;
        this.#links[link] = chains[set] as number;
        chains[set] = link;
        link += 1;
      }
      for (let i = 0; i < MASKS; i += 1) {
        const mask = this.#literals.maskOf(literal, i);
        if (mask === 0) continue;
        for (const set of sets) masks[set * MASKS + i] = (masks[set * MASKS + i] as number) | mask;
      }
    }
  }

  #isPossible(phrase: number): boolean {
    const places = this.#places[phrase] as readonly number[];
    if (this.#far[phrase] === true) {
      for (const set of places) if (this.#chains[set] === NONE) return false;
      return true;
    }
    for (let i = 0; i < MASKS; i += 1) {
      let common = -1;
      for (const set of places) {
        common &= this.#masks[set * MASKS + i] as number;
        if (common === 0) break;
      }
      if (common !== 0) return true;
    }
    return false;
  }

  #hitsOf(set: number, { hits }: Search): Hits {
    const known = hits[set];
    if (known !== undefined) return known;
    const last = this.#chains[set] as number;
    const only = this.#literals.hitsOf(this.#linked[last] as number);
    const found = this.#links[last] === NONE ? only : this.#merged(last);
    hits[set] = found;
    return found;
  }

  /** The places of all the literals of a chain, in the order of their starts. */
  #merged(last: number): Hits {
    const all: number[] = [];
    for (let link = last; link !== NONE; link = this.#links[link] as number)
      for (const hit of this.#literals.hitsOf(this.#linked[link] as number)) all.push(hit);
    all.sort((one, other) => one - other);
    return all;
  }

  #match(phrase: number, search: Search, found: Match[]): void {
    const places = this.#places[phrase] as readonly number[];
    const last = places.length - 1;
    const ends = this.#hitsOf(places[last] as number, search);
    /** Hits of places from which nothing leads to the beginning; of two places none comes up twice. */
    const failed = last > 1 ? new Set<number>() : undefined;
    for (const hit of ends) {
      const parts = this.#chain(phrase, last, hit, search, failed);
      if (parts !== undefined)
        found.push({ phrase, start: (parts[0] as Part).start, end: endOf(hit), parts });
    }
  }

  /** The parts up to this hit of this place, each the one that ends nearest before the next. */
  #chain(
    phrase: number,
    place: number,
    hit: number,
    search: Search,
    failed: Set<number> | undefined,
  ): Part[] | undefined {
    const places = this.#places[phrase] as readonly number[];
    const { slots, edges } = this.#phrases[phrase] as Phrase;
    const start = startOf(hit);
    const end = endOf(hit);
    if (!stands(start, end, place, edges, search.cuts)) return undefined;
    if (place === 0) return [{ start, end }];
    const key = hit * slots.length + place;
    if (failed?.has(key) === true) return undefined;
    const set = places[place - 1] as number;
    const slot = slots[place] as Slot;
    const earlier = this.#hitsOf(set, search);
    const from = start - slot.gap - (this.#longest[set] as number);
    let best: Part[] | undefined;
    let reach = -1;
    for (let i = firstFrom(earlier, start * LENGTHS) - 1; i >= 0; i -= 1) {
      const candidate = earlier[i] as number;
      if (startOf(candidate) < from) break;
      const ending = endOf(candidate);
      if (ending <= reach || !leadsTo(ending, start, slot, search)) continue;
      const before = this.#chain(phrase, place - 1, candidate, search, failed);
      if (before === undefined) continue;
      best = before;
      reach = ending;
    }
    if (best === undefined) failed?.add(key);
    else best.push({ start, end });
    return best;
  }
}

function stands(
  start: number,
  end: number,
  place: number,
  edges: Phrase["edges"],
  cuts: Cuts,
): boolean {
  if (edges === "both") return cuts.isEdge(start) && cuts.isEdge(end);
  if (place > 0 || cuts.isEdge(start)) return true;
  return edges === "none" && !cuts.isEdge(start + 1);
}

/** May a part that ends at `end` stand before one that begins at `start`? */
function leadsTo(
  end: number,
  start: number,
  { gap, blank, across }: Slot,
  { text, cuts }: Search,
): boolean {
  if (end > start || end < start - gap) return false;
  if (blank && (end === start || text.slice(end, start).trim() !== "")) return false;
  const { clauses } = cuts;
  return clauses[end - 1] === clauses[start] || (across && cuts.reaches(end - 1, start));
}

/** The number of the first that is `least` or more. */
function firstFrom(hits: Hits, least: number): number {
  let [low, high] = [0, hits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
