/** Whether an account contradicts itself, the slow way: try values until no constraint can be broken any more. */
import { choicesOf, type Naive, type Situation } from "./naive.ts";
import type { Condition } from "../../src/policy/schema.ts";

/** yes, no, or unknown while facts are missing. */
type Truth = boolean | undefined;

/** Is there any possible situation with these facts? */
export function isCompletable(evaluator: Naive, facts: Situation): boolean {
  const constraints = evaluator.policy.constraints.map(({ never }) => never);
  const verdicts = constraints.map((never) => truthOf(evaluator, never, facts));
  if (verdicts.includes(true)) return false;
  const undecided = constraints.find((_, i) => verdicts[i] === undefined);
  if (undecided === undefined) return true;
  const open = factsOf(evaluator, undecided).find((id) => !(id in facts));
  const fact = evaluator.facts.find(({ id }) => id === open);
  if (fact === undefined)
    throw new Error("a constraint is undecided though all its facts are known");
  return choicesOf(fact).some((value) => isCompletable(evaluator, { ...facts, [fact.id]: value }));
}

function truthOf(evaluator: Naive, condition: Condition, facts: Situation): Truth {
  if ("all" in condition) {
    const parts = new Set(condition.all.map((part) => truthOf(evaluator, part, facts)));
    if (parts.has(false)) return false;
    return parts.has(undefined) ? undefined : true;
  }
  if ("any" in condition) {
    const parts = new Set(condition.any.map((part) => truthOf(evaluator, part, facts)));
    if (parts.has(true)) return true;
    return parts.has(undefined) ? undefined : false;
  }
  if ("not" in condition) {
    const part = truthOf(evaluator, condition.not, facts);
    return part === undefined ? undefined : !part;
  }
  if ("condition" in condition) return truthOf(evaluator, named(evaluator, condition), facts);
  if ("tier" in condition) throw new Error("a constraint speaks of facts only");
  const value = facts[condition.fact];
  return value === undefined ? undefined : [condition.is].flat().includes(value);
}

function factsOf(evaluator: Naive, condition: Condition): readonly string[] {
  if ("all" in condition) return condition.all.flatMap((part) => factsOf(evaluator, part));
  if ("any" in condition) return condition.any.flatMap((part) => factsOf(evaluator, part));
  if ("not" in condition) return factsOf(evaluator, condition.not);
  if ("condition" in condition) return factsOf(evaluator, named(evaluator, condition));
  return "fact" in condition ? [condition.fact] : [];
}

function named(evaluator: Naive, { condition }: { readonly condition: string }): Condition {
  const found = evaluator.policy.conditions.find(({ id }) => id === condition);
  if (found === undefined) throw new Error(`no condition ${condition}`);
  return found.when;
}
