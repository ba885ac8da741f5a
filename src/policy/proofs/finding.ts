/** What a theorem says where it fails: the code, a sentence, the part of the policy at fault and a witness. */
import type { Problem } from "../result.ts";
import type { TierId } from "../schema.ts";

/** Fact id → value. */
export type Facts = Readonly<Record<string, string>>;

/** A part of the policy, whatever file it stands in: an entry of a list by its id, or the list itself. */
export interface Subject {
  readonly list:
    | "rules"
    | "facts"
    | "conditions"
    | "constraints"
    | "measures"
    | "accountability"
    | "discipline"
    | "distinctions"
    | "sources"
    | "remedies"
    | "items"
    | "elements"
    | "parameters"
    | "questions"
    | "tiers"
    | "unforeseen"
    | "pack";
  readonly id?: string;
  /** The part stands in this pack's own file. */
  readonly pack?: string;
  /** Further into the entry. */
  readonly path?: readonly (string | number)[];
}

/**
 * facts: one situation, by the fewest facts that are not as presumed · lighter, graver: two of them ·
 * ids: what stands in the way, or what is dead.
 */
export interface Witness {
  readonly facts?: Facts;
  readonly lighter?: Facts;
  readonly graver?: Facts;
  readonly ids?: readonly string[];
}

export interface Finding {
  readonly code: Problem["code"];
  readonly message: string;
  readonly at: Subject;
  readonly witness: Witness;
}

/** Facts as a reader says them: "loss is minor and urgent is yes". */
export function told(facts: Facts): string {
  return listed(Object.entries(facts).map(([fact, value]) => `${fact} is ${value}`));
}

/** A situation in a sentence; what is not named is as presumed, or does not matter. */
export function situated(facts: Facts): string {
  return Object.keys(facts).length === 0
    ? "where all else is as presumed"
    : `where ${told(facts)} and all else is as presumed`;
}

/** Ids in a sentence: "a, b and c". */
export function listed(ids: readonly string[]): string {
  return ids.length < 2 ? ids.join("") : `${ids.slice(0, -1).join(", ")} and ${ids.at(-1)}`;
}

/** The tiers of a red line that may never come out. */
export const TOLERATING: readonly TierId[] = ["no_liability", "exempt", "mitigated"];
