/** A place where something comes in from outside, as one throw of the dice. */
import type { Dice } from "../proof/dice.ts";

export interface Border {
  readonly name: string;
  /** How often it is tried beside the others. */
  readonly weight: number;
  /** No figure of time is kept: it proves whole bundles, which takes as long as it takes. */
  readonly untimed?: true;
  /** One input; throws (or rejects) where a promise is broken. */
  try(dice: Dice): Promise<void> | void;
}

/** Throws unless it holds; the message must tell what was broken. */
export function must(holds: boolean, broken: string): asserts holds {
  if (!holds) throw new Error(broken);
}
