/** Proposals of a model, held against the very words: nothing of them is taken on trust. */
import * as z from "zod";
import type { Fact } from "../policy/schema.ts";
import { valuesOf } from "../policy/compile.ts";
import type { Language } from "../dialogue/reply.ts";
import { tellableIn } from "./tellable.ts";
import type { Proposal } from "./reader.ts";
import type { PatternBook } from "./schema.ts";

const PROPOSALS_MAX = 60;
const QUOTE_CHARACTERS_MAX = 200;

/** What a model is asked to answer. */
export const Heard = z.object({
  proposals: z
    .array(
      z.object({
        fact: z.string().max(64),
        value: z.string().max(64),
        quote: z.string().min(1).max(QUOTE_CHARACTERS_MAX),
      }),
    )
    .max(PROPOSALS_MAX),
});
export type Heard = z.infer<typeof Heard>;

export interface Against {
  readonly text: string;
  readonly language: Language;
  readonly book: PatternBook;
  readonly facts: readonly Fact[];
}

/** The pattern a model's proposals are filed under. */
export const BY_MODEL = "model";

/**
 * Kept are known facts with values of theirs, whose quotation stands in the text word for word, and there neither as
 * speech nor hedged, heard from others, asked, supposed or demanded. A fact with two values is left out.
 */
export function heldAgainst(
  { proposals }: Heard,
  { text, language, book, facts }: Against,
): readonly Proposal[] {
  const values = new Map(facts.map((fact) => [fact.id, valuesOf(fact)]));
  const isTellable = tellableIn(text, book, language);
  const kept = proposals.flatMap(({ fact, value, quote }): Proposal[] => {
    const start = text.indexOf(quote);
    if (start < 0 || quote.trim() === "" || values.get(fact)?.includes(value) !== true) return [];
    const end = start + quote.length;
    if (!isTellable({ start, end })) return [];
    return [{ fact, value, quote: { start, end, text: quote }, pattern: BY_MODEL }];
  });
  const byFact = Map.groupBy(kept, ({ fact }) => fact);
  return [...byFact.values()].flatMap(([first, ...more]) =>
    first !== undefined && more.every(({ value }) => value === first.value) ? [first] : [],
  );
}

/** What the patterns read stands; the model adds facts they are silent on. Where the two disagree neither is proposed. */
export function union<P extends Omit<Proposal, "pattern">>(
  patterns: readonly P[],
  model: readonly P[],
): readonly P[] {
  const valueOf = (all: readonly P[]) => new Map(all.map(({ fact, value }) => [fact, value]));
  const [read, heard] = [valueOf(patterns), valueOf(model)];
  return [
    ...patterns.filter(({ fact, value }) => (heard.get(fact) ?? value) === value),
    ...model.filter(({ fact }) => !read.has(fact)),
  ].toSorted((a, b) => a.quote.start - b.quote.start || (a.fact < b.fact ? -1 : 1));
}
