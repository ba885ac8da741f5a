/** What a fault is before it is put into a copy. */
import type { Shipped } from "./content.ts";
import type { Copy } from "./copy.ts";
import type { Dice } from "./dice.ts";
import type { Trial } from "./oracle.ts";
import type { Pool } from "./situations.ts";

export interface Seed {
  /** What is wrong, as a sentence without its full stop. */
  readonly name: string;
  readonly edit: (copy: Copy) => void;
  /** The rule it is about: the oracle looks near what that rule decides. */
  readonly subject?: string;
  /** At least one of these has to be found; without it, the codes of the kind. */
  readonly codes?: readonly string[];
}

/** What the makers of seeds may draw on. */
export interface World {
  readonly shipped: Shipped;
  readonly pool: Pool;
  readonly dice: Dice;
}

export interface Kind {
  readonly name: string;
  readonly codes: readonly string[];
  /** So many of the seeds are kept, the first that are confirmed. */
  readonly atMost: number;
  readonly seeds: (world: World) => Iterable<Seed>;
  /** Found by the oracle in the edited copy; without it, a seed is a fault by the way it is made. */
  readonly confirmed?: (trial: Trial, seed: Seed) => boolean;
  /** The examples are what is wrong, or the copy has no possible situation: they stay as they are. */
  readonly examplesStay?: boolean;
}
