/** publicodes as an interviewer: it asks for the missing fact that its own score puts first. */
import { OUTCOME, publicodesOf } from "./publicodes-rules.ts";
import type { Rulebook } from "./rulebook.ts";

/** One interview after the other: `reset` begins the next. */
export interface Asker {
  reset(): void;
  answer(fact: string, value: string): void;
  /** The person cannot tell: the fact stays missing and is never asked again. */
  unsure(fact: string): void;
  /** The fact to ask next; undefined once the outcome is known or nothing that may be asked is missing. */
  next(): string | undefined;
  /** Undefined as long as a missing fact matters to publicodes. */
  outcome(): string | undefined;
}

/** An asker of the rulebook, or undefined where publicodes is not installed. */
export async function publicodesAsker(rulebook: Rulebook): Promise<Asker | undefined> {
  const found = await publicodesOf(rulebook);
  if (found === undefined) return undefined;
  const { engine, names } = found;
  const untold = new Set<string>();
  const outcome = () => {
    const { nodeValue } = engine.evaluate(OUTCOME);
    return typeof nodeValue === "string" ? nodeValue : undefined;
  };
  return {
    reset() {
      untold.clear();
      engine.setSituation({});
    },
    answer(fact, value) {
      const answered = { [names.fact(fact)]: names.value(fact, value) };
      engine.setSituation(answered, { keepPreviousSituation: true });
    },
    unsure: (fact) => void untold.add(fact),
    next() {
      if (outcome() !== undefined) return undefined;
      const scores = Object.entries(engine.evaluate(OUTCOME).missingVariables);
      return highest(
        scores.map(([name, score]) => [names.idOf(name), score] as const),
        untold,
      );
    },
    outcome,
  };
}

/** The highest score; of equal ones the first, as publicodes lists them. */
function highest(
  scores: readonly (readonly [fact: string | undefined, score: number])[],
  untold: ReadonlySet<string>,
): string | undefined {
  let best: { readonly fact: string; readonly score: number } | undefined;
  for (const [fact, score] of scores) {
    if (fact === undefined || untold.has(fact)) continue;
    if (best === undefined || score > best.score) best = { fact, score };
  }
  return best?.fact;
}
