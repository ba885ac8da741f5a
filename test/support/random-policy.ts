/** Random small policies for fast-check: up to seven facts, six rules, three constraints, sometimes a pack. */
import * as fc from "fast-check";
import { choicesOf } from "./naive.ts";
import { ANY_WORDS, factOf, measureOf, packOf, policyOf, ruleOf, sourceOf } from "./builders.ts";
import { TierId, type Condition, type Fact } from "../../src/policy/schema.ts";
import type { Pack, Policy } from "../../src/policy/schema-pack.ts";

export interface SmallPolicy {
  readonly policy: Policy;
  readonly pack: Pack | null;
}

/** Partial accounts of a policy are at most this many, so that all of them can be tried. */
const ACCOUNTS_MAX = 2_200;
const IDS = ["a", "b", "c", "d", "e", "f", "grave_accident"];
const DAYS = ["2010-01-01", "2016-01-01", "2020-01-01", "2024-01-01"] as const;
export const day = fc.constantFrom(
  "2009-06-01",
  "2015-12-31",
  "2016-01-01",
  "2020-01-01",
  "2025-01-01",
);

const factList = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(...IDS),
      values: fc.constantFrom(undefined, undefined, ["low", "mid", "high"]),
      presumed: fc.option(fc.nat(2)),
    }),
    { minLength: 2, maxLength: IDS.length, selector: ({ id }) => id },
  )
  .map((list) => list.map(({ id, values, presumed }) => made(id, values, presumed)))
  .filter(
    (facts) => facts.reduce((n, fact) => n * (choicesOf(fact).length + 1), 1) <= ACCOUNTS_MAX,
  );

/** The accident keeps yes and no, since packs speak of it by its id. */
function made(id: string, values: readonly string[] | undefined, presumed: number | null): Fact {
  const own = id === "grave_accident" ? undefined : values;
  const all = own ?? ["yes", "no"];
  return factOf(id, own, presumed === null ? undefined : (all[presumed % all.length] ?? all[0]));
}

interface Atoms {
  readonly facts: readonly Fact[];
  readonly named?: readonly string[];
  readonly tiers?: boolean;
}

function condition({ facts, named = [], tiers = false }: Atoms): fc.Arbitrary<Condition> {
  const value = fc.constantFrom(...facts).chain((fact) =>
    fc.record({
      fact: fc.constant(fact.id),
      is: fc.oneof(
        fc.constantFrom(...choicesOf(fact)),
        fc.subarray([...choicesOf(fact)], { minLength: 1 }),
      ),
    }),
  );
  const atoms: fc.Arbitrary<Condition>[] = [
    value,
    ...(named.length === 0 ? [] : [fc.record({ condition: fc.constantFrom(...named) })]),
    ...(tiers ? [fc.record({ tier: fc.subarray([...TierId.options], { minLength: 1 }) })] : []),
  ];
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => {
    const parts = fc.array(tie("tree"), { minLength: 1, maxLength: 3 });
    return {
      tree: fc.oneof(
        { maxDepth: 3, depthSize: "small" },
        ...atoms,
        fc.record({ all: parts }),
        fc.record({ any: parts }),
        fc.record({ not: tie("tree") }),
      ),
    };
  });
  return tree;
}

const validity = fc.record({
  adopted: fc.option(fc.constantFrom(...DAYS)),
  from: fc.option(fc.constantFrom(...DAYS)),
  until: fc.option(fc.constantFrom(...DAYS), { freq: 4 }),
});

/** Two facts of which exactly one holds, so that neither can change anything alone. */
function exclusion(facts: readonly Fact[]): fc.Arbitrary<Condition> {
  const value = (fact: Fact, i: number) => ({ fact: fact.id, is: choicesOf(fact)[i] ?? "" });
  return fc.shuffledSubarray([...facts], { minLength: 2, maxLength: 2 }).map((pair) => ({
    any: [0, 1].map((i) => ({ all: pair.map((fact) => value(fact, i)) })),
  }));
}

const CITES = [["P-1"], ["P-2"], ["P-1", "P-2"]];

