/** What can still change the verdict. */
import type { NodeId } from "./diagram.ts";
import { NOTHING, type Residuals } from "./residual.ts";
import { settledBy } from "./settled-by.ts";

/**
 * The variables that, learnt alone or together with others, can still change the set of outcomes a remain may have;
 * empty when nothing can. What is unsure is already joined into the sets of the remain.
 */
export function askable(residuals: Residuals, root: NodeId): ReadonlySet<number> {
  return residuals.noted("ask", root, () => {
    const nodes = residuals.nodes(root);
    const asked = deciding(residuals, nodes);
    const support = supportOf(residuals, nodes);
    for (const variable of narrowing(residuals, nodes)) asked.add(variable);
    if (support.every((variable) => asked.has(variable))) return asked;
    const enough = supportOf(residuals, residuals.nodes(residuals.simplified(root)));
    if (enough.every((variable) => asked.has(variable))) return asked;
    for (let more = tied(residuals, root, support, asked); more.length > 0;) {
      for (const variable of more) asked.add(variable);
      more = tied(residuals, root, support, asked);
    }
    return asked;
  });
}

/** The variables two of whose values lead, all else equal, to different sets, both of them possible. */
function deciding(residuals: Residuals, nodes: Int32Array): Set<number> {
  const { diagram } = residuals;
  const found = new Set<number>();
  for (const node of nodes) {
    if (diagram.isTerminal(node) || found.has(diagram.levelOf(node))) continue;
    if (childrenDiffer(residuals, node)) found.add(diagram.levelOf(node));
  }
  return found;
}

function childrenDiffer(residuals: Residuals, node: NodeId): boolean {
  const { diagram } = residuals;
  const size = diagram.sizes[diagram.levelOf(node)] as number;
  for (let i = 0; i < size; i += 1)
    for (let j = i + 1; j < size; j += 1)
      if (residuals.differ(diagram.childOf(node, i), diagram.childOf(node, j))) return true;
  return false;
}

function supportOf({ diagram }: Residuals, nodes: Int32Array): readonly number[] {
  const found = new Uint8Array(diagram.sizes.length + 1);
  for (const node of nodes) found[diagram.levelOf(node)] = 1;
  return diagram.sizes.flatMap((_, variable) => (found[variable] === 1 ? [variable] : []));
}

/** The variables one of whose values, learnt now and alone, already leaves fewer outcomes. `nodes` are those answered last. */
function narrowing(residuals: Residuals, nodes: Int32Array): readonly number[] {
  const { diagram } = residuals;
  const { sizes } = diagram;
  const end = sizes.length;
  const width = Math.max(...sizes);
  const below = new Int32Array(nodes.length);
  /** The outcomes reached with each value of a variable, and those reached past it. */
  const through = new Int32Array(end * width);
  const past = new Int32Array(end + 1);
  const ended = new Int32Array(end + 1);
  const tested = new Uint8Array(end);
  for (let row = nodes.length - 1; row >= 0; row -= 1) {
    const node = nodes[row] as NodeId;
    const level = diagram.levelOf(node);
    if (level === end) {
      below[row] = diagram.valueOf(node);
      continue;
    }
    tested[level] = 1;
    for (let value = 0; value < (sizes[level] as number); value += 1) {
      const child = diagram.childOf(node, value);
      const found = below[residuals.rowOf(child)] as number;
      below[row] = (below[row] as number) | found;
      through[level * width + value] = (through[level * width + value] as number) | found;
      const reaches = diagram.levelOf(child);
      if (reaches === end) ended[level + 1] = (ended[level + 1] as number) | found;
      else
        for (let skipped = level + 1; skipped < reaches; skipped += 1)
          past[skipped] = (past[skipped] as number) | found;
    }
  }
  const before = below[0] as number;
  let endedAbove = 0;
  return sizes.flatMap((size, variable) => {
    endedAbove |= ended[variable] as number;
    if (tested[variable] === 0) return [];
    const beside = (past[variable] as number) | endedAbove;
    for (let value = 0; value < size; value += 1) {
      const after = beside | (through[variable * width + value] as number);
      if (after !== NOTHING && after !== before) return [variable];
    }
    return [];
  });
}

/**
 * Constraints can tie facts so that none can change anything alone: two that exclude each other, one of which holds.
 * A smallest-by-removal set of such facts that still change something while the known ones stay; empty where none do.
 */
function tied(
  residuals: Residuals,
  root: NodeId,
  support: readonly number[],
  known: ReadonlySet<number>,
): readonly number[] {
  const others = support.filter((variable) => !known.has(variable));
  if (others.length === 0 || settledBy(residuals, root, known)) return [];
  const fixed = others.reduce<ReadonlySet<number>>((sofar, variable) => {
    const more = new Set([...sofar, variable]);
    return settledBy(residuals, root, more) ? sofar : more;
  }, known);
  return others.filter((variable) => !fixed.has(variable));
}
