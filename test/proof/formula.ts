/**
 * Conditions in three-valued logic (Kleene 1938): true, false or open while facts are missing. Whether some situation
 * makes several of them true is found by working out what they force and splitting on a fact where nothing is forced
 * (Davis, Putnam, Logemann and Loveland 1962). No diagram, and no code of the product but the types of its data.
 */
import type { Condition, Fact, TierId } from "../../src/policy/schema.ts";
import type { Policy } from "../../src/policy/schema-pack.ts";
import { choicesOf } from "../support/naive.ts";

export const FALSE = 0;
export const TRUE = 1;
export const OPEN = 2;

/** The values each fact can still take, one bit a value. */
export type State = Uint8Array;

/** Negations are pushed down to the values. */
export type Formula =
  | { readonly kind: "atom"; readonly fact: number; readonly mask: number }
  | { readonly kind: "all" | "any"; readonly parts: readonly Formula[] };

/** Answers the formula of a condition, or of its opposite. */
export type FormulaOf = (condition: Condition, wanted: boolean) => Formula;

/** Formulas over facts in this order. */
export function formulas(policy: Policy, facts: readonly Fact[]): FormulaOf {
  const place = new Map(facts.map(({ id }, at) => [id, at]));
  const named = new Map(policy.conditions.map(({ id, when }) => [id, when]));
  const of: FormulaOf = (condition, wanted) => {
    if ("all" in condition)
      return { kind: wanted ? "all" : "any", parts: condition.all.map((part) => of(part, wanted)) };
    if ("any" in condition)
      return { kind: wanted ? "any" : "all", parts: condition.any.map((part) => of(part, wanted)) };
    if ("not" in condition) return of(condition.not, !wanted);
    if ("tier" in condition) throw new Error("rules and constraints speak of facts only");
    if ("condition" in condition) {
      const when = named.get(condition.condition);
      if (when === undefined) throw new Error(`no condition ${condition.condition}`);
      return of(when, wanted);
    }
    const fact = place.get(condition.fact);
    if (fact === undefined) throw new Error(`no fact ${condition.fact}`);
    const is = new Set([condition.is].flat());
    const mask = choicesOf(facts[fact] as Fact).reduce(
      (sofar, value, at) => (is.has(value) === wanted ? sofar | (1 << at) : sofar),
      0,
    );
    return { kind: "atom", fact, mask };
  };
  return of;
}

/** What is known of a formula. */
export function truthOf(formula: Formula, state: State): number {
  if (formula.kind === "atom") {
    const left = state[formula.fact] as number;
    if ((left & formula.mask) === 0) return FALSE;
    return (left & ~formula.mask) === 0 ? TRUE : OPEN;
  }
  const decisive = formula.kind === "all" ? FALSE : TRUE;
  let open = false;
  for (const part of formula.parts) {
    const truth = truthOf(part, state);
    if (truth === decisive) return decisive;
    if (truth === OPEN) open = true;
  }
  return open ? OPEN : 1 - decisive;
}

/** Set whenever `force` narrows a state. */
let narrowed = false;

/** Narrows the state by what the formula, if it is to be true, forces; answers what is then known of it. */
function force(formula: Formula, state: State): number {
  if (formula.kind === "atom") {
    const before = state[formula.fact] as number;
    const left = before & formula.mask;
    if (left === 0) return FALSE;
    if (left !== before) {
      state[formula.fact] = left;
      narrowed = true;
    }
    return TRUE;
  }
  if (formula.kind === "all") {
    let open = false;
    for (const part of formula.parts) {
      const truth = force(part, state);
      if (truth === FALSE) return FALSE;
      if (truth === OPEN) open = true;
    }
    return open ? OPEN : TRUE;
  }
  let only: Formula | undefined;
  let several = false;
  for (const part of formula.parts) {
    const truth = truthOf(part, state);
    if (truth === TRUE) return TRUE;
    if (truth === FALSE) continue;
    if (only !== undefined) several = true;
    only = part;
  }
  if (only === undefined) return FALSE;
  return several ? OPEN : force(only, state);
}

/** Narrows the state until nothing is forced any more: the formulas still open, undefined where they cannot all be true. */
export function propagate(goals: readonly Formula[], state: State): readonly Formula[] | undefined {
  let open = goals;
  do {
    narrowed = false;
    const left: Formula[] = [];
    for (const goal of open) {
      const truth = force(goal, state);
      if (truth === FALSE) return undefined;
      if (truth === OPEN) left.push(goal);
    }
    open = left;
  } while (narrowed);
  return open;
}

/** Is there a situation within the state that makes all of them true? The state is left as it is. */
export function satisfiable(goals: readonly Formula[], state: State): boolean {
  const tried = state.slice();
  const open = propagate(goals, tried);
  if (open === undefined) return false;
  const [first] = open;
  if (first === undefined) return true;
  const { fact, mask } = openAtom(first, tried);
  const before = tried[fact] as number;
  tried[fact] = before & mask;
  if (satisfiable(open, tried)) return true;
  tried[fact] = before & ~mask;
  return satisfiable(open, tried);
}

function openAtom(formula: Formula, state: State): Formula & { readonly kind: "atom" } {
  if (formula.kind === "atom") return formula;
  const part = formula.parts.find((one) => truthOf(one, state) === OPEN);
  if (part === undefined) throw new Error("an open formula has an open part");
  return openAtom(part, state);
}

/** A tier's place among the bits of a set. */
export function bitOf(policy: Policy, tier: TierId): number {
  return 1 << policy.tiers.findIndex(({ id }) => id === tier);
}
