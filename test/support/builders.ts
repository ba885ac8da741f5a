/** Small policies for tests: only what a test is about is written out, the rest is filled in. */
import {
  OutcomeClass,
  TierId,
  type Condition,
  type Fact,
  type Rule,
} from "../../src/policy/schema.ts";
import type { Pack, Policy } from "../../src/policy/schema-pack.ts";
import type { Source } from "../../src/policy/schema-support.ts";

/** Every run of the property tests draws the same examples. */
export const SEED = 20_160_118;

const WORDS = { zh: "词", en: "word" };
/** A condition that never holds; `fact` is any of the policy. */
export const never = (fact: string): Condition => ({
  all: [{ fact, is: "yes" }, { not: { fact, is: "yes" } }],
});

/** Yes or no, or one of the values; nothing is presumed unless said. */
export function factOf(id: string, values?: readonly string[], presumed?: string): Fact {
  return {
    id,
    meaning: 1,
    look: "gate",
    name: WORDS,
    ...(values === undefined
      ? {}
      : { choices: values.map((value) => ({ id: value, name: WORDS })) }),
    presumption: presumed === undefined ? "none" : { value: presumed, reason: WORDS },
    in_hand: false,
    bearing: "neutral",
    after_acting: false,
    evidence: [],
  };
}

export function ruleOf(id: string, tier: TierId, when: Condition, cites = ["P-1"]): Rule {
  const sides = { sides: ["exempt", "ordinary"] as [TierId, TierId] };
  return {
    id,
    tier,
    ...(tier === "human_review" ? sides : {}),
    when,
    because: WORDS,
    cites,
    perpetual: false,
    examples: [{ facts: {}, unless: {} }],
  };
}

export function sourceOf(
  id: string,
  provision: string,
  validity?: Partial<Source["validity"]>,
): Source {
  return {
    id,
    kind: "norm",
    title: WORDS,
    issuer: WORDS,
    year: null,
    verified: "full",
    validity: { adopted: null, from: null, until: null, ...validity },
    provisions: [{ id: provision, article: WORDS, summary: WORDS }],
  };
}

const RANKS: Readonly<Record<TierId, number | null>> = {
  clarify: 0,
  no_liability: 1,
  exempt: 2,
  mitigated: 3,
  ordinary: 4,
  aggravated: 5,
  refer: 6,
  human_review: null,
};

function classOf(tier: TierId): OutcomeClass {
  const rank = RANKS[tier];
  if (rank === null) return "human_review";
  return OutcomeClass.options[Math.max(0, Math.min(2, rank - 2))] ?? "human_review";
}

const ladder = (rungs: readonly string[]) => ({
  name: WORDS,
  ladder: rungs.map((id) => ({ id, name: WORDS })),
});
const LINES = {
  accountability: ladder(["not_held", "lighter", "ordinary"]),
  discipline: ladder(["none", "lighter", "ordinary"]),
};

/** A policy of these parts; one layer, no constraints, no lines and nothing red unless said. */
export function policyOf(
  parts: Partial<Policy> & { readonly facts: readonly Fact[]; readonly rules?: readonly Rule[] },
): Policy {
  const { rules = [], ...rest } = parts;
  const nothing = never(parts.facts[0]?.id ?? "");
  const side = { when: nothing, because: WORDS };
  const distinction = (id: "one" | "two" | "three") => ({
    id,
    name: WORDS,
    formulation: WORDS,
    cites: ["P-1"],
    culpable: side,
    tolerable: side,
    neither: WORDS,
    open: WORDS,
  });
  return {
    tiers: TierId.options.map((id) => ({
      id,
      rank: RANKS[id],
      class: classOf(id),
      name: WORDS,
      meaning: WORDS,
    })),
    unforeseen: { because: WORDS, cites: ["P-1"], sides: ["exempt", "ordinary"] },
    lines: LINES,
    conditions: ["red_line", "closed_to_packs"].map((id) => ({ id, name: WORDS, when: nothing })),
    constraints: [],
    layers: [{ layer: "gate", order: 1, about: WORDS, rules: [...rules] }],
    lineRules: { accountability: [], discipline: [] },
    distinctions: [distinction("one"), distinction("two"), distinction("three")],
    measures: [],
    sources: [sourceOf("S-1", "P-1")],
    remedies: { about: WORDS, remedies: [] },
    checklist: [],
    elements: { cites: ["P-1"], elements: [] },
    topics: [],
    questions: [],
    purposes: [],
    parameters: { accident_conflict: { because: WORDS, cites: ["P-1"] }, parameters: [] },
    ...rest,
  };
}

/** A pack that grants `tier` in its scope; its parameters demand nothing unless said. */
export function packOf(
  scope: Condition,
  tier: "exempt" | "mitigated",
  parts: Partial<Pack> = {},
): Pack {
  return {
    id: "L-1",
    name: WORDS,
    level: WORDS,
    parameters: {
      D1_outcome_ceiling: "unseen",
      D2_remediation: "unseen",
      D3_damage_cap: "unseen",
      D4_legality_test: "unseen",
      D5_emergency_exception: "unseen",
      D6_gain: "unseen",
      D7_objects: [WORDS],
      D8_decision_maker: null,
      D9_trigger: "unseen",
      D10_accident: "unseen",
      D11_appraisal: null,
    },
    facts: [],
    questions: [],
    scope,
    conditions: [],
    outcome: { tier, because: WORDS, cites: ["L-1-1"] },
    examples: [{ facts: {}, unless: {} }],
    source: sourceOf("S-L-1", "L-1-1"),
    unseen: [],
    ...parts,
  };
}

export function measureOf(id: string, when: Condition) {
  return {
    id,
    when,
    what: WORDS,
    owner: "unit" as const,
    owner_name: WORDS,
    due: null,
    cites: ["P-1"],
  };
}

/** The words every part of made content carries. */
export const ANY_WORDS = WORDS;
