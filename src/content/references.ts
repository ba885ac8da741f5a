/** Everything one part of the policy says of another: checked before anything is compiled. */
import type { Problem } from "../policy/result.ts";
import { CLOSED_TO_PACKS, RED_LINE } from "../policy/pack.ts";
import { checkTalk } from "./reference-talk.ts";
import { checkCites, checkFact, checkFacts, unique, type Report } from "./reference-parts.ts";
import { checkCondition, checkCycles, type ConditionScope } from "./conditions.ts";
import type { PolicyFiles } from "./policy-files.ts";

/** Problems: reference/* — one for each broken reference, duplicate id or missing part. */
export function checkReferences(files: PolicyFiles): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (code, message, where, path) => {
    problems.push({ code, message, at: where.locate(path) });
  };
  const factsFile = files.single["data/policy/facts.yaml"];
  const conditionsFile = files.single["data/policy/conditions.yaml"];
  const facts = new Map(factsFile.value.facts.map((fact) => [fact.id, fact]));
  const scope: ConditionScope = {
    facts,
    conditions: new Map(conditionsFile.value.conditions.map(({ id, when }) => [id, when])),
    tiers: false,
  };
  const provisions = provisionsOf(files, report);
  factsFile.value.facts.forEach((fact, i) => checkFact(fact, factsFile, ["facts", i], report));
  unique(factsFile, "facts", factsFile.value.facts, report);
  checkConditions(files, scope, report);
  checkLayers(files, scope, provisions, report);
  checkOutcomes(files, scope, provisions, report);
  checkTalk(files, facts, provisions, report);
  files.packs.forEach((pack) => checkPack(pack, scope, provisions, report));
  return problems;
}

function provisionsOf(files: PolicyFiles, report: Report): ReadonlySet<string> {
  const where = files.single["data/policy/sources.yaml"];
  unique(where, "sources", where.value.sources, report);
  const ids = new Set<string>();
  where.value.sources.forEach((source, i) =>
    source.provisions.forEach(({ id }, j) => {
      if (ids.has(id)) {
        report("reference/duplicate", `${id} stands twice`, where, [
          "sources",
          i,
          "provisions",
          j,
          "id",
        ]);
      }
      ids.add(id);
    }),
  );
  return ids;
}

function checkConditions(files: PolicyFiles, scope: ConditionScope, report: Report): void {
  const where = files.single["data/policy/conditions.yaml"];
  unique(where, "conditions", where.value.conditions, report);
  where.value.conditions.forEach(({ when }, i) =>
    checkCondition(when, scope, where, ["conditions", i, "when"], report),
  );
  checkCycles(where.value.conditions, where, report);
  for (const id of [RED_LINE, CLOSED_TO_PACKS]) {
    if (!scope.conditions.has(id)) {
      report("reference/required", `the condition ${id} must be defined`, where, ["conditions"]);
    }
  }
  const constraints = files.single["data/policy/constraints.yaml"];
  unique(constraints, "constraints", constraints.value.constraints, report);
  constraints.value.constraints.forEach(({ never }, i) =>
    checkCondition(never, scope, constraints, ["constraints", i, "never"], report),
  );
}

function checkLayers(
  files: PolicyFiles,
  scope: ConditionScope,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  const seen = new Map<string, string>();
  for (const layer of files.layers) {
    layer.value.rules.forEach((rule, i) => {
      const path = ["rules", i];
      const other = seen.get(rule.id);
      if (other !== undefined) {
        report("reference/duplicate", `rule ${rule.id} also stands in ${other}`, layer, [
          ...path,
          "id",
        ]);
      }
      seen.set(rule.id, layer.file);
      if ((rule.tier === "human_review") !== (rule.sides !== undefined)) {
        report(
          "reference/sides",
          `${rule.id}: human_review, and only it, names its two sides`,
          layer,
          path,
        );
      }
      checkCondition(rule.when, scope, layer, [...path, "when"], report);
      checkCites(rule.cites, provisions, layer, [...path, "cites"], report);
      rule.examples.forEach((example, j) => {
        checkFacts(example.facts, scope.facts, layer, [...path, "examples", j, "facts"], report);
        checkFacts(example.unless, scope.facts, layer, [...path, "examples", j, "unless"], report);
      });
    });
  }
}

function checkOutcomes(
  files: PolicyFiles,
  scope: ConditionScope,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  const withTiers = { ...scope, tiers: true };
  const lines = files.single["data/policy/lines.yaml"];
  const ladders = files.single["data/policy/tiers.yaml"].value.lines;
  for (const line of ["accountability", "discipline"] as const) {
    const rungs = new Set(ladders[line].ladder.map(({ id }) => id));
    lines.value[line].forEach((entry, i) => {
      const path = [line, i];
      checkCondition(entry.when, withTiers, lines, [...path, "when"], report);
      checkCites(entry.cites, provisions, lines, [...path, "cites"], report);
      entry.outcomes.forEach((rung, j) => {
        if (!rungs.has(rung))
          report("reference/unknown-rung", `no rung ${rung}`, lines, [...path, "outcomes", j]);
      });
    });
  }
  const measures = files.single["data/policy/measures.yaml"];
  unique(measures, "measures", measures.value.measures, report);
  measures.value.measures.forEach(({ when, cites }, i) => {
    checkCondition(when, withTiers, measures, ["measures", i, "when"], report);
    checkCites(cites, provisions, measures, ["measures", i, "cites"], report);
  });
  const distinctions = files.single["data/policy/distinctions.yaml"];
  distinctions.value.distinctions.forEach((distinction, i) => {
    const path = ["distinctions", i];
    for (const side of ["culpable", "tolerable"] as const) {
      checkCondition(distinction[side].when, scope, distinctions, [...path, side, "when"], report);
    }
    checkCites(distinction.cites, provisions, distinctions, [...path, "cites"], report);
  });
}

function checkPack(
  pack: PolicyFiles["packs"][number],
  national: ConditionScope,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  const { value } = pack;
  value.facts.forEach((fact, i) => {
    if (national.facts.has(fact.id))
      report("reference/duplicate", `fact ${fact.id} is a national one`, pack, ["facts", i, "id"]);
    checkFact(fact, pack, ["facts", i], report);
  });
  const facts = new Map([
    ...national.facts,
    ...value.facts.map((fact) => [fact.id, fact] as const),
  ]);
  const scope = { ...national, facts };
  const cited = new Set([...provisions, ...value.source.provisions.map(({ id }) => id)]);
  checkCondition(value.scope, scope, pack, ["scope"], report);
  value.conditions.forEach(({ when }, i) =>
    checkCondition(when, scope, pack, ["conditions", i, "when"], report),
  );
  checkCites(value.outcome.cites, cited, pack, ["outcome", "cites"], report);
  value.questions.forEach((question, i) =>
    question.facts.forEach((id, j) => {
      if (!facts.has(id))
        report("reference/unknown-fact", `no fact ${id}`, pack, ["questions", i, "facts", j]);
    }),
  );
  value.examples.forEach((example, i) => {
    checkFacts(example.facts, facts, pack, ["examples", i, "facts"], report);
    checkFacts(example.unless, facts, pack, ["examples", i, "unless"], report);
  });
}
