/** The constraints: some situation is left, none of them is redundant, and what is presumed can hold together. */
import type { NodeId } from "../diagram.ts";
import type { Masks } from "../diagram-walks.ts";
import { listed, told, type Facts, type Finding } from "./finding.ts";
import type { Law, Laws } from "./laws.ts";
import { terminalsWithin } from "./walks.ts";
import { excludedBy, fewest, masksOfFacts, presumedMask } from "./witness.ts";

/** policy/impossible: no situation is possible at all. */
export function satisfiable({ national }: Laws): readonly Finding[] {
  const { compiled, diagram } = national;
  if (compiled.possible !== diagram.terminal(0)) return [];
  const ids = excludedBy(national, diagram.terminal(1));
  return [
    {
      code: "policy/impossible",
      message: `the constraints leave no situation possible: ${listed(ids)} together rule out all of them`,
      at: { list: "constraints" },
      witness: { ids },
    },
  ];
}

/** policy/dead-constraint: what it rules out, others do already; of two that say the same, the later one is named. */
export function noDeadConstraint({ national }: Laws): readonly Finding[] {
  const { compiled, diagram, policy } = national;
  const no = diagram.terminal(0);
  const without = (cannot: NodeId, left: NodeId) => diagram.choose(cannot, no, left);
  const all = policy.constraints.map(({ never }) => compiled.condition(never));
  // What the constraints before each one leave possible.
  const before: NodeId[] = [diagram.terminal(1)];
  for (const cannot of all) before.push(without(cannot, before.at(-1) as NodeId));
  let after = diagram.terminal(1);
  const kept = new Set(policy.constraints);
  const dead: Law["policy"]["constraints"][number][] = [];
  for (const [i, constraint] of [...policy.constraints.entries()].toReversed()) {
    const own = all[i] as NodeId;
    const others = diagram.choose(before[i] as NodeId, after, no);
    if (diagram.choose(own, others, no) === no) {
      dead.push(constraint);
      kept.delete(constraint);
    } else after = without(own, after);
  }
  return dead.toReversed().map(({ id, never }) => {
    const own = compiled.condition(never);
    const covering = fewest(
      [...kept],
      (some) =>
        some.reduce((left, other) => without(compiled.condition(other.never), left), own) === no,
    );
    const ids = covering.map((other) => other.id);
    const why =
      ids.length === 0
        ? "it excludes itself"
        : `${listed(ids)} already ${ids.length > 1 ? "do" : "does"}`;
    return {
      code: "policy/dead-constraint",
      message: `${id} rules nothing out: ${why}`,
      at: { list: "constraints", id },
      witness: { ids },
    };
  });
}

/** policy/presumptions: what is presumed cannot all hold together. */
export function presumable(law: Law): readonly Finding[] {
  const { compiled, pack } = law;
  const presumed: Facts = Object.fromEntries(
    compiled.declared.flatMap(({ id, presumption }) =>
      presumption === "none" ? [] : [[id, presumption.value] as const],
    ),
  );
  if (isPossible(law, masksOfFacts(compiled, presumed))) return [];
  const ids = fewest(
    Object.keys(presumed),
    (kept) =>
      !isPossible(
        law,
        masksOfFacts(compiled, Object.fromEntries(kept.map((id) => [id, presumed[id] ?? ""]))),
      ),
  );
  const facts = Object.fromEntries(ids.map((id) => [id, presumed[id] ?? ""]));
  const last = ids.at(-1) ?? "";
  const own = pack?.facts.some(({ id }) => id === last) === true;
  return [
    {
      code: "policy/presumptions",
      message: `what is presumed cannot hold together: ${told(facts)}`,
      at: {
        list: "facts",
        id: last,
        ...(own && pack !== null ? { pack: pack.id } : {}),
        path: ["presumption"],
      },
      witness: { facts },
    },
  ];
}

function isPossible({ compiled, diagram }: Law, masks: Masks): boolean {
  return terminalsWithin(diagram, compiled.possible, masks, 2).includes(1);
}

/**
 * An account completed by the presumptions, in the policy's order, each only while it stays possible: all at once where
 * all fit, half by half where they do not, which comes to the same as one after another. Undefined for what cannot be.
 */
export function presumedMasks(law: Law, facts: Facts): Masks | undefined {
  const { compiled } = law;
  const masks = masksOfFacts(compiled, facts);
  if (!isPossible(law, masks)) return undefined;
  const open = compiled.declared.flatMap(({ id, presumption }) =>
    presumption === "none" || id in facts ? [] : [compiled.variables.get(id) as number],
  );
  const fill = (sofar: Masks, more: readonly number[]): Masks => {
    const all = sofar.slice();
    for (const variable of more) all[variable] = presumedMask(compiled, variable);
    if (more.length === 0 || isPossible(law, all)) return all;
    if (more.length === 1) return sofar;
    const half = more.length >> 1;
    return fill(fill(sofar, more.slice(0, half)), more.slice(half));
  };
  return fill(masks, open);
}
