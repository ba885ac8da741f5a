/** Everything one part of the policy says of another: checked before anything is compiled. */
import type { Problem } from "../policy/result.ts";
import { CLOSED_TO_PACKS, RED_LINE } from "../policy/pack.ts";
import { checkTalk } from "./reference-talk.ts";
import {
  checkCites,
  checkFact,
  checkFacts,
  unique,
  type Path,
  type Report,
} from "./reference-parts.ts";
import type { TierId } from "../policy/schema.ts";
import type { Located } from "./yaml.ts";
import { checkCondition, checkCycles, type ConditionScope } from "./conditions.ts";
import type { PolicyFiles } from "./policy-files.ts";
import { checkPacks } from "./reference-packs.ts";

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
  factsFile.value.facts.forEach((fact, i) =>
    checkFact(fact, scope, factsFile, ["facts", i], report),
  );
  unique(factsFile, "facts", factsFile.value.facts, report);
  checkConditions(files, scope, report);
  checkLayers(files, scope, provisions, report);
  checkOutcomes(files, scope, provisions, report);
  checkTalk(files, facts, provisions, report);
  checkPacks(files, scope, provisions, report);
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
      if (rule.sides !== undefined)
        checkSides(rule.sides, files, layer, [...path, "sides"], report);
      checkCondition(rule.when, scope, layer, [...path, "when"], report);
      checkCites(rule.cites, provisions, layer, [...path, "cites"], report);
      rule.examples.forEach((example, j) => {
        checkFacts(example.facts, scope.facts, layer, [...path, "examples", j, "facts"], report);
        checkFacts(example.unless, scope.facts, layer, [...path, "examples", j, "unless"], report);
      });
    });
  }
}

/** What people weigh lies between two tiers of the ladder. */
function checkSides(
  [lighter, graver]: readonly [TierId, TierId],
  files: PolicyFiles,
  where: Located<unknown>,
  path: Path,
  report: Report,
): void {
  const { tiers } = files.single["data/policy/tiers.yaml"].value;
  const rank = (tier: TierId) => tiers.find(({ id }) => id === tier)?.rank ?? null;
  const [from, to] = [rank(lighter), rank(graver)];
  if (from !== null && to !== null && from < to) return;
  report("reference/sides", "the two sides are tiers, the lighter one first", where, path);
}

function checkOutcomes(
  files: PolicyFiles,
  scope: ConditionScope,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  const withTiers = { ...scope, tiers: true };
  const lines = files.single["data/policy/lines.yaml"];
  const tiers = files.single["data/policy/tiers.yaml"];
  const ladders = tiers.value.lines;
  for (const line of ["accountability", "discipline"] as const) {
    unique(tiers, ["lines", line, "ladder"], ladders[line].ladder, report);
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
  checkSides(tiers.value.unforeseen.sides, files, tiers, ["unforeseen", "sides"], report);
  const measures = files.single["data/policy/measures.yaml"];
  unique(measures, "measures", measures.value.measures, report);
  measures.value.measures.forEach(({ when, cites, brings = [] }, i) => {
    brings.forEach((id, j) => {
      const fact = scope.facts.get(id);
      if (fact !== undefined && fact.in_hand !== false) return;
      report("reference/brings", `${id} is no fact in hand`, measures, [
        "measures",
        i,
        "brings",
        j,
      ]);
    });
    checkCondition(when, withTiers, measures, ["measures", i, "when"], report);
    checkCites(cites, provisions, measures, ["measures", i, "cites"], report);
  });
  const distinctions = files.single["data/policy/distinctions.yaml"];
  unique(distinctions, "distinctions", distinctions.value.distinctions, report);
  distinctions.value.distinctions.forEach((distinction, i) => {
    const path = ["distinctions", i];
    for (const side of ["culpable", "tolerable"] as const) {
      checkCondition(distinction[side].when, scope, distinctions, [...path, side, "when"], report);
    }
    checkCites(distinction.cites, provisions, distinctions, [...path, "cites"], report);
  });
}
