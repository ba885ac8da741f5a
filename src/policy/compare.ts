/** What changes from one policy to another, over every possible situation. */
import { besideChanges, type BesideChanges } from "./compare-beside.ts";
import { classesIn, reachedFrom } from "./compare-classes.ts";
import { spaceOf } from "./compare-space.ts";
import { occurring, staysAt, standingsOf, tierChanges, type TierChange } from "./compare-tiers.ts";
import type { Compiled, CompiledRule } from "./compile.ts";
import type { Pack, Policy } from "./schema-pack.ts";
import { TierId } from "./schema.ts";

/** Ids of rules; it says where to look, and is no part of whether two policies are equal. */
export interface RuleList {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** In both, but resting on other provisions. */
  readonly rebased: readonly string[];
}

/** Counts are exact, in decimal, of complete situations over the facts and values of both policies. */
export interface Comparison extends BesideChanges {
  /** Nothing changes in tiers, possibility, lines, distinctions or measures: proved, not sampled. */
  readonly equal: boolean;
  /** Situations that can occur before or after. */
  readonly possible: string;
  readonly classes: readonly TierChange[];
  readonly rules: RuleList;
}

/** The national rules, and what differs with each pack that both have. */
export interface ContentComparison extends Comparison {
  readonly packs: Readonly<Record<string, Comparison>>;
  readonly packs_added: readonly string[];
  readonly packs_removed: readonly string[];
}

/** The part of a bundle that is compared. */
export interface ComparedContent {
  readonly policy: Policy;
  readonly packs: readonly Pack[];
  compiled(pack: string | null): Compiled;
}

/** Throws DiagramTooLarge where two policies have so little in common that their product outgrows a diagram. */
export function compareContent(before: ComparedContent, after: ComparedContent): ContentComparison {
  const idsOf = ({ packs }: ComparedContent) => packs.map(({ id }) => id);
  const [was, is] = [idsOf(before), idsOf(after)];
  const lacking = (ids: readonly string[], others: readonly string[]) =>
    ids.filter((id) => !others.includes(id));
  const added = lacking(is, was);
  const removed = lacking(was, is);
  const compared = (id: string | null) => compareLaws(before.compiled(id), after.compiled(id));
  const national = compared(null);
  const packs = Object.fromEntries(
    lacking(was, removed)
      .map((id) => [id, compared(id)] as const)
      .filter(([, { equal }]) => !equal),
  );
  const differing = added.length + removed.length + Object.keys(packs).length;
  return {
    ...national,
    equal: national.equal && differing === 0,
    packs,
    packs_added: added,
    packs_removed: removed,
  };
}

/** Two policies, each with or without a pack. */
export function compareLaws(before: Compiled, after: Compiled): Comparison {
  const rules = ruleList(before.rules, after.rules);
  if (sameData(before, after)) return { ...NO_CHANGE, possible: possibleIn(before), rules };
  const space = spaceOf(before, after);
  const standings = standingsOf(space);
  const reached = classesIn(space, standings);
  const classes = tierChanges(space, standings, reached);
  const kept = TierId.options.filter((tier) => reached.has(staysAt(tier)));
  const beside = besideChanges(space, standings, kept);
  return {
    equal: [classes, ...Object.values(beside)].every(({ length }) => length === 0),
    possible: occurring(reached),
    classes,
    ...beside,
    rules,
  };
}

const NO_CHANGE = { equal: true, classes: [], lines: [], distinctions: [], measures: [] } as const;

function sameData(before: Compiled, after: Compiled): boolean {
  const text = ({ policy, pack }: Compiled) => JSON.stringify([policy, pack]);
  return before === after || text(before) === text(after);
}

function possibleIn({ diagram, possible }: Compiled): string {
  return String(reachedFrom(diagram, possible).get(1)?.situations ?? 0n);
}

function ruleList(before: readonly CompiledRule[], after: readonly CompiledRule[]): RuleList {
  const bases = (rules: readonly CompiledRule[]) =>
    new Map(rules.map(({ id, cites }) => [id, cites.toSorted().join()]));
  const [was, is] = [bases(before), bases(after)];
  const ids = [...was.keys()];
  return {
    added: [...is.keys()].filter((id) => !was.has(id)),
    removed: ids.filter((id) => !is.has(id)),
    rebased: ids.filter((id) => is.has(id) && is.get(id) !== was.get(id)),
  };
}
