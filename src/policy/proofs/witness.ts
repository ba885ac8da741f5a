/** Witnesses: the fewest facts that force what must not be, and the fewest constraints or entries that shut a thing out. */
import { IMPOSSIBLE, openMasks, type Compiled } from "../compile.ts";
import type { Diagram, NodeId } from "../diagram.ts";
import type { Masks } from "../diagram-walks.ts";
import type { Facts } from "./finding.ts";
import type { Law } from "./laws.ts";
import { nodesBelow, terminalsWithin } from "./walks.ts";

/** Terminals of a diagram that judges every situation; IMPOSSIBLE is the third. */
export const FINE = 1;
export const BAD = 2;

const FAR = 1e9;

export interface Situation {
  /** What has to be said of it: all else is as presumed, or does not matter. */
  readonly facts: Facts;
  readonly masks: Masks;
}

/** The bad situation of which the least has to be said. `judged` leads to BAD somewhere. */
export function badSituation({ compiled }: Law, diagram: Diagram, judged: NodeId): Situation {
  const nearest = nearestToUsual(compiled, diagram, judged);
  const masks = lessened(compiled, nearest, (fewer) =>
    terminalsWithin(diagram, judged, fewer, 3).every((terminal) => terminal !== FINE),
  );
  return { masks, facts: unusual(compiled, masks) };
}

/** A bad situation with the fewest facts that are not as presumed; what nothing is presumed of and nothing tests is open. */
export function nearestToUsual(compiled: Compiled, diagram: Diagram, judged: NodeId): Masks {
  const masks = openMasks(compiled).map(
    (open, variable) => presumedMask(compiled, variable) || open,
  );
  const cost = (level: number, value: number) =>
    presumedMask(compiled, level) === 1 << value ? 0 : 1;
  const steps = new Int32Array(judged + 1).fill(FAR);
  const at = (node: NodeId, level: number, value: number) =>
    cost(level, value) + (steps[diagram.childOf(node, value)] as number);
  for (const node of nodesBelow(diagram, judged)) {
    if (diagram.isTerminal(node)) {
      steps[node] = diagram.valueOf(node) === BAD ? 0 : FAR;
      continue;
    }
    const level = diagram.levelOf(node);
    steps[node] = Math.min(...valuesOf(diagram, level).map((value) => at(node, level, value)));
  }
  for (let node = judged; !diagram.isTerminal(node);) {
    const level = diagram.levelOf(node);
    const best = valuesOf(diagram, level).reduce((sofar, value) =>
      at(node, level, value) < at(node, level, sofar) ? value : sofar,
    );
    masks[level] = 1 << best;
    node = diagram.childOf(node, best);
  }
  return masks;
}

/** The values of a variable. */
export function valuesOf(diagram: Diagram, level: number): readonly number[] {
  return Array.from({ length: diagram.sizes[level] as number }, (_, value) => value);
}

/** Opens one variable after another that is not as presumed, while `holds` goes on holding. */
export function lessened(
  compiled: Compiled,
  masks: Masks,
  holds: (fewer: Masks) => boolean,
): Masks {
  const open = openMasks(compiled);
  const kept = masks.slice();
  for (const [variable, mask] of masks.entries()) {
    if (mask === presumedMask(compiled, variable) || mask === open[variable]) continue;
    kept[variable] = open[variable] as number;
    if (!holds(kept)) kept[variable] = mask;
  }
  return kept;
}

/** The mask of what is presumed of a variable; 0 where nothing is. */
export function presumedMask(compiled: Compiled, variable: number): number {
  const presumption = compiled.facts[variable]?.presumption ?? "none";
  if (presumption === "none") return 0;
  return 1 << (compiled.values[variable] as readonly string[]).indexOf(presumption.value);
}

/** The facts that are down to one value and not as presumed, in the order the files declare them. */
export function unusual(compiled: Compiled, masks: Masks): Facts {
  return Object.fromEntries(
    compiled.declared.flatMap(({ id }) => {
      const variable = compiled.variables.get(id) as number;
      const mask = masks[variable] as number;
      const value = valueOf(compiled, masks, variable);
      return value === undefined || mask === presumedMask(compiled, variable)
        ? []
        : [[id, value] as const];
    }),
  );
}

/** The one value a variable is down to; undefined while it is open. */
export function valueOf(compiled: Compiled, masks: Masks, variable: number): string | undefined {
  const mask = masks[variable] as number;
  if ((mask & (mask - 1)) !== 0) return undefined;
  return compiled.values[variable]?.[31 - Math.clz32(mask)];
}

/** The masks of facts; every other variable is open. */
export function masksOfFacts(compiled: Compiled, facts: Facts): Masks {
  const masks = openMasks(compiled);
  for (const [id, value] of Object.entries(facts)) {
    const variable = compiled.variables.get(id);
    if (variable === undefined) continue;
    masks[variable] = 1 << (compiled.values[variable] as readonly string[]).indexOf(value);
  }
  return masks;
}

/** A smallest-by-removal part of `entries` for which `holds` still holds; it holds for all of them. */
export function fewest<T>(
  entries: readonly T[],
  holds: (kept: readonly T[]) => boolean,
): readonly T[] {
  return entries.reduce<readonly T[]>((kept, entry) => {
    const rest = kept.filter((other) => other !== entry);
    return holds(rest) ? rest : kept;
  }, entries);
}

/** A smallest-by-removal set of constraints that together leave no situation in which `test` is 1. */
export function excludedBy({ compiled, diagram, policy }: Law, test: NodeId): readonly string[] {
  const no = diagram.terminal(IMPOSSIBLE);
  const nothingLeft = (kept: Law["policy"]["constraints"]) =>
    kept.reduce(
      (sofar, { never }) => diagram.choose(compiled.condition(never), no, sofar),
      test,
    ) === no;
  return fewest(policy.constraints, nothingLeft).map(({ id }) => id);
}

/** Why `test`, which no possible situation meets, is never met. */
export function whyNever(law: Law, test: NodeId): { message: string; ids: readonly string[] } {
  const ids = excludedBy(law, test);
  return ids.length === 0
    ? { message: "it excludes itself", ids }
    : { message: `the constraints rule it out: ${ids.join(", ")}`, ids };
}
