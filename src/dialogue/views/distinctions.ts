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
  const weighs = weighsIn(compiled, when);
  return Object.keys(facts).filter((fact) => weighs(fact, facts[fact] ?? ""));
}

type Weighs = (fact: string, value: string) => boolean;

/** Of each law and condition, what was found of a fact's value: it depends on nothing else. */
const found = new WeakMap<Compiled, Map<Condition, Weighs>>();

function weighsIn(compiled: Compiled, when: Condition): Weighs {
  const ofLaw = found.get(compiled) ?? new Map<Condition, Weighs>();
  found.set(compiled, ofLaw);
  const known = ofLaw.get(when) ?? noting((fact, value) => worked(compiled, when, fact, value));
  ofLaw.set(when, known);
  return known;
}

function noting(work: Weighs): Weighs {
  const facts = new Map<string, Map<string, boolean>>();
  return (fact, value) => {
    const values = facts.get(fact) ?? new Map<string, boolean>();
    facts.set(fact, values);
    const known = values.get(value) ?? work(fact, value);
    values.set(value, known);
    return known;
  };
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
