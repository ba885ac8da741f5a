/** Finds phrases in a text, all at once: one pass over the characters, one trie for every literal. */
import type { Slots } from "./cue.ts";

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

interface Use {
  readonly phrase: number;
  readonly slot: number;
  readonly gap: number;
  readonly blank: boolean;
  readonly last: boolean;
}

interface Node {
  readonly next: Map<number, Node>;
  uses: Use[] | undefined;
}

/** Both edges of a phrase have to be edges of words where `whole` says so; else its beginning only must not be torn. */
export interface Phrase {
  readonly slots: Slots;
  readonly whole: boolean;
}

/** The last literal so far, and the one before it. */
interface Link extends Part {
  readonly before: Link | undefined;
}

export class Matcher {
  readonly #root: Node = { next: new Map(), uses: undefined };
  readonly #phrases: readonly Phrase[];

  constructor(phrases: readonly Phrase[]) {
    this.#phrases = phrases;
    phrases.forEach(({ slots }, phrase) => {
      slots.forEach(({ literals, gap, blank }, slot) => {
        const use = { phrase, slot, gap, blank, last: slot === slots.length - 1 };
        for (const literal of new Set(literals)) this.#add(literal, use);
      });
    });
  }

  #add(literal: string, use: Use): void {
    let node = this.#root;
    for (let at = 0; at < literal.length; at += 1) {
      const code = literal.charCodeAt(at);
      const known = node.next.get(code) ?? { next: new Map(), uses: undefined };
      node.next.set(code, known);
      node = known;
    }
    (node.uses ??= []).push(use);
  }

  /**
   * Every match within [from, to), in the order of their ends for equal starts of the last place. `isEdge` tells at which
   * offsets words begin or end. Linear in the length: literals and gaps are bounded.
   */
  find(
    text: string,
    from: number,
    to: number,
    isEdge: (offset: number) => boolean,
  ): readonly Match[] {
    const found: Match[] = [];
    const partial = new Map<number, Link[][]>();
    for (let start = from; start < to; start += 1) {
      let node: Node | undefined = this.#root;
      for (let at = start; at < to; at += 1) {
        node = node.next.get(text.charCodeAt(at));
        if (node === undefined) break;
        for (const use of node.uses ?? [])
          this.#take(use, start, at + 1, { text, partial, found, isEdge });
      }
    }
    return found;
  }

  #take(
    use: Use,
    start: number,
    end: number,
    state: {
      readonly text: string;
      readonly partial: Map<number, Link[][]>;
      readonly found: Match[];
      readonly isEdge: (offset: number) => boolean;
    },
  ): void {
    const { phrase, slot, last } = use;
    const { whole } = this.#phrases[phrase] as Phrase;
    if (
      whole
        ? !(state.isEdge(start) && state.isEdge(end))
        : slot === 0 && isTorn(start, state.isEdge)
    )
      return;
    const before =
      slot === 0
        ? undefined
        : nearest(state.partial.get(phrase)?.[slot - 1], start, use, state.text);
    if (slot > 0 && before === undefined) return;
    const link = { start, end, before };
    if (last) {
      state.found.push({ phrase, ...spanOf(link) });
      return;
    }
    const all = state.partial.get(phrase) ?? [];
    state.partial.set(phrase, all);
    (all[slot] ??= []).push(link);
  }
}

/** A phrase may begin within a compound, but not with its last character: 怕 is torn out of 不怕, 政策 is not of 现行政策. */
function isTorn(start: number, isEdge: (offset: number) => boolean): boolean {
  return !isEdge(start) && isEdge(start + 1);
}

function spanOf(link: Link): Omit<Match, "phrase"> {
  const parts: Part[] = [];
  for (let one: Link | undefined = link; one !== undefined; one = one.before)
    parts.push({ start: one.start, end: one.end });
  parts.reverse();
  return { start: (parts[0] as Part).start, end: link.end, parts };
}

/** How many ends behind the newest one are looked at: no more of them can lie in reach. */
const LOOK_BACK_MAX = 80;

/** The part that ends nearest before `start`, and within reach. */
function nearest(
  links: readonly Link[] | undefined,
  start: number,
  { gap, blank }: Use,
  text: string,
): Link | undefined {
  if (links === undefined) return undefined;
  let found: Link | undefined;
  for (let i = links.length - 1; i >= Math.max(0, links.length - LOOK_BACK_MAX); i -= 1) {
    const link = links[i] as Link;
    if (link.end > start || link.end < start - gap) continue;
    if (blank && (link.end === start || text.slice(link.end, start).trim() !== "")) continue;
    if (found === undefined || link.end > found.end) found = link;
  }
  return found;
}
