/**
 * Monotone as declared: of any two possible situations that differ only in facts with a declared bearing, all moved the
 * graver way, the graver one is not decided more lightly, at either end. Bottom-up, each declared variable's children
 * become the heaviest met so far from lightest to gravest; a situation that is lighter than that has one below it that is
 * not. Works in a scratch diagram and leaves nothing behind.
 */
import { IMPOSSIBLE } from "../compile.ts";
import { Diagram, type NodeId } from "../diagram.ts";
import { combine, type Masks } from "../diagram-walks.ts";
import { PairMemo } from "../memo.ts";
import { situated, told, type Facts, type Finding, type Subject } from "./finding.ts";
import { placeOfRule, ruleAt, type Law } from "./laws.ts";
import { endsOf, heavier, isLighter, lightestFirst } from "./order.ts";
import { copied, nodesBelow, somewhere, terminalsWithin } from "./walks.ts";
import { BAD, FINE, lessened, nearestToUsual, unusual, valueOf, valuesOf } from "./witness.ts";

/** policy/not-monotone, at the rule that decides the graver situation, or at a fact where no rule does. */
export function monotone(law: Law): readonly Finding[] {
  const { compiled, diagram, root } = law;
  const scratch = new Diagram(diagram.sizes);
  const ends = endsOf(law);
  const decided = copied(diagram, root, scratch, (rule) => ends[rule] as number);
  const orders = compiled.facts.map(lightestFirst);
  const heaviest = heaviestBelow(scratch, decided, orders);
  const fallsShort = (own: number, most: number) => own !== IMPOSSIBLE && isLighter(own, most);
  if (!somewhere(scratch, decided, heaviest, fallsShort)) return [];
  const judged = combine(scratch, decided, heaviest, (own, most) =>
    own === IMPOSSIBLE ? IMPOSSIBLE : fallsShort(own, most) ? BAD : FINE,
  );
  return [findingOf(law, pairOf(law, scratch, decided, judged, orders))];
}

/** For every situation the heaviest ends of all possible ones that are as light as it or lighter in declared facts alone. */
function heaviestBelow(
  scratch: Diagram,
  root: NodeId,
  orders: readonly (readonly number[])[],
): NodeId {
  const join = joiner(scratch);
  const made = new Int32Array(root + 1);
  for (const node of nodesBelow(scratch, root)) {
    if (scratch.isTerminal(node)) {
      made[node] = node;
      continue;
    }
    const level = scratch.levelOf(node);
    const children = valuesOf(scratch, level).map(
      (value) => made[scratch.childOf(node, value)] as NodeId,
    );
    let sofar: NodeId | undefined;
    for (const value of orders[level] as readonly number[]) {
      const own = children[value] as NodeId;
      sofar = sofar === undefined ? own : join(sofar, own);
      children[value] = sofar;
    }
    made[node] = scratch.branch(level, (value) => children[value] as NodeId);
  }
  return made[root] as NodeId;
}

function joiner(scratch: Diagram): (left: NodeId, right: NodeId) => NodeId {
  const memo = new PairMemo();
  const nothing = scratch.terminal(IMPOSSIBLE);
  const join = (one: NodeId, other: NodeId): NodeId => {
    if (one === other || other === nothing) return one;
    if (one === nothing) return other;
    const [left, right] = one < other ? [one, other] : [other, one];
    if (scratch.isTerminal(left) && scratch.isTerminal(right))
      return scratch.terminal(heavier(scratch.valueOf(left), scratch.valueOf(right)));
    const known = memo.get(left, right);
    if (known >= 0) return known;
    const variable = Math.min(scratch.levelOf(left), scratch.levelOf(right));
    const made = scratch.branch(variable, (value) =>
      join(scratch.cofactor(left, variable, value), scratch.cofactor(right, variable, value)),
    );
    memo.set(left, right, made);
    return made;
  };
  return join;
}

interface Pair {
  readonly lighter: Masks;
  readonly graver: Masks;
}

