/** What follows from a tier: every tier is reached, has its rungs and steps, and no rung or step is never reached. */
import { IMPOSSIBLE } from "../compile.ts";
import type { NodeId } from "../diagram.ts";
import { combine } from "../diagram-walks.ts";
import type { Condition, LineId } from "../schema.ts";
import type { Measure } from "../schema-support.ts";
import { listed, situated, type Finding } from "./finding.ts";
import { allOf, tiersReached, type Law, type Laws } from "./laws.ts";
import { collect, meets } from "./walks.ts";
import { BAD, FINE, badSituation } from "./witness.ts";

/** policy/unreachable-tier: no possible situation comes to it under the national rules. */
export function everyTierReached({ national }: Laws): readonly Finding[] {
  const reached = new Set(tiersReached(national));
  return national.policy.tiers
    .filter((_, index) => !reached.has(index + 1))
    .map(({ id }) => {
      const rules = national.compiled.rules.filter(
        ({ tier, layer }) => tier === id && layer !== "unforeseen",
      );
      const why = rules.length === 0 ? "no rule names it" : "none of its rules decides anything";
      return {
        code: "policy/unreachable-tier",
        message: `no possible situation comes to ${id}: ${why}`,
        at: { list: "tiers", id },
        witness: { ids: rules.map((rule) => rule.id) },
      };
    });
}

const LINES = ["accountability", "discipline"] as const;

/** Terminal i + 1 where the condition of index i is the first that holds in situations of this tier, else 0. */
function firstOf(
  { compiled, diagram }: Law,
  conditions: readonly Condition[],
  tier: number,
): NodeId {
  const here = diagram.terminal(tier);
  return conditions.reduceRight(
    (rest, when, index) =>
      diagram.choose(compiled.condition(when, here), diagram.terminal(index + 1), rest),
    diagram.terminal(0),
  );
}

/** The entries of a line that come first somewhere, by index from 1; 0 where some situation has none. */
function entriesMet(law: Law, line: LineId): ReadonlySet<number> {
  const conditions = law.policy.lineRules[line].map(({ when }) => when);
  const met = new Set<number>();
  for (const tier of tiersReached(law))
    collect(law.diagram, law.tiers, law.tierBits, 1 << tier, firstOf(law, conditions, tier), met);
  return met;
}

/** policy/no-line: some situation has no rung on a line. */
export function everyLineHasRung(law: Law): readonly Finding[] {
  return LINES.filter((line) => entriesMet(law, line).has(0)).map((line) => {
    const conditions = law.policy.lineRules[line].map(({ when }) => when);
    const facts = uncovered(law, conditions, () => true);
    return {
      code: "policy/no-line",
      message: `no entry of the ${line} line holds ${situated(facts)}`,
      at: { list: line },
      witness: { facts },
    };
  });
}

/** The fewest facts that leave a tier of some kind with none of the conditions. */
function uncovered(law: Law, conditions: readonly Condition[], among: (tier: number) => boolean) {
  const { diagram, tiers } = law;
  const judged = tiersReached(law)
    .filter(among)
    .reduce(
      (sofar, tier) =>
        combine(
          diagram,
          sofar,
          combine(diagram, tiers, firstOf(law, conditions, tier), (own, entry) =>
            own === tier && entry === 0 ? BAD : FINE,
          ),
          Math.max,
        ),
      diagram.terminal(FINE),
    );
  const possible = combine(diagram, tiers, judged, (own, found) =>
    own === IMPOSSIBLE ? IMPOSSIBLE : found,
  );
  return badSituation(law, diagram, possible).facts;
}

/** policy/dead-line: an entry that is never the first to hold, under any law. */
export function noDeadEntry(laws: Laws): readonly Finding[] {
  return LINES.flatMap((line) => {
    const dead = allOf(laws).reduce<readonly number[]>(
      (left, law) => {
        if (left.length === 0) return left;
        const met = entriesMet(law, line);
        return left.filter((index) => !met.has(index + 1));
      },
      [...laws.national.policy.lineRules[line].keys()],
    );
    return dead.map((index) => deadEntry(laws.national, line, index));
  });
}

