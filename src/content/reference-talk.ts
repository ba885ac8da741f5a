/** The parts of the content that the talk and the review are made of. */
import type { Fact } from "../policy/schema.ts";
import type { PolicyFiles } from "./policy-files.ts";
import { checkAsked, checkQuestion } from "./reference-questions.ts";
import { checkCites, checkFacts, unique, type Report } from "./reference-parts.ts";

/** Questions, purposes, the reviewer's items and the remedies. */
export function checkTalk(
  files: PolicyFiles,
  facts: ReadonlyMap<string, Fact>,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  checkQuestions(files, facts, report);
  checkPurposes(files, facts, report);
  checkItems(files, facts, provisions, report);
  checkElements(files, facts, provisions, report);
  const remedies = files.single["data/policy/remedies.yaml"];
  remedies.value.remedies.forEach(({ cites }, i) =>
    checkCites(cites, provisions, remedies, ["remedies", i, "cites"], report),
  );
  const tiers = files.single["data/policy/tiers.yaml"];
  unique(tiers, "tiers", tiers.value.tiers, report);
  checkCites(tiers.value.unforeseen.cites, provisions, tiers, ["unforeseen", "cites"], report);
}

function checkQuestions(
  files: PolicyFiles,
  facts: ReadonlyMap<string, Fact>,
  report: Report,
): void {
  const questions = files.single["data/policy/questions.yaml"];
  unique(questions, "questions", questions.value.questions, report);
  const topics = new Set(questions.value.topics);
  questions.value.questions.forEach((question, i) =>
    checkQuestion(question, topics, facts, questions, ["questions", i], report),
  );
  checkAsked([...facts.values()], questions.value.questions, facts, questions, report);
}

function checkPurposes(files: PolicyFiles, facts: ReadonlyMap<string, Fact>, report: Report): void {
  const idsIn = (entries: readonly { readonly id: string }[]) =>
    new Set(entries.map(({ id }) => id));
  const questions = idsIn(files.single["data/policy/questions.yaml"].value.questions);
  const measures = idsIn(files.single["data/policy/measures.yaml"].value.measures);
  const where = files.single["data/policy/purposes.yaml"];
  unique(where, "purposes", where.value.purposes, report);
  where.value.purposes.forEach((purpose, i) => {
    checkFacts(purpose.given, facts, where, ["purposes", i, "given"], report);
    const named = [
      ["questions", "unknown-question", questions],
      ["measures", "unknown-measure", measures],
    ] as const;
    for (const [key, code, known] of named) {
      const list = purpose[key];
      if (typeof list === "string") continue;
      list.forEach((id, j) => {
        if (!known.has(id))
          report(`reference/${code}`, `no ${id} for this purpose`, where, ["purposes", i, key, j]);
      });
    }
  });
}

function checkItems(
  files: PolicyFiles,
  facts: ReadonlyMap<string, Fact>,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  const checklist = files.single["data/policy/checklist.yaml"];
  unique(checklist, "items", checklist.value.items, report);
  const placed = new Set<string>();
  checklist.value.items.forEach((item, i) => {
    checkCites(item.cites, provisions, checklist, ["items", i, "cites"], report);
    item.facts.forEach((id, j) => {
      const path = ["items", i, "facts", j];
      if (!facts.has(id)) report("reference/unknown-fact", `no fact ${id}`, checklist, path);
      if (placed.has(id))
        report("reference/duplicate", `${id} stands under two items`, checklist, path);
      placed.add(id);
    });
  });
  for (const id of facts.keys()) {
    if (!placed.has(id))
      report("reference/unplaced-fact", `the checklist leaves out fact ${id}`, checklist, [
        "items",
      ]);
  }
}

/** Every fact belongs to exactly one of the six elements. */
function checkElements(
  files: PolicyFiles,
  facts: ReadonlyMap<string, Fact>,
  provisions: ReadonlySet<string>,
  report: Report,
): void {
  const where = files.single["data/policy/elements.yaml"];
  checkCites(where.value.cites, provisions, where, ["cites"], report);
  unique(where, "elements", where.value.elements, report);
  const placed = new Set<string>();
  where.value.elements.forEach((element, i) =>
    element.facts.forEach((id, j) => {
      const path = ["elements", i, "facts", j];
      if (!facts.has(id)) report("reference/unknown-fact", `no fact ${id}`, where, path);
      if (placed.has(id))
        report("reference/duplicate", `${id} stands under two elements`, where, path);
      placed.add(id);
    }),
  );
  for (const id of facts.keys()) {
    if (!placed.has(id))
      report("reference/unplaced-fact", `the elements leave out fact ${id}`, where, ["elements"]);
  }
}
