/** Random situations and accounts of a large policy, near the ordinary course of duty so that late rules are met too. */
import * as fc from "fast-check";
import { choicesOf, type Naive, type Situation } from "./naive.ts";
import type { Account } from "../../src/policy/account.ts";

/** Facts of a random situation that depart from what is presumed. */
const DEPARTURES_MAX = 14;
/** Completions of a random partial account, possible or not. */
const COMPLETIONS_MAX = 384;

/** Every fact at a value; possible or not. */
export function anySituation(evaluator: Naive): fc.Arbitrary<Situation> {
  const usual = fc.record(
    Object.fromEntries(
      evaluator.facts.map((fact) => [
        fact.id,
        fact.presumption === "none"
          ? fc.constantFrom(...choicesOf(fact))
          : fc.constant(fact.presumption.value),
      ]),
    ),
  );
  const departures = fc.uniqueArray(
    fc
      .constantFrom(...evaluator.facts)
      .chain((fact) => fc.tuple(fc.constant(fact.id), fc.constantFrom(...choicesOf(fact)))),
    { maxLength: DEPARTURES_MAX, selector: ([id]) => id, size: "max" },
  );
  return fc
    .tuple(usual, departures)
    .map(([situation, changed]) => ({ ...situation, ...Object.fromEntries(changed) }));
}

export function possibleSituation(evaluator: Naive): fc.Arbitrary<Situation> {
  return anySituation(evaluator).filter((situation) => evaluator.isPossible(situation));
}

/** A possible situation with a few facts left out, some of them 不清楚, so few that all completions can be written out. */
export function partialAccount(evaluator: Naive): fc.Arbitrary<Account> {
  const open = fc.uniqueArray(
    fc.record({ fact: fc.constantFrom(...evaluator.facts), unsure: fc.boolean() }),
    { minLength: 1, maxLength: 8, selector: ({ fact }) => fact.id, size: "max" },
  );
  return fc.tuple(possibleSituation(evaluator), open).map(([situation, chosen]) => {
    let completions = 1;
    const left = chosen.filter(({ fact }) => {
      const more = completions * choicesOf(fact).length;
      if (more <= COMPLETIONS_MAX) completions = more;
      return more <= COMPLETIONS_MAX;
    });
    const ids = new Set(left.map(({ fact }) => fact.id));
    return {
      facts: Object.fromEntries(Object.entries(situation).filter(([id]) => !ids.has(id))),
      unsure: left.filter(({ unsure }) => unsure).map(({ fact }) => fact.id),
    };
  });
}
