/** Which questions a pre-check can put at all: those that can still change something before anything was done. */
import { IMPOSSIBLE } from "../compile.ts";
import { Diagram } from "../diagram.ts";
import { project, type Masks } from "../diagram-walks.ts";
import type { Question } from "../schema-support.ts";
import { strikeChanging, strikeTied } from "./changing.ts";
import type { Facts } from "./finding.ts";
import type { Law, Laws } from "./laws.ts";
import { valuesAlive } from "./walks.ts";
import { masksOfFacts } from "./witness.ts";

/** A question nobody is ever asked beforehand, with its pack where it is one's own. */
export interface NeverAsked {
  readonly id: string;
  readonly pack?: string;
}

/** Of the questions with these ids, those that neither a pre-check nor a purpose with a list of its own puts. */
export function neverAskedBefore(laws: Laws, ids: ReadonlySet<string>): readonly NeverAsked[] {
  const { purposes, questions } = laws.national.policy;
  const given = purposes.find(({ id }) => id === "precheck")?.given ?? {};
  const put = new Set(
    purposes.flatMap((purpose) => (typeof purpose.questions === "string" ? [] : purpose.questions)),
  );
  const open = (question: Question) => ids.has(question.id) && !put.has(question.id);
  // A pack may bring a national question to life.
  const national = [laws.national, ...laws.local].reduce<readonly Question[]>(
    (left, law) => (left.length === 0 ? left : inVain(law, given, left)),
    questions.filter(open),
  );
  const own = laws.local.flatMap((law) =>
    law.pack === null
      ? []
      : inVain(law, given, law.pack.questions.filter(open)).map(({ id }) => ({
          id,
          pack: law.pack?.id ?? "",
        })),
  );
  return [...national.map(({ id }) => ({ id })), ...own];
}

/** Those of the questions of which no fact can be learnt before acting and still change anything. */
function inVain(law: Law, given: Facts, questions: readonly Question[]): readonly Question[] {
  const { compiled, diagram, policy } = law;
  const late = new Set(compiled.facts.filter((fact) => fact.after_acting).map(({ id }) => id));
  const learnable = (question: Question) =>
    question.facts.filter((id) => !(id in given) && (question.always || !late.has(id)));
  const wanted = new Set(
    questions
      .filter(({ always }) => !always)
      .flatMap(learnable)
      .map((id) => compiled.variables.get(id) as number),
  );
  const masks = possibleWithin(law, masksOfFacts(compiled, given));
  if (masks !== undefined) strikeTied(diagram, compiled.possible, masks, wanted);
  const results = [
    () => law.tiers,
    ...policy.distinctions.map(({ culpable, tolerable }) => () => {
      const rest = diagram.choose(
        compiled.condition(tolerable.when),
        diagram.terminal(2),
        diagram.terminal(3),
      );
      const side = diagram.choose(compiled.condition(culpable.when), diagram.terminal(1), rest);
      return diagram.choose(compiled.possible, side, diagram.terminal(IMPOSSIBLE));
    }),
  ];
  for (const make of results) {
    if (wanted.size === 0 || masks === undefined) break;
    const scratch = new Diagram(diagram.sizes);
    const same = (value: number) => value;
    const narrowed = project(diagram, make(), scratch, masks, () => false, same, same);
    strikeChanging(scratch, narrowed, IMPOSSIBLE, wanted);
  }
  const idle = new Set([...wanted].map((variable) => compiled.facts[variable]?.id ?? ""));
  return questions.filter((question) =>
    learnable(question).every((id) => !question.always && idle.has(id)),
  );
}

/** The values some possible situation within the masks has; undefined where there is none. */
function possibleWithin({ compiled, diagram }: Law, masks: Masks): Masks | undefined {
  const scratch = new Diagram(diagram.sizes);
  const same = (value: number) => value;
  const narrowed = project(diagram, compiled.possible, scratch, masks, () => false, same, same);
  if (narrowed === scratch.terminal(0)) return undefined;
  return valuesAlive(scratch, narrowed).map((alive, level) => alive & (masks[level] as number));
}
