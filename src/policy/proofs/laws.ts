/** The laws of a policy, made ready for proof once: the national rules, and those with each pack. */
import { IMPOSSIBLE, tiersOf, UNFORESEEN, type Compiled, type CompiledRule } from "../compile.ts";
import type { Diagram, NodeId } from "../diagram.ts";
import type { Pack, Policy } from "../schema-pack.ts";
import type { TierId } from "../schema.ts";
import type { Subject } from "./finding.ts";
import { bitsBelow } from "./walks.ts";

export interface Law {
  readonly compiled: Compiled;
  readonly policy: Policy;
  readonly pack: Pack | null;
  readonly diagram: Diagram;
  /** The deciding rule of every situation, and its tier. */
  readonly root: NodeId;
  readonly tiers: NodeId;
  /** Below `tiers`: bit t for the tier of index t, bit 0 for what is impossible. */
  readonly tierBits: Int32Array;
}

export interface Laws {
  readonly national: Law;
  readonly local: readonly Law[];
  /** ISO date of the check; without it nothing is said of what has gone out of force. */
  readonly day?: string;
}

/** Every rule counts, whatever the day. */
export function lawOf(compiled: Compiled): Law {
  const { diagram, policy, pack } = compiled;
  const root = compiled.decided(() => true);
  const tiers = tiersOf(compiled, root);
  const tierBits = bitsBelow(diagram, tiers, (tier) => 1 << tier);
  return { compiled, policy, pack, diagram, root, tiers, tierBits };
}

/** All laws, the national one first. */
export function allOf({ national, local }: Laws): readonly Law[] {
  return [national, ...local];
}

/** The bits of some tiers. */
export function bitsOf({ compiled }: Law, tiers: readonly TierId[]): number {
  return tiers.reduce((sofar, tier) => sofar | (1 << (compiled.tierIndex.get(tier) ?? 31)), 0);
}

/** The tiers some possible situation comes to, by their index. */
export function tiersReached({ tiers, tierBits }: Law): readonly number[] {
  const bits = tierBits[tiers] as number;
  return Array.from({ length: 31 }, (_, tier) => tier).filter(
    (tier) => tier !== IMPOSSIBLE && (bits & (1 << tier)) !== 0,
  );
}

/** Where a deciding rule stands. */
export function placeOfRule({ pack }: Law, rule: CompiledRule): Subject {
  if (rule.id === UNFORESEEN) return { list: "unforeseen" };
  if (rule.layer !== "pack" || pack === null) return { list: "rules", id: rule.id };
  const path = rule.tier === "human_review" ? ["parameters", "D10_accident"] : ["outcome"];
  return { list: "pack", pack: pack.id, path };
}

/** The rule of a terminal. */
export function ruleAt({ compiled }: Law, terminal: number): CompiledRule {
  return compiled.rules[terminal] as CompiledRule;
}
