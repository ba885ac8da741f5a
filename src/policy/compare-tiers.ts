/** Where the tier changes, or whether a situation can occur at all, and which rules did it. */
import {
  largestFirst,
  NOWHERE,
  reachedFrom,
  witnessOf,
  type Reached,
  type Witness,
} from "./compare-classes.ts";
import { Names } from "./compare-names.ts";
import type { Side, Space } from "./compare-space.ts";
import { IMPOSSIBLE, tiersOf } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import { combine, mapTerminals } from "./diagram-walks.ts";
import { TierId } from "./schema.ts";

/** What a policy makes of a situation: a tier, or nothing where it holds that the situation cannot occur. */
export type Standing = TierId | "impossible";

/** Situations in which one rule decided before and another does now. */
export interface RuleChange {
  /** A rule; where the situation is impossible the constraint, or `fact: value` for a value that is not known there. */
  readonly from: string;
  readonly to: string;
  readonly situations: string;
}

export interface TierChange {
  readonly from: Standing;
  readonly to: Standing;
  readonly situations: string;
  readonly witness: Witness;
  /** Largest first, and no more than RULE_CHANGES_MAX. */
  readonly rules: readonly RuleChange[];
  /** The rest of them, summed. */
  readonly more?: { readonly pairs: number; readonly situations: string };
}

const RULE_CHANGES_MAX = 10;

const STANDINGS: readonly Standing[] = ["impossible", ...TierId.options];
const pairOf = (from: number, to: number) => from * STANDINGS.length + to;
const fromOf = (pair: number) => Math.floor(pair / STANDINGS.length);
const toOf = (pair: number) => pair % STANDINGS.length;
const isChange = (pair: number) => fromOf(pair) !== toOf(pair);

/** The terminal of a tier diagram made by `standingsOf` for situations that have this tier before and after. */
export function staysAt(tier: TierId): number {
  const at = STANDINGS.indexOf(tier);
  return pairOf(at, at);
}

/** The standing before and after of every situation; NOWHERE where it can occur in neither. */
export function standingsOf(space: Space): NodeId {
  const [before, after] = [space.before, space.after].map((side) => standingOf(space, side));
  return combine(space.diagram, before as NodeId, after as NodeId, pairOf);
}

function standingOf({ diagram }: Space, { compiled, copied, known }: Side): NodeId {
  const tiers = copied(
    tiersOf(
      compiled,
      compiled.decided(() => true),
    ),
  );
  // The files of the two may list the tiers differently.
  const places = new Map(
    [...compiled.tierIndex].map(([tier, at]) => [at, STANDINGS.indexOf(tier)]),
  );
  const standing = mapTerminals(diagram, tiers, (tier) =>
    tier === IMPOSSIBLE ? 0 : (places.get(tier) ?? 0),
  );
  return diagram.choose(known, standing, diagram.terminal(0));
}

/** How many situations can occur before or after. */
export function occurring(reached: ReadonlyMap<number, Reached>): string {
  let sum = 0n;
  for (const [pair, { situations }] of reached) if (pair !== NOWHERE) sum += situations;
  return String(sum);
}

/** The classes of situations whose standing changes. */
export function tierChanges(
  space: Space,
  standings: NodeId,
  reached: ReadonlyMap<number, Reached>,
): readonly TierChange[] {
  const changed = [...reached].filter(([pair]) => isChange(pair));
  if (changed.length === 0) return [];
  const rules = ruleChanges(space, standings);
  const classes = changed.map(([pair, { situations, path }]) => ({
    from: STANDINGS[fromOf(pair)] as Standing,
    to: STANDINGS[toOf(pair)] as Standing,
    situations,
    witness: witnessOf(space, standings, pair, path),
    ...limited(rules.get(pair) ?? []),
  }));
  return largestFirst(classes, ({ from, to }) => `${from} ${to}`).map((one) => ({
    ...one,
    situations: String(one.situations),
  }));
}

interface CountedRules {
  readonly from: string;
  readonly to: string;
  readonly situations: bigint;
}

function limited(all: readonly CountedRules[]): Pick<TierChange, "rules" | "more"> {
  const sorted = largestFirst(all, ({ from, to }) => `${from} ${to}`);
  const rest = sorted.slice(RULE_CHANGES_MAX);
  const rules = sorted
    .slice(0, RULE_CHANGES_MAX)
    .map((one) => ({ ...one, situations: String(one.situations) }));
  if (rest.length === 0) return { rules };
  const situations = String(rest.reduce((sum, one) => sum + one.situations, 0n));
  return { rules, more: { pairs: rest.length, situations } };
}

/** What decided before and after, for each pair of standings that differ. */
function ruleChanges(
  space: Space,
  standings: NodeId,
): ReadonlyMap<number, readonly CountedRules[]> {
  const { diagram } = space;
  const changed = mapTerminals(diagram, standings, (pair) => (isChange(pair) ? 1 : 0));
  const grounds = new Names<Ground>(({ id, standing }) => `${standing} ${id}`);
  const [before, after] = [space.before, space.after].map((side) =>
    groundsOf(space, side, changed, grounds),
  );
  const pairs = combine(diagram, before as NodeId, after as NodeId, (from, to) =>
    from === NOWHERE ? NOWHERE : grounds.pairOf(from, to),
  );
  const found = new Map<number, CountedRules[]>();
  for (const [terminal, { situations }] of reachedFrom(diagram, pairs)) {
    const [from, to] = grounds.pairAt(terminal) ?? [];
    if (from === undefined || to === undefined) continue;
    const pair = pairOf(from.standing, to.standing);
    const list = found.get(pair) ?? [];
    list.push({ from: from.id, to: to.id, situations });
    found.set(pair, list);
  }
  return found;
}

/** What settles the standing of a situation. */
interface Ground {
  readonly id: string;
  readonly standing: number;
}

/** The ground of every situation `within`: the first thing that makes it impossible on this side, else its rule. */
function groundsOf(
  { diagram }: Space,
  { compiled, copied, unknown }: Side,
  within: NodeId,
  grounds: Names<Ground>,
): NodeId {
  // Everything is cut down to `within` before it is put together: often that is little.
  const cut = (node: NodeId) => diagram.choose(within, node, diagram.terminal(NOWHERE));
  const root = compiled.decided(() => true);
  const rules = mapTerminals(diagram, cut(copied(root)), (at) => {
    const rule = compiled.rules[at];
    return at === IMPOSSIBLE || rule === undefined
      ? NOWHERE
      : grounds.numberOf({ id: rule.id, standing: STANDINGS.indexOf(rule.tier) });
  });
  const impossible = (id: string) => diagram.terminal(grounds.numberOf({ id, standing: 0 }));
  const constrained = compiled.policy.constraints.reduceRight(
    (rest, { id, never }) =>
      diagram.choose(cut(copied(compiled.condition(never))), impossible(id), rest),
    rules,
  );
  return unknown.reduceRight(
    (rest, { fact, value, where }) =>
      diagram.choose(cut(where), impossible(`${fact}: ${value}`), rest),
    constrained,
  );
}
