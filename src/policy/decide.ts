/** Account → verdict, read from the diagrams: exact range, both lines, the distinctions, the deciding rules, measures. */
import { conflictOf, isPossible, masksOf, presume, type Account } from "./account.ts";
import { askable } from "./ask.ts";
import { IMPOSSIBLE, tiersOf, type Compiled, type CompiledRule } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import { reach, type Masks } from "./diagram-walks.ts";
import { applicableLaw, type ApplicableLaw } from "./law.ts";
import { CULPABLE, measuresThroughout, readingsOf, TOLERABLE, type Readings } from "./readings.ts";
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

/** Answers what the policy makes of an account. Throws on facts or values the policy does not know. */
export function decide(compiled: Compiled, account: Account): Verdict {
  const masks = masksOf(compiled, account.facts);
  if (!isPossible(compiled, masks)) return contradiction(compiled, account);
  const law = applicableLaw(compiled, account);
  const read = readingsOf(law.compiled, law.root);
  const filled = presume(compiled, masks);
  const tiers = tierRange(law.compiled, read.tiers, masks);
  const presumedTiers = tierRange(law.compiled, read.tiers, filled.masks);
  const presumed = presumedTiers.length === 1 ? (presumedTiers[0] as TierId) : "human_review";
  const both = lawRanges(law, masks);
  return {
    range: tiers,
    settled: tiers.length === 1,
    presumed,
    class: classOf(compiled, presumed),
    lines: lineRanges(law.compiled, read, masks),
    presumedLines: lineRanges(law.compiled, read, filled.masks),
    distinctions: sides(law.compiled, read, masks),
    presumedDistinctions: sides(law.compiled, read, filled.masks),
    reasons: rulesReached(law.compiled, law.root, filled.masks),
    ask: tiers.length === 1 ? [] : askable(law.compiled, read.tiers, masks, account),
    measures: measuresThroughout(law.compiled, read.tiers, filled.masks),
    presumptions:
      tiers.length === 1
        ? []
        : filled.used.filter((fact) =>
            matters(law.compiled, read.tiers, masks, filled.masks, fact),
          ),
    conflict: [],
    ...(both === undefined ? {} : { law: both }),
  };
}

/** Would the presumed tier be open again without this one presumption? */
function matters(
  compiled: Compiled,
  tiers: NodeId,
  account: Masks,
  filled: Masks,
  fact: string,
): boolean {
  const variable = compiled.variables.get(fact) as number;
  const without = filled.slice();
  without[variable] = account[variable] as number;
  return tierRange(compiled, tiers, without).length > 1;
}

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
export function tierRange(compiled: Compiled, tiers: NodeId, masks: Masks): readonly TierId[] {
  return reach(compiled.diagram, tiers, masks)
    .filter((index) => index !== IMPOSSIBLE)
    .map((index) => compiled.policy.tiers[index - 1] as Compiled["policy"]["tiers"][number])
    .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity))
    .map(({ id }) => id);
}

function lawRanges({ compiled, compared }: ApplicableLaw, masks: Masks): Verdict["law"] {
  if (compared === undefined) return undefined;
  const range = (root: NodeId) => tierRange(compiled, tiersOf(compiled, root), masks);
  const [act, decision] = [range(compared.act), range(compared.decision)];
  return { act, decision, differs: compared.act !== compared.decision };
}

function lineRanges(compiled: Compiled, read: Readings, masks: Masks): Verdict["lines"] {
  const range = (id: LineId) => {
    const mask = reach(compiled.diagram, read.lines[id], masks).reduce(
      (sofar, part) => sofar | part,
      0,
    );
    return compiled.policy.lines[id].ladder
      .filter((_, rung) => mask & (1 << rung))
      .map((rung) => rung.id);
  };
  return { accountability: range("accountability"), discipline: range("discipline") };
}

function sides(compiled: Compiled, read: Readings, masks: Masks): Verdict["distinctions"] {
  const side = (id: DistinctionId): SideId => {
    const found = reach(compiled.diagram, read.distinctions[id], masks).filter(
      (v) => v !== IMPOSSIBLE,
    );
    if (found.length !== 1) return "open";
    return found[0] === TOLERABLE ? "tolerable" : found[0] === CULPABLE ? "culpable" : "neither";
  };
  return { one: side("one"), two: side("two"), three: side("three") };
}

/** The rules that decide once presumptions fill what is open; undefined where the account contradicts itself. */
export function decidingRules(
  compiled: Compiled,
  account: Account,
): readonly CompiledRule[] | undefined {
  const masks = masksOf(compiled, account.facts);
  if (!isPossible(compiled, masks)) return undefined;
  const law = applicableLaw(compiled, account);
  return rulesReached(law.compiled, law.root, presume(compiled, masks).masks);
}

function rulesReached(compiled: Compiled, root: NodeId, masks: Masks): readonly CompiledRule[] {
  return reach(compiled.diagram, root, masks)
    .filter((rule) => rule !== IMPOSSIBLE)
    .map((rule) => compiled.rules[rule] as CompiledRule);
}

/** The measuring class of a tier. */
export function classOf(compiled: Compiled, tier: TierId): OutcomeClass {
  return compiled.policy.tiers.find(({ id }) => id === tier)?.class ?? "human_review";
}

/** The facts that can still change the side of a distinction: offered once the tier is settled. */
export function askForDistinctions(compiled: Compiled, account: Account): readonly string[] {
  const masks = masksOf(compiled, account.facts);
  if (!isPossible(compiled, masks)) return [];
  const law = applicableLaw(compiled, account);
  const read = readingsOf(law.compiled, law.root);
  const found = Object.values(read.distinctions).flatMap((node) =>
    askable(law.compiled, node, masks, account),
  );
  return [...new Set(found)];
}
