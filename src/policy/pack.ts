/** How a local pack joins the national rules: it may only lighten, never across what is closed to packs. */
import type { Condition, Rule, TierId, Words } from "./schema.ts";
import type { Pack, Policy } from "./schema-pack.ts";

/** Named condition every policy must define: no pack may act where it holds. */
export const CLOSED_TO_PACKS = "closed_to_packs";
/** Named condition every policy must define: the red lines that are never tolerated. */
export const RED_LINE = "red_line";

export interface PackRule {
  readonly rule: Omit<Rule, "examples" | "when">;
  readonly when: Condition;
  /** The tiers this rule may take the place of. */
  readonly over: readonly TierId[];
}

/** One condition of the local text with its words: shown to the person as met or missing. */
export interface PackCondition {
  readonly id: string;
  readonly name: Words;
  readonly when: Condition;
}

/** What the pack's parameters demand, then its own conditions. Parameters marked `unseen` demand nothing. */
export function packConditions(policy: Policy, pack: Pack): readonly PackCondition[] {
  const demanded = policy.parameters.parameters
    .filter(({ parameter, value }) => pack.parameters[parameter] === value)
    .map(({ parameter, name, when }) => ({ id: parameter, name, when }));
  return [...demanded, ...pack.conditions];
}

export function packRules(policy: Policy, pack: Pack): readonly PackRule[] {
  const open: Condition = { not: { condition: CLOSED_TO_PACKS } };
  const conditions = packConditions(policy, pack).map(({ when }) => when);
  const grant: PackRule = {
    rule: {
      id: `pack.${pack.id.toLowerCase()}`,
      tier: pack.outcome.tier,
      because: pack.outcome.because,
      cites: pack.outcome.cites,
      perpetual: false,
    },
    when: { all: [open, pack.scope, ...conditions] },
    over: pack.outcome.tier === "exempt" ? ["mitigated", "ordinary", "human_review"] : ["ordinary"],
  };
  return pack.parameters.D10_accident === "excluded"
    ? [grant, accidentConflict(policy, pack)]
    : [grant];
}

/** The local text shuts accidents out, the national one waives where duty was fully done: people must weigh it (D10). */
function accidentConflict(policy: Policy, pack: Pack): PackRule {
  return {
    rule: {
      id: `pack.${pack.id.toLowerCase()}.accident`,
      tier: "human_review",
      sides: ["no_liability", "ordinary"],
      because: policy.parameters.accident_conflict.because,
      cites: [...pack.outcome.cites, ...policy.parameters.accident_conflict.cites],
      perpetual: false,
    },
    when: { all: [pack.scope, { fact: "grave_accident", is: "yes" }] },
    over: ["no_liability", "exempt"],
  };
}
