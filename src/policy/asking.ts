/** The facts worth asking for an account, and the question to ask next, under the law that applies to it. */
import type { Account } from "./account.ts";
import { askable } from "./ask.ts";
import { openMasks, valuesOf, type Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import type { Flat } from "./flat.ts";
import type { ApplicableLaw } from "./law.ts";
import type { Readings } from "./readings.ts";
import { Residuals } from "./residual.ts";
import { Planner } from "./plan.ts";
import type { Fact } from "./schema.ts";
import type { Question } from "./schema-support.ts";
import { weighed, type Shares } from "./weigh.ts";

/** Facts one answer may have set. */
const RECENT_MAX = 10;

const residualsByReading = new WeakMap<Flat, Residuals>();

/** The remains of a reading; kept as long as the reading is. */
export function residualsOf(compiled: Compiled, flat: Flat): Residuals {
  const known = residualsByReading.get(flat) ?? new Residuals(flat, compiled.diagram.sizes);
  residualsByReading.set(flat, known);
  return known;
}

/** What is left of a reading once the account's facts are known and those it is unsure of never will be. */
export function remainOf(compiled: Compiled, flat: Flat, masks: Masks, account: Account): NodeId {
  const variable = (fact: string) => compiled.variables.get(fact) as number;
  const unsure = (account.unsure ?? []).map(variable);
  // Answers come in order: the latest of either kind are the last of their list.
  const answered = Object.keys(account.facts).slice(-RECENT_MAX).toReversed().map(variable);
  const givenUp = unsure.slice(-RECENT_MAX).toReversed();
  const residuals = residualsOf(compiled, flat);
  const forgotten = new Set(unsure);
  return residuals.of(masks, forgotten, [answered, givenUp]);
}

/** The facts neither answered nor unsure that can still change the range of tiers; those that tell most first. */
export function askedForTier(
  { compiled }: ApplicableLaw,
  readings: Readings,
  masks: Masks,
  account: Account,
): readonly string[] {
  const { tiers } = readings.flat;
  const remain = remainOf(compiled, tiers, masks, account);
  const found = residualsOf(compiled, tiers);
  return found.noted("asked facts", remain, () => {
    const asked = askable(found, remain);
    if (asked.size === 0) return [];
    const { gains } = weighed(found, remain, sharesOf(compiled));
    return [...asked]
      .sort((a, b) => (gains[b] as number) - (gains[a] as number) || a - b)
      .map((variable) => (compiled.facts[variable] as Fact).id);
  });
}

/** The facts that can still change the side of a distinction, in the order of the diagram. */
export function askedForDistinctions(
  { compiled }: ApplicableLaw,
  { flat }: Readings,
  masks: Masks,
  account: Account,
): readonly string[] {
  const asked = new Set(
    Object.values(flat.distinctions).flatMap((sides) => [
      ...askable(residualsOf(compiled, sides), remainOf(compiled, sides, masks, account)),
    ]),
  );
  return compiled.facts.filter((_, variable) => asked.has(variable)).map(({ id }) => id);
}

const sharesByPolicy = new WeakMap<Compiled, Shares>();

/** The declared weights of each fact's values, by variable; alike where none are declared. */
export function sharesOf(compiled: Compiled): Shares {
  const known = sharesByPolicy.get(compiled);
  if (known !== undefined) return known;
  const made = compiled.facts.map((fact) => {
    const weights = fact.weights ?? valuesOf(fact).map(() => 1);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
  sharesByPolicy.set(compiled, made);
  return made;
}

/** Where the next question is sought: at most a few people are made up, and only where one in so many passes. */
const EFFORT = { sharedMin: 0.02, people: 12, candidates: 3 };

/** How many are taken to be unsure of a fact. */
const UNSURE_SHARE = 0.1;

const planners = new WeakMap<Flat, Map<string, Planner>>();

/**
 * The question to ask next, as one of `questions`; undefined where none can change the range of tiers. `topic` is the one
 * in hand. Questions are told apart by `kind`, which names the list: the same kind always comes with the same list.
 */
export function nextQuestion(
  { compiled }: ApplicableLaw,
  readings: Readings,
  masks: Masks,
  account: Account,
  {
    questions,
    kind,
    topic,
  }: { questions: readonly Question[]; kind: string; topic: string | undefined },
): Question | undefined {
  const { tiers } = readings.flat;
  const found = residualsOf(compiled, tiers);
  const remain = remainOf(compiled, tiers, masks, account);
  const kinds = planners.get(tiers) ?? new Map<string, Planner>();
  planners.set(tiers, kinds);
  const planner = kinds.get(kind) ?? plannerOf(compiled, found, questions);
  kinds.set(kind, planner);
  const at = planner.next(remain, topic, shareOf(compiled, readings, remain, account));
  return questions[at];
}

function plannerOf(compiled: Compiled, found: Residuals, questions: readonly Question[]): Planner {
  const known = questions.map(({ id, topic, facts, always }) => ({
    id,
    topic,
    variables: facts.map((fact) => compiled.variables.get(fact) as number),
    first: always,
  }));
  return new Planner(found, sharesOf(compiled), known, compiled.policy.topics, EFFORT);
}

const wholes = new WeakMap<Flat, number>();

/** The share of what is possible among all situations. */
function wholeOf(compiled: Compiled, { flat }: Readings): number {
  const known = wholes.get(flat.tiers);
  if (known !== undefined) return known;
  const found = residualsOf(compiled, flat.tiers);
  const root = found.of(openMasks(compiled), new Set());
  const { possible } = weighed(found, root, sharesOf(compiled));
  wholes.set(flat.tiers, possible);
  return possible;
}

/** The share of people, by the declared weights, whose account begins like this one. */
function shareOf(compiled: Compiled, readings: Readings, remain: NodeId, account: Account): number {
  const { tiers } = readings.flat;
  const found = residualsOf(compiled, tiers);
  const shares = sharesOf(compiled);
  const answered = Object.entries(account.facts).reduce((product, [fact, value]) => {
    const variable = compiled.variables.get(fact) as number;
    const at = (compiled.values[variable] as readonly string[]).indexOf(value);
    return product * ((shares[variable] as readonly number[])[at] as number);
  }, 1);
  const unsure = UNSURE_SHARE ** (account.unsure ?? []).length;
  return (
    (answered * unsure * weighed(found, remain, shares).possible) / wholeOf(compiled, readings)
  );
}
