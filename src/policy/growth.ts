/** What each rule adds to a diagram while it is built, so that a policy refused for its size is told which rules to look at. */
import { DiagramTooLarge, type Diagram } from "./diagram.ts";

/** Nodes a rule, or a constraint, added while the diagram was built. */
export interface Growth {
  readonly id: string;
  readonly nodes: number;
}

/** Rules named when a policy is refused for its size. */
const GROWTH_NAMED_MAX = 5;

/** A policy that outgrows its diagram, with what added the most to it, the worst first. */
export class PolicyTooLarge extends DiagramTooLarge {
  readonly rules: readonly Growth[];

  constructor(why: string, rules: readonly Growth[]) {
    const named = rules.map(({ id, nodes }) => `${id}: ${nodes}`).join(", ");
    super(rules.length === 0 ? why : `${why}; the most are for ${named}`);
    this.rules = rules;
  }
}

export interface GrowthMeter {
  /** Runs a step of building for a rule; a policy too large is refused with those that added the most. */
  readonly during: <T>(id: string, make: () => T) => T;
  /** What added the most so far, the worst first. */
  readonly worst: () => readonly Growth[];
}

/** A meter for one diagram under construction. */
export function growthMeter(diagram: Diagram): GrowthMeter {
  const added = new Map<string, number>();
  const worst = () =>
    [...added]
      .map(([id, nodes]) => ({ id, nodes }))
      .sort((a, b) => b.nodes - a.nodes)
      .slice(0, GROWTH_NAMED_MAX);
  const during = <T>(id: string, make: () => T): T => {
    const before = diagram.nodeCount;
    const note = () => added.set(id, (added.get(id) ?? 0) + diagram.nodeCount - before);
    try {
      const made = make();
      note();
      return made;
    } catch (error) {
      if (!(error instanceof DiagramTooLarge)) throw error;
      note();
      throw new PolicyTooLarge(error.message, worst());
    }
  };
  return { during, worst };
}
