/**
 * Whether a seeded fault is one, found without any diagram: a search for a situation, or a pair of them, that shows it.
 * Every situation it answers was looked at by the slow evaluator.
 */
import type { Fact } from "../../src/policy/schema.ts";
import type { Pack } from "../../src/policy/schema-pack.ts";
import { choicesOf, naive, type Naive, type Situation } from "../support/naive.ts";
import type { Content } from "./content.ts";
import type { Dice } from "./dice.ts";
import { quick, type Quick } from "./quick.ts";
import { asUnder, varied, type Pool } from "./situations.ts";

/** What the search has to go on. */
export interface Trial {
  readonly shipped: Content;
  readonly copy: Content;
  readonly pool: Pool;
  readonly dice: Dice;
}

/** Situations tried beside those of the pool. */
const TRIES = 2_000;
const TRIES_NEAR_RULE = 400;
/** Situations the slow evaluator looks at to believe that a rule decides nothing. */
const LOOKED_AT_MAX = 300;
const CHANGES_MAX = 4;
/** Situations whose neighbours are compared, and facts moved together. */
const COMPARED_MAX = 100;
const MOVED_TOGETHER_MAX = 4;

interface Law {
  readonly pack: Pack | null;
  readonly fast: Quick;
  readonly slow: Naive;
}

function lawsOf(content: Content): readonly Law[] {
  return [null, ...content.packs].map((pack) => ({
    pack,
    fast: quick(content.policy, pack),
    slow: naive(content.policy, pack),
  }));
}

/** Possible situations under a law: those of the pool, or of one rule in it, then others near them. */
function* situationsOf({ pool, dice }: Trial, law: Quick, rule?: string): Generator<Situation> {
  const known = rule === undefined ? [...pool.values()].flat() : (pool.get(rule) ?? []);
  for (const situation of known) {
    const here = asUnder(law, situation, dice);
    if (here !== undefined) yield here;
  }
  const tries = known.length === 0 ? 0 : rule === undefined ? TRIES : TRIES_NEAR_RULE;
  for (let i = 0; i < tries; i++) {
    const near = varied(dice.pick(known), law.facts, 1 + dice.below(CHANGES_MAX), dice);
    const here = asUnder(law, near, dice);
    if (here !== undefined) yield here;
  }
}

/** A possible situation no rule of the copy foresees, sought near those a rule used to decide. */
export function gapOf(trial: Trial, rule: string | undefined): Situation | undefined {
  const [law] = lawsOf(trial.copy);
  if (law === undefined) return undefined;
  for (const situation of situationsOf(trial, law.fast, rule)) {
    if (law.fast.ruleOf(situation).id !== "unforeseen") continue;
    return confirmed(law, situation).id === "unforeseen" ? situation : undefined;
  }
  return undefined;
}

const TOLERATED = new Set(["no_liability", "exempt", "mitigated"]);

/** A possible situation with a red line that the copy tolerates, nationally or with a pack. */
export function toleratedRedLineOf(trial: Trial): Situation | undefined {
  for (const law of lawsOf(trial.copy)) {
    const red = law.fast.truthOf({ condition: "red_line" });
    for (const situation of situationsOf(trial, law.fast)) {
      if (!TOLERATED.has(law.fast.ruleOf(situation).tier) || red(situation) !== true) continue;
      const { tier } = confirmed(law, situation);
      const crossed = law.slow.holds({ condition: "red_line" }, situation);
      return TOLERATED.has(tier) && crossed ? situation : undefined;
    }
  }
  return undefined;
}

/**
 * Two possible situations, the second graver in every fact that differs, and yet with a lighter tier; sought near those
 * a rule used to decide, where one is named.
 */
export function lighterThoughGraverOf(
  trial: Trial,
  rule: string | undefined,
): readonly [Situation, Situation] | undefined {
  const before = new Map(lawsOf(trial.shipped).map(({ pack, fast }) => [pack?.id, fast]));
  for (const law of lawsOf(trial.copy)) {
    const turned = turnedFacts(law.fast, before.get(law.pack?.id));
    let compared = 0;
    for (const situation of situationsOf(trial, law.fast, rule)) {
      const moved = turned.length > 0 ? turned : movedFacts(law.fast, before, law.pack, situation);
      if (moved.length === 0) continue;
      const pair = pairAt(law.fast, situation, moved, trial.dice);
      if (pair !== undefined) return confirmedPair(law, pair) ? pair : undefined;
      compared += 1;
      if (turned.length === 0 && compared > COMPARED_MAX) break;
    }
  }
  return undefined;
}

