/** The content as plain data, file by file, so that a copy need only read again what was changed in it. */
import { parseDocument, type Document } from "yaml";
import type * as z from "zod";
import type { Texts } from "../../src/content/folder.ts";
import * as core from "../../src/policy/schema.ts";
import * as packs from "../../src/policy/schema-pack.ts";
import * as support from "../../src/policy/schema-support.ts";
import { shippedTexts } from "../support/shipped.ts";

export const POLICY = "data/policy/";
export const RULES = "data/policy/rules/";
export const PACKS = "data/packs/";

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  [`${POLICY}tiers.yaml`]: core.TiersFile,
  [`${POLICY}facts.yaml`]: core.FactsFile,
  [`${POLICY}conditions.yaml`]: core.ConditionsFile,
  [`${POLICY}constraints.yaml`]: core.ConstraintsFile,
  [`${POLICY}lines.yaml`]: core.LinesFile,
  [`${POLICY}distinctions.yaml`]: core.DistinctionsFile,
  [`${POLICY}measures.yaml`]: support.MeasuresFile,
  [`${POLICY}sources.yaml`]: support.SourcesFile,
  [`${POLICY}remedies.yaml`]: support.RemediesFile,
  [`${POLICY}checklist.yaml`]: support.ChecklistFile,
  [`${POLICY}elements.yaml`]: support.ElementsFile,
  [`${POLICY}questions.yaml`]: support.QuestionsFile,
  [`${POLICY}purposes.yaml`]: support.PurposesFile,
  [`${POLICY}parameters.yaml`]: packs.ParametersFile,
};

/** What the files under data/ hold, and the policy put together from them. */
export interface Content {
  readonly values: ReadonlyMap<string, unknown>;
  readonly policy: packs.Policy;
  readonly packs: readonly packs.Pack[];
}

/** The content that comes with the program, parsed once for all copies. */
export interface Shipped extends Content {
  readonly texts: Texts;
  readonly documents: ReadonlyMap<string, Document>;
}

export async function shippedContent(): Promise<Shipped> {
  const texts = await shippedTexts();
  const documents = new Map([...texts].map(([file, text]) => [file, parseDocument(text)] as const));
  const plain = new Map([...documents].map(([file, document]) => [file, document.toJS()] as const));
  return { texts, documents, ...contentOf(plain) };
}

/** The content with some files in another version; throws where a file is no longer what its schema asks. */
export function contentOf(
  changed: ReadonlyMap<string, unknown>,
  known: ReadonlyMap<string, unknown> = new Map(),
): Content {
  const fresh = [...changed]
    .filter(([file]) => file.startsWith(POLICY) || file.startsWith(PACKS))
    .map(([file, plain]) => [file, schemaOf(file).parse(plain)] as const);
  const values = new Map([...known, ...fresh]);
  return { values, policy: policyOf(values), packs: packsOf(values) };
}

function schemaOf(file: string): z.ZodType {
  if (file.startsWith(RULES)) return core.RulesFile;
  if (file.startsWith(PACKS)) return packs.Pack;
  const schema = SCHEMAS[file];
  if (schema === undefined) throw new Error(`${file} is not a file of the policy`);
  return schema;
}

function packsOf(values: Content["values"]): readonly packs.Pack[] {
  return [...values].flatMap(([file, value]) =>
    file.startsWith(PACKS) ? [value as packs.Pack] : [],
  );
}

function policyOf(values: Content["values"]): packs.Policy {
  const get = (name: string) => values.get(`${POLICY}${name}.yaml`);
  const layers = [...values].flatMap(([file, value]) =>
    file.startsWith(RULES) ? [value as core.RulesFile] : [],
  );
  return {
    ...(get("tiers") as z.infer<typeof core.TiersFile>),
    ...(get("questions") as z.infer<typeof support.QuestionsFile>),
    ...(get("facts") as z.infer<typeof core.FactsFile>),
    ...(get("conditions") as z.infer<typeof core.ConditionsFile>),
    ...(get("constraints") as z.infer<typeof core.ConstraintsFile>),
    ...(get("distinctions") as z.infer<typeof core.DistinctionsFile>),
    ...(get("measures") as z.infer<typeof support.MeasuresFile>),
    ...(get("sources") as z.infer<typeof support.SourcesFile>),
    ...(get("purposes") as z.infer<typeof support.PurposesFile>),
    layers: layers.toSorted((a, b) => a.order - b.order),
    lineRules: get("lines") as z.infer<typeof core.LinesFile>,
    remedies: get("remedies") as z.infer<typeof support.RemediesFile>,
    elements: get("elements") as z.infer<typeof support.ElementsFile>,
    checklist: (get("checklist") as z.infer<typeof support.ChecklistFile>).items,
    parameters: get("parameters") as z.infer<typeof packs.ParametersFile>,
  };
}