/** A graver situation close to what is presumed, the lighter one with the fewest other facts, and what matters of both. */
function pairOf(
  law: Law,
  scratch: Diagram,
  decided: NodeId,
  judged: NodeId,
  orders: readonly (readonly number[])[],
): Pair {
  const { compiled } = law;
  // What is open on the way to it leaves it as bad at any value.
  const graver = nearestToUsual(compiled, scratch, judged).map((mask) => mask & -mask);
  const lighter = nearestBelow(scratch, decided, graver, orders);
  const differs = (variable: number) => lighter[variable] !== graver[variable];
  const lightened = (shared: Masks) =>
    shared.map((mask, variable) => (differs(variable) ? (lighter[variable] as number) : mask));
  const stays = (masks: Masks, before: Masks) => {
    const code = codeAt(scratch, decided, before);
    const found = terminalsWithin(scratch, decided, masks, 2);
    return found.every((other) => other === code || other === IMPOSSIBLE);
  };
  const shared = lessened(
    compiled,
    graver,
    (fewer) =>
      fewer.every((mask, variable) => !differs(variable) || mask === graver[variable]) &&
      stays(lightened(fewer), lighter) &&
      stays(fewer, graver),
  );
  return { lighter: lightened(shared), graver: shared };
}

/** The ends of one situation. */
function codeAt(scratch: Diagram, decided: NodeId, masks: Masks): number {
  return terminalsWithin(scratch, decided, masks, 1)[0] ?? IMPOSSIBLE;
}

/** The situation below `graver` with a heavier end that differs from it in the fewest declared facts. */
function nearestBelow(
  scratch: Diagram,
  decided: NodeId,
  graver: Masks,
  orders: readonly (readonly number[])[],
): Masks {
  const own = codeAt(scratch, decided, graver);
  const allowed = graver.map((mask, level) => {
    const order = orders[level] as readonly number[];
    const until = order.findIndex((value) => mask === 1 << value);
    return order.slice(0, until + 1).reduce((sofar, value) => sofar | (1 << value), mask);
  });
  const moves = new Int32Array(decided + 1).fill(FAR);
  const step = (node: NodeId, level: number, value: number) =>
    (allowed[level] as number) & (1 << value)
      ? (moves[scratch.childOf(node, value)] as number) + (graver[level] === 1 << value ? 0 : 1)
      : FAR;
  for (const node of nodesBelow(scratch, decided)) {
    if (scratch.isTerminal(node)) {
      const code = scratch.valueOf(node);
      moves[node] = code !== IMPOSSIBLE && isLighter(own, code) ? 0 : FAR;
      continue;
    }
    const level = scratch.levelOf(node);
    moves[node] = Math.min(...valuesOf(scratch, level).map((value) => step(node, level, value)));
  }
  const lighter = graver.slice();
  for (let node = decided; !scratch.isTerminal(node);) {
    const level = scratch.levelOf(node);
    const best = valuesOf(scratch, level).reduce((sofar, value) =>
      step(node, level, value) < step(node, level, sofar) ? value : sofar,
    );
    lighter[level] = 1 << best;
    node = scratch.childOf(node, best);
  }
  return lighter;
}

const FAR = 1e9;

function findingOf(law: Law, { lighter, graver }: Pair): Finding {
  const { compiled, diagram, root } = law;
  const decidingAt = (masks: Masks) => {
    const found = terminalsWithin(diagram, root, masks, Infinity);
    return ruleAt(law, found.find((rule) => rule !== IMPOSSIBLE) ?? 1);
  };
  const [light, grave] = [decidingAt(lighter), decidingAt(graver)];
  const differing = compiled.declared.filter(({ id }) => {
    const variable = compiled.variables.get(id) as number;
    return lighter[variable] !== graver[variable];
  });
  const movedIn = (masks: Masks): Facts =>
    Object.fromEntries(
      differing.map(({ id }) => [
        id,
        valueOf(compiled, masks, compiled.variables.get(id) as number) ?? "",
      ]),
    );
  const [before, after] = [movedIn(lighter), movedIn(graver)];
  const shared = Object.fromEntries(
    Object.entries(unusual(compiled, graver)).filter(([id]) => !(id in after)),
  );
  return {
    code: "policy/not-monotone",
    message: `${grave.id} comes to ${tierOf(grave)} where ${told(after)}, though ${light.id} comes to ${tierOf(light)} where ${told(before)}, both ${situated(shared)}`,
    at: placeOf(law, grave, differing[0]?.id),
    witness: { lighter: { ...before, ...shared }, graver: { ...after, ...shared } },
  };
}

function tierOf({ tier, sides }: ReturnType<typeof ruleAt>): string {
  return sides === undefined ? tier : `${tier} (${sides.join(" to ")})`;
}

function placeOf(law: Law, rule: ReturnType<typeof ruleAt>, fact: string | undefined): Subject {
  const at = placeOfRule(law, rule);
  if (at.list !== "unforeseen" || fact === undefined) return at;
  const own = law.pack?.facts.some(({ id }) => id === fact) === true;
  return { list: "facts", id: fact, ...(own && law.pack !== null ? { pack: law.pack.id } : {}) };
}
