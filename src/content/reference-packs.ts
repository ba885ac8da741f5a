/** The packs, and what the national policy says about all of them. */
import type { Fact } from "../policy/schema.ts";
import { PackParameters } from "../policy/schema-pack.ts";
import { checkCondition, type ConditionScope } from "./conditions.ts";
import type { PolicyFiles } from "./policy-files.ts";
import { checkCites, checkFact, checkFacts, unique, type Report } from "./reference-parts.ts";
import { checkAsked, checkQuestion } from "./reference-questions.ts";

/** Problems: reference/* in data/packs and in data/policy/parameters.yaml. */
export function checkPacks(
  files: PolicyFiles,
  national: ConditionScope,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  checkParameters(files, national, provisions, report);
  const ids = new Set<string>();
  for (const pack of files.packs) {
    if (ids.has(pack.value.id))
      report("reference/duplicate", `pack ${pack.value.id} stands twice`, pack, ["id"]);
    ids.add(pack.value.id);
    checkPack(pack, files, national, provisions, report);
  }
}

function checkParameters(
  files: PolicyFiles,
  national: ConditionScope,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  const where = files.single["data/policy/parameters.yaml"];
  const { accident_conflict: conflict, parameters } = where.value;
  checkCites(conflict.cites, provisions, where, ["accident_conflict", "cites"], report);
  parameters.forEach(({ parameter, value, when }, i) => {
    const path = ["parameters", i];
    checkCondition(when, national, where, [...path, "when"], report);
    if (PackParameters.shape[parameter].safeParse(value).success) return;
    report("reference/unknown-value", `${parameter} is never ${value}`, where, [...path, "value"]);
  });
}

type LocatedPack = PolicyFiles["packs"][number];

function checkPack(
  pack: LocatedPack,
  files: PolicyFiles,
  national: ConditionScope,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  const { value } = pack;
  unique(pack, "facts", value.facts, report);
  value.facts.forEach((fact, i) => {
    if (national.facts.has(fact.id))
      report("reference/duplicate", `fact ${fact.id} is a national one`, pack, ["facts", i, "id"]);
    checkFact(fact, national, pack, ["facts", i], report);
  });
  const facts = new Map([
    ...national.facts,
    ...value.facts.map((fact) => [fact.id, fact] as const),
  ]);
  const scope = { ...national, facts };
  checkCondition(value.scope, scope, pack, ["scope"], report);
  unique(pack, "conditions", value.conditions, report);
  value.conditions.forEach(({ when }, i) =>
    checkCondition(when, scope, pack, ["conditions", i, "when"], report),
  );
  checkProvisions(pack, provisions, report);
  checkPackQuestions(pack, files, facts, report);
  value.examples.forEach((example, i) => {
    checkFacts(example.facts, facts, pack, ["examples", i, "facts"], report);
    checkFacts(example.unless, facts, pack, ["examples", i, "unless"], report);
  });
}

function checkProvisions(pack: LocatedPack, provisions: ReadonlySet<string>, report: Report): void {
  const own = pack.value.source.provisions.map(({ id }) => id);
  own.forEach((id, i) => {
    if (provisions.has(id) || own.indexOf(id) < i)
      report("reference/duplicate", `${id} stands twice`, pack, ["source", "provisions", i, "id"]);
  });
  const cited = new Set([...provisions, ...own]);
  checkCites(pack.value.outcome.cites, cited, pack, ["outcome", "cites"], report);
}

function checkPackQuestions(
  pack: LocatedPack,
  files: PolicyFiles,
  facts: ReadonlyMap<string, Fact>,
  report: Report,
): void {
  const { topics, questions } = files.single["data/policy/questions.yaml"].value;
  const { value } = pack;
  unique(pack, "questions", value.questions, report);
  value.questions.forEach((question, i) => {
    const path = ["questions", i];
    if (questions.some(({ id }) => id === question.id))
      report("reference/duplicate", `question ${question.id} is a national one`, pack, [
        ...path,
        "id",
      ]);
    checkQuestion(question, new Set(topics), facts, pack, path, report);
  });
  checkAsked(value.facts, value.questions, facts, pack, report);
}
