/** The reviewer's checklist as entries, and what their findings come to. */
import type { Facts } from "../policy/account.ts";
import { valuesOf } from "../policy/compile.ts";
import type { ChecklistItem } from "../policy/schema-support.ts";
import { factName, factOf, valueName } from "./answers.ts";
import type { Finding } from "./case.ts";
import { inLanguage, type Talk } from "./world.ts";

/** One thing to find: a fact of an item, or an item of pure procedure itself. */
export interface Entry {
  readonly id: string;
  readonly item: ChecklistItem;
  readonly fact?: string;
}

/** Findings of an item of pure procedure. */
export const PROCEDURE_FINDINGS = ["met", "not_met", "not_applicable"] as const;
/** The reviewer cannot tell yet; never the same as "no". */
export const OPEN_FINDING = "open";

/** Every entry in the policy's order; facts of the pack in force come under the first item. */
export function entriesOf(talk: Talk): readonly Entry[] {
  const packFacts = (talk.compiled.pack?.facts ?? []).map(({ id }) => id);
  return talk.world.policy.checklist.flatMap((item, index) => {
    const facts = index === 0 ? [...item.facts, ...packFacts] : item.facts;
    return facts.length === 0
      ? [{ id: `item:${item.id}`, item }]
      : facts.map((fact) => ({ id: `fact:${fact}`, item, fact }));
  });
}

export function findingChoices(
  talk: Talk,
  entry: Entry,
): readonly { readonly value: string; readonly label: string }[] {
  const { buttons } = talk.words;
  const fact = entry.fact === undefined ? undefined : factOf(talk, entry.fact);
  const values =
    fact === undefined
      ? PROCEDURE_FINDINGS.map((value) => ({ value, label: buttons[value] }))
      : valuesOf(fact).map((value) => ({ value, label: valueName(talk, fact.id, value) }));
  return [...values, { value: OPEN_FINDING, label: buttons.open_finding }];
}

export function findingOf(talk: Talk, entry: string): Finding | undefined {
  return talk.case.review?.findings.find((finding) => finding.entry === entry);
}

/** What the findings amount to: a finding counts only while its evidence neither is missing nor contradicts it. */
export function foundFacts(talk: Talk): {
  readonly facts: Facts;
  readonly unsure: readonly string[];
} {
  const facts: Record<string, string> = {};
  const unsure: string[] = [];
  for (const entry of entriesOf(talk)) {
    if (entry.fact === undefined) continue;
    const found = findingOf(talk, entry.id);
    if (found?.finding === undefined) continue;
    const stands =
      found.evidence !== undefined && !["missing", "contradicted"].includes(found.evidence);
    if (found.finding === OPEN_FINDING || !stands) unsure.push(entry.fact);
    else facts[entry.fact] = found.finding;
  }
  return { facts, unsure };
}

export function entryName(talk: Talk, entry: Entry): string {
  return entry.fact === undefined
    ? inLanguage(entry.item.item, talk.case.language)
    : factName(talk, entry.fact);
}

/** The documents that would show it: those of the fact first, then those of the item. */
export function entryEvidence(talk: Talk, entry: Entry): readonly string[] {
  const own = entry.fact === undefined ? [] : (factOf(talk, entry.fact)?.evidence ?? []);
  return [
    ...new Set(
      [...own, ...entry.item.evidence].map((words) => inLanguage(words, talk.case.language)),
    ),
  ];
}

export function findingName(talk: Talk, entry: Entry, finding: string | undefined): string {
  if (finding === undefined) return "";
  return findingChoices(talk, entry).find(({ value }) => value === finding)?.label ?? finding;
}
