/** A jurisdiction pack, and the whole policy put together from its files. */
import * as z from "zod";
import { Condition, Fact, Facts, Id, NormId, Words } from "./schema.ts";
import type * as core from "./schema.ts";
import { Question, Source } from "./schema-support.ts";
import type * as support from "./schema-support.ts";

/** The parameters D1–D11 in which local rules differ; `unseen` where the text was not seen. */
export const PackParameters = z.strictObject({
  D1_outcome_ceiling: z.enum([
    "direct_exemption",
    "shall_exempt",
    "may_exempt",
    "three_tiers",
    "no_negative_appraisal",
    "unseen",
  ]),
  D2_remediation: z.enum(["required", "alternative", "not_required", "unseen"]),
  D3_damage_cap: z.enum(["none", "major_loss_out", "quantified", "unseen"]),
  D4_legality_test: z.enum([
    "prohibitive",
    "prohibitive_and_obligatory",
    "mandatory",
    "procedure_only",
    "unseen",
  ]),
  D5_emergency_exception: z.enum(["none", "with_post_report", "waived", "unseen"]),
  D6_gain: z.enum(["self_others_unit", "private_only", "private_or_collusion", "unseen"]),
  D7_objects: z.array(Words).min(1),
  D8_decision_maker: Words.nullable(),
  D9_trigger: z.enum(["within_accountability", "on_application", "prior_filing", "unseen"]),
  D10_accident: z.enum(["excluded", "diligence_waives", "unseen"]),
  D11_appraisal: Words.nullable(),
});

/** What a value of a parameter demands of a situation, the same for every pack that declares it. */
export const ParameterCondition = z.strictObject({
  parameter: z.enum([
    "D2_remediation",
    "D3_damage_cap",
    "D4_legality_test",
    "D5_emergency_exception",
    "D6_gain",
  ]),
  value: Id,
  name: Words,
  when: Condition,
});
export type ParameterCondition = z.infer<typeof ParameterCondition>;
export const ParametersFile = z.strictObject({
  /** The reason given where D10 is `excluded` and the national rules waive. */
  accident_conflict: z.strictObject({ because: Words, cites: z.array(NormId).min(1) }),
  parameters: z.array(ParameterCondition).min(1),
});

export const Pack = z.strictObject({
  id: NormId,
  name: Words,
  level: Words,
  parameters: PackParameters,
  /** Facts only this pack needs, with the questions that ask them. */
  facts: z.array(Fact),
  questions: z.array(Question),
  /** The matter falls under the pack at all. */
  scope: Condition,
  /** Each condition the local text sets; all must hold for its outcome. */
  conditions: z.array(z.strictObject({ id: Id, name: Words, when: Condition })).min(1),
  /** The lightest outcome the local text grants when all conditions hold. */
  outcome: z.strictObject({
    tier: z.enum(["exempt", "mitigated"]),
    because: Words,
    cites: z.array(NormId).min(1),
  }),
  examples: z.array(z.strictObject({ facts: Facts, unless: Facts })).min(1),
  source: Source,
  /** Parts of the local text nobody here has seen; never filled in. */
  unseen: z.array(Words),
});
export type Pack = z.infer<typeof Pack>;

/** The whole policy, put together from its files. */
export interface Policy {
  readonly tiers: readonly core.Tier[];
  readonly unforeseen: z.infer<typeof core.TiersFile>["unforeseen"];
  readonly lines: z.infer<typeof core.TiersFile>["lines"];
  readonly facts: readonly Fact[];
  readonly conditions: readonly core.NamedCondition[];
  readonly constraints: readonly core.Constraint[];
  /** In the order in which they decide. */
  readonly layers: readonly core.RulesFile[];
  readonly lineRules: z.infer<typeof core.LinesFile>;
  readonly distinctions: readonly core.Distinction[];
  readonly measures: readonly support.Measure[];
  readonly sources: readonly Source[];
  readonly remedies: z.infer<typeof support.RemediesFile>;
  readonly checklist: readonly support.ChecklistItem[];
  readonly elements: z.infer<typeof support.ElementsFile>;
  readonly topics: readonly string[];
  readonly questions: readonly Question[];
  readonly purposes: readonly support.Purpose[];
  readonly parameters: z.infer<typeof ParametersFile>;
}
