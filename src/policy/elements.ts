/** An account laid out by the six elements of the 2018 Opinions (motive, conditions, procedure, nature, consequences, recovery). */
import type { Account } from "./account.ts";
import { valuesOf, type Compiled } from "./compile.ts";
import { oncePer } from "./once-per.ts";
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
const weighingIn = oncePer(({ policy, facts }: Compiled) => {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return policy.elements.elements.map(({ id, facts: listed }) => ({
    id,
    facts: listed
      .flatMap((fact) => byId.get(fact) ?? [])
      .filter(({ bearing }) => bearing !== "neutral")
      .map((fact) => ({ id: fact.id, lightest: lightest(fact) })),
  }));
});

export function elementsOf(compiled: Compiled, { facts }: Account): readonly ElementReading[] {
  return weighingIn(compiled).map(({ id, facts: weighing }) => {
    const reading = { id, lighter: [] as string[], graver: [] as string[], open: [] as string[] };
    for (const fact of weighing) {
      const value = facts[fact.id];
      if (value === undefined) reading.open.push(fact.id);
      else if (value === fact.lightest) reading.lighter.push(fact.id);
      else reading.graver.push(fact.id);
    }
    return reading;
  });
}

function lightest(fact: Fact): string | undefined {
  if (fact.bearing === "aggravating") return "no";
  if (fact.bearing === "mitigating") return "yes";
  return typeof fact.bearing === "string" ? valuesOf(fact)[0] : fact.bearing[0];
}
