import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "../../src/policy/account.ts";
import { nextQuestion } from "../../src/policy/asking.ts";
import { compile, type Compiled } from "../../src/policy/compile.ts";
import { decide, groundsOf } from "../../src/policy/decide.ts";
import type { Question } from "../../src/policy/schema-support.ts";
import { SEED } from "../support/builders.ts";
import { naive, type Situation } from "../support/naive.ts";
import { completionsOf, learnable } from "../support/naive-account.ts";
import { smallPolicy } from "../support/random-policy.ts";

const TOPICS = ["one", "two"];

/** A small policy, questions that each set one to three of its facts, and who is asked them. */
const talks = fc
  .record({
    small: smallPolicy,
    dice: fc.array(fc.nat(1_000), { minLength: 12, maxLength: 12 }),
    pick: fc.nat(),
    unsure: fc.nat(255),
  })
  .map(({ small: { policy, pack }, dice, pick, unsure }) => {
    const evaluator = naive(policy, pack);
    const situations = completionsOf(evaluator, {}).filter((one) => evaluator.isPossible(one));
    return {
      policy: { ...policy, topics: TOPICS },
      pack,
      questions: questionsOver(
        evaluator.facts.map(({ id }) => id),
        dice,
      ),
      truth: situations[pick % Math.max(1, situations.length)],
      unsure: evaluator.facts.flatMap(({ id }, i) => (((unsure >> i) & 3) === 3 ? [id] : [])),
    };
  })
  .filter(({ truth }) => truth !== undefined);

function questionsOver(ids: readonly string[], dice: readonly number[]): readonly Question[] {
  const questions: Question[] = [];
  for (let at = 0, i = 0; at < ids.length; i += 1) {
    const size = 1 + ((dice[i] ?? 0) % 3);
    const topic = TOPICS[(dice[i + 1] ?? 0) % 2] ?? "";
    const facts = ids.slice(at, at + size);
    questions.push({ id: `q${i}`, topic, kind: "checklist", always: false, facts });
    at += size;
  }
  return questions;
}

/** Asks to the end; what a person is unsure of is never learnt. */
function talk(
  compiled: Compiled,
  questions: readonly Question[],
  truth: Situation,
  unsure: readonly string[],
  kind = "test",
): { readonly account: Account; readonly asked: readonly Question[] } {
  let account: Account = { facts: {}, unsure: [] };
  const asked: Question[] = [];
  for (let topic: string | undefined; ;) {
    const grounds = groundsOf(compiled, account);
    if (grounds === undefined) throw new Error("the truth contradicts itself");
    const { law, readings, masks } = grounds;
    const next = nextQuestion(law, readings, masks, account, { questions, kind, topic });
    const { ask } = decide(compiled, account);
    expect(next === undefined).toBe(ask.length === 0);
    if (next === undefined) return { account, asked };
    expect(next.facts.some((fact) => ask.includes(fact))).toBe(true);
    expect(asked).not.toContain(next);
    asked.push(next);
    topic = next.topic;
    const known = next.facts.filter((fact) => !unsure.includes(fact));
    account = {
      facts: { ...account.facts, ...Object.fromEntries(known.map((id) => [id, truth[id] ?? ""])) },
      unsure: [...(account.unsure ?? []), ...next.facts.filter((fact) => unsure.includes(fact))],
    };
  }
}

describe("asking, on random small policies and with random gaps", () => {
  it("never puts a question that cannot change anything, nor one twice, and stops only where nothing learnable could", () => {
    fc.assert(
      fc.property(talks, ({ policy, pack, questions, truth = {}, unsure }) => {
        const compiled = compile(policy, pack);
        const { account } = talk(compiled, questions, truth, unsure);
        const evaluator = naive(policy, pack);
        const rest = learnable(evaluator, { facts: {}, unsure });
        const all = Object.fromEntries(rest.map((id) => [id, truth[id] ?? ""]));
        expect(decide(compiled, account).range).toEqual(decide(compiled, { facts: all }).range);
      }),
      { seed: SEED, numRuns: 120 },
    );
  });

  it("does not mix up two lists of questions", () => {
    fc.assert(
      fc.property(talks, ({ policy, pack, questions, truth = {}, unsure }) => {
        const used = compile(policy, pack);
        const other = questions.toReversed();
        const ids = (compiled: Compiled, list: readonly Question[], kind: string) =>
          talk(compiled, list, truth, unsure, kind).asked.map(({ id }) => id);
        ids(used, questions, "plain");
        expect(ids(used, other, "reversed")).toEqual(ids(compile(policy, pack), other, "reversed"));
      }),
      { seed: SEED, numRuns: 30 },
    );
  });

  it("is the same whatever was asked about other people before", () => {
    fc.assert(
      fc.property(talks, fc.nat(), ({ policy, pack, questions, truth = {}, unsure }, pick) => {
        const evaluator = naive(policy, pack);
        const others = completionsOf(evaluator, {}).filter((one) => evaluator.isPossible(one));
        const other = others[pick % others.length] ?? truth;
        const used = compile(policy, pack);
        talk(used, questions, other, []);
        talk(used, questions, other, unsure.slice(1));
        const ids = (compiled: Compiled) =>
          talk(compiled, questions, truth, unsure).asked.map(({ id }) => id);
        expect(ids(used)).toEqual(ids(compile(policy, pack)));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});
