/** The shape of the pattern files: how people say what the policy asks about. Administrators own them. */
import * as z from "zod";
import { Id } from "../policy/schema.ts";

/** A literal longer than this is no phrase; the limit also bounds the work at each character. */
export const LITERAL_CHARACTERS_MAX = 40;
const EXAMPLE_CHARACTERS_MAX = 300;
const CUE_CHARACTERS_MAX = 600;
const PATTERNS_MAX = 400;

const Literal = z.string().min(1).max(LITERAL_CHARACTERS_MAX);
const Literals = z.array(Literal).max(600);
const Value = z.string().min(1).max(48);

/** What surrounds a cue and decides whether it counts. A word here counts only where it stands as whole words. */
export const CONTEXT_KINDS = [
  /** Turn a cue that follows into its opposite. */
  "negators",
  /** Turn a cue that stands before them into its opposite. */
  "negators_after",
  /** End the reach of a negator. */
  "breaks",
  /** Perhaps, it seems: nothing in the clause counts. */
  "hedges",
  /** What others say: nothing counts from here to the end of the sentence. */
  "hearsay",
  /** What was found: ends hearsay and claims. */
  "findings",
  /** Nothing in the clause counts. */
  "questions",
  /** If, suppose: nothing counts from here to the end of the sentence. */
  "hypotheticals",
  /** What ought to be, or what is asked for: nothing counts from here to the end of the clause. */
  "norms",
  /** What somebody of the report says of themselves: nothing counts from here to the end of the sentence. */
  "claims",
  /** What follows corrects what was told before. */
  "corrections",
  /** The person telling. */
  "self",
  /** He, she: the person in a report about somebody, somebody else where a person tells. */
  "pronouns",
  /** Posts: in a report the first one named is the person. */
  "titles",
  /** Somebody else. */
  "others",
  /** A party named behind one of these does not act. */
  "governors",
  /** A party with one of these behind it owns something and does not act; hearsay with one is a topic. */
  "owning",
  /** A new clause begins here without a comma. */
  "connectives",
  /** A quotation behind one of these is speech. */
  "speaking",
  /** None of these kinds, though a word of one stands in it: 谁也 asks nothing. */
  "plain",
] as const;
export type ContextKind = (typeof CONTEXT_KINDS)[number];

/** Kinds a pattern may declare not to mind. */
const Indifferent = z.enum([
  "negators",
  "hedges",
  "hearsay",
  "questions",
  "hypotheticals",
  "norms",
  "claims",
  /** What somebody else says outright: 局长说来不及. */
  "statements",
  "others",
]);
export type Indifferent = z.infer<typeof Indifferent>;

const Example = z.union([
  z.string().min(1).max(EXAMPLE_CHARACTERS_MAX),
  z.strictObject({
    text: z.string().min(1).max(EXAMPLE_CHARACTERS_MAX),
    quote: z.string().min(1).max(EXAMPLE_CHARACTERS_MAX).optional(),
    /** Absent: the value of the pattern. */
    value: Value.optional(),
  }),
]);

export const Pattern = z.strictObject({
  id: Id,
  fact: Id,
  value: Value,
  /** Further facts that the same words tell. */
  also: z.record(Id, Value).default({}),
  cues: z.array(z.string().min(1).max(CUE_CHARACTERS_MAX)).min(1).max(120),
  /** The value that the cue tells where it is negated; absent: a negated cue tells nothing. */
  negated: Value.optional(),
  /** What the cue does not mind; an event that has no actor does not mind others. */
  despite: z.array(Indifferent).default([]),
  /** person: only where people tell of themselves; report: only in a report about somebody. */
  teller: z.enum(["person", "report", "anyone"]).default("anyone"),
  /** Only in the clause that first names the person of a report, such as what a post says of its holder. */
  naming: z.boolean().default(false),
  /** Nothing counts where one of these stands in the same clause. */
  not_with: Literals.default([]),
  /** Nothing counts where one of these follows the cue at once. */
  not_before: Literals.default([]),
  /** It counts only where one of these stands in the same sentence or the one before: what the words are about. */
  about: Literals.default([]),
  /** Texts that must yield the fact with this pattern, and where it matters the words quoted. */
  examples: z.array(Example).min(1).max(40),
  /** Texts that must not yield the fact at all. */
  counter_examples: z.array(z.string().min(1).max(EXAMPLE_CHARACTERS_MAX)).max(40).default([]),
});
export type Pattern = z.infer<typeof Pattern>;

/** What follows from what was read, as ordinary language has it. */
export const Implication = z.strictObject({
  id: Id,
  /** All of these were read. */
  given: z.record(Id, Value).refine((facts) => Object.keys(facts).length > 0),
  /** None of these was read; a list: none of its values. */
  unless: z.record(Id, z.union([Value, z.array(Value).min(1)])).default({}),
  /** Read with it, with the words of the first given fact, where nothing was read of the fact itself. */
  tells: z.record(Id, Value).default({}),
  /** Facts that are better left open then. */
  leaves: z.array(Id).default([]),
});
export type Implication = z.infer<typeof Implication>;

const Patterns = z.array(Pattern).max(PATTERNS_MAX);
const Context = z.strictObject(
  Object.fromEntries(CONTEXT_KINDS.map((kind) => [kind, Literals])) as Record<
    ContextKind,
    typeof Literals
  >,
);

/** patterns.yaml of a language: what surrounds a cue, lists that cues name, and patterns. */
export const PatternsFile = z.strictObject({
  version: z.int().min(1),
  /** Words to be kept whole when a text is cut into words. */
  words: z.array(Literal).max(2_000),
  context: Context,
  lists: z.record(Id, Literals),
  /** Facts whose values rise in this order: where a narrative tells several, the last of them holds. */
  rising: z.record(Id, z.array(Value).min(2)).default({}),
  implied: z.array(Implication).max(100).default([]),
  patterns: Patterns,
});
export type PatternsFile = z.infer<typeof PatternsFile>;

/** patterns-*.yaml of a language: more patterns. */
export const MorePatternsFile = z.strictObject({ version: z.int().min(1), patterns: Patterns });

/** How a language says what the policy asks about: all its pattern files together. */
export type PatternBook = Omit<PatternsFile, "version">;
export type Example = z.infer<typeof Example>;
