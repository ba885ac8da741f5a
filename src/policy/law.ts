/** 从旧兼从轻: the rule of the day of the conduct and the rule of the day of the decision; the lighter applies. */
import type { Account } from "./account.ts";
import { compile, IMPOSSIBLE, type Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import { combine } from "./diagram-walks.ts";
import { appliesOn, inForce, type InForce } from "./validity.ts";

/** Laws of past days kept ready for each policy; each has a diagram of its own, so that dates never fill one up. */
const PAST_LAWS_KEPT_MAX = 4;

export interface ApplicableLaw {
  /** The diagrams `root` stands in: the policy's own where every rule counts. */
  readonly compiled: Compiled;
  /** The deciding rule of every situation under the lighter law. */
  readonly root: NodeId;
  /** Both laws apart, when the days of the conduct are known. */
  readonly compared?: { readonly act: NodeId; readonly decision: NodeId };
}

/**
 * Without `acted` every rule counts. With it, the old law is that of the last day of the conduct (continuing conduct is
 * judged by the law under which it ended: 纪律处分条例第158条), the new law that of `decided`, or all rules without it.
 */
export function applicableLaw(compiled: Compiled, account: Account): ApplicableLaw {
  const decision = account.decided;
  const act = account.acted === undefined ? decision : account.acted.until;
  const { compiled: home, root, compared } = lawOf(compiled, act, decision);
  return account.acted === undefined
    ? { compiled: home, root }
    : { compiled: home, root, compared };
}

type Law = Required<ApplicableLaw>;

const pastLaws = new WeakMap<Compiled, Map<string, Law>>();

const undatedLaws = new WeakMap<Compiled, Law>();

function lawOf(compiled: Compiled, act: string | undefined, decision: string | undefined): Law {
  if (act === undefined && decision === undefined) {
    const known = undatedLaws.get(compiled) ?? buildLaw(compiled, act, decision);
    undatedLaws.set(compiled, known);
    return known;
  }
  const key = `${countingOn(compiled, act)} ${countingOn(compiled, decision)}`;
  if (!key.includes("0")) return buildLaw(compiled, act, decision);
  const kept = pastLaws.get(compiled) ?? new Map<string, Law>();
  pastLaws.set(compiled, kept);
  const law = kept.get(key) ?? buildLaw(compiledAgain(compiled), act, decision);
  kept.delete(key);
  kept.set(key, law);
  for (const old of [...kept.keys()].slice(0, -PAST_LAWS_KEPT_MAX)) kept.delete(old);
  return law;
}

/** In the same order of variables, so that an account's masks fit both. */
function compiledAgain({ policy, pack, facts }: Compiled): Compiled {
  return compile(policy, pack, facts);
}

/** 1 for each rule that counts on the day, else 0. */
function countingOn(compiled: Compiled, day: string | undefined): string {
  return compiled.rules.map((rule) => (counts(compiled, rule, day) ? "1" : "0")).join("");
}

function counts(compiled: Compiled, rule: Compiled["rules"][number], day: string | undefined) {
  return day === undefined || appliesOn(rule, day, compiled.sources);
}

function buildLaw(compiled: Compiled, actDay: string | undefined, decisionDay: string | undefined) {
  const act = compiled.decided((rule) => counts(compiled, rule, actDay));
  const decision = compiled.decided((rule) => counts(compiled, rule, decisionDay));
  const root = act === decision ? act : lighterOf(compiled, act, decision);
  return { compiled, root, compared: { act, decision } };
}

/** Situation by situation the lighter of two laws; the old one where they are equal, people where one calls for them. */
function lighterOf(compiled: Compiled, old: NodeId, recent: NodeId): NodeId {
  const rankOf = (rule: number) => {
    const tier = compiled.rules[rule]?.tier;
    return compiled.policy.tiers.find(({ id }) => id === tier)?.rank ?? null;
  };
  const ranks = compiled.rules.map((_, rule) => rankOf(rule));
  return combine(compiled.diagram, old, recent, (a, b) => {
    if (a === IMPOSSIBLE) return IMPOSSIBLE;
    const [oldRank, recentRank] = [ranks[a] ?? null, ranks[b] ?? null];
    if (oldRank === null) return a;
    return recentRank === null || recentRank < oldRank ? b : a;
  });
}

/** How a cited provision stood on the days that matter; unknown is said, never assumed. */
export function validityOn(
  compiled: Compiled,
  provision: string,
  account: Account,
): readonly InForce[] {
  const source = compiled.sources.get(provision);
  const days = [account.acted?.until, account.decided].filter((day) => day !== undefined);
  return source === undefined ? [] : days.map((day) => inForce(source.validity, day));
}
