/** The three distinctions as three scales: side, reason, and the answers that weigh on either side. */
import { isPossible, masksOf } from "../../policy/account.ts";
import type { Verdict } from "../../policy/decide.ts";
import { reach } from "../../policy/diagram-walks.ts";
import { accountOf, factName, valueName } from "../answers.ts";
import type { DistinctionRow } from "../reply.ts";
import { inLanguage, type Talk } from "../world.ts";

const MARKS = { tolerable: "●", culpable: "○", open: "◐", neither: "–" } as const;

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
  talk: Talk,
  when: Parameters<Talk["compiled"]["condition"]>[0],
  facts: Readonly<Record<string, string>>,
): readonly string[] {
  const { compiled } = talk;
  const node = compiled.condition(when);
  const holdsWith = (fact: string, value: string) => {
    const masks = masksOf(compiled, { [fact]: value });
    return isPossible(compiled, masks) && reach(compiled.diagram, node, masks).includes(1);
  };
  return Object.entries(facts)
    .filter(([fact, value]) => {
      const all = talk.compiled.values[compiled.variables.get(fact) as number] as readonly string[];
      const open = masksOf(compiled, { [fact]: value });
      const settles = reach(compiled.diagram, node, open);
      const others = all.filter((other) => other !== value);
      const supports = settles.length === 1 && settles[0] === 1;
      return (
        supports || (holdsWith(fact, value) && others.some((other) => !holdsWith(fact, other)))
      );
    })
    .map(([fact]) => fact);
}
