/** 从旧兼从轻: the rule of the day of the conduct and the rule of the day of the decision; the lighter applies. */
import type { Account } from "./account.ts";
import { IMPOSSIBLE, type Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import { combine } from "./diagram-walks.ts";
import { appliesOn, inForce, type InForce } from "./validity.ts";

export interface ApplicableLaw {
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
  const on = (day: string | undefined) =>
    compiled.decided((rule) => day === undefined || appliesOn(rule, day, compiled.sources));
  const decision = on(account.decided);
  if (account.acted === undefined) return { root: decision };
  const act = on(account.acted.until);
  const root = act === decision ? act : lighterOf(compiled, act, decision);
  return { root, compared: { act, decision } };
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
