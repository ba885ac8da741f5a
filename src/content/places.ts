/** Where a part of the policy stands in its files. */
import type { Subject } from "../policy/proofs/finding.ts";
import type { Place } from "../policy/result.ts";
import type { PolicyFiles } from "./policy-files.ts";
import type { Located } from "./yaml.ts";

type Path = readonly (string | number)[];

/** The lists that stand in one file each, and how they are called there. */
const LISTS = {
  facts: ["data/policy/facts.yaml", "facts"],
  conditions: ["data/policy/conditions.yaml", "conditions"],
  constraints: ["data/policy/constraints.yaml", "constraints"],
  measures: ["data/policy/measures.yaml", "measures"],
  accountability: ["data/policy/lines.yaml", "accountability"],
  discipline: ["data/policy/lines.yaml", "discipline"],
  distinctions: ["data/policy/distinctions.yaml", "distinctions"],
  sources: ["data/policy/sources.yaml", "sources"],
  remedies: ["data/policy/remedies.yaml", "remedies"],
  items: ["data/policy/checklist.yaml", "items"],
  questions: ["data/policy/questions.yaml", "questions"],
  tiers: ["data/policy/tiers.yaml", "tiers"],
} as const;

/** The line and column of a subject; the nearest part around it where it is not written out. */
export function placeOf(files: PolicyFiles, subject: Subject): Place {
  const { list, id, pack, path = [] } = subject;
  if (list === "rules") return placeOfRule(files, id, path);
  if (list === "unforeseen")
    return files.single["data/policy/tiers.yaml"].locate(["unforeseen", ...path]);
  if (list === "elements") return files.single["data/policy/elements.yaml"].locate(path);
  if (list === "parameters") return files.single["data/policy/parameters.yaml"].locate(path);
  const own = pack === undefined ? undefined : files.packs.find(({ value }) => value.id === pack);
  if (list === "pack") return own === undefined ? startOf(files) : own.locate(path);
  const [file, name] = LISTS[list];
  return entryOf(own ?? files.single[file], name, id, path);
}

function placeOfRule(files: PolicyFiles, id: string | undefined, path: Path): Place {
  const layer = files.layers.find(({ value }) => value.rules.some((rule) => rule.id === id));
  return layer === undefined ? startOf(files) : entryOf(layer, "rules", id, path);
}

/** An entry of a list by its id; the list itself without one. */
function entryOf(where: Located<unknown>, name: string, id: string | undefined, path: Path): Place {
  const entries = (where.value as Readonly<Record<string, readonly { readonly id: string }[]>>)[
    name
  ];
  const index = entries?.findIndex((entry) => entry.id === id) ?? -1;
  return where.locate(index < 0 ? [name] : [name, index, ...path]);
}

/** Where the rules begin: for what concerns all of them. */
export function startOf(files: PolicyFiles): Place {
  return files.layers[0]?.locate([]) ?? { file: "data/policy/rules", line: 1, column: 1 };
}
