/** Complete situations made up at random. Some could not occur: to compare peers that does not matter. */
import type { Policy } from "../../src/policy/schema-pack.ts";
import { nationalRules, type Situation } from "./rulebook.ts";

type Pick = (below: number) => number;

const PERCENT = 100;

/**
 * Most facts are as the policy presumes them: closer to what people tell, and decided deep in the rules.
 * @param presumedPercent how often a fact with a presumption keeps to it
 */
export function commonSituation(policy: Policy, presumedPercent: number, pick: Pick): Situation {
  const presumed = new Map(policy.facts.map(({ id, presumption }) => [id, presumption]));
  const { facts } = nationalRules(policy);
  return Object.fromEntries(
    facts.map(({ id, values }) => {
      const presumption = presumed.get(id) ?? "none";
      const kept = presumption !== "none" && pick(PERCENT) < presumedPercent;
      return [id, kept ? presumption.value : anyOf(values, pick)];
    }),
  );
}

function anyOf(values: readonly string[], pick: Pick): string {
  return values[pick(values.length)] ?? "";
}
