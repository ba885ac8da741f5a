/**
 * The slow evaluator's meaning at a speed fit for searching: conditions become functions once. What it finds is never
 * taken on trust; the slow evaluator confirms every witness.
 */
import type { Condition, Fact, TierId } from "../../src/policy/schema.ts";
import type { Pack, Policy } from "../../src/policy/schema-pack.ts";
import { choicesOf, type Situation } from "../support/naive.ts";
import { rulesOf, type Ranks, type SearchRule, type Test, type Truth } from "./quick-rules.ts";

export interface Quick {
  readonly policy: Policy;
  /** In the order the files declare them. */
  readonly facts: readonly Fact[];
  truthOf(condition: Condition): Test;
  /** No constraint is broken; of a situation with every fact. */
  isPossible(situation: Situation): boolean;
  /** Some possible situation has these facts. */
  isCompletable(situation: Situation): boolean;
  /** The rule that decides a situation with every fact. */
  ruleOf(situation: Situation): SearchRule;
  /** Facts not given take what is presumed of them, one after another, while the rest stays possible. */
  presumed(facts: Situation): Situation;
  /** The rules that may decide an account once presumptions fill it; undefined where it contradicts itself. */
  deciding(facts: Situation): readonly string[] | undefined;
}

export function quick(policy: Policy, pack: Pack | null): Quick {
  const facts = [...policy.facts, ...(pack?.facts ?? [])];
  const choices = new Map(facts.map((fact) => [fact.id, choicesOf(fact)]));
  const truthOf = tester(policy);
  const factsIn = mentioned(policy);
  const constraints = policy.constraints.map(({ never }) => ({
    broken: truthOf(never),
    facts: factsIn(never),
  }));
  const verdictOf = rulesOf(policy, pack, truthOf, factsIn, ranksOf(policy));
  const isPossible = (situation: Situation) =>
    constraints.every(({ broken }) => broken(situation) !== true);
  const isCompletable = (situation: Situation): boolean => {
    let open: readonly string[] | undefined;
    for (const { broken, facts: named } of constraints) {
      const truth = broken(situation);
      if (truth === true) return false;
      if (truth === undefined) open ??= named;
    }
    if (open === undefined) return true;
    const fact = open.find((id) => !(id in situation)) ?? "";
    return (choices.get(fact) ?? []).some((one) => isCompletable({ ...situation, [fact]: one }));
  };
  const presumed = (given: Situation): Situation => {
    const usual = facts.flatMap(({ id, presumption }) =>
      presumption === "none" || id in given ? [] : [[id, presumption.value] as const],
    );
    return filled(given, usual, isCompletable);
  };
  const deciding = (given: Situation) => {
    if (!isCompletable(given)) return undefined;
    const found = new Set<string>();
    const split = (situation: Situation): void => {
      if (!isCompletable(situation)) return;
      const verdict = verdictOf(situation);
      if (typeof verdict !== "string") found.add(verdict.id);
      else
        for (const value of choices.get(verdict) ?? []) split({ ...situation, [verdict]: value });
    };
    split(presumed(given));
    return [...found];
  };
  const ruleOf = (situation: Situation): SearchRule => {
    const verdict = verdictOf(situation);
    if (typeof verdict === "string") throw new Error(`a situation without ${verdict}`);
    return verdict;
  };
  return { policy, facts, truthOf, isPossible, isCompletable, ruleOf, presumed, deciding };
}

/** One after another comes to the same as all at once where all fit, and as half by half where they do not. */
function filled(
  sofar: Situation,
  more: readonly (readonly [string, string])[],
  fits: (situation: Situation) => boolean,
): Situation {
  const all = { ...sofar, ...Object.fromEntries(more) };
  if (more.length === 0 || fits(all)) return all;
  if (more.length === 1) return sofar;
  const half = Math.ceil(more.length / 2);
  return filled(filled(sofar, more.slice(0, half), fits), more.slice(half), fits);
}

function ranksOf(policy: Policy): Ranks {
  const ranks = new Map(policy.tiers.map(({ id, rank }) => [id, rank]));
  return (tier: TierId) => ranks.get(tier) ?? null;
}

/** Conditions as functions; a name is looked up once. */
function tester(policy: Policy): Quick["truthOf"] {
  const named = new Map<string, Test>();
  const byName = (id: string): Test => {
    const known = named.get(id);
    if (known !== undefined) return known;
    const found = policy.conditions.find((condition) => condition.id === id);
    if (found === undefined) throw new Error(`no condition ${id}`);
    const made = truthOf(found.when);
    named.set(id, made);
    return made;
  };
  const truthOf = (condition: Condition): Test => {
    if ("all" in condition) return joined(condition.all.map(truthOf), false);
    if ("any" in condition) return joined(condition.any.map(truthOf), true);
    if ("condition" in condition) return byName(condition.condition);
    if ("tier" in condition) throw new Error("rules and constraints speak of facts only");
    if ("not" in condition) {
      const part = truthOf(condition.not);
      return (situation) => {
        const truth = part(situation);
        return truth === undefined ? undefined : !truth;
      };
    }
    const { fact } = condition;
    const [first, ...others] = [condition.is].flat();
    if (others.length === 0) {
      return (situation) => {
        const value = situation[fact];
        return value === undefined ? undefined : value === first;
      };
    }
    const wanted = new Set([condition.is].flat());
    return (situation) => {
      const value = situation[fact];
      return value === undefined ? undefined : wanted.has(value);
    };
  };
  return truthOf;
}

/** One part at `decisive` decides the whole. */
function joined(parts: readonly Test[], decisive: boolean): Test {
  return (situation) => {
    let sofar: Truth = !decisive;
    for (const part of parts) {
      const truth = part(situation);
      if (truth === decisive) return decisive;
      if (truth === undefined) sofar = undefined;
    }
    return sofar;
  };
}

/** The facts a condition speaks of, through the conditions it names. */
export function mentioned(policy: Policy): (condition: Condition) => readonly string[] {
  const named = new Map(policy.conditions.map(({ id, when }) => [id, when]));
  const facts = (condition: Condition): readonly string[] => {
    if ("all" in condition) return condition.all.flatMap(facts);
    if ("any" in condition) return condition.any.flatMap(facts);
    if ("not" in condition) return facts(condition.not);
    if ("condition" in condition) {
      const when = named.get(condition.condition);
      return when === undefined ? [] : facts(when);
    }
    return "fact" in condition ? [condition.fact] : [];
  };
  return (condition) => [...new Set(facts(condition))];
}
