/** The variables that change something alone: two of their values lead, all else equal, to results that differ. */
import { Diagram, type NodeId } from "../diagram.ts";
import { project, type Masks } from "../diagram-walks.ts";
import { PairMemo } from "../memo.ts";
import { nodesBelow } from "./walks.ts";

/** What a node leads to: one result (its terminal's node), only what is ignored, or several. */
const NONE = -1;
const SEVERAL = -2;

/** A terminal no diagram has: nothing is ignored. */
const NO_TERMINAL = -1;

/**
 * Strikes from `wanted` every variable on which it depends what is possible, by values within the masks. Learning such a
 * fact tells of others, even where it changes nothing alone.
 */
export function strikeTied(
  diagram: Diagram,
  possible: NodeId,
  masks: Masks,
  wanted: Set<number>,
): void {
  if (wanted.size === 0) return;
  const scratch = new Diagram(diagram.sizes);
  const same = (value: number) => value;
  const narrowed = project(diagram, possible, scratch, masks, () => false, same, same);
  strikeChanging(scratch, narrowed, NO_TERMINAL, wanted);
}

/** Strikes from `wanted` every variable of which two possible situations, all else equal, differ in the result. */
export function strikeChanging(
  diagram: Diagram,
  root: NodeId,
  ignored: number,
  wanted: Set<number>,
): void {
  const nodes = nodesBelow(diagram, root);
  const results = resultsBelow(diagram, nodes, ignored);
  const differ = differing(diagram, results);
  for (const node of nodes) {
    if (diagram.isTerminal(node) || !wanted.has(diagram.levelOf(node))) continue;
    if (childrenDiffer(diagram, node, differ)) wanted.delete(diagram.levelOf(node));
  }
}

function resultsBelow(diagram: Diagram, nodes: Int32Array, ignored: number): Int32Array {
  const results = new Int32Array((nodes.at(-1) as number) + 1);
  for (const node of nodes) {
    if (diagram.isTerminal(node)) {
      results[node] = diagram.valueOf(node) === ignored ? NONE : node;
      continue;
    }
    const size = diagram.sizes[diagram.levelOf(node)] as number;
    let sofar = NONE;
    for (let value = 0; value < size; value += 1) {
      const child = results[diagram.childOf(node, value)] as number;
      if (child === NONE || child === sofar) continue;
      sofar = sofar === NONE ? child : SEVERAL;
    }
    results[node] = sofar;
  }
  return results;
}

function differing(diagram: Diagram, results: Int32Array) {
  const alike = new PairMemo();
  const differ = (one: NodeId, other: NodeId): boolean => {
    const [mine, yours] = [results[one] as number, results[other] as number];
    if (one === other || mine === NONE || yours === NONE) return false;
    if (mine === yours && mine !== SEVERAL) return false;
    const [left, right] = one < other ? [one, other] : [other, one];
    if (diagram.isTerminal(left) && diagram.isTerminal(right)) return true;
    if (alike.get(left, right) >= 0) return false;
    const variable = Math.min(diagram.levelOf(left), diagram.levelOf(right));
    const size = diagram.sizes[variable] as number;
    for (let value = 0; value < size; value += 1)
      if (differ(diagram.cofactor(left, variable, value), diagram.cofactor(right, variable, value)))
        return true;
    alike.set(left, right, 1);
    return false;
  };
  return differ;
}

function childrenDiffer(
  diagram: Diagram,
  node: NodeId,
  differ: (one: NodeId, other: NodeId) => boolean,
): boolean {
  const size = diagram.sizes[diagram.levelOf(node)] as number;
  for (let one = 0; one < size; one += 1)
    for (let other = one + 1; other < size; other += 1)
      if (differ(diagram.childOf(node, one), diagram.childOf(node, other))) return true;
  return false;
}
