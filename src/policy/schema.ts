/**
 * What the files under data/ may hold. The zod schema is the one source of each type.
 * Every condition is written in a small closed grammar; there are no expressions, functions or defaults.
 */
import * as z from "zod";

export const Id = z
  .string()
  .regex(/^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/, "lower-case words joined by _ - or .")
  .max(48);
/** Ids of norms keep the form of the research notes: P-WZ-17-1. */
export const NormId = z
  .string()
  .regex(/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/)
  .max(48);

/** A sentence in both languages; neither may be missing. */
export const Words = z.strictObject({
  zh: z.string().min(1).max(400),
  en: z.string().min(1).max(800),
});
export type Words = z.infer<typeof Words>;

export const TierId = z.enum([
  "clarify",
  "no_liability",
  "exempt",
  "mitigated",
  "ordinary",
  "aggravated",
  "refer",
  "human_review",
]);
export type TierId = z.infer<typeof TierId>;

export const OutcomeClass = z.enum(["exempt", "mitigated", "not_tolerated", "human_review"]);
export type OutcomeClass = z.infer<typeof OutcomeClass>;

export const Tier = z.strictObject({
  id: TierId,
  /** Lightest first; human_review has none and carries the interval between its sides instead. */
  rank: z.int().min(0).nullable(),
  class: OutcomeClass,
  name: Words,
  meaning: Words,
});
export type Tier = z.infer<typeof Tier>;

/** A rung of one line's own ladder, lightest first in the file. */
export const Rung = z.strictObject({ id: Id, name: Words });

export const LineId = z.enum(["accountability", "discipline"]);
export type LineId = z.infer<typeof LineId>;

export const TiersFile = z.strictObject({
  /** What no rule foresaw: always human_review, with the sides it may lie between. */
  unforeseen: z.strictObject({
    because: Words,
    cites: z.array(NormId).min(1),
    sides: z.tuple([TierId, TierId]),
    /** The largest share of all possible situations that may be left unforeseen, 0 to 1; absent: none. */
    share_max: z.number().min(0).max(1).optional(),
  }),
  tiers: z.array(Tier).length(TierId.options.length),
  lines: z.strictObject({
    accountability: z.strictObject({ name: Words, ladder: z.array(Rung).min(2) }),
    discipline: z.strictObject({ name: Words, ladder: z.array(Rung).min(2) }),
  }),
});

export const Look = z.enum([
  "gate",
  "motive",
  "where",
  "procedure",
  "circumstance",
  "result",
  "responsibility",
]);
export type Look = z.infer<typeof Look>;

export const Presumption = z.union([
  z.literal("none"),
  z.strictObject({ value: z.string().min(1).max(48), reason: Words }),
]);

export const Fact = z.strictObject({
  id: Id,
  /** Raised when the meaning of the id changes; answers carry it. */
  meaning: z.int().min(1).default(1),
  look: Look,
  name: Words,
  /** Absent: yes or no. */
  choices: z
    .array(z.strictObject({ id: Id, name: Words }))
    .min(2)
    .max(6)
    .optional(),
  presumption: Presumption,
  /** Can the person still bring it about, or under which condition? Only such facts are ever offered as steps. */
  in_hand: z.union([z.boolean(), z.lazy(() => Condition)], {
    error: "yes, no, or a condition, written true or false where it is no condition",
  }),
  /**
   * aggravating: yes is graver than no · mitigating: no is graver than yes · neutral: neither ·
   * a list: the choices, lightest first.
   */
  bearing: z.union([z.enum(["aggravating", "mitigating", "neutral"]), z.array(Id).min(2)]),
  /**
   * How often each value is expected, in the order of the values. Orders the questions and nothing else: no outcome,
   * range or presumption depends on it. Absent: all alike.
   */
  weights: z.array(z.int().min(1).max(1_000)).min(2).max(6).optional(),
  /** Cannot be known before acting: a pre-check does not ask it. */
  after_acting: z.boolean().default(false),
  /** A reminder of what a document that shows the fact is called; most telling first. */
  evidence: z.array(Words).max(6),
});
export type Fact = z.infer<typeof Fact>;

