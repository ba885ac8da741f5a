/**
 * A smaller order for a diagram's variables, by sifting (Rudell 1993): each variable in turn is moved through all places
 * by swapping neighbours, and left where the diagram was smallest. Works on a copy; the diagram itself stays as it is.
 */
import type { Diagram, NodeId } from "./diagram.ts";

/** A variable turns back once the diagram has grown by this factor. */
const GROWTH_MAX = 1.15;

interface Node {
  variable: number;
  kids: Node[];
  parents: number;
  readonly id: number;
}

/** The diagram below `root` as linked nodes, one table of them a variable. */
interface Levels {
  readonly tables: Map<string, Node>[];
  /** Variables from top to bottom. */
  readonly order: number[];
  size: number;
  nextId: number;
}

/** The variables from top to bottom in a good order; deterministic. */
export function sift(diagram: Diagram, root: NodeId): readonly number[] {
  const levels = copied(diagram, root);
  const bySize = [...levels.order].sort(
    (a, b) => tableOf(levels, b).size - tableOf(levels, a).size,
  );
  for (const variable of bySize)
    if (tableOf(levels, variable).size > 0) place(levels, diagram.sizes, variable);
  return levels.order;
}

const tableOf = (levels: Levels, variable: number) => levels.tables[variable] as Map<string, Node>;
const keyOf = (kids: readonly Node[]) => {
  let key = "";
  for (const kid of kids) key += `${kid.id},`;
  return key;
};

function copied(diagram: Diagram, root: NodeId): Levels {
  const levels: Levels = {
    tables: diagram.sizes.map(() => new Map()),
    order: diagram.sizes.map((_, v) => v),
    size: 0,
    nextId: 0,
  };
  const made = new Map<NodeId, Node>();
  const walk = (node: NodeId): Node => {
    const known = made.get(node);
    if (known !== undefined) return known;
    const kids = diagram.childrenOf(node).map(walk);
    for (const kid of kids) kid.parents += 1;
    const copy: Node = {
      variable: diagram.isTerminal(node) ? -1 : diagram.levelOf(node),
      kids,
      parents: 0,
      id: levels.nextId++,
    };
    if (copy.variable >= 0) {
      tableOf(levels, copy.variable).set(keyOf(kids), copy);
      levels.size += 1;
    }
    made.set(node, copy);
    return copy;
  };
  walk(root).parents += 1;
  return levels;
}

/** Moves one variable to the bottom and to the top, then back to where the diagram was smallest. */
function place(levels: Levels, sizes: readonly number[], variable: number): void {
  const last = levels.order.length - 1;
  let at = levels.order.indexOf(variable);
  let [best, bestAt] = [levels.size, at];
  const run = (step: 1 | -1) => {
    while (step === 1 ? at < last : at > 0) {
      swap(levels, sizes, step === 1 ? at : at - 1);
      at += step;
      if (levels.size < best) [best, bestAt] = [levels.size, at];
      if (levels.size > best * GROWTH_MAX) break;
    }
  };
  const downFirst = last - at < at;
  run(downFirst ? 1 : -1);
  run(downFirst ? -1 : 1);
  while (at !== bestAt) {
    const step = bestAt > at ? 1 : -1;
    swap(levels, sizes, step === 1 ? at : at - 1);
    at += step;
  }
}

/** Exchanges the variables at places `at` and `at + 1`; nodes above keep their identity, so nothing else is touched. */
function swap(levels: Levels, sizes: readonly number[], at: number): void {
  const upper = levels.order[at] as number;
  const lower = levels.order[at + 1] as number;
  [levels.order[at], levels.order[at + 1]] = [lower, upper];
  const affected = [...tableOf(levels, upper)].filter(([, node]) =>
    node.kids.some((kid) => kid.variable === lower),
  );
  for (const [key] of affected) tableOf(levels, upper).delete(key);
  for (const [, node] of affected) {
    const old = node.kids;
    const kids = Array.from({ length: sizes[lower] as number }, (_, value) =>
      make(
        levels,
        upper,
        old.map((kid) => (kid.variable === lower ? (kid.kids[value] as Node) : kid)),
      ),
    );
    for (const kid of kids) kid.parents += 1;
    node.variable = lower;
    node.kids = kids;
    tableOf(levels, lower).set(keyOf(kids), node);
    for (const kid of old) release(levels, kid);
  }
}

function make(levels: Levels, variable: number, kids: Node[]): Node {
  const [first] = kids as [Node];
  if (kids.every((kid) => kid === first)) return first;
  const table = tableOf(levels, variable);
  const key = keyOf(kids);
  const known = table.get(key);
  if (known !== undefined) return known;
  for (const kid of kids) kid.parents += 1;
  const node: Node = { variable, kids, parents: 0, id: levels.nextId++ };
  table.set(key, node);
  levels.size += 1;
  return node;
}

function release(levels: Levels, node: Node): void {
  node.parents -= 1;
  if (node.parents > 0 || node.variable < 0) return;
  tableOf(levels, node.variable).delete(keyOf(node.kids));
  levels.size -= 1;
  for (const kid of node.kids) release(levels, kid);
}
