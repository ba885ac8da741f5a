/** Account → verdict, read from the diagrams: exact range, both lines, the distinctions, the deciding rules, measures. */
import { conflictOf, isPossible, masksOf, presume, type Account } from "./account.ts";
import { askedForDistinctions, askedForTier } from "./asking.ts";
import { IMPOSSIBLE, tiersOf, type Compiled, type CompiledRule } from "./compile.ts";
import { reach, type Masks } from "./diagram-walks.ts";
import { VALUES_MAX, type Flat } from "./flat.ts";
import { applicableLaw, type ApplicableLaw } from "./law.ts";
import { measuresThroughout } from "./measures.ts";
import { oncePer } from "./once-per.ts";
import {
  bitOf,
  CULPABLE,
  outcomesOf,
  readingsOf,
  TOLERABLE,
  type Outcomes,
  type Readings,
} from "./readings.ts";
import type { DistinctionId, LineId, OutcomeClass, TierId } from "./schema.ts";
import type { Measure } from "./schema-support.ts";

export type SideId = "tolerable" | "culpable" | "neither" | "open";

export interface Verdict {
  /** Tiers of all possible situations that agree with the account, lightest first; empty when it contradicts itself. */
  readonly range: readonly TierId[];
  readonly settled: boolean;
  /** The tier once presumptions fill what is open; human_review where several remain. */
  readonly presumed: TierId;
  readonly class: OutcomeClass;
  /** Rungs still possible on each line's own ladder, lightest first. */
  readonly lines: Readonly<Record<LineId, readonly string[]>>;
  /** The rungs once presumptions fill what is open. */
  readonly presumedLines: Readonly<Record<LineId, readonly string[]>>;
  readonly distinctions: Readonly<Record<DistinctionId, SideId>>;
  /** The sides once presumptions fill what is open. */
  readonly presumedDistinctions: Readonly<Record<DistinctionId, SideId>>;
  /** The rules that decide once presumptions fill what is open. */
  readonly reasons: readonly CompiledRule[];
  /** Facts neither answered nor unsure that, alone or together, can still change `range`. */
  readonly ask: readonly string[];
  readonly measures: readonly Measure[];
  /** Presumptions that play a part in `presumed`. */
  readonly presumptions: readonly string[];
  /** Answers that cannot all be true together. */
  readonly conflict: readonly string[];
  /** Both laws, when the days of the conduct are known. */
  readonly law?: {
    readonly act: readonly TierId[];
    readonly decision: readonly TierId[];
    readonly differs: boolean;
  };
}

/** What deciding an account starts from; undefined where the account contradicts itself. */
export interface Grounds {
  readonly account: Account;
  readonly law: ApplicableLaw;
  readonly readings: Readings;
  /** The answers. */
  readonly masks: Masks;
  /** The answers, and what is presumed of the rest. */
  readonly filled: Masks;
  /** Facts filled by a presumption. */
  readonly used: readonly string[];
}

/** Throws on facts or values the policy does not know. */
export function groundsOf(compiled: Compiled, account: Account): Grounds | undefined {
  const masks = masksOf(compiled, account.facts);
  if (!isPossible(compiled, masks)) return undefined;
  const law = applicableLaw(compiled, account);
  const { masks: filled, used } = presume(compiled, masks);
  return { account, law, readings: readingsOf(law.compiled, law.root), masks, filled, used };
}

/** Answers what the policy makes of an account. Throws on facts or values the policy does not know. */
export function decide(
  compiled: Compiled,
  account: Account,
  grounds = groundsOf(compiled, account),
): Verdict {
  if (grounds === undefined) return contradiction(compiled, account);
  const { law, readings, masks, filled } = grounds;
  const now = outcomesOf(readings, masks);
  // Where nothing is presumed the second reading is the first.
  const then = filled === masks ? now : outcomesOf(readings, filled);
  const tiers = tierRange(law.compiled, now);
  const presumedTiers = tierRange(law.compiled, then);
  const presumed = presumedTiers.length === 1 ? (presumedTiers[0] as TierId) : "human_review";
  const both = lawRanges(law, masks);
  const settled = tiers.length === 1;
  const lines = lineRanges(law.compiled, readings, masks);
  return {
    range: tiers,
    settled,
    presumed,
    class: classOf(compiled, presumed),
    lines,
    presumedLines: filled === masks ? lines : lineRanges(law.compiled, readings, filled),
    distinctions: sidesOf(now),
    presumedDistinctions: sidesOf(then),
    reasons: rulesReached(law.compiled, readings.flat.rules, filled),
    ask: settled ? [] : askedForTier(law, readings, masks, account),
    measures: measuresThroughout(law.compiled, readings, filled),
    presumptions: settled ? [] : presumptionsThatMatter(grounds, then),
    conflict: [],
    ...(both === undefined ? {} : { law: both }),
  };
}

