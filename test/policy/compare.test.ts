import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLaws, type Comparison } from "../../src/policy/compare.ts";
import { compile } from "../../src/policy/compile.ts";
import { DistinctionId, LineId, TierId, type Fact } from "../../src/policy/schema.ts";
import type { Policy } from "../../src/policy/schema-pack.ts";
import { factOf, ruleOf, SEED } from "../support/builders.ts";
import { choicesOf, naive, type Naive, type Outcome, type Situation } from "../support/naive.ts";
import { smallPolicy, type SmallPolicy } from "../support/random-policy.ts";

/** Situations of both policies together are at most this many, so that all of them can be tried. */
const SITUATIONS_MAX = 3_000;

/** What one policy makes of a situation of both: its outcome, or what rules it out. */
type Seen = { readonly outcome: Outcome } | { readonly ruledOut: string };

interface Row {
  readonly situation: Situation;
  readonly before: Seen;
  readonly after: Seen;
}

function seenBy(evaluator: Naive, situation: Situation): Seen {
  const strange = evaluator.facts.find(
    (fact) => !choicesOf(fact).includes(situation[fact.id] ?? ""),
  );
  if (strange !== undefined) return { ruledOut: `${strange.id}: ${situation[strange.id]}` };
  const broken = evaluator.policy.constraints.find(({ never }) =>
    evaluator.holds(never, situation),
  );
  if (broken !== undefined) return { ruledOut: broken.id };
  return { outcome: evaluator.outcomeOf(situation) };
}

function unionOf(sides: readonly Naive[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const fact of sides.flatMap(({ facts }) => facts))
    values.set(fact.id, [...new Set([...(values.get(fact.id) ?? []), ...choicesOf(fact)])]);
  return values;
}

function evaluators(before: SmallPolicy, after: SmallPolicy): readonly [Naive, Naive] {
  return [naive(before.policy, before.pack), naive(after.policy, after.pack)];
}

function sizeOfBoth(before: SmallPolicy, after: SmallPolicy): number {
  return [...unionOf(evaluators(before, after)).values()].reduce((n, all) => n * all.length, 1);
}

function rowsOf(before: SmallPolicy, after: SmallPolicy): readonly Row[] {
  const [was, is] = evaluators(before, after);
  const situations = [...unionOf([was, is])].reduce<readonly Situation[]>(
    (sofar, [id, values]) =>
      sofar.flatMap((part) => values.map((value) => ({ ...part, [id]: value }))),
    [{}],
  );
  return situations.map((situation) => ({
    situation,
    before: seenBy(was, situation),
    after: seenBy(is, situation),
  }));
}

const standing = (seen: Seen) => ("outcome" in seen ? seen.outcome.tier : "impossible");
const ground = (seen: Seen) => ("outcome" in seen ? seen.outcome.rule : seen.ruledOut);

/** Everything that is to be reported of one situation, each as one name. */
function changesIn({ before, after }: Row): readonly string[] {
  if (standing(before) !== standing(after))
    return [`tier ${standing(before)} > ${standing(after)}`];
  if (!("outcome" in before) || !("outcome" in after)) return [];
  const [was, is] = [before.outcome, after.outcome];
  const rungs = LineId.options.map(
    (id) => [id, was.rungs[id].toSorted().join(), is.rungs[id].toSorted().join()] as const,
  );
  const sides = DistinctionId.options.map((id) => [id, was.sides[id], is.sides[id]] as const);
  const differing = [...rungs, ...sides]
    .filter(([, from, to]) => from !== to)
    .map(([id, from, to]) => `${id} ${from} > ${to}`);
  return [
    ...differing,
    ...is.measures.filter((id) => !was.measures.includes(id)).map((id) => `added ${id}`),
    ...was.measures.filter((id) => !is.measures.includes(id)).map((id) => `removed ${id}`),
  ];
}

function tally(names: readonly string[]): Readonly<Record<string, string>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([name, count]) => [name, String(count)]));
}

interface Named {
  readonly name: string;
  readonly situations: string;
  readonly witness: Situation;
}

function namedIn({ classes, lines, distinctions, measures }: Comparison): readonly Named[] {
  const sorted = (rungs: readonly string[]) => rungs.toSorted().join();
  return [
    ...classes.map((one) => ({ ...one, name: `tier ${one.from} > ${one.to}` })),
    ...lines.map((one) => ({
      ...one,
      name: `${one.line} ${sorted(one.from)} > ${sorted(one.to)}`,
    })),
    ...distinctions.map((one) => ({ ...one, name: `${one.distinction} ${one.from} > ${one.to}` })),
    ...measures.map((one) => ({ ...one, name: `${one.change} ${one.measure}` })),
  ];
}

function checkAgainstAll(before: SmallPolicy, after: SmallPolicy): Comparison {
  const report = compareLaws(
    compile(before.policy, before.pack),
    compile(after.policy, after.pack),
  );
  const rows = rowsOf(before, after);
  const named = namedIn(report);
  expect(Object.fromEntries(named.map(({ name, situations }) => [name, situations]))).toEqual(
    tally(rows.flatMap(changesIn)),
  );
  const occurring = rows.filter((row) => "outcome" in row.before || "outcome" in row.after);
  expect(report.possible).toBe(String(occurring.length));
  expect(report.equal).toBe(named.length === 0);
  for (const { name, witness } of named) {
    const agreeing = occurring.filter(({ situation }) =>
      Object.entries(witness).every(([fact, value]) => situation[fact] === value),
    );
    expect(agreeing.length).toBeGreaterThan(0);
    expect(agreeing.filter((row) => !changesIn(row).includes(name))).toEqual([]);
  }
  checkRules(report, rows);
  return report;
}

