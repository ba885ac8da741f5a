/** Why a verdict is as it is: the answers that settle it, what would change it, and what is worth finding out. */
import type { Account, Facts } from "./account.ts";
import { askable } from "./ask.ts";
import { remainOf, residualsOf, sharesOf } from "./asking.ts";
import { changesOf, type Change } from "./changes.ts";
import { openMasks, type Compiled } from "./compile.ts";
import { groundsOf, type Grounds } from "./decide.ts";
import { decisiveOf } from "./decisive.ts";
import { oncePer } from "./once-per.ts";
import type { Fact } from "./schema.ts";
import { weighed } from "./weigh.ts";

export interface Explanation {
  /** The fewest answers that alone leave no other tier than the whole account does; none of them can be dropped. */
  readonly decisive: Facts;
  /** For the reviewer; a person is only ever shown what is in hand, as steps. */
  readonly changes: readonly Change[];
  /** Unsure or unanswered facts by how much knowing them is expected to narrow the range, most first. */
  readonly seek: readonly string[];
}

/** Nothing is decisive, changes or is worth seeking where an account contradicts itself. */
export function explain(
  compiled: Compiled,
  account: Account,
  grounds = groundsOf(compiled, account),
): Explanation {
  if (grounds === undefined) return { decisive: {}, changes: [], seek: [] };
  return {
    decisive: decisiveAnswers(grounds),
    changes: changesOf(grounds),
    seek: worthSeeking(grounds),
  };
}

/** The smallest set of answers that force the range, in the order they were given. */
export const decisiveAnswers: (grounds: Grounds) => Facts = oncePer((grounds) => {
  const { law, readings, masks, account } = grounds;
  const [{ compiled }, { facts }] = [law, account];
  const given = Object.keys(facts);
  const answered = given.map((fact) => compiled.variables.get(fact) as number);
  const kept = decisiveOf(readings, masks, openMasks(compiled), answered);
  const decisive: Record<string, string> = {};
  answered.forEach((variable, at) => {
    const fact = given[at] as string;
    if (kept[variable] === 1) decisive[fact] = facts[fact] as string;
  });
  return decisive;
});

/** The bases on which an answer hangs: those of the rules that would decide instead if it stood otherwise, all else equal. */
export function basesBehind({ law, readings, filled }: Grounds, fact: string): readonly string[] {
  const { compiled } = law;
  const { rules } = readings.flat;
  const variable = compiled.variables.get(fact) as number;
  const masks = filled.slice();
  masks[variable] = (openMasks(compiled)[variable] as number) & ~(filled[variable] as number);
  if (masks[variable] === 0) return [];
  const now = new Set(rules.reached(filled));
  const others = rules.reached(masks).filter((place) => !now.has(place));
  return [
    ...new Set(others.flatMap((at) => compiled.rules[rules.values[at] as number]?.cites ?? [])),
  ];
}

/** As if whatever is unsure could still be learnt. */
export const worthSeeking: (grounds: Grounds) => readonly string[] = oncePer((grounds) => {
  const { law, readings, masks, account } = grounds;
  const { compiled } = law;
  const { tiers } = readings.flat;
  const range = tiers.union(masks);
  if ((range & (range - 1)) === 0) return [];
  const residuals = residualsOf(compiled, tiers);
  const remain = remainOf(compiled, tiers, masks, { facts: account.facts });
  const asked = askable(residuals, remain);
  const { gains } = weighed(residuals, remain, sharesOf(compiled));
  const unsure = new Set((account.unsure ?? []).map((fact) => compiled.variables.get(fact)));
  // Of two facts that tell the same, the one the person stumbled over comes first.
  const order = (a: number, b: number) =>
    (gains[b] as number) - (gains[a] as number) || Number(unsure.has(b)) - Number(unsure.has(a));
  return compiled.facts
    .map((_, at) => at)
    .filter((at) => asked.has(at) && (gains[at] as number) > GAIN_MIN)
    .sort(order)
    .map((at) => (compiled.facts[at] as Fact).id);
});

/** Bits below which nothing is told. */
const GAIN_MIN = 1e-9;
