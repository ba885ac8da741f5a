/** The content that comes with the program: as texts, as a bundle, and as plain data for the second evaluator. */
import { parse } from "yaml";
import { bundleOf, type Bundle } from "../../src/content/bundle.ts";
import { describe } from "../../src/content/describe.ts";
import { readFolder, type Texts } from "../../src/content/folder.ts";
import { compile, type Compiled } from "../../src/policy/compile.ts";
import * as core from "../../src/policy/schema.ts";
import * as packs from "../../src/policy/schema-pack.ts";
import * as support from "../../src/policy/schema-support.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** The shipped texts with nothing changed; reads the disk. */
export async function shippedTexts(): Promise<Texts> {
  const texts = await readFolder(ROOT);
  if (!texts.ok) throw new Error(texts.error.map(describe).join("\n"));
  return texts.value;
}

export async function shippedBundle(): Promise<Bundle> {
  const bundle = bundleOf(await shippedTexts());
  if (!bundle.ok) throw new Error(bundle.error.map(describe).join("\n"));
  return bundle.value;
}

export interface ShippedData {
  readonly policy: packs.Policy;
  /** null first: the national rules alone. */
  readonly packs: readonly (packs.Pack | null)[];
}

export interface ShippedLaw {
  readonly name: string;
  readonly pack: packs.Pack | null;
  readonly compiled: Compiled;
}

/** The national rules alone and with each pack, as diagrams in one order of variables. */
export function lawsOf({ policy, packs: all }: ShippedData): readonly ShippedLaw[] {
  const national = compile(policy, null);
  return all.map((pack) => ({
    name: pack?.id ?? "no pack",
    pack,
    compiled: pack === null ? national : compile(policy, pack, national.facts),
  }));
}

/** The policy read straight from its YAML files. */
export async function shippedData(): Promise<ShippedData> {
  const texts = await shippedTexts();
  const read = (name: string): unknown => parse(texts.get(`data/${name}.yaml`) ?? "");
  const under = (folder: string) =>
    [...texts]
      .filter(([file]) => file.startsWith(`data/${folder}/`))
      .map(([, text]): unknown => parse(text));
  const tiers = core.TiersFile.parse(read("policy/tiers"));
  const questions = support.QuestionsFile.parse(read("policy/questions"));
  const policy: packs.Policy = {
    ...tiers,
    ...questions,
    ...core.FactsFile.parse(read("policy/facts")),
    ...core.ConditionsFile.parse(read("policy/conditions")),
    ...core.ConstraintsFile.parse(read("policy/constraints")),
    ...core.DistinctionsFile.parse(read("policy/distinctions")),
    ...support.MeasuresFile.parse(read("policy/measures")),
    ...support.SourcesFile.parse(read("policy/sources")),
    ...support.PurposesFile.parse(read("policy/purposes")),
    layers: under("policy/rules").map((file) => core.RulesFile.parse(file)),
    lineRules: core.LinesFile.parse(read("policy/lines")),
    remedies: support.RemediesFile.parse(read("policy/remedies")),
    elements: support.ElementsFile.parse(read("policy/elements")),
    checklist: support.ChecklistFile.parse(read("policy/checklist")).items,
    parameters: packs.ParametersFile.parse(read("policy/parameters")),
  };
  return { policy, packs: [null, ...under("packs").map((file) => packs.Pack.parse(file))] };
}
