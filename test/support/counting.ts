/** Exact counts over all situations of a diagram. */
import type { Compiled } from "../../src/policy/compile.ts";
import type { NodeId } from "../../src/policy/diagram.ts";

/** How many situations, possible or not, lead to a terminal for which `wanted` holds. */
export function situationsAt(
  { diagram }: Compiled,
  root: NodeId,
  wanted: (value: number) => boolean,
): bigint {
  const memo = new Map<NodeId, bigint>();
  /** Situations of the variables from the node's own on. */
  const below = (node: NodeId): bigint => {
    if (diagram.isTerminal(node)) return wanted(diagram.valueOf(node)) ? 1n : 0n;
    const known = memo.get(node);
    if (known !== undefined) return known;
    const kids = diagram.childrenOf(node).map((kid) => free(diagram.levelOf(node) + 1, kid));
    const sum = kids.reduce((sofar, count) => sofar + count, 0n);
    memo.set(node, sum);
    return sum;
  };
  /** The same from an earlier variable on: those the node does not test may take any value. */
  const free = (from: number, node: NodeId): bigint =>
    diagram.sizes
      .slice(from, diagram.levelOf(node))
      .reduce((sofar, size) => sofar * BigInt(size), below(node));
  return free(0, root);
}

/** One situation that leads to a terminal for which `wanted` holds; undefined where none does. */
export function witnessAt(
  { diagram, facts, values }: Compiled,
  root: NodeId,
  wanted: (value: number) => boolean,
): Readonly<Record<string, string>> | undefined {
  const hopeless = new Set<NodeId>();
  const path = (node: NodeId, level: number): readonly number[] | undefined => {
    if (hopeless.has(node)) return undefined;
    if (level === diagram.sizes.length) return wanted(diagram.valueOf(node)) ? [] : undefined;
    for (let value = 0; value < (diagram.sizes[level] ?? 0); value++) {
      const rest = path(diagram.cofactor(node, level, value), level + 1);
      if (rest !== undefined) return [value, ...rest];
    }
    hopeless.add(node);
    return undefined;
  };
  return path(root, 0)?.reduce<Record<string, string>>((sofar, value, i) => {
    sofar[facts[i]?.id ?? ""] = values[i]?.[value] ?? "";
    return sofar;
  }, {});
}