function policyOver(facts: readonly Fact[]): fc.Arbitrary<Policy> {
  const plain = condition({ facts });
  const named = condition({ facts, named: ["red_line", "closed_to_packs", "third"] });
  const withTiers = condition({ facts, named: ["third"], tiers: true });
  const rule = fc.tuple(fc.constantFrom(...TierId.options), named, fc.constantFrom(...CITES));
  const line = fc.tuple(withTiers, fc.subarray(["lighter", "ordinary"], { minLength: 1 }));
  const lines = fc
    .array(line, { maxLength: 3 })
    .map((list) =>
      list.map(([when, outcomes], i) => ({ id: `line${i}`, when, outcomes, cites: ["P-1"] })),
    );
  return fc
    .record({
      conditions: fc.tuple(plain, plain, condition({ facts, named: ["red_line"] })),
      constraints: fc.array(fc.oneof(plain, exclusion(facts)), { maxLength: 3 }),
      rules: fc.array(rule, { maxLength: 6 }),
      split: fc.nat(6),
      lineRules: fc.record({ accountability: lines, discipline: lines }),
      measures: fc.array(withTiers, { maxLength: 3 }),
      sides: fc.array(plain, { minLength: 6, maxLength: 6 }),
      validities: fc.tuple(validity, validity),
      demand: plain,
    })
    .map(
      ({
        conditions,
        constraints,
        rules,
        split,
        lineRules,
        measures,
        sides,
        validities,
        demand,
      }) => {
        const all = rules.map(([tier, when, cites], i) => ruleOf(`rule${i}`, tier, when, cites));
        const base = policyOf({ facts });
        return policyOf({
          facts,
          conditions: ["red_line", "closed_to_packs", "third"].map((id, i) => ({
            id,
            name: ANY_WORDS,
            when: conditions[i] ?? conditions[0],
          })),
          constraints: constraints.map((when, i) => ({
            id: `never${i}`,
            never: when,
            because: ANY_WORDS,
          })),
          layers: [
            { layer: "gate", order: 1, about: ANY_WORDS, rules: all.slice(0, split) },
            { layer: "look", order: 2, about: ANY_WORDS, rules: all.slice(split) },
          ],
          lineRules,
          measures: measures.map((when, i) => measureOf(`measure${i}`, when)),
          distinctions: base.distinctions.map((one, i) => ({
            ...one,
            culpable: { ...one.culpable, when: sides[2 * i] ?? one.culpable.when },
            tolerable: { ...one.tolerable, when: sides[2 * i + 1] ?? one.tolerable.when },
          })),
          sources: [sourceOf("S-1", "P-1", validities[0]), sourceOf("S-2", "P-2", validities[1])],
          parameters: {
            accident_conflict: base.parameters.accident_conflict,
            parameters: [
              { parameter: "D2_remediation", value: "required", name: ANY_WORDS, when: demand },
            ],
          },
        });
      },
    );
}

function packOver(policy: Policy): fc.Arbitrary<Pack | null> {
  const accident = policy.facts.some(({ id }) => id === "grave_accident");
  const own = factOf("local", undefined, "no");
  const base = packOf({ fact: "local", is: "yes" }, "exempt");
  const fits = policy.facts.length < IDS.length;
  const pack = fc
    .record({
      tier: fc.constantFrom("exempt" as const, "mitigated" as const),
      when: condition({ facts: [...policy.facts, own], named: ["third"] }),
      D2_remediation: fc.constantFrom("required" as const, "unseen" as const),
      validity,
    })
    .map(({ tier, when, D2_remediation, validity: valid }) => ({
      ...base,
      parameters: {
        ...base.parameters,
        D2_remediation,
        D10_accident: accident ? ("excluded" as const) : ("unseen" as const),
      },
      facts: [own],
      conditions: [{ id: "own", name: ANY_WORDS, when }],
      outcome: { ...base.outcome, tier },
      source: sourceOf("S-L-1", "L-1-1", valid),
    }));
  return fits ? fc.option(pack) : fc.constant(null);
}

/** Every fact has two or three values; conditions nest up to three deep; constraints may leave nothing possible. */
export const smallPolicy: fc.Arbitrary<SmallPolicy> = factList
  .chain(policyOver)
  .chain((policy) => packOver(policy).map((pack) => ({ policy, pack })));
