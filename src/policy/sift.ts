/**
 * A smaller order for a diagram's variables, by sifting (Rudell 1993): each variable in turn is moved through all places
 * by swapping neighbours, and left where the diagram was smallest. Works on a copy; the diagram itself stays as it is.
 */
import type { Diagram, NodeId } from "./diagram.ts";
import { SiftingForest } from "./sift-forest.ts";

/** A variable turns back once the diagram has grown by this factor. */
const GROWTH_MAX = 1.15;
/** Rounds over all variables; a round that gains less than GAIN_MIN is the last. */
const ROUNDS_MAX = 2;
const GAIN_MIN = 0.02;

/** Nodes swaps may look at in all, a second or two of work: the order is then left as good as it has become. */
const WORK_MAX = 12_000_000;

/** The variables from top to bottom in a good order for all of `roots` together; deterministic. */
export function sift(diagram: Diagram, roots: readonly NodeId[]): readonly number[] {
  const forest = new SiftingForest(diagram, roots);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = forest.size;
    const bySize = [...forest.order].sort((a, b) => forest.nodesOf(b) - forest.nodesOf(a));
    for (const variable of bySize)
      if (forest.nodesOf(variable) > 0 && forest.work < WORK_MAX) place(forest, variable);
    if (forest.size > before * (1 - GAIN_MIN)) break;
  }
  return forest.order;
}

/** Moves one variable to the nearer end and to the other, then back to where the diagram was smallest. */
function place(forest: SiftingForest, variable: number): void {
  const last = forest.order.length - 1;
  let at = forest.order.indexOf(variable);
  let [best, bestAt] = [forest.size, at];
  const run = (step: 1 | -1) => {
    while (step === 1 ? at < last : at > 0) {
      forest.swap(step === 1 ? at : at - 1);
      at += step;
      if (forest.size < best) [best, bestAt] = [forest.size, at];
      if (forest.size > best * GROWTH_MAX || forest.work > WORK_MAX) break;
    }
  };
  const downFirst = last - at < at;
  run(downFirst ? 1 : -1);
  run(downFirst ? -1 : 1);
  while (at !== bestAt) {
    const step = bestAt > at ? 1 : -1;
    forest.swap(step === 1 ? at : at - 1);
    at += step;
  }
}
