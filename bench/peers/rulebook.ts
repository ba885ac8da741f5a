/** What every peer is given: facts, named conditions, and rules in the order in which they decide. */
import type { Condition } from "../../src/policy/schema.ts";
import type { Policy } from "../../src/policy/schema-pack.ts";

/** Fact id → value, for every fact of the rulebook. */
export type Situation = Readonly<Record<string, string>>;

export interface RuleFact {
  readonly id: string;
  readonly values: readonly string[];
}

export interface Rulebook {
  readonly facts: readonly RuleFact[];
  readonly conditions: readonly { readonly id: string; readonly when: Condition }[];
  /** The first one that holds decides. */
  readonly rules: readonly { readonly when: Condition; readonly outcome: string }[];
  /** The outcome where none holds. */
  readonly fallback: string;
}

const YES_OR_NO: readonly string[] = ["yes", "no"];

/** The national rules of a policy: no packs, no days, and no constraints, since only possible situations are decided. */
export function nationalRules(policy: Policy): Rulebook {
  return {
    facts: policy.facts.map(({ id, choices }) => ({
      id,
      values: choices?.map((choice) => choice.id) ?? YES_OR_NO,
    })),
    conditions: policy.conditions,
    rules: policy.layers.flatMap(({ rules }) =>
      rules.map(({ when, tier }) => ({ when, outcome: tier })),
    ),
    fallback: "human_review",
  };
}

/** Rules that are conjunctions of yes/no facts known by number, as made-up policies have them. */
export interface Literals {
  readonly facts: number;
  readonly rules: readonly {
    readonly literals: readonly { readonly fact: number; readonly yes: boolean }[];
    readonly outcome: string;
  }[];
  readonly fallback: string;
}

/** A policy of literals as a rulebook, its facts named f0, f1 and so on: every peer and the asker take it too. */
export function literalRules({ facts, rules, fallback }: Literals): Rulebook {
  return {
    facts: Array.from({ length: facts }, (_, fact) => ({ id: `f${fact}`, values: YES_OR_NO })),
    conditions: [],
    rules: rules.map(({ literals, outcome }) => ({
      when: {
        all: literals.map(({ fact, yes }) => ({ fact: `f${fact}`, is: yes ? "yes" : "no" })),
      },
      outcome,
    })),
    fallback,
  };
}

/** A yes-or-no fact: a peer that knows booleans is given one. */
export function isYesOrNo({ values }: RuleFact): boolean {
  return values.length === YES_OR_NO.length && YES_OR_NO.every((value) => values.includes(value));
}

/** How one peer writes each kind of condition. */
export interface Writer<T> {
  all(parts: readonly T[]): T;
  any(parts: readonly T[]): T;
  not(part: T): T;
  /** The fact has one of the values. */
  fact(id: string, values: readonly string[]): T;
  /** A named condition, by its id. */
  named(id: string): T;
}

/** A condition in the words of one peer. */
export function written<T>(condition: Condition, writer: Writer<T>): T {
  const each = (parts: readonly Condition[]) => parts.map((part) => written(part, writer));
  if ("all" in condition) return writer.all(each(condition.all));
  if ("any" in condition) return writer.any(each(condition.any));
  if ("not" in condition) return writer.not(written(condition.not, writer));
  if ("condition" in condition) return writer.named(condition.condition);
  if ("fact" in condition) return writer.fact(condition.fact, [condition.is].flat());
  throw new Error("a rule cannot ask for the tier it is to give");
}

/** What a named condition says. */
export function namedIn({ conditions }: Rulebook, wanted: string): Condition {
  const found = conditions.find(({ id }) => id === wanted);
  if (found === undefined) throw new Error(`no condition ${wanted}`);
  return found.when;
}

/** Facts and values by number, for the peers that take numbers. */
export interface Numbers {
  fact(id: string): number;
  value(id: string, value: string): number;
  /** The number of each fact's value, in the order of the facts. */
  situation(situation: Situation): number[];
}

/** The numbering of a rulebook: the order in which it lists its facts and their values. */
export function numbersOf({ facts }: Rulebook): Numbers {
  const known = new Map(facts.map(({ id, values }, at) => [id, { at, values }]));
  const find = (id: string) => {
    const found = known.get(id);
    if (found === undefined) throw new Error(`no fact ${id}`);
    return found;
  };
  const value = (id: string, wanted: string) => {
    const at = find(id).values.indexOf(wanted);
    if (at < 0) throw new Error(`fact ${id} has no value ${wanted}`);
    return at;
  };
  return {
    fact: (id) => find(id).at,
    value,
    situation: (situation) => facts.map(({ id }) => value(id, situation[id] ?? "")),
  };
}
