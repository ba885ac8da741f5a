/** Conditions refer to facts, their values and other conditions; each reference is checked where it stands. */
import { valuesOf } from "../policy/compile.ts";
import type { Condition, Fact, NamedCondition } from "../policy/schema.ts";
import type { Path, Report } from "./reference-parts.ts";
import type { Located } from "./yaml.ts";

export interface ConditionScope {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly conditions: ReadonlyMap<string, Condition>;
  /** May a condition test the tier? In lines and measures only. */
  readonly tiers: boolean;
}

export function checkCondition(
  condition: Condition,
  scope: ConditionScope,
  where: Located<unknown>,
  path: Path,
  report: Report,
): void {
  const parts = "all" in condition ? condition.all : "any" in condition ? condition.any : [];
  const key = "all" in condition ? "all" : "any";
  parts.forEach((part, i) => checkCondition(part, scope, where, [...path, key, i], report));
  if ("not" in condition) checkCondition(condition.not, scope, where, [...path, "not"], report);
  if ("condition" in condition && !scope.conditions.has(condition.condition)) {
    const message = `no condition ${condition.condition}`;
    report("reference/unknown-condition", message, where, [...path, "condition"]);
  }
  if ("tier" in condition && !scope.tiers) {
    report("reference/tier", "only lines and measures test the tier", where, path);
  }
  if ("fact" in condition) checkAtom(condition, scope, where, path, report);
}

function checkAtom(
  atom: Extract<Condition, { fact: string }>,
  scope: ConditionScope,
  where: Located<unknown>,
  path: Path,
  report: Report,
): void {
  const fact = scope.facts.get(atom.fact);
  if (fact === undefined) {
    report("reference/unknown-fact", `no fact ${atom.fact}`, where, [...path, "fact"]);
    return;
  }
  const wanted = typeof atom.is === "string" ? [atom.is] : atom.is;
  const unknown = wanted.filter((value) => !valuesOf(fact).includes(value));
  for (const value of unknown) {
    report("reference/unknown-value", `fact ${fact.id} has no value ${value}`, where, [
      ...path,
      "is",
    ]);
  }
}

/** Problems: reference/cycle, one for each condition that comes back to itself. */
export function checkCycles(
  named: readonly NamedCondition[],
  where: Located<unknown>,
  report: Report,
): void {
  const byId = new Map(named.map(({ id, when }) => [id, when]));
  const mentions = (condition: Condition): readonly string[] => {
    if ("all" in condition) return condition.all.flatMap(mentions);
    if ("any" in condition) return condition.any.flatMap(mentions);
    if ("not" in condition) return mentions(condition.not);
    return "condition" in condition ? [condition.condition] : [];
  };
  named.forEach(({ id }, i) => {
    const seen = new Set<string>();
    const comesBack = (at: string): boolean => {
      const when = byId.get(at);
      if (when === undefined || seen.has(at)) return false;
      seen.add(at);
      return mentions(when).some((next) => next === id || comesBack(next));
    };
    if (comesBack(id))
      report("reference/cycle", `condition ${id} comes back to itself`, where, [
        "conditions",
        i,
        "id",
      ]);
  });
}