/** Those without which, one by one, the presumed tier would be open again. */
function presumptionsThatMatter(grounds: Grounds, { tiers }: Outcomes): readonly string[] {
  const away = awayOf(grounds);
  return grounds.used.filter((fact) => {
    const variable = grounds.law.compiled.variables.get(fact) as number;
    let found = tiers;
    for (let value = 0; value < VALUES_MAX; value += 1)
      found |= away[variable * VALUES_MAX + value] as number;
    return (found & (found - 1)) !== 0;
  });
}

/** What each value that is neither answered nor presumed leads to when it alone is taken: sets of tiers, over values. */
export const awayOf = oncePer(({ readings, filled }: Grounds) =>
  readings.departures.oneAway(filled),
);

function contradiction(compiled: Compiled, account: Account): Verdict {
  const open = { one: "open", two: "open", three: "open" } as const;
  const none = { accountability: [], discipline: [] };
  return {
    range: [],
    settled: false,
    presumed: "human_review",
    class: "human_review",
    lines: none,
    presumedLines: none,
    distinctions: open,
    presumedDistinctions: open,
    reasons: [],
    ask: [],
    measures: [],
    presumptions: [],
    conflict: conflictOf(compiled, account.facts),
  };
}

/** Lightest first; human_review, which has no rank, last. */
export function tierRange(compiled: Compiled, { tiers }: Outcomes): readonly TierId[] {
  return inRank(compiled).flatMap(({ id, bit }) => ((tiers & bit) === 0 ? [] : [id]));
}

const ranked = new WeakMap<Compiled, readonly { readonly id: TierId; readonly bit: number }[]>();

function inRank(compiled: Compiled) {
  const known = ranked.get(compiled);
  if (known !== undefined) return known;
  const made = compiled.policy.tiers
    .map(({ id, rank }, index) => ({ id, rank: rank ?? Infinity, bit: bitOf(index + 1) }))
    .sort((a, b) => a.rank - b.rank);
  ranked.set(compiled, made);
  return made;
}

function lawRanges({ compiled, compared }: ApplicableLaw, masks: Masks): Verdict["law"] {
  if (compared === undefined) return undefined;
  const range = (root: number) => {
    const found = reach(compiled.diagram, tiersOf(compiled, root), masks);
    return inRank(compiled).flatMap(({ id, bit }) =>
      found.some((tier) => bitOf(tier) === bit) ? [id] : [],
    );
  };
  const [act, decision] = [range(compared.act), range(compared.decision)];
  return { act, decision, differs: compared.act !== compared.decision };
}

function lineRanges(compiled: Compiled, readings: Readings, masks: Masks): Verdict["lines"] {
  const range = (id: LineId) => {
    const found = readings.flat.lines[id].union(masks);
    return compiled.policy.lines[id].ladder.flatMap((rung, i) =>
      found & (1 << i) ? [rung.id] : [],
    );
  };
  return { accountability: range("accountability"), discipline: range("discipline") };
}

function sidesOf(outcomes: Outcomes): Verdict["distinctions"] {
  const side = (id: DistinctionId): SideId => {
    const found = outcomes[id];
    if ((found & (found - 1)) !== 0) return "open";
    if (found === 1 << TOLERABLE) return "tolerable";
    return found === 1 << CULPABLE ? "culpable" : "neither";
  };
  return { one: side("one"), two: side("two"), three: side("three") };
}

/** The rules that decide once presumptions fill what is open; undefined where the account contradicts itself. */
export function decidingRules(
  compiled: Compiled,
  account: Account,
): readonly CompiledRule[] | undefined {
  const grounds = groundsOf(compiled, account);
  if (grounds === undefined) return undefined;
  return rulesReached(grounds.law.compiled, grounds.readings.flat.rules, grounds.filled);
}

/** In the order in which they decide. */
function rulesReached(compiled: Compiled, rules: Flat, masks: Masks): readonly CompiledRule[] {
  return rules
    .reached(masks)
    .map((place) => rules.values[place] as number)
    .filter((rule) => rule !== IMPOSSIBLE)
    .sort((a, b) => a - b)
    .map((rule) => compiled.rules[rule] as CompiledRule);
}

/** The measuring class of a tier. */
export function classOf(compiled: Compiled, tier: TierId): OutcomeClass {
  return compiled.policy.tiers.find(({ id }) => id === tier)?.class ?? "human_review";
}

/** The facts that can still change the side of a distinction: offered once the tier is settled. */
export function askForDistinctions(compiled: Compiled, account: Account): readonly string[] {
  const grounds = groundsOf(compiled, account);
  if (grounds === undefined) return [];
  return askedForDistinctions(grounds.law, grounds.readings, grounds.masks, account);
}
