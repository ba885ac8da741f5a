/** Finds many literals in a text in one pass. What it holds is flat and reused, so that a search makes next to nothing new. */

/** Where a literal stands, in the order of the starts: each start times LENGTHS, and the length. */
export type Hits = readonly number[];

/** More than the length of any literal. */
export const LENGTHS = 64;

/** Clauses are told apart by so many words of 32 bits; of more clauses some share a bit, which costs time and nothing else. */
export const MASKS = 4;
const BITS = 32;

const CHARACTERS = 65_536;
const NONE = -1;

/** Literals by number, in the order they were added. */
export class Literals {
  /** A node stands for the beginning of a literal; by node, where each next character leads. */
  readonly #next: Map<number, number>[] = [new Map()];
  /** Of the root, by character: most characters of a text begin nothing. */
  readonly #first = new Int32Array(CHARACTERS).fill(NONE);
  /** By node, the number of the literal that ends here. */
  readonly #literals: number[] = [NONE];
  readonly #hits: number[][] = [];
  readonly #masks: number[] = [];
  /** By literal, the search that saw it last: what an earlier one left is void. */
  readonly #seenIn: number[] = [];
  #search = 0;

  /** The number of a literal, which may have been added before. */
  add(literal: string): number {
    let node = 0;
    for (let at = 0; at < literal.length; at += 1) {
      const code = literal.charCodeAt(at);
      let next = this.#next[node]?.get(code);
      if (next === undefined) {
        next = this.#next.length;
        this.#next.push(new Map());
        this.#literals.push(NONE);
        this.#next[node]?.set(code, next);
        if (node === 0) this.#first[code] = next;
      }
      node = next;
    }
    const known = this.#literals[node] as number;
    if (known !== NONE) return known;
    const made = this.#hits.length;
    this.#literals[node] = made;
    this.#hits.push([]);
    this.#seenIn.push(0);
    for (let i = 0; i < MASKS; i += 1) this.#masks.push(0);
    return made;
  }

  /** Notes every literal that stands within a clause, and answers which those are. */
  search(text: string, clauses: Int32Array): readonly number[] {
    this.#search += 1;
    const seen: number[] = [];
    for (let start = 0; start < text.length; start += 1) {
      const clause = clauses[start] as number;
      if (clause < 0) continue;
      let node = this.#first[text.charCodeAt(start)] as number;
      let end = start + 1;
      while (node !== NONE) {
        const literal = this.#literals[node] as number;
        if (literal !== NONE) this.#note(literal, start, end, clause, seen);
        if (clauses[end] !== clause) break;
        node = this.#next[node]?.get(text.charCodeAt(end)) ?? NONE;
        end += 1;
      }
    }
    return seen;
  }

  #note(literal: number, start: number, end: number, clause: number, seen: number[]): void {
    const hits = this.#hits[literal] as number[];
    const mask = literal * MASKS;
    if (this.#seenIn[literal] !== this.#search) {
      this.#seenIn[literal] = this.#search;
      hits.length = 0;
      for (let i = 0; i < MASKS; i += 1) this.#masks[mask + i] = 0;
      seen.push(literal);
    }
    hits.push(start * LENGTHS + end - start);
    const word = mask + ((clause >> 5) % MASKS);
    this.#masks[word] = (this.#masks[word] as number) | (1 << (clause % BITS));
  }

  /** Where it stood in the last search. */
  hitsOf(literal: number): Hits {
    return this.#seenIn[literal] === this.#search ? (this.#hits[literal] as number[]) : [];
  }

  /** In which clauses a literal that was seen stood: word `i` of MASKS. */
  maskOf(literal: number, i: number): number {
    return this.#masks[literal * MASKS + i] as number;
  }
}
