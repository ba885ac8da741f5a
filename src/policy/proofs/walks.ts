/** Passes over diagrams that visit each node once, in flat memory: a node's children always have smaller numbers. */
import type { Diagram, NodeId } from "../diagram.ts";
import type { Masks } from "../diagram-walks.ts";
import { PairMemo } from "../memo.ts";

/** The nodes below and including `root`, children before their parents. */
export function nodesBelow(diagram: Diagram, root: NodeId): Int32Array {
  const seen = new Uint8Array(root + 1);
  seen[root] = 1;
  let count = 0;
  for (let node = root; node >= 0; node -= 1) {
    if (seen[node] === 0) continue;
    count += 1;
    if (diagram.isTerminal(node)) continue;
    const size = diagram.sizes[diagram.levelOf(node)] as number;
    for (let value = 0; value < size; value += 1) seen[diagram.childOf(node, value)] = 1;
  }
  const nodes = new Int32Array(count);
  for (let node = 0, at = 0; node <= root; node += 1) if (seen[node] === 1) nodes[at++] = node;
  return nodes;
}

/** For each node below `root` the bits of all terminals it leads to. */
export function bitsBelow(
  diagram: Diagram,
  root: NodeId,
  bitOf: (value: number) => number,
): Int32Array {
  const bits = new Int32Array(root + 1);
  for (const node of nodesBelow(diagram, root)) {
    if (diagram.isTerminal(node)) {
      bits[node] = bitOf(diagram.valueOf(node));
      continue;
    }
    const size = diagram.sizes[diagram.levelOf(node)] as number;
    let all = 0;
    for (let value = 0; value < size; value += 1)
      all |= bits[diagram.childOf(node, value)] as number;
    bits[node] = all;
  }
  return bits;
}

/** Copies `root` into another diagram with other terminals; a bottom-up pass. */
export function copied(
  source: Diagram,
  root: NodeId,
  target: Diagram,
  enter: (value: number) => number,
): NodeId {
  const made = new Int32Array(root + 1);
  for (const node of nodesBelow(source, root)) {
    made[node] = source.isTerminal(node)
      ? target.terminal(enter(source.valueOf(node)))
      : target.branch(source.levelOf(node), (value) => made[source.childOf(node, value)] as number);
  }
  return made[root] as NodeId;
}

/** Adds to `into` the terminals of `other` met in situations in which `root` leads to a wanted bit. */
export function collect(
  diagram: Diagram,
  root: NodeId,
  bits: Int32Array,
  wanted: number,
  other: NodeId,
  into: Set<number>,
): void {
  const seen = new PairMemo();
  const walk = (left: NodeId, right: NodeId): void => {
    if (((bits[left] as number) & wanted) === 0) return;
    if (diagram.isTerminal(right)) {
      into.add(diagram.valueOf(right));
      return;
    }
    if (seen.get(left, right) >= 0) return;
    seen.set(left, right, 1);
    const variable = Math.min(diagram.levelOf(left), diagram.levelOf(right));
    const size = diagram.sizes[variable] as number;
    for (let value = 0; value < size; value += 1)
      walk(diagram.cofactor(left, variable, value), diagram.cofactor(right, variable, value));
  };
  walk(root, other);
}

/** Is there a situation in which `root` leads to a wanted bit and the boolean diagram `test` is 1? */
export function meets(
  diagram: Diagram,
  root: NodeId,
  bits: Int32Array,
  wanted: number,
  test: NodeId,
): boolean {
  const [no, yes] = [diagram.terminal(0), diagram.terminal(1)];
  const failed = new PairMemo();
  const walk = (left: NodeId, right: NodeId): boolean => {
    const reached = bits[left] as number;
    if ((reached & wanted) === 0 || right === no) return false;
    // An inner node of a boolean diagram leads to both 0 and 1.
    if (right === yes || (reached & ~wanted) === 0) return true;
    if (failed.get(left, right) >= 0) return false;
    const variable = Math.min(diagram.levelOf(left), diagram.levelOf(right));
    const size = diagram.sizes[variable] as number;
    for (let value = 0; value < size; value += 1)
      if (walk(diagram.cofactor(left, variable, value), diagram.cofactor(right, variable, value)))
        return true;
    failed.set(left, right, 1);
    return false;
  };
  return walk(root, test);
}