function checkRules({ classes }: Comparison, rows: readonly Row[]): void {
  for (const { from, to, rules, more } of classes) {
    const inside = rows.filter(
      (row) => standing(row.before) === from && standing(row.after) === to,
    );
    const counts = tally(inside.map((row) => `${ground(row.before)} > ${ground(row.after)}`));
    const shown = Object.fromEntries(rules.map((one) => [`${one.from} > ${one.to}`, one]));
    for (const [name, { situations }] of Object.entries(shown))
      expect({ [name]: situations }).toEqual({ [name]: counts[name] });
    expect(rules.length + (more?.pairs ?? 0)).toBe(Object.keys(counts).length);
    const sum = rules.reduce((sofar, one) => sofar + Number(one.situations), 0);
    expect(sum + Number(more?.situations ?? 0)).toBe(inside.length);
  }
}

type Edit = (small: SmallPolicy, pick: number) => SmallPolicy;

const onPolicy =
  (edit: (policy: Policy, pick: number) => Partial<Policy>): Edit =>
  ({ policy, pack }, pick) => ({ policy: { ...policy, ...edit(policy, pick) }, pack });

const picked = <T>(list: readonly T[], pick: number): T | undefined => list[pick % list.length];

function onRules(policy: Policy, edit: (rules: Policy["layers"][number]["rules"]) => typeof rules) {
  return { layers: policy.layers.map((layer) => ({ ...layer, rules: edit(layer.rules) })) };
}

function valueOf(policy: Policy, pick: number): { fact: string; is: string } {
  const fact = picked(policy.facts, pick) as Fact;
  return { fact: fact.id, is: picked(choicesOf(fact), pick) ?? "" };
}

function withValue(fact: Fact): Fact {
  return { ...factOf(fact.id, [...choicesOf(fact), "new"]), presumption: fact.presumption };
}

/** What an administrator does to a policy. */
const edits: Readonly<Record<string, Edit>> = {
  "a rule gets another tier": onPolicy((policy, pick) =>
    onRules(policy, (rules) =>
      rules.map((rule) => ({ ...rule, tier: picked(TierId.options, pick) ?? rule.tier })),
    ),
  ),
  "a rule goes": onPolicy((policy, pick) =>
    onRules(policy, (rules) => rules.filter((_, at) => at !== pick % 3)),
  ),
  "rules get other names": onPolicy((policy) =>
    onRules(policy, (rules) => rules.map((rule) => ({ ...rule, id: `${rule.id}.again` }))),
  ),
  "a constraint comes": onPolicy((policy, pick) => ({
    constraints: [
      { id: "strict", never: valueOf(policy, pick), because: { zh: "无", en: "none" } },
      ...policy.constraints,
    ],
  })),
  "the constraints go": onPolicy(() => ({ constraints: [] })),
  "a fact has one more value": onPolicy((policy, pick) => ({
    facts: policy.facts.map((fact, at) =>
      at === pick % policy.facts.length && fact.id !== "grave_accident" ? withValue(fact) : fact,
    ),
  })),
  "a fact comes that decides": onPolicy((policy, pick) => ({
    facts: [...policy.facts, factOf("late", ["never", "sometimes", "always"])],
    layers: policy.layers.map((layer, at) =>
      at > 0
        ? layer
        : {
            ...layer,
            rules: [
              ruleOf("late", "refer", {
                all: [{ fact: "late", is: "always" }, valueOf(policy, pick)],
              }),
              ...layer.rules,
            ],
          },
    ),
  })),
  "the facts stand in another order": onPolicy((policy) => ({ facts: policy.facts.toReversed() })),
  "the tiers stand in another order": onPolicy((policy) => ({ tiers: policy.tiers.toReversed() })),
  "the measures hold elsewhere": onPolicy((policy, pick) => ({
    measures: policy.measures.map((measure, at) =>
      at === pick % 3 ? measure : { ...measure, when: { not: measure.when } },
    ),
  })),
  "a measure goes": onPolicy((policy) => ({ measures: policy.measures.slice(1) })),
  "the lines are graver": onPolicy(({ lineRules }) => ({
    lineRules: {
      ...lineRules,
      discipline: lineRules.discipline.map((rule) => ({ ...rule, outcomes: ["ordinary"] })),
    },
  })),
  "a distinction turns": onPolicy((policy) => ({
    distinctions: policy.distinctions.map((one) => ({
      ...one,
      culpable: one.tolerable,
      tolerable: one.culpable,
    })),
  })),
  "the pack grants the other tier": ({ policy, pack }) => {
    if (pack === null) return { policy, pack };
    const tier = pack.outcome.tier === "exempt" ? "mitigated" : "exempt";
    return { policy, pack: { ...pack, outcome: { ...pack.outcome, tier } } };
  },
};

describe("what changes between two small policies is what trying every situation finds", () => {
  it.each(Object.entries(edits))("where %s", (_, edit) => {
    fc.assert(
      fc.property(smallPolicy, fc.nat(30), fc.boolean(), (small, pick, backwards) => {
        const other = edit(small, pick);
        if (sizeOfBoth(small, other) > SITUATIONS_MAX) return;
        if (backwards) checkAgainstAll(other, small);
        else checkAgainstAll(small, other);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  it("where they have little in common", () => {
    fc.assert(
      fc.property(smallPolicy, smallPolicy, (one, other) => {
        fc.pre(sizeOfBoth(one, other) <= SITUATIONS_MAX);
        checkAgainstAll(one, other);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it("and nothing where they are the same data", () => {
    fc.assert(
      fc.property(smallPolicy, (small) => {
        const copy = structuredClone(small);
        expect(checkAgainstAll(small, copy).equal).toBe(true);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });
});
