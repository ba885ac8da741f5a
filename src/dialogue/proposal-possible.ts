/** Readings that the policy holds possible together: nobody is asked to confirm a contradiction. */
import { conflictOf } from "../policy/account.ts";
import { valuesOf, type Compiled } from "../policy/compile.ts";

interface Reading {
  readonly fact: string;
  readonly value: string;
}

/** Readings for facts of this policy, without those that cannot all be true. */
export function possibleTogether<R extends Reading>(
  compiled: Compiled,
  readings: readonly R[],
): readonly R[] {
  const values = new Map(compiled.facts.map((fact) => [fact.id, valuesOf(fact)]));
  const known = readings.filter(({ fact, value }) => values.get(fact)?.includes(value) === true);
  const conflict = new Set(conflictOf(compiled, factsOf(known)));
  if (conflict.size === 0) return known;
  return possibleTogether(
    compiled,
    known.filter(({ fact }) => !conflict.has(fact)),
  );
}

/** Fact id → the value read. */
export function factsOf(readings: readonly Reading[]): Readonly<Record<string, string>> {
  return Object.fromEntries(readings.map(({ fact, value }) => [fact, value]));
}
