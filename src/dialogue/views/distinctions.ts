/** The three distinctions as three scales: side, reason, and the answers that weigh on either side. */
import { isPossible, masksOf } from "../../policy/account.ts";
import type { Compiled } from "../../policy/compile.ts";
import type { Verdict } from "../../policy/decide.ts";
import { reach } from "../../policy/diagram-walks.ts";
import { accountOf, factName, valueName } from "../answers.ts";
import type { DistinctionRow } from "../reply.ts";
import { inLanguage, type Talk } from "../world.ts";

const MARKS = { tolerable: "●", culpable: "○", open: "◐", neither: "–" } as const;

type Condition = Parameters<Compiled["condition"]>[0];

/** Sides as the account stands; what is presumed is said below, never mixed in here. */
export function distinctionRows(talk: Talk, verdict: Verdict): DistinctionRow[] {
  const { words, world, case: current } = talk;
  const { facts } = accountOf(talk);
  return world.policy.distinctions.map((distinction) => {
    const side = verdict.distinctions[distinction.id];
    const because =
      side === "tolerable" || side === "culpable" ? distinction[side].because : distinction[side];
    const weighing = (which: "tolerable" | "culpable") =>
      weights(talk, distinction[which].when, facts).map(
        (fact) =>
          `${factName(talk, fact)}${words.marks.colon}${valueName(talk, fact, facts[fact] ?? "")}`,
      );
    return {
      id: distinction.id,
      name: inLanguage(distinction.name, current.language),
      side,
      mark: MARKS[side],
      sideName: words.sides[side],
      reason: inLanguage(because, current.language),
      tolerable: weighing("tolerable"),
      culpable: weighing("culpable"),
    };
  });
}

/** The answered facts that speak for a side: those without which its condition would be further from true. */
function weights(
  { compiled }: Talk,
  when: Condition,
  facts: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(facts)
    .filter(([fact, value]) => weighs(compiled, when, fact, value))
    .map(([fact]) => fact);
}

/** Of each law and condition, what was found of `fact=value`: it depends on nothing else. */
const found = new WeakMap<Compiled, Map<Condition, Map<string, boolean>>>();

function weighs(compiled: Compiled, when: Condition, fact: string, value: string): boolean {
  const ofLaw = found.get(compiled) ?? new Map<Condition, Map<string, boolean>>();
  found.set(compiled, ofLaw);
  const ofSide = ofLaw.get(when) ?? new Map<string, boolean>();
  ofLaw.set(when, ofSide);
  const key = `${fact}=${value}`;
  const known = ofSide.get(key) ?? worked(compiled, when, fact, value);
  ofSide.set(key, known);
  return known;
}

function worked(compiled: Compiled, when: Condition, fact: string, value: string): boolean {
  const node = compiled.condition(when);
  const holdsWith = (other: string) => {
    const masks = masksOf(compiled, { [fact]: other });
    return isPossible(compiled, masks) && reach(compiled.diagram, node, masks).includes(1);
  };
  const settles = reach(compiled.diagram, node, masksOf(compiled, { [fact]: value }));
  if (settles.length === 1 && settles[0] === 1) return true;
  const all = compiled.values[compiled.variables.get(fact) as number] as readonly string[];
  return holdsWith(value) && all.some((other) => other !== value && !holdsWith(other));
}
