/** The theorems of a policy: what each is called, what it is proved of, and how it says where it fails. */
import { citedInForce, datesInOrder } from "./proofs/citations.ts";
import { noDeadCondition, noDeadSide } from "./proofs/conditions.ts";
import { noDeadConstraint, presumable, satisfiable } from "./proofs/constraints.ts";
import { examplesHold } from "./proofs/examples.ts";
import { noDeadFact, noDeadQuestion, noDeadValue } from "./proofs/facts.ts";
import type { Finding } from "./proofs/finding.ts";
import type { Law, Laws } from "./proofs/laws.ts";
import { monotone } from "./proofs/monotone.ts";
import {
  everyLineHasRung,
  everySituationHasMeasure,
  everyTierReached,
  noDeadEntry,
  noDeadMeasure,
  toleratedIsCorrected,
} from "./proofs/outcomes.ts";
import { redLinesDominate } from "./proofs/red-lines.ts";
import { noDeadRule, packDecides, packLightens } from "./proofs/rules.ts";
import { grounded, total } from "./proofs/total.ts";

/** Where it fails nothing else means anything. */
export const FIRST: PolicyTheorem = { id: "constraints-satisfiable", prove: satisfiable };

export interface PolicyTheorem {
  readonly id: string;
  readonly prove: (laws: Laws) => readonly Finding[];
}

export interface LawTheorem {
  readonly id: string;
  readonly prove: (law: Law) => readonly Finding[];
}

/** Proved once, of the national rules and all packs together. */
export const OF_THE_POLICY: readonly PolicyTheorem[] = [
  { id: "no-dead-constraint", prove: noDeadConstraint },
  { id: "no-dead-value", prove: noDeadValue },
  { id: "total-and-single", prove: total },
  { id: "ordinary-has-a-ground", prove: grounded },
  { id: "no-dead-rule", prove: noDeadRule },
  { id: "every-tier-reached", prove: everyTierReached },
  { id: "no-dead-line-entry", prove: noDeadEntry },
  { id: "no-dead-measure", prove: noDeadMeasure },
  { id: "no-dead-side", prove: noDeadSide },
  { id: "no-dead-condition", prove: noDeadCondition },
  { id: "no-dead-fact", prove: noDeadFact },
  { id: "no-dead-question", prove: noDeadQuestion },
  { id: "dates-in-order", prove: datesInOrder },
  { id: "cited-in-force", prove: citedInForce },
];

/** Proved of the national rules and again with each pack. */
export const OF_EACH_LAW: readonly LawTheorem[] = [
  { id: "red-lines-dominate", prove: redLinesDominate },
  { id: "monotone", prove: monotone },
  { id: "presumptions-hold-together", prove: presumable },
  { id: "examples-hold", prove: examplesHold },
  { id: "every-situation-has-rungs", prove: everyLineHasRung },
  { id: "every-situation-has-a-step", prove: everySituationHasMeasure },
  { id: "tolerated-is-corrected", prove: toleratedIsCorrected },
];

/** Proved of each pack. */
export const OF_EACH_PACK: readonly LawTheorem[] = [
  { id: "pack-decides", prove: packDecides },
  { id: "pack-makes-nothing-graver", prove: packLightens },
];
