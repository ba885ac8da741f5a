/** The answers so far, as sets of values still possible. */
import { openMasks, type Compiled } from "./compile.ts";
import { reach, type Masks } from "./diagram-walks.ts";

/** Fact id → value. A fact nobody knows is simply absent. */
export type Facts = Readonly<Record<string, string>>;

export interface Account {
  readonly facts: Facts;
  /** Facts the person said 不清楚 to. */
  readonly unsure?: readonly string[];
  /** Days of the conduct, both inclusive. */
  readonly acted?: { readonly from: string; readonly until: string };
  /** Day of the decision. */
  readonly decided?: string;
}

/** Each variable's possible values under `facts`; throws on a fact or value the policy does not know. */
export function masksOf(compiled: Compiled, facts: Facts): Masks {
  const masks = openMasks(compiled);
  for (const [fact, value] of Object.entries(facts)) {
    const variable = compiled.variables.get(fact);
    if (variable === undefined) throw new Error(`unknown fact ${fact}`);
    const at = (compiled.values[variable] as readonly string[]).indexOf(value);
    if (at < 0) throw new Error(`fact ${fact} has no value ${value}`);
    masks[variable] = 1 << at;
  }
  return masks;
}

/** Can some situation agree with these values at all? */
export function isPossible(compiled: Compiled, masks: Masks): boolean {
  return reach(compiled.diagram, compiled.possible, masks).includes(1);
}

export interface Presumed {
  readonly masks: Masks;
  /** Facts filled by a presumption, in the policy's order. */
  readonly used: readonly string[];
}

/** Fills what is open by the declared presumptions, in the policy's order, each only while the account stays possible. */
export function presume(compiled: Compiled, account: Masks): Presumed {
  const masks = account.slice();
  const used: string[] = [];
  compiled.declared.forEach((fact) => {
    const variable = compiled.variables.get(fact.id) as number;
    const presumption = fact.presumption;
    const open = masks[variable] as number;
    if (presumption === "none" || (open & (open - 1)) === 0) return;
    const at = (compiled.values[variable] as readonly string[]).indexOf(presumption.value);
    masks[variable] = 1 << at;
    if (isPossible(compiled, masks)) used.push(fact.id);
    else masks[variable] = open;
  });
  return { masks, used };
}

/** A smallest-by-removal set of answers that cannot all be true together; empty when the account is possible. */
export function conflictOf(compiled: Compiled, facts: Facts): readonly string[] {
  if (isPossible(compiled, masksOf(compiled, facts))) return [];
  return Object.keys(facts).reduce<readonly string[]>((kept, candidate) => {
    const rest = kept.filter((fact) => fact !== candidate);
    const without = Object.fromEntries(rest.map((fact) => [fact, facts[fact] as string]));
    return isPossible(compiled, masksOf(compiled, without)) ? kept : rest;
  }, Object.keys(facts));
}
