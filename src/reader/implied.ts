/** What follows from the facts that were read: 没等批复就开工 tells of the procedure, and with it of the kind of error. */
import type { Told } from "./agreed.ts";
import type { Implication } from "./schema.ts";

/** `disputed`: facts that the narrative tells two ways; nothing is concluded about them. Rules apply in their order, once. */
export function withImplied(
  told: readonly Told[],
  rules: readonly Implication[],
  disputed: ReadonlySet<string>,
): readonly Told[] {
  return rules.reduce((known, { id, given, unless, tells, leaves }) => {
    const byFact = new Map(known.map((one) => [one.fact, one]));
    const holds = ([fact, value]: readonly [string, string]) => byFact.get(fact)?.value === value;
    const isBarred = ([fact, values]: readonly [string, string | readonly string[]]) =>
      [values].flat().includes(byFact.get(fact)?.value ?? "");
    if (!Object.entries(given).every(holds) || Object.entries(unless).some(isBarred)) return known;
    const ground = byFact.get(Object.keys(given)[0] as string) as Told;
    const more = Object.entries(tells)
      .filter(([fact]) => !byFact.has(fact) && !disputed.has(fact))
      .map(([fact, value]) => ({ ...ground, fact, value, pattern: id }));
    return [...known.filter(({ fact }) => !leaves.includes(fact)), ...more];
  }, told);
}
