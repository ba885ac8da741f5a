/**
 * The shipped policy grown: some facts get a twin, and rules are repeated with twins in the place of some of their facts,
 * each variation right after its original. Constraints are repeated likewise. The structure stays that of the shipped
 * policy, layer by layer; what its rules mean does not matter here.
 */
import type { Condition, Constraint, Fact, Rule } from "../src/policy/schema.ts";
import type { Policy } from "../src/policy/schema-pack.ts";

/** Facts that one variation replaces at most. */
const REPLACED_MAX = 3;
const CONSTRAINTS_MAX = 80;

/** The twin of each fact that has one. */
type Twins = ReadonlyMap<string, string>;

/** So many facts and rules in all; fewer where the policy has not so many facts or variations. */
export function largePolicy(policy: Policy, facts: number, rules: number): Policy {
  const chosen = spread(policy.facts, facts - policy.facts.length);
  const twins: Twins = new Map(chosen.map(({ id }) => [id, `${id}.2`]));
  const twinsOf = (ids: readonly string[]) => ids.flatMap((id) => twins.get(id) ?? []);
  const { elements } = policy.elements;
  return {
    ...policy,
    facts: [...policy.facts, ...chosen.map((fact): Fact => ({ ...fact, id: `${fact.id}.2` }))],
    constraints: withVariedConstraints(policy, twins),
    layers: withVariedRules(policy, twins, rules),
    elements: {
      ...policy.elements,
      elements: elements.map((element) => ({
        ...element,
        facts: [...element.facts, ...twinsOf(element.facts)],
      })),
    },
    questions: [
      ...policy.questions,
      ...policy.questions.flatMap(({ topic, facts: asked }) =>
        twinsOf(asked).map((id) => ({
          id,
          topic,
          kind: "single" as const,
          always: false,
          facts: [id],
        })),
      ),
    ],
  };
}

/** Some of a list, evenly spread over it. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  const wanted = Math.max(0, Math.min(count, list.length));
  return list.filter((_, at) => {
    const before = Math.floor((at * wanted) / list.length);
    return Math.floor(((at + 1) * wanted) / list.length) > before;
  });
}

/** One variation of every rule, then a second one, until there are enough. */
function withVariedRules(policy: Policy, twins: Twins, count: number): Policy["layers"] {
  const rules = policy.layers.flatMap((layer) => layer.rules);
  const variations = rules.map((rule) => variationsOf(twinned(policy, rule.when, twins)));
  const taken = rules.map(() => 0);
  const most = Math.max(...variations.map(({ length }) => length));
  let left = count - rules.length;
  for (let round = 1; round <= most; round += 1)
    for (const [at, { length }] of variations.entries())
      if (left > 0 && length >= round) {
        taken[at] = round;
        left -= 1;
      }
  return policy.layers.map((layer) => ({
    ...layer,
    rules: layer.rules.flatMap((rule) => {
      const at = rules.indexOf(rule);
      const wanted = variations[at]?.slice(0, taken[at]) ?? [];
      return [
        rule,
        ...wanted.map((facts, nth) => variedRule(policy, rule, nth, some(twins, facts))),
      ];
    }),
  }));
}

function variedRule(policy: Policy, rule: Rule, nth: number, twins: Twins): Rule {
  const renamed = (facts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(facts).map(([id, value]) => [twins.get(id) ?? id, value]));
  return {
    ...rule,
    id: `${rule.id}.v${nth}`,
    when: varied(policy, rule.when, twins),
    examples: rule.examples.map(({ facts, unless }) => ({
      facts: renamed(facts),
      unless: renamed(unless),
    })),
  };
}

function withVariedConstraints(policy: Policy, twins: Twins): readonly Constraint[] {
  const more = policy.constraints.flatMap((constraint) =>
    twinned(policy, constraint.never, twins).map((fact) => ({
      ...constraint,
      id: `${constraint.id}.${fact}`,
      never: varied(policy, constraint.never, some(twins, [fact])),
    })),
  );
  return [...policy.constraints, ...more].slice(0, CONSTRAINTS_MAX);
}

function some(twins: Twins, facts: readonly string[]): Twins {
  return new Map([...twins].filter(([fact]) => facts.includes(fact)));
}

/** Sets of facts to replace, the small ones first. */
function variationsOf(facts: readonly string[]): readonly (readonly string[])[] {
  const sets = facts.reduce<readonly (readonly string[])[]>(
    (sofar, fact) => [
      ...sofar,
      ...sofar.filter(({ length }) => length < REPLACED_MAX).map((set) => [...set, fact]),
    ],
    [[]],
  );
  return sets.slice(1).toSorted((a, b) => a.length - b.length);
}

/** The facts with a twin that a condition looks at, through the conditions it names. */
function twinned(policy: Policy, condition: Condition, twins: Twins): readonly string[] {
  return [...new Set(factsIn(policy, condition))].filter((fact) => twins.has(fact));
}

function factsIn(policy: Policy, condition: Condition): readonly string[] {
  if ("all" in condition) return condition.all.flatMap((part) => factsIn(policy, part));
  if ("any" in condition) return condition.any.flatMap((part) => factsIn(policy, part));
  if ("not" in condition) return factsIn(policy, condition.not);
  if ("fact" in condition) return [condition.fact];
  if ("condition" in condition) return factsIn(policy, named(policy, condition.condition));
  return [];
}

function named(policy: Policy, wanted: string): Condition {
  const found = policy.conditions.find(({ id }) => id === wanted);
  if (found === undefined) throw new Error(`no condition ${wanted}`);
  return found.when;
}

/** A named condition that looks at a replaced fact is written out; the others keep their name. */
function varied(policy: Policy, condition: Condition, twins: Twins): Condition {
  const each = (parts: readonly Condition[]) => parts.map((part) => varied(policy, part, twins));
  if ("all" in condition) return { all: each(condition.all) };
  if ("any" in condition) return { any: each(condition.any) };
  if ("not" in condition) return { not: varied(policy, condition.not, twins) };
  if ("fact" in condition)
    return { ...condition, fact: twins.get(condition.fact) ?? condition.fact };
  if ("condition" in condition && twinned(policy, condition, twins).length > 0)
    return varied(policy, named(policy, condition.condition), twins);
  return condition;
}
