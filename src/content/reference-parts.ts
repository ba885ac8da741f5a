/** Checks that several parts of the content share. */
import { valuesOf } from "../policy/compile.ts";
import type { Problem } from "../policy/result.ts";
import type { Fact } from "../policy/schema.ts";
import { checkCondition, type ConditionScope } from "./conditions.ts";
import type { Located } from "./yaml.ts";

export type Path = readonly PropertyKey[];
/** Notes a problem at a path of a file. */
export type Report = (
  code: Problem["code"],
  message: string,
  where: Located<unknown>,
  path: Path,
) => void;

/** reference/duplicate: an id stands twice in a list. */
export function unique(
  where: Located<unknown>,
  list: string | Path,
  entries: readonly { readonly id: string }[],
  report: Report,
): void {
  const seen = new Set<string>();
  entries.forEach(({ id }, i) => {
    if (seen.has(id))
      report("reference/duplicate", `${id} stands twice`, where, [...[list].flat(), i, "id"]);
    seen.add(id);
  });
}

/** reference/unknown-provision */
export function checkCites(
  cites: readonly string[],
  provisions: ReadonlySet<string>,
  where: Located<unknown>,
  path: Path,
  report: Report,
): void {
  cites.forEach((id, i) => {
    if (provisions.has(id)) return;
    report("reference/unknown-provision", `no verified provision ${id}`, where, [...path, i]);
  });
}

/** reference/unknown-value, reference/bearing and reference/weights of a fact's own declarations; its condition of being in hand. */
export function checkFact(
  fact: Fact,
  scope: ConditionScope,
  where: Located<unknown>,
  path: Path,
  report: Report,
): void {
  if (typeof fact.in_hand !== "boolean")
    checkCondition(fact.in_hand, scope, where, [...path, "in_hand"], report);
  if (fact.weights !== undefined && fact.weights.length !== valuesOf(fact).length) {
    const message = `${fact.id}: a weight for each of its ${valuesOf(fact).length} values`;
    report("reference/weights", message, where, [...path, "weights"]);
  }
  const values = valuesOf(fact);
  unique(where, [...path, "choices"], fact.choices ?? [], report);
  if (fact.presumption !== "none" && !values.includes(fact.presumption.value)) {
    const message = `${fact.id} cannot be presumed ${fact.presumption.value}`;
    report("reference/unknown-value", message, where, [...path, "presumption", "value"]);
  }
  const bearing = fact.bearing;
  const ordered = typeof bearing !== "string";
  const listed = ordered ? bearing.toSorted().join() === [...values].sort().join() : true;
  if (!listed || (fact.choices !== undefined && !ordered && bearing !== "neutral")) {
    const message = `${fact.id}: bearing lists every choice, lightest first, or is neutral`;
    report("reference/bearing", message, where, [...path, "bearing"]);
  }
}

/** reference/unknown-fact and reference/unknown-value in an account. */
export function checkFacts(
  facts: Readonly<Record<string, string>>,
  known: ReadonlyMap<string, Fact>,
  where: Located<unknown>,
  path: Path,
  report: Report,
): void {
  for (const [id, value] of Object.entries(facts)) {
    const fact = known.get(id);
    if (fact === undefined) report("reference/unknown-fact", `no fact ${id}`, where, [...path, id]);
    else if (!valuesOf(fact).includes(value)) {
      report("reference/unknown-value", `fact ${id} has no value ${value}`, where, [...path, id]);
    }
  }
}
