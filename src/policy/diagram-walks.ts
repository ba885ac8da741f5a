/** What is read from a diagram, and what is made of diagrams, by walking each node once. */
import type { Diagram, NodeId } from "./diagram.ts";
import { PairMemo } from "./memo.ts";

/** For each variable the set of values it may still take: bit v set for value v. */
export type Masks = Uint8Array;

type Combine = (left: NodeId, right: NodeId) => NodeId;

/** A function that combines two diagrams terminal by terminal and remembers what it combined before. */
function combiner(diagram: Diagram, operation: (left: number, right: number) => number): Combine {
  const memo = new PairMemo();
  const walk: Combine = (left, right) => {
    if (diagram.isTerminal(left) && diagram.isTerminal(right)) {
      return diagram.terminal(operation(diagram.valueOf(left), diagram.valueOf(right)));
    }
    const known = memo.get(left, right);
    if (known >= 0) return known;
    const variable = Math.min(diagram.levelOf(left), diagram.levelOf(right));
    const made = diagram.branch(variable, (value) =>
      walk(diagram.cofactor(left, variable, value), diagram.cofactor(right, variable, value)),
    );
    memo.set(left, right, made);
    return made;
  };
  return walk;
}

/** Combines two diagrams terminal by terminal; O(product of their sizes). */
export function combine(
  diagram: Diagram,
  left: NodeId,
  right: NodeId,
  operation: (left: number, right: number) => number,
): NodeId {
  return combiner(diagram, operation)(left, right);
}

/** Replaces each terminal's value. */
export function mapTerminals(
  diagram: Diagram,
  root: NodeId,
  operation: (value: number) => number,
): NodeId {
  const memo = new Map<NodeId, NodeId>();
  const walk = (node: NodeId): NodeId => {
    if (diagram.isTerminal(node)) return diagram.terminal(operation(diagram.valueOf(node)));
    const known = memo.get(node);
    if (known !== undefined) return known;
    const kids = diagram.childrenOf(node);
    const made = diagram.branch(diagram.levelOf(node), (value) => walk(kids[value] as NodeId));
    memo.set(node, made);
    return made;
  };
  return walk(root);
}

/** Puts the diagram that `then` gives for its value in the place of each terminal; makes no nodes but the result's. */
export function substitute(
  diagram: Diagram,
  root: NodeId,
  then: (value: number) => NodeId,
): NodeId {
  const open = Uint8Array.from(diagram.sizes, (size) => (1 << size) - 1);
  const values = reach(diagram, root, open);
  const memo = new Map<string, NodeId>();
  const walk = (node: NodeId, parts: readonly NodeId[]): NodeId => {
    if (diagram.isTerminal(node)) return parts[values.indexOf(diagram.valueOf(node))] as NodeId;
    const key = `${node} ${parts.join()}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const variable = Math.min(...[node, ...parts].map((part) => diagram.levelOf(part)));
    const made = diagram.branch(variable, (value) =>
      walk(
        diagram.cofactor(node, variable, value),
        parts.map((part) => diagram.cofactor(part, variable, value)),
      ),
    );
    memo.set(key, made);
    return made;
  };
  return walk(root, values.map(then));
}

/** Values of all terminals reached when each variable takes any value of its mask; ascending. O(nodes). */
export function reach(diagram: Diagram, root: NodeId, masks: Masks): readonly number[] {
  const seen = new Set<NodeId>([root]);
  const found = new Set<number>();
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (diagram.isTerminal(node)) {
      found.add(diagram.valueOf(node));
      continue;
    }
    const mask = masks[diagram.levelOf(node)] as number;
    diagram.childrenOf(node).forEach((kid, value) => {
      if ((mask & (1 << value)) === 0 || seen.has(kid)) return;
      seen.add(kid);
      stack.push(kid);
    });
  }
  return [...found].sort((a, b) => a - b);
}

/** The variables that some node below and including `root` tests, ascending. O(nodes). */
export function supportOf(diagram: Diagram, root: NodeId): readonly number[] {
  const seen = new Set<NodeId>();
  const found = new Set<number>();
  const walk = (node: NodeId): void => {
    if (diagram.isTerminal(node) || seen.has(node)) return;
    seen.add(node);
    found.add(diagram.levelOf(node));
    diagram.childrenOf(node).forEach(walk);
  };
  walk(root);
  return [...found].sort((a, b) => a - b);
}

/** Inner nodes below and including `root`. */
export function sizeOf(diagram: Diagram, root: NodeId): number {
  const seen = new Set<NodeId>();
  const walk = (node: NodeId): void => {
    if (diagram.isTerminal(node) || seen.has(node)) return;
    seen.add(node);
    diagram.childrenOf(node).forEach(walk);
  };
  walk(root);
  return seen.size;
}

/**
 * Copies `root` into `scratch` with every variable narrowed to its mask. Variables for which `joined` holds are
 * forgotten: their branches are merged by `operation`. Each terminal passes through `enter` first.
 */
export function project(
  source: Diagram,
  root: NodeId,
  scratch: Diagram,
  masks: Masks,
  joined: (variable: number) => boolean,
  enter: (value: number) => number,
  operation: (left: number, right: number) => number,
): NodeId {
  const memo = new Map<NodeId, NodeId>();
  const join = combiner(scratch, operation);
  const walk = (node: NodeId): NodeId => {
    if (source.isTerminal(node)) return scratch.terminal(enter(source.valueOf(node)));
    const known = memo.get(node);
    if (known !== undefined) return known;
    const variable = source.levelOf(node);
    const mask = masks[variable] as number;
    const kids = source.childrenOf(node);
    const open = kids.filter((_, value) => mask & (1 << value)).map(walk);
    const [first] = open;
    if (first === undefined) throw new Error(`variable ${variable} was left without a value`);
    const made =
      open.length === 1 || joined(variable)
        ? open.reduce((sofar, kid) => (sofar === kid ? sofar : join(sofar, kid)))
        : scratch.branch(variable, (value) =>
            mask & (1 << value) ? walk(kids[value] as NodeId) : first,
          );
    memo.set(node, made);
    return made;
  };
  return walk(root);
}