/** Facts that are declared to bear otherwise than they used to. */
function turnedFacts(law: Quick, before: Quick | undefined): readonly Fact[] {
  return law.facts.filter((fact) => {
    const known = before?.facts.find(({ id }) => id === fact.id);
    return known !== undefined && JSON.stringify(known.bearing) !== JSON.stringify(fact.bearing);
  });
}

/** All facts, where the situation's tier is not what it was: only such a situation can be half of a new pair. */
function movedFacts(
  law: Quick,
  before: ReadonlyMap<string | undefined, Quick>,
  pack: Pack | null,
  situation: Situation,
): readonly Fact[] {
  const known = before.get(pack?.id);
  const same =
    known !== undefined &&
    known.ruleOf(situation).ends.join() === law.ruleOf(situation).ends.join();
  return same ? [] : law.facts;
}

function pairAt(
  law: Quick,
  situation: Situation,
  moved: readonly Fact[],
  dice: Dice,
): readonly [Situation, Situation] | undefined {
  const single = moved.flatMap((fact) =>
    choicesOf(fact).map((value) => ({ ...situation, [fact.id]: value })),
  );
  const several = single.map((other) => {
    const further = { ...other };
    for (let i = 1 + dice.below(MOVED_TOGETHER_MAX - 1); i > 0; i--) {
      const fact = dice.pick(law.facts);
      further[fact.id] = dice.pick(choicesOf(fact));
    }
    return further;
  });
  for (const other of [...single, ...several]) {
    const order = graverOf(law.facts, situation, other);
    if (order === 0 || !law.isPossible(other)) continue;
    const [light, grave] = order > 0 ? [situation, other] : [other, situation];
    if (isLighter(law.ruleOf(grave).ends, law.ruleOf(light).ends)) return [light, grave];
  }
  return undefined;
}

/** 1 where `after` is graver in every fact that differs, -1 where lighter in every one, else 0. */
function graverOf(facts: readonly Fact[], before: Situation, after: Situation): number {
  const steps = facts.flatMap((fact) => {
    const [from, to] = [before[fact.id], after[fact.id]];
    if (from === to || from === undefined || to === undefined) return [];
    const order = lightestFirst(fact);
    return [Math.sign(order.indexOf(to) - order.indexOf(from))];
  });
  const [first = 0] = steps;
  return steps.every((step) => step === first) ? first : 0;
}

/** The values of a fact from lightest to gravest; none where it bears on nothing. */
export function lightestFirst({ bearing }: Pick<Fact, "bearing">): readonly string[] {
  if (bearing === "neutral") return [];
  if (bearing === "aggravating") return ["no", "yes"];
  return bearing === "mitigating" ? ["yes", "no"] : bearing;
}

function isLighter(one: readonly [number, number], other: readonly [number, number]): boolean {
  return one[0] < other[0] || one[1] < other[1];
}

function confirmedPair(law: Law, [light, grave]: readonly [Situation, Situation]): boolean {
  const order = graverOf(law.slow.facts, light, grave);
  const ends = [light, grave].map((situation) => {
    confirmed(law, situation);
    return law.fast.ruleOf(situation).ends;
  });
  const [before, after] = ends;
  return order === 1 && before !== undefined && after !== undefined && isLighter(after, before);
}

/** Does the rule of this id decide none of the situations looked at, those above all in which its condition holds? */
export function isDead(trial: Trial, id: string): boolean {
  const [law] = lawsOf(trial.copy);
  const rule = trial.copy.policy.layers.flatMap(({ rules }) => rules).find((one) => one.id === id);
  if (law === undefined || rule === undefined) return false;
  const when = law.fast.truthOf(rule.when);
  const fitting: Situation[] = [];
  const others: Situation[] = [];
  for (const situation of situationsOf(trial, law.fast)) {
    if (law.fast.ruleOf(situation).id === id) return false;
    (when(situation) === true ? fitting : others).push(situation);
  }
  return [...fitting, ...others]
    .slice(0, LOOKED_AT_MAX)
    .every((situation) => confirmed(law, situation).id !== id);
}

/** What the slow evaluator makes of a situation; it has to be possible and to be decided as the search said. */
function confirmed({ slow, fast }: Law, situation: Situation) {
  const rule = slow.ruleOf(situation);
  if (!slow.isPossible(situation) || rule.id !== fast.ruleOf(situation).id)
    throw new Error(`the two evaluators differ on ${JSON.stringify(situation)}`);
  return rule;
}