export const FactsFile = z.strictObject({
  version: z.int().min(1),
  facts: z.array(Fact).min(1).max(120),
});

/** The closed grammar of conditions. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly fact: string; readonly is: string | readonly string[] }
  | { readonly condition: string }
  | { readonly tier: readonly TierId[] };

const value = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
  error: "a value or a list of values; yes and no are written so, not true and false",
});
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ all: z.array(Condition).min(1) }),
      z.strictObject({ any: z.array(Condition).min(1) }),
      z.strictObject({ not: Condition }),
      z.strictObject({ fact: z.string(), is: value }),
      z.strictObject({ condition: z.string() }),
      z.strictObject({ tier: z.array(TierId).min(1) }),
    ],
    { error: "a condition is one of: all, any, not, fact + is, condition, tier" },
  ),
);

export const NamedCondition = z.strictObject({ id: Id, name: Words, when: Condition });
export type NamedCondition = z.infer<typeof NamedCondition>;
export const ConditionsFile = z.strictObject({ conditions: z.array(NamedCondition).max(80) });

/** A situation that cannot occur, with the reason. */
export const Constraint = z.strictObject({ id: Id, never: Condition, because: Words });
export type Constraint = z.infer<typeof Constraint>;
export const ConstraintsFile = z.strictObject({ constraints: z.array(Constraint).max(80) });

export const Facts = z.record(Id, z.string().min(1));

export const Rule = z.strictObject({
  id: Id,
  tier: TierId,
  /** human_review only: the lighter and the graver side the bases point to. */
  sides: z.tuple([TierId, TierId]).optional(),
  when: Condition,
  because: Words,
  cites: z.array(NormId).min(1, "a rule names at least one basis"),
  /** Applies to acts of any date: its ground does not depend on one provision's period of validity. */
  perpetual: z.boolean().default(false),
  /** `facts`, completed by the presumptions, are decided by this rule; with `unless` put in, they are not. */
  examples: z
    .array(z.strictObject({ facts: Facts, unless: Facts }))
    .min(1, "a rule has a worked example"),
});
export type Rule = z.infer<typeof Rule>;

export const LayerId = z.enum(["gate", "exclusion", "object", "distinction", "look"]);
export type LayerId = z.infer<typeof LayerId>;
/** Layers decide in the order of `order`; within a layer the first rule that fires decides. */
export const RulesFile = z.strictObject({
  layer: LayerId,
  order: z.int().min(1),
  about: Words,
  rules: z.array(Rule).max(60),
});
export type RulesFile = z.infer<typeof RulesFile>;

/** One line's outcome: the first entry whose condition holds; several rungs where the bases leave a choice. */
export const LineRule = z.strictObject({
  id: Id,
  when: Condition,
  outcomes: z.array(Id).min(1),
  cites: z.array(NormId).min(1),
});
export const LinesFile = z.strictObject({
  accountability: z.array(LineRule).min(1),
  discipline: z.array(LineRule).min(1),
});

export const DistinctionId = z.enum(["one", "two", "three"]);
export type DistinctionId = z.infer<typeof DistinctionId>;
const DistinctionSide = z.strictObject({ when: Condition, because: Words });
export const Distinction = z.strictObject({
  id: DistinctionId,
  name: Words,
  /** The official wording, word for word (zh), with a translation of ours (en). */
  formulation: Words,
  cites: z.array(NormId).min(1),
  culpable: DistinctionSide,
  tolerable: DistinctionSide,
  neither: Words,
  open: Words,
});
export type Distinction = z.infer<typeof Distinction>;
export const DistinctionsFile = z.strictObject({ distinctions: z.array(Distinction).length(3) });
