/** Puts the policy together from its files; remembers where each part stands, for messages. */
import type * as z from "zod";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import * as core from "../policy/schema.ts";
import * as packs from "../policy/schema-pack.ts";
import * as support from "../policy/schema-support.ts";
import { RetentionFile } from "../dialogue/retention.ts";
import type { Texts } from "./folder.ts";
import { readFileOf } from "./read-file-of.ts";
import type { Located } from "./yaml.ts";

const SINGLE = {
  "data/policy/tiers.yaml": core.TiersFile,
  "data/policy/facts.yaml": core.FactsFile,
  "data/policy/conditions.yaml": core.ConditionsFile,
  "data/policy/constraints.yaml": core.ConstraintsFile,
  "data/policy/lines.yaml": core.LinesFile,
  "data/policy/distinctions.yaml": core.DistinctionsFile,
  "data/policy/measures.yaml": support.MeasuresFile,
  "data/policy/sources.yaml": support.SourcesFile,
  "data/policy/remedies.yaml": support.RemediesFile,
  "data/policy/checklist.yaml": support.ChecklistFile,
  "data/policy/elements.yaml": support.ElementsFile,
  "data/policy/questions.yaml": support.QuestionsFile,
  "data/policy/purposes.yaml": support.PurposesFile,
  "data/policy/parameters.yaml": packs.ParametersFile,
  "data/retention.yaml": RetentionFile,
} as const;
type Single = typeof SINGLE;
type Files = { readonly [K in keyof Single]: Located<z.output<Single[K]>> };

export interface PolicyFiles {
  readonly single: Files;
  readonly layers: readonly Located<core.RulesFile>[];
  readonly packs: readonly Located<packs.Pack>[];
}

/** Problems: those of readYaml, folder/missing and folder/unexpected. */
export function readPolicyFiles(texts: Texts): Result<PolicyFiles> {
  const problems: Problem[] = [];
  const read = <S extends z.ZodType>(file: string, schema: S) =>
    readFileOf(texts, file, schema, problems, "folder/missing");
  const single = Object.fromEntries(
    Object.entries(SINGLE).map(([file, schema]) => [file, read(file, schema)]),
  );
  const under = (folder: string) => [...texts.keys()].filter((file) => file.startsWith(folder));
  const layers = under("data/policy/rules/").map((file) => read(file, core.RulesFile));
  const packFiles = under("data/packs/").map((file) => read(file, packs.Pack));
  for (const file of under("data/")) {
    if (file in SINGLE || file.startsWith("data/policy/rules/") || file.startsWith("data/packs/"))
      continue;
    problems.push({
      code: "folder/unexpected",
      message: `${file} is not a file this policy knows`,
      at: { file, line: 1, column: 1 },
    });
  }
  if (problems.length > 0) return err(problems);
  return ok({
    single: single as unknown as Files,
    layers: (layers as Located<core.RulesFile>[]).toSorted((a, b) => a.value.order - b.value.order),
    packs: packFiles as Located<packs.Pack>[],
  });
}

/** The policy of files whose references were checked. */
export function assemble(files: PolicyFiles): packs.Policy {
  const get = <K extends keyof Single>(file: K) => files.single[file].value;
  const tiers = get("data/policy/tiers.yaml");
  const questions = get("data/policy/questions.yaml");
  return {
    tiers: tiers.tiers,
    unforeseen: tiers.unforeseen,
    lines: tiers.lines,
    facts: get("data/policy/facts.yaml").facts,
    conditions: get("data/policy/conditions.yaml").conditions,
    constraints: get("data/policy/constraints.yaml").constraints,
    layers: files.layers.map(({ value }) => value),
    lineRules: get("data/policy/lines.yaml"),
    distinctions: get("data/policy/distinctions.yaml").distinctions,
    measures: get("data/policy/measures.yaml").measures,
    sources: get("data/policy/sources.yaml").sources,
    remedies: get("data/policy/remedies.yaml"),
    checklist: get("data/policy/checklist.yaml").items,
    elements: get("data/policy/elements.yaml"),
    topics: questions.topics,
    questions: questions.questions,
    purposes: get("data/policy/purposes.yaml").purposes,
    parameters: get("data/policy/parameters.yaml"),
  };
}
