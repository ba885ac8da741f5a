/** The answers so far, as sets of values still possible. */
import { openMasks, type Compiled } from "./compile.ts";
import type { Masks } from "./diagram-walks.ts";
import { Flat } from "./flat.ts";

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
  for (const fact of Object.keys(facts)) {
    const value = facts[fact] as string;
    const variable = compiled.variables.get(fact);
    if (variable === undefined) throw new Error(`unknown fact ${fact}`);
    const at = (compiled.values[variable] as readonly string[]).indexOf(value);
    if (at < 0) throw new Error(`fact ${fact} has no value ${value}`);
    masks[variable] = 1 << at;
  }
  return masks;
}

const possibleOf = new WeakMap<Compiled["diagram"], Flat>();

/** Can some situation agree with these values at all? */
export function isPossible(compiled: Compiled, masks: Masks): boolean {
  const known = possibleOf.get(compiled.diagram);
  const flat = known ?? new Flat(compiled.diagram, compiled.possible, (value) => value);
  if (known === undefined) possibleOf.set(compiled.diagram, flat);
  return flat.union(masks) !== 0;
}

export interface Presumed {
  readonly masks: Masks;
  /** Facts filled by a presumption, in the policy's order. */
  readonly used: readonly string[];
}

/** Fills what is open by the declared presumptions, in the policy's order, each only while the account stays possible. */
export function presume(compiled: Compiled, account: Masks): Presumed {
  const all = presumable(compiled).filter(({ variable }) => isOpen(account[variable] as number));
  if (all.length === 0) return { masks: account, used: [] };
  const masks = account.slice();
  for (const { variable, bit } of all) masks[variable] = bit;
  // Where all of them can hold together, none of them was in the way of a later one.
  if (isPossible(compiled, masks)) return { masks, used: all.map(({ id }) => id) };
  const filled = account.slice();
  const used = all.filter(({ variable, bit }) => {
    const open = filled[variable] as number;
    filled[variable] = bit;
    if (isPossible(compiled, filled)) return true;
    filled[variable] = open;
    return false;
  });
  return { masks: filled, used: used.map(({ id }) => id) };
}

const isOpen = (mask: number) => (mask & (mask - 1)) !== 0;

interface Presumable {
  readonly id: string;
  readonly variable: number;
  /** The presumed value's bit. */
  readonly bit: number;
}

const presumableOf = new WeakMap<Compiled, readonly Presumable[]>();

function presumable(compiled: Compiled): readonly Presumable[] {
  const known = presumableOf.get(compiled);
  if (known !== undefined) return known;
  const made = compiled.declared.flatMap(({ id, presumption }) => {
    if (presumption === "none") return [];
    const variable = compiled.variables.get(id) as number;
    const at = (compiled.values[variable] as readonly string[]).indexOf(presumption.value);
    return [{ id, variable, bit: 1 << at }];
  });
  presumableOf.set(compiled, made);
  return made;
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
