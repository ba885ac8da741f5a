/** An account laid out by the six elements of the 2018 Opinions (motive, conditions, procedure, nature, consequences, recovery). */
import type { Account } from "./account.ts";
import { valuesOf, type Compiled } from "./compile.ts";
import type { Fact } from "./schema.ts";

export interface ElementReading {
  readonly id: string;
  /** Answered facts that stand at their lightest value. */
  readonly lighter: readonly string[];
  /** Answered facts that stand at any graver value. */
  readonly graver: readonly string[];
  /** Facts with a declared bearing that nobody has answered. */
  readonly open: readonly string[];
}

/** Neutral facts weigh on neither side and are left out. */
export function elementsOf(compiled: Compiled, account: Account): readonly ElementReading[] {
  return compiled.policy.elements.elements.map(({ id, facts }) => {
    const weighing = facts
      .flatMap((fact) => compiled.facts.find((candidate) => candidate.id === fact) ?? [])
      .filter(({ bearing }) => bearing !== "neutral");
    const among = (test: (fact: Fact) => boolean) => weighing.filter(test).map((fact) => fact.id);
    return {
      id,
      lighter: among((fact) => account.facts[fact.id] === lightest(fact)),
      graver: among(
        (fact) => fact.id in account.facts && account.facts[fact.id] !== lightest(fact),
      ),
      open: among((fact) => !(fact.id in account.facts)),
    };
  });
}

function lightest(fact: Fact): string | undefined {
  if (fact.bearing === "aggravating") return "no";
  if (fact.bearing === "mitigating") return "yes";
  return typeof fact.bearing === "string" ? valuesOf(fact)[0] : fact.bearing[0];
}