function deadEntry(law: Law, line: LineId, index: number): Finding {
  const entries = law.policy.lineRules[line];
  const id = entries[index]?.id ?? "";
  const before = entries.slice(0, index).map(({ when }) => when);
  const when = entries[index]?.when ?? { any: [] };
  const met = new Set<number>();
  const { compiled, diagram } = law;
  for (const tier of tiersReached(law)) {
    const holds = compiled.condition(when, diagram.terminal(tier));
    // 0 where the entry does not hold, else 1 + the entry before it that does.
    const taken = combine(diagram, holds, firstOf(law, before, tier), (own, entry) =>
      own === 1 ? entry + 1 : 0,
    );
    collect(diagram, law.tiers, law.tierBits, 1 << tier, taken, met);
  }
  const ids = entries.filter((_, i) => met.has(i + 2)).map((entry) => entry.id);
  const why =
    ids.length === 0
      ? "it never holds"
      : `wherever it holds, ${listed(ids)} before it ${ids.length > 1 ? "do" : "does"}`;
  return {
    code: "policy/dead-line",
    message: `${id} is never reached on the ${line} line: ${why}`,
    at: { list: line, id },
    witness: { ids },
  };
}

/** policy/no-measure: some situation has no step at all. */
export function everySituationHasMeasure(law: Law): readonly Finding[] {
  return withoutMeasure(law, () => true, law.policy.measures, "policy/no-measure", "no step");
}

/** Steps by which those who erred put things right; what the implementing body does is no correction of theirs. */
function isCorrective({ owner }: Measure): boolean {
  return owner === "person" || owner === "unit";
}

/** policy/no-step: an error is tolerated and nobody is to correct it. Where the allegation was untrue there is no error. */
export function toleratedIsCorrected(law: Law): readonly Finding[] {
  const tolerated = (tier: number) => {
    const found = law.policy.tiers[tier - 1];
    return (found?.class === "exempt" || found?.class === "mitigated") && found.id !== "clarify";
  };
  const corrective = law.policy.measures.filter(isCorrective);
  return withoutMeasure(law, tolerated, corrective, "policy/no-step", "no corrective step");
}

function withoutMeasure(
  law: Law,
  among: (tier: number) => boolean,
  measures: readonly Measure[],
  code: Finding["code"],
  what: string,
): readonly Finding[] {
  const { diagram } = law;
  const conditions = measures.map(({ when }) => when);
  const lacking = tiersReached(law)
    .filter(among)
    .some((tier) => {
      const none = uncoveredIn(law, conditions, tier);
      return meets(diagram, law.tiers, law.tierBits, 1 << tier, none);
    });
  if (!lacking) return [];
  const facts = uncovered(law, conditions, among);
  const message = `${what} is called for ${situated(facts)}`;
  return [{ code, message, at: { list: "measures" }, witness: { facts } }];
}

/** 1 where none of the conditions holds in situations of this tier; most often one that always holds settles it. */
function uncoveredIn(
  { compiled, diagram }: Law,
  conditions: readonly Condition[],
  tier: number,
): NodeId {
  const [no, yes] = [diagram.terminal(0), diagram.terminal(1)];
  let left = yes;
  for (const when of conditions) {
    if (left === no) break;
    left = diagram.choose(compiled.condition(when, diagram.terminal(tier)), no, left);
  }
  return left;
}

/** policy/dead-measure: no possible situation calls for it, under any law. */
export function noDeadMeasure(laws: Laws): readonly Finding[] {
  const dead = allOf(laws).reduce<readonly Measure[]>(
    (left, law) => left.filter(({ when }) => !isCalledFor(law, when)),
    laws.national.policy.measures,
  );
  return dead.map(({ id }) => ({
    code: "policy/dead-measure",
    message: `no possible situation calls for the step ${id}`,
    at: { list: "measures", id },
    witness: { ids: [id] },
  }));
}

function isCalledFor(law: Law, when: Condition): boolean {
  const { compiled, diagram, tiers, tierBits } = law;
  return tiersReached(law).some((tier) => {
    const node = compiled.condition(when, diagram.terminal(tier));
    return meets(diagram, tiers, tierBits, 1 << tier, node);
  });
}
