/** What stands around the rules: sources, measures, remedies, the reviewer's items, questions and purposes. */
import * as z from "zod";
import { Condition, Facts, Id, NormId, Words } from "./schema.ts";

export const Owner = z.enum(["person", "unit", "implementing_body"]);
export type Owner = z.infer<typeof Owner>;
export const Measure = z.strictObject({
  id: Id,
  /** The facts in hand that the step brings about. */
  brings: z.array(Id).min(1).max(6).optional(),
  when: Condition,
  what: Words,
  owner: Owner,
  /** Who exactly, in words: the Party committee, the discipline inspection body, … */
  owner_name: Words,
  /** null: no source gives a deadline; the administrator sets it, and it is shown as such. */
  due: Words.nullable(),
  cites: z.array(NormId).min(1),
});
export type Measure = z.infer<typeof Measure>;
export const MeasuresFile = z.strictObject({ measures: z.array(Measure).min(1).max(120) });

export const Verification = z.enum(["full", "excerpt", "secondary"]);
export const Provision = z.strictObject({
  id: NormId,
  article: Words,
  /** Our own paraphrase, labelled so when shown. */
  summary: Words,
});
export type Provision = z.infer<typeof Provision>;
export const Source = z.strictObject({
  id: NormId,
  /** norm: a provision · formulation: an official wording · default: a condition of this policy, never cited as a norm. */
  kind: z.enum(["norm", "formulation", "default"]),
  title: Words,
  issuer: Words,
  year: z.int().min(1949).max(2100).nullable(),
  document_number: z.string().max(60).optional(),
  /** How far the text was seen; secondary means quoted after another (转引). */
  verified: Verification,
  /** Days inclusive. `adopted`: before it the text did not exist. `from`: first day in force; null: not verified. */
  validity: z.strictObject({
    adopted: z.iso.date().nullable(),
    from: z.iso.date().nullable(),
    until: z.iso.date().nullable(),
  }),
  /** Official hosts only. */
  link: z.url().optional(),
  provisions: z.array(Provision).min(1),
});
export type Source = z.infer<typeof Source>;
export const SourcesFile = z.strictObject({ sources: z.array(Source).min(1) });

/** A way to contest a decision, with its verified periods. */
export const Remedy = z.strictObject({
  id: Id,
  decision: Words,
  steps: z.array(z.strictObject({ what: Words, period: Words.nullable() })).min(1),
  notes: z.array(Words),
  cites: z.array(NormId).min(1),
});
export type Remedy = z.infer<typeof Remedy>;
export const RemediesFile = z.strictObject({ about: Words, remedies: z.array(Remedy).min(1) });

/** A reviewer's item. With `facts` each fact gets a finding; without, the item itself does. */
export const ChecklistItem = z.strictObject({
  id: Id,
  item: Words,
  facts: z.array(Id),
  evidence: z.array(Words).min(1),
  cites: z.array(NormId),
  /** Pack parameters this item turns on, for example D7. */
  parameters: z.array(z.string().regex(/^D\d+$/)),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;
export const ChecklistFile = z.strictObject({ items: z.array(ChecklistItem).min(1) });

/** The six elements by which the 2018 Opinions weigh an error; each fact belongs to one. */
export const ElementsFile = z.strictObject({
  cites: z.array(NormId).min(1),
  elements: z
    .array(z.strictObject({ id: Id, name: Words, facts: z.array(Id).min(1) }))
    .min(1)
    .max(12),
});

/** A question sets one fact, or several facts at once by ticking what applies. Its words live in prompts/. */
export const Question = z.strictObject({
  id: Id,
  topic: Id,
  kind: z.enum(["single", "checklist"]),
  /** Asked once though it cannot change the tier: the steps depend on it. */
  always: z.boolean().default(false),
  facts: z.array(Id).min(1).max(10),
});
export type Question = z.infer<typeof Question>;
export const QuestionsFile = z.strictObject({
  topics: z.array(Id).min(1),
  questions: z.array(Question).min(1),
});

export const PurposeId = z.enum(["mistake", "precheck", "inaction", "disagree", "lookup"]);
export type PurposeId = z.infer<typeof PurposeId>;
/** What a consultation for this purpose takes as given, and which questions it may ask. */
export const Purpose = z.strictObject({
  id: PurposeId,
  given: Facts,
  /** all: every question that still matters · a list: just these, all of them. */
  questions: z.union([z.literal("all"), z.literal("none"), z.array(Id).min(1)]),
  /** The steps it may offer: all that hold, or of these only. */
  measures: z.union([z.literal("all"), z.array(Id).min(1)]).default("all"),
});
export type Purpose = z.infer<typeof Purpose>;
export const PurposesFile = z.strictObject({
  purposes: z.array(Purpose).length(PurposeId.options.length),
});
