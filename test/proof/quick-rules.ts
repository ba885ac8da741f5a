/** The rules in the order in which they decide, the pack's last, with the tiers they may lie between. */
import type { Condition, TierId } from "../../src/policy/schema.ts";
import type { Pack, Policy } from "../../src/policy/schema-pack.ts";
import type { Situation } from "../support/naive.ts";

/** yes, no, or unknown while facts are missing. */
export type Truth = boolean | undefined;
export type Test = (situation: Situation) => Truth;

export interface SearchRule {
  readonly id: string;
  readonly tier: TierId;
  /** Rank of the lightest and of the gravest tier it may come to. */
  readonly ends: readonly [number, number];
}

/** Rank of a tier; null where it has none. */
export type Ranks = (tier: TierId) => number | null;

interface Entry {
  readonly rule: SearchRule;
  readonly when: Test;
  readonly facts: readonly string[];
}

/** The rule that decides, or the id of a fact that has to be known first. */
export type VerdictOf = (situation: Situation) => SearchRule | string;

type Sides = readonly [TierId, TierId];

export function rulesOf(
  policy: Policy,
  pack: Pack | null,
  truthOf: (condition: Condition) => Test,
  factsIn: (condition: Condition) => readonly string[],
  rankOf: Ranks,
): VerdictOf {
  const rule = (id: string, tier: TierId, sides?: Sides): SearchRule => {
    const end = (side: 0 | 1) => rankOf(tier) ?? rankOf(sides?.[side] ?? tier) ?? 0;
    return { id, tier, ends: [end(0), end(1)] };
  };
  const entry = (made: SearchRule, when: Condition): Entry => ({
    rule: made,
    when: truthOf(when),
    facts: factsIn(when),
  });
  const national = policy.layers.flatMap((layer) =>
    layer.rules.map(({ id, tier, sides, when }) => entry(rule(id, tier, sides), when)),
  );
  const unforeseen = rule("unforeseen", "human_review", policy.unforeseen.sides);
  const found: VerdictOf = (situation) => {
    for (const { rule: made, when, facts } of national) {
      const truth = when(situation);
      if (truth === true) return made;
      if (truth === undefined) return facts.find((id) => !(id in situation)) ?? "";
    }
    return unforeseen;
  };
  if (pack === null) return found;
  const own = packEntries(policy, pack).map(({ over, id, tier, sides, when }) => ({
    over,
    ...entry(rule(id, tier, sides), when),
  }));
  return (situation) => {
    let sofar = found(situation);
    for (const { over, rule: made, when, facts } of own) {
      if (typeof sofar === "string") return sofar;
      if (!over.includes(sofar.tier)) continue;
      const truth = when(situation);
      if (truth === undefined) return facts.find((id) => !(id in situation)) ?? "";
      if (truth) sofar = made;
    }
    return sofar;
  };
}

interface PackEntry {
  readonly id: string;
  readonly tier: TierId;
  readonly sides?: Sides;
  readonly when: Condition;
  readonly over: readonly TierId[];
}

/** The grant where nothing closes the matter to packs, then the accident clause where the pack has one. */
function packEntries(policy: Policy, pack: Pack): readonly PackEntry[] {
  const { outcome, parameters } = pack;
  const id = `pack.${pack.id.toLowerCase()}`;
  const demanded = policy.parameters.parameters
    .filter(({ parameter, value }) => parameters[parameter] === value)
    .map(({ when }) => when);
  const own = pack.conditions.map(({ when }) => when);
  const open: Condition = { not: { condition: "closed_to_packs" } };
  const grant: PackEntry = {
    id,
    tier: outcome.tier,
    when: { all: [open, pack.scope, ...demanded, ...own] },
    over: outcome.tier === "exempt" ? ["mitigated", "ordinary", "human_review"] : ["ordinary"],
  };
  const conflict: PackEntry = {
    id: `${id}.accident`,
    tier: "human_review",
    sides: ["no_liability", "ordinary"],
    when: { all: [pack.scope, { fact: "grave_accident", is: "yes" }] },
    over: ["no_liability", "exempt"],
  };
  return parameters.D10_accident === "excluded" ? [grant, conflict] : [grant];
}