/** Is there a situation in which two diagrams lead to a pair of terminals of this kind? Equal terminals never are. */
export function somewhere(
  diagram: Diagram,
  root: NodeId,
  other: NodeId,
  isSo: (left: number, right: number) => boolean,
): boolean {
  const seen = new PairMemo();
  const walk = (left: NodeId, right: NodeId): boolean => {
    if (left === right) return false;
    if (diagram.isTerminal(left) && diagram.isTerminal(right))
      return isSo(diagram.valueOf(left), diagram.valueOf(right));
    if (seen.get(left, right) >= 0) return false;
    seen.set(left, right, 1);
    const variable = Math.min(diagram.levelOf(left), diagram.levelOf(right));
    const size = diagram.sizes[variable] as number;
    for (let value = 0; value < size; value += 1)
      if (walk(diagram.cofactor(left, variable, value), diagram.cofactor(right, variable, value)))
        return true;
    return false;
  };
  return walk(root, other);
}

/** The terminals reached within the masks, in the order met; stops once there are more than `most`. */
export function terminalsWithin(
  diagram: Diagram,
  root: NodeId,
  masks: Masks,
  most: number,
): readonly number[] {
  const seen = new Uint8Array(root + 1);
  const found: number[] = [];
  const walk = (node: NodeId): void => {
    if (seen[node] === 1 || found.length > most) return;
    seen[node] = 1;
    if (diagram.isTerminal(node)) {
      found.push(diagram.valueOf(node));
      return;
    }
    const variable = diagram.levelOf(node);
    const mask = masks[variable] as number;
    const size = diagram.sizes[variable] as number;
    for (let value = 0; value < size; value += 1)
      if ((mask & (1 << value)) !== 0) walk(diagram.childOf(node, value));
  };
  walk(root);
  return found;
}

/** For each variable the values some possible situation has; what a path does not test is open on it. */
export function valuesAlive(diagram: Diagram, possible: NodeId): Masks {
  const last = diagram.sizes.length;
  const alive = new Uint8Array(last);
  const no = diagram.terminal(0);
  const openBetween = (from: number, until: number) => {
    for (let level = from; level < until; level += 1)
      alive[level] = (1 << (diagram.sizes[level] as number)) - 1;
  };
  openBetween(0, possible === no ? 0 : diagram.levelOf(possible));
  for (const node of nodesBelow(diagram, possible)) {
    if (diagram.isTerminal(node)) continue;
    const level = diagram.levelOf(node);
    for (let value = 0; value < (diagram.sizes[level] as number); value += 1) {
      const child = diagram.childOf(node, value);
      if (child === no) continue;
      alive[level] = (alive[level] as number) | (1 << value);
      openBetween(level + 1, diagram.levelOf(child));
    }
  }
  return alive;
}

/** In how many situations `root` leads to a terminal that counts: exact, whatever the number. */
export function countOf(
  diagram: Diagram,
  root: NodeId,
  counts: (value: number) => boolean,
): bigint {
  const { sizes } = diagram;
  const between = betweenLevels(sizes);
  const found: bigint[] = [];
  for (const node of nodesBelow(diagram, root)) {
    if (diagram.isTerminal(node)) {
      found[node] = counts(diagram.valueOf(node)) ? 1n : 0n;
      continue;
    }
    const level = diagram.levelOf(node);
    let sum = 0n;
    for (let value = 0; value < (sizes[level] as number); value += 1) {
      const child = diagram.childOf(node, value);
      const part = found[child] as bigint;
      if (part !== 0n) sum += part * between(level + 1, diagram.levelOf(child));
    }
    found[node] = sum;
  }
  return (found[root] as bigint) * between(0, diagram.levelOf(root));
}

/** How many ways there are to fill the variables from one level up to, not including, another. */
function betweenLevels(sizes: readonly number[]): (from: number, until: number) => bigint {
  const known = new Map<number, bigint>();
  return (from, until) => {
    if (from === until) return 1n;
    const key = from * 1_000 + until;
    const product =
      known.get(key) ?? sizes.slice(from, until).reduce((sofar, size) => sofar * BigInt(size), 1n);
    known.set(key, product);
    return product;
  };
}
