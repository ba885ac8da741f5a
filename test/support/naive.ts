/**
 * A second evaluator, slow and obvious: what the policy's data say of one complete situation, read rule by rule.
 * It shares the types of the data with the product and nothing else: no diagram, no code of the first evaluator.
 */
import type { Condition, DistinctionId, Fact, LineId, TierId } from "../../src/policy/schema.ts";
import type { Pack, Policy } from "../../src/policy/schema-pack.ts";

/** Fact id → value, for every fact of the policy and the pack; an account where some are left out. */
export type Situation = Readonly<Record<string, string>>;

export interface NaiveRule {
  readonly id: string;
  readonly tier: TierId;
  readonly cites: readonly string[];
  readonly perpetual: boolean;
}

/** Days of the conduct and of the decision, as the account gives them. */
export interface Days {
  readonly acted?: { readonly from: string; readonly until: string };
  readonly decided?: string;
}

export interface Outcome {
  readonly situation: Situation;
  readonly rule: string;
  readonly tier: TierId;
  readonly rungs: Readonly<Record<LineId, readonly string[]>>;
  readonly sides: Readonly<Record<DistinctionId, string>>;
  readonly measures: readonly string[];
}

export interface Naive {
  readonly policy: Policy;
  readonly facts: readonly Fact[];
  holds(condition: Condition, situation: Situation, tier?: TierId): boolean;
  isPossible(situation: Situation): boolean;
  /** The rule that decides, of all rules or of those that counted on a day. */
  ruleOf(situation: Situation, day?: string): NaiveRule;
  /** Everything the policy says of a possible situation. */
  outcomeOf(situation: Situation, days?: Days): Outcome;
}

export function choicesOf(fact: Fact): readonly string[] {
  return fact.choices?.map(({ id }) => id) ?? ["yes", "no"];
}

export function naive(policy: Policy, pack: Pack | null): Naive {
  const holds = (condition: Condition, situation: Situation, tier?: TierId): boolean => {
    if ("all" in condition) return condition.all.every((part) => holds(part, situation, tier));
    if ("any" in condition) return condition.any.some((part) => holds(part, situation, tier));
    if ("not" in condition) return !holds(condition.not, situation, tier);
    if ("tier" in condition) return tier !== undefined && condition.tier.includes(tier);
    if ("condition" in condition) {
      const named = policy.conditions.find(({ id }) => id === condition.condition);
      if (named === undefined) throw new Error(`no condition ${condition.condition}`);
      return holds(named.when, situation, tier);
    }
    return [condition.is].flat().includes(situation[condition.fact] ?? "");
  };
  const rules = policy.layers.toSorted((a, b) => a.order - b.order).flatMap((layer) => layer.rules);
  const ruleOf = (situation: Situation, day?: string): NaiveRule => {
    const counts = (rule: NaiveRule) => countsOn(policy, pack, rule, day);
    const national = rules.find((rule) => counts(rule) && holds(rule.when, situation));
    const unforeseen = { id: "unforeseen", tier: "human_review", cites: [], perpetual: true };
    const found: NaiveRule = national ?? (unforeseen as NaiveRule);
    return pack === null ? found : withPack(policy, pack, found, situation, counts, holds);
  };
  const outcomeOf = (situation: Situation, days: Days = {}): Outcome => {
    const { id, tier } = lighterRule(policy, situation, days, ruleOf);
    const rungs = (line: LineId) =>
      policy.lineRules[line].find(({ when }) => holds(when, situation, tier))?.outcomes ?? [];
    return {
      situation,
      rule: id,
      tier,
      rungs: { accountability: rungs("accountability"), discipline: rungs("discipline") },
      sides: sidesOf(policy, situation, holds),
      measures: policy.measures
        .filter(({ when }) => holds(when, situation, tier))
        .map((measure) => measure.id),
    };
  };
  return {
    policy,
    facts: [...policy.facts, ...(pack?.facts ?? [])],
    holds,
    isPossible: (situation) => policy.constraints.every(({ never }) => !holds(never, situation)),
    ruleOf,
    outcomeOf,
  };
}

/** The local text lightens where its conditions hold and nothing closes the matter to it; then its accident clause. */
function withPack(
  policy: Policy,
  pack: Pack,
  national: NaiveRule,
  situation: Situation,
  counts: (rule: NaiveRule) => boolean,
  holds: Naive["holds"],
): NaiveRule {
  const { outcome, parameters } = pack;
  const id = `pack.${pack.id.toLowerCase()}`;
  const grant: NaiveRule = { id, tier: outcome.tier, cites: outcome.cites, perpetual: false };
  const heavier: readonly TierId[] =
    outcome.tier === "exempt" ? ["mitigated", "ordinary", "human_review"] : ["ordinary"];
  const demanded = policy.parameters.parameters
    .filter(({ parameter, value }) => parameters[parameter] === value)
    .map(({ when }) => when);
  const granted =
    counts(grant) &&
    heavier.includes(national.tier) &&
    !holds({ condition: "closed_to_packs" }, situation) &&
    [pack.scope, ...demanded, ...pack.conditions.map(({ when }) => when)].every((when) =>
      holds(when, situation),
    );
  const sofar = granted ? grant : national;
  const conflict: NaiveRule = {
    id: `${id}.accident`,
    tier: "human_review",
    cites: [...outcome.cites, ...policy.parameters.accident_conflict.cites],
    perpetual: false,
  };
  const collides =
    parameters.D10_accident === "excluded" &&
    counts(conflict) &&
    ["no_liability", "exempt"].includes(sofar.tier) &&
    holds(pack.scope, situation) &&
    situation["grave_accident"] === "yes";
  return collides ? conflict : sofar;
}

/** A rule is out on a day on which every text it stands on is known not to have been in force. */
function countsOn(policy: Policy, pack: Pack | null, rule: NaiveRule, day?: string): boolean {
  if (day === undefined || rule.perpetual) return true;
  const sources = [...policy.sources, ...(pack === null ? [] : [pack.source])];
  return rule.cites.some((cite) => {
    const source = sources.find(({ provisions }) => provisions.some(({ id }) => id === cite));
    if (source === undefined) return true;
    const { adopted, from, until } = source.validity;
    const begins = from ?? adopted;
    return (until === null || day <= until) && (begins === null || day >= begins);
  });
}

/** 从旧兼从轻: the old rule unless the new one is lighter; people where either calls for them. */
function lighterRule(
  policy: Policy,
  situation: Situation,
  { acted, decided }: Days,
  ruleOf: Naive["ruleOf"],
): NaiveRule {
  const recent = ruleOf(situation, decided);
  if (acted === undefined) return recent;
  const old = ruleOf(situation, acted.until);
  const rank = (rule: NaiveRule) => policy.tiers.find(({ id }) => id === rule.tier)?.rank ?? null;
  const [oldRank, recentRank] = [rank(old), rank(recent)];
  if (oldRank === null) return old;
  if (recentRank === null) return recent;
  return recentRank < oldRank ? recent : old;
}

function sidesOf(policy: Policy, situation: Situation, holds: Naive["holds"]): Outcome["sides"] {
  const side = (wanted: DistinctionId) => {
    const found = policy.distinctions.find(({ id }) => id === wanted);
    if (found === undefined) throw new Error(`no distinction ${wanted}`);
    if (holds(found.culpable.when, situation)) return "culpable";
    return holds(found.tolerable.when, situation) ? "tolerable" : "neither";
  };
  return { one: side("one"), two: side("two"), three: side("three") };
}
