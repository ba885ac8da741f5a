/**
 * How likely what remains is, under the declared weights, and how much each fact would tell: one pass up and one down
 * the diagram give it for all facts at once (Darwiche's differential reading of a diagram, 2003).
 */
import type { NodeId } from "./diagram.ts";
import { NOTHING, type Residuals } from "./residual.ts";

/** For each variable, the share of each of its values; they sum to 1. */
export type Shares = readonly (readonly number[])[];

export interface Weighed {
  /** Bits still open: the entropy of the outcome. */
  readonly entropy: number;
  /** The share of what is possible among all assignments of what remains. */
  readonly possible: number;
  /** Bits that learning a variable is expected to take off; 0 for one that the remain does not test. */
  readonly gains: Float64Array;
}

/** What is known of a remain; found once a node. */
export function weighed(residuals: Residuals, root: NodeId, shares: Shares): Weighed {
  return residuals.noted("weighed", root, () => weigh(residuals, root, shares));
}

/** The remain's nodes as rows, its possible sets of outcomes as columns. */
interface Grid {
  readonly nodes: Int32Array;
  readonly width: number;
  /** Row by row, the chances of each column below a node. */
  readonly chances: Float64Array;
}

function weigh(residuals: Residuals, root: NodeId, shares: Shares): Weighed {
  const grid = chancesOf(residuals, root, shares);
  const whole = grid.chances.subarray(0, grid.width);
  const possible = sum(whole);
  const entropy = entropyOf(whole, 0, grid.width) / possible;
  return { entropy, possible, gains: gainsOf(residuals, grid, shares, entropy * possible) };
}

/** Bottom-up. */
function chancesOf(residuals: Residuals, root: NodeId, shares: Shares): Grid {
  const { diagram } = residuals;
  const nodes = residuals.nodes(root);
  const columns = new Map<number, number>();
  nodes.forEach((node) => {
    if (!diagram.isTerminal(node) || diagram.valueOf(node) === NOTHING) return;
    columns.set(diagram.valueOf(node), columns.size);
  });
  const width = columns.size;
  const chances = new Float64Array(nodes.length * width);
  for (let row = nodes.length - 1; row >= 0; row -= 1) {
    const node = nodes[row] as NodeId;
    if (diagram.isTerminal(node)) {
      const column = columns.get(diagram.valueOf(node));
      if (column !== undefined) chances[row * width + column] = 1;
      continue;
    }
    const split = shares[diagram.levelOf(node)] as readonly number[];
    for (let value = 0; value < split.length; value += 1) {
      const child = residuals.rowOf(diagram.childOf(node, value)) * width;
      const share = split[value] as number;
      for (let column = 0; column < width; column += 1) {
        const at = row * width + column;
        chances[at] = (chances[at] as number) + share * (chances[child + column] as number);
      }
    }
  }
  return { nodes, width, chances };
}

/** Top-down: for each variable and value the chances of the outcomes with it; from those, what it tells. */
function gainsOf(residuals: Residuals, grid: Grid, shares: Shares, bits: number): Float64Array {
  const { diagram } = residuals;
  const { nodes, width, chances } = grid;
  const values = Math.max(...diagram.sizes);
  const flow = new Float64Array(nodes.length);
  flow[0] = 1;
  // What passes a variable, and how each value sends it on.
  const passed = new Float64Array(shares.length * width);
  const sent = new Float64Array(shares.length * values * width);
  const tested = new Uint8Array(shares.length);
  for (let row = 0; row < nodes.length; row += 1) {
    const node = nodes[row] as NodeId;
    if (diagram.isTerminal(node)) continue;
    const level = diagram.levelOf(node);
    const amount = flow[row] as number;
    tested[level] = 1;
    addTo(passed, level * width, chances, row * width, width, amount);
    const split = shares[level] as readonly number[];
    for (let value = 0; value < split.length; value += 1) {
      const child = residuals.rowOf(diagram.childOf(node, value));
      flow[child] = (flow[child] as number) + amount * (split[value] as number);
      addTo(sent, (level * values + value) * width, chances, child * width, width, amount);
    }
  }
  const possible = sum(chances.subarray(0, width));
  return Float64Array.from(shares, (split, level) => {
    if (tested[level] === 0) return 0;
    let left = 0;
    for (let value = 0; value < split.length; value += 1) {
      const at = (level * values + value) * width;
      // What never passes this variable keeps its chances whatever the value.
      for (let column = 0; column < width; column += 1) {
        const kept = (chances[column] as number) - (passed[level * width + column] as number);
        sent[at + column] = Math.max(0, (sent[at + column] as number) + kept);
      }
      left += (split[value] as number) * entropyOf(sent, at, width);
    }
    return Math.max(0, (bits - left) / possible);
  });
}

function addTo(
  to: Float64Array,
  toAt: number,
  from: Float64Array,
  fromAt: number,
  width: number,
  amount: number,
): void {
  for (let column = 0; column < width; column += 1)
    to[toAt + column] = (to[toAt + column] as number) + amount * (from[fromAt + column] as number);
}

function sum(list: Float64Array): number {
  let total = 0;
  for (const one of list) total += one;
  return total;
}

/** Bits of chances that need not sum to 1, times their sum. */
function entropyOf(chances: Float64Array, start: number, width: number): number {
  let total = 0;
  for (let column = 0; column < width; column += 1) total += chances[start + column] as number;
  let bits = 0;
  for (let column = 0; column < width; column += 1) {
    const chance = chances[start + column] as number;
    if (chance > 0) bits -= chance * Math.log2(chance / total);
  }
  return bits;
}
