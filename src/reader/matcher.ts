/** Finds phrases in a text, all at once: one pass over the characters finds the literals of every phrase, each place once. */
import type { Slot, Slots } from "./cue.ts";

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

interface Node {
  readonly next: Map<number, Node>;
  /** The sets of literals that the word up to here belongs to. */
  sets: number[] | undefined;
}

/** Where the literals of a set stand, in the order of their starts: each start times LENGTHS, and the length. */
type Hits = number[];

/** More than the length of any literal. */
const LENGTHS = 64;
const PRESENT = 1;
const NEEDED = 2;
const startOf = (hit: number) => Math.floor(hit / LENGTHS);
const endOf = (hit: number) => Math.floor(hit / LENGTHS) + (hit % LENGTHS);

/** By set of literals; undefined: none of it is in the text. */
type AllHits = readonly (Hits | undefined)[];

interface Search {
  readonly text: string;
  readonly cuts: Cuts;
  readonly hits: AllHits;
}

export class Matcher {
  readonly #root: Node = { next: new Map(), sets: undefined };
  readonly #phrases: readonly Phrase[];
  /** By phrase, the set of literals of each of its places. */
  readonly #places: readonly (readonly number[])[];
  /** How many sets of literals there are. */
  readonly #sets: number;
  /** By set of literals, the length of its longest. */
  readonly #longest: number[] = [];

  constructor(phrases: readonly Phrase[]) {
    const sets = new Map<string, number>();
    const setOf = ({ literals }: Slot): number => {
      const distinct = [...new Set(literals)].toSorted();
      const key = distinct.join("\n");
      const known = sets.get(key);
      if (known !== undefined) return known;
      const made = sets.size;
      sets.set(key, made);
      for (const literal of distinct) this.#add(literal, made);
      this.#longest.push(Math.max(...distinct.map((literal) => literal.length)));
      return made;
    };
    this.#phrases = phrases;
    this.#places = phrases.map(({ slots }) => slots.map(setOf));
    this.#sets = sets.size;
  }

  #add(literal: string, set: number): void {
    let node = this.#root;
    for (let at = 0; at < literal.length; at += 1) {
      const code = literal.charCodeAt(at);
      const known = node.next.get(code) ?? { next: new Map(), sets: undefined };
      node.next.set(code, known);
      node = known;
    }
    (node.sets ??= []).push(set);
  }

  /**
   * Every match, phrase by phrase. The work is bounded for each phrase and place where its last literal stands: literals and
   * gaps are.
   */
  find(text: string, cuts: Cuts): readonly Match[] {
    const { at, nodes } = this.#walk(text, cuts);
    const present = new Uint8Array(this.#sets);
    for (const node of new Set(nodes)) for (const set of node.sets ?? []) present[set] = PRESENT;
    const possible = this.#possible(present);
    const hits: (Hits | undefined)[] = [];
    nodes.forEach((node, i) => {
      for (const set of node.sets ?? []) {
        if (present[set] !== NEEDED) continue;
        const all = hits[set];
        if (all === undefined) hits[set] = [at[i] as number];
        else all.push(at[i] as number);
      }
    });
    const found: Match[] = [];
    for (const phrase of possible) this.#match(phrase, { text, cuts, hits }, found);
    return found;
  }

  /** Every literal in the text that stands within a clause. */
  #walk(text: string, { clauses }: Cuts): { readonly at: Hits; readonly nodes: readonly Node[] } {
    const at: number[] = [];
    const nodes: Node[] = [];
    for (let start = 0; start < text.length; start += 1) {
      const clause = clauses[start] as number;
      if (clause < 0) continue;
      let node: Node | undefined = this.#root;
      for (let end = start; clauses[end] === clause; end += 1) {
        node = node.next.get(text.charCodeAt(end));
        if (node === undefined) break;
        if (node.sets === undefined) continue;
        at.push(start * LENGTHS + end + 1 - start);
        nodes.push(node);
      }
    }
    return { at, nodes };
  }

  /** The phrases all of whose places are in the text; marks the sets they need. */
  #possible(present: Uint8Array): readonly number[] {
    const possible: number[] = [];
    this.#places.forEach((places, phrase) => {
      for (const set of places) if (present[set] === 0) return;
      for (const set of places) present[set] = NEEDED;
      possible.push(phrase);
    });
    return possible;
  }

  #match(phrase: number, search: Search, found: Match[]): void {
    const places = this.#places[phrase] as readonly number[];
    const last = places.length - 1;
    const ends = search.hits[places[last] as number] as Hits;
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
    const earlier = search.hits[set] as Hits;
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
