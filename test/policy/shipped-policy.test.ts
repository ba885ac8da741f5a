import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Compiled } from "../../src/policy/compile.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Account } from "../../src/policy/account.ts";
import { SEED } from "../support/builders.ts";
import { isCompletable } from "../support/completable.ts";
import { naive, type Naive, type Situation } from "../support/naive.ts";
import {
  changingAlone,
  comparable,
  counted,
  learnable,
  outcomesOf,
  suffices,
} from "../support/naive-account.ts";
import { anySituation, partialAccount, possibleSituation } from "../support/random-situation.ts";
import { shippedBundle, shippedData } from "../support/shipped.ts";

const { policy, packs } = await shippedData();
const bundle = await shippedBundle();
const laws = packs.map((pack) => ({
  name: pack?.id ?? "the national rules alone",
  compiled: bundle.compiled(pack?.id ?? null),
  evaluator: naive(policy, pack),
}));

/** A day before and a day of every date that stands in a source, and one long after. */
const days = [...policy.sources, ...packs.flatMap((pack) => pack?.source ?? [])]
  .flatMap(({ validity }) => [validity.adopted, validity.from, validity.until])
  .flatMap((day) => (day === null ? [] : [day, dayBefore(day)]))
  .concat("2030-01-01");

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

describe.each(laws)("under $name the diagrams agree with the slow evaluator", (law) => {
  const { compiled, evaluator } = law;
  const run = (numRuns: number) => ({ seed: SEED, numRuns });

  it("on complete situations", () => {
    fc.assert(
      fc.property(possibleSituation(evaluator), (facts) => {
        const outcomes = [evaluator.outcomeOf(facts)];
        expect(comparable(decide(compiled, { facts }))).toEqual(
          counted(evaluator, outcomes, facts),
        );
      }),
      run(300),
    );
  });

  it("on partial accounts, and on what can still change them", () => {
    fc.assert(
      fc.property(partialAccount(evaluator), (account) => {
        const verdict = decide(compiled, account);
        const outcomes = outcomesOf(evaluator, account.facts);
        expect(comparable(verdict)).toEqual(counted(evaluator, outcomes, account.facts));
        const facts = learnable(evaluator, account);
        const alone = changingAlone(outcomes, facts);
        expect(verdict.ask.toSorted()).toEqual(alone.toSorted());
        expect(suffices(outcomes, facts, alone)).toBe(true);
      }),
      run(120),
    );
  });

  it("on the lighter of the law of the act and the law of the decision", () => {
    const day = fc.constantFrom(...days);
    fc.assert(
      fc.property(possibleSituation(evaluator), day, day, (facts, until, decided) => {
        const account = { facts, acted: { from: until, until }, decided };
        const { rule, tier } = evaluator.outcomeOf(facts, account);
        const verdict = decide(compiled, account);
        expect([verdict.range, verdict.reasons.map(({ id }) => id)]).toEqual([[tier], [rule]]);
      }),
      run(16),
    );
  });

  it("on accounts that contradict themselves, with answers that do, none of which could be spared", () => {
    const broken = anySituation(evaluator).filter((facts) => !evaluator.isPossible(facts));
    fc.assert(
      fc.property(broken, (facts) => {
        const { range, settled, class: outcome, conflict } = decide(compiled, { facts });
        expect({ range, settled, outcome }).toEqual({
          range: [],
          settled: false,
          outcome: "human_review",
        });
        expect(isCompletable(evaluator, only(facts, conflict))).toBe(false);
        for (const spared of conflict) {
          const rest = conflict.filter((fact) => fact !== spared);
          expect(isCompletable(evaluator, only(facts, rest))).toBe(true);
        }
      }),
      run(40),
    );
  });

  it("never widens the range by an answer, and stops only where no answer could narrow it", () => {
    fc.assert(
      fc.property(possibleSituation(evaluator), fc.infiniteStream(fc.nat()), (truth, dice) => {
        const asked = talk(compiled, truth, () => dice.next().value ?? 0);
        const { range } = decide(compiled, asked);
        const rest = learnable(evaluator, asked);
        const { range: told } = decide(compiled, {
          ...asked,
          facts: { ...asked.facts, ...only(truth, rest) },
        });
        expect(told).toEqual(range);
        expectPresumptionsToHold(compiled, evaluator, asked);
      }),
      run(8),
    );
  });
});

function only(facts: Situation, ids: readonly string[]): Situation {
  return Object.fromEntries(Object.entries(facts).filter(([id]) => ids.includes(id)));
}

/** Answers what is asked, in an order and with gaps the dice choose, until nothing is asked any more. */
function talk(
  compiled: Compiled,
  truth: Situation,
  dice: () => number,
): Required<Pick<Account, "facts" | "unsure">> {
  let account: Required<Pick<Account, "facts" | "unsure">> = { facts: {}, unsure: [] };
  for (let { ask, range } = decide(compiled, account); ask.length > 0;) {
    const fact = ask[dice() % ask.length] ?? "";
    account =
      dice() % 5 === 0
        ? { ...account, unsure: [...account.unsure, fact] }
        : { ...account, facts: { ...account.facts, [fact]: truth[fact] ?? "" } };
    const next = decide(compiled, account);
    expect(range).toEqual(expect.arrayContaining([...next.range]));
    ({ ask, range } = next);
  }
  return account;
}

/** What is presumed contradicts neither the answers nor itself, and gives a tier the answers allow. */
function expectPresumptionsToHold(compiled: Compiled, evaluator: Naive, account: Account): void {
  const { presumed, presumptions, range, reasons } = decide(compiled, account);
  const filled = Object.fromEntries(
    evaluator.facts.flatMap(({ id, presumption }) =>
      presumptions.includes(id) && presumption !== "none" ? [[id, presumption.value]] : [],
    ),
  );
  expect(isCompletable(evaluator, { ...account.facts, ...filled })).toBe(true);
  const [first, ...others] = new Set(reasons.map(({ tier }) => tier));
  expect(presumed).toBe(others.length === 0 ? first : "human_review");
  expect(range).toEqual(expect.arrayContaining(reasons.map(({ tier }) => tier)));
}
