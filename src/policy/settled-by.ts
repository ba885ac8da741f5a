/** Whether knowing some variables leaves nothing that could still change the set of outcomes. */
import type { NodeId } from "./diagram.ts";
import { PairMemo } from "./memo.ts";
import { NOTHING, type Residuals } from "./residual.ts";

/**
 * Joins situation by situation what is not learnt, and looks whether two different sets meet at one place: then the
 * outcome is still open once the `known` variables are learnt. O(product of what is joined) at worst.
 */
export function settledBy(
  { diagram }: Residuals,
  root: NodeId,
  known: ReadonlySet<number>,
): boolean {
  const joined = new PairMemo();
  const walked = new Map<NodeId, NodeId>();
  let open = false;
  const merge = (left: NodeId, right: NodeId): NodeId => {
    if (open || left === right) return left;
    const [leftEnds, rightEnds] = [diagram.isTerminal(left), diagram.isTerminal(right)];
    if (leftEnds && diagram.valueOf(left) === NOTHING) return right;
    if (rightEnds && diagram.valueOf(right) === NOTHING) return left;
    if (leftEnds && rightEnds) open = true;
    if (open) return left;
    const found = joined.get(Math.min(left, right), Math.max(left, right));
    if (found >= 0) return found;
    const variable = Math.min(diagram.levelOf(left), diagram.levelOf(right));
    const made = diagram.branch(variable, (value) =>
      merge(diagram.cofactor(left, variable, value), diagram.cofactor(right, variable, value)),
    );
    joined.set(Math.min(left, right), Math.max(left, right), made);
    return made;
  };
  const walk = (node: NodeId): NodeId => {
    if (open || diagram.isTerminal(node)) return node;
    const remembered = walked.get(node);
    if (remembered !== undefined) return remembered;
    const level = diagram.levelOf(node);
    const made = known.has(level)
      ? diagram.branch(level, (value) => walk(diagram.childOf(node, value)))
      : diagram
          .childrenOf(node)
          .map(walk)
          .reduce((one, other) => merge(one, other));
    walked.set(node, made);
    return made;
  };
  walk(root);
  return !open;
}
