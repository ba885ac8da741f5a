/** Proposals that the policy holds possible together. */
import { conflictOf } from "../policy/account.ts";
import type { Compiled } from "../policy/compile.ts";
import { valuesOf } from "../policy/compile.ts";
import type { Proposal } from "./reader.ts";

/** Proposals for facts of this policy, without those that cannot all be true: nobody is asked to confirm a contradiction. */
export function possibleTogether(
  compiled: Compiled,
  proposals: readonly Proposal[],
): readonly Proposal[] {
  const values = new Map(compiled.facts.map((fact) => [fact.id, valuesOf(fact)]));
  const known = proposals.filter(({ fact, value }) => values.get(fact)?.includes(value) === true);
  const conflict = new Set(conflictOf(compiled, factsOf(known)));
  if (conflict.size === 0) return known;
  return possibleTogether(
    compiled,
    known.filter(({ fact }) => !conflict.has(fact)),
  );
}

/** Fact id → proposed value. */
export function factsOf(proposals: readonly Proposal[]): Readonly<Record<string, string>> {
  return Object.fromEntries(proposals.map(({ fact, value }) => [fact, value]));
}
