/** What seeded faults do to the rules and facts of a copy. */
import type { Condition, Fact, Rule } from "../../src/policy/schema.ts";
import type { Question } from "../../src/policy/schema-support.ts";
import { PACKS, POLICY, RULES, type Content } from "./content.ts";
import type { Copy } from "./copy.ts";

export const CONDITIONS = `${POLICY}conditions.yaml`;
export const CONSTRAINTS = `${POLICY}constraints.yaml`;
export const FACTS = `${POLICY}facts.yaml`;
export const LINES = `${POLICY}lines.yaml`;
export const MEASURES = `${POLICY}measures.yaml`;
export const QUESTIONS = `${POLICY}questions.yaml`;
export const SOURCES = `${POLICY}sources.yaml`;
/** Each with the Chinese words first. */
export const PROMPTS = ["prompts/zh-CN/questions.yaml", "prompts/en/questions.yaml"] as const;

/** The rules in the order in which they decide. */
export function rulesIn(content: Content): readonly Rule[] {
  return content.policy.layers.flatMap(({ rules }) => rules);
}

export interface RulePlace {
  readonly file: string;
  readonly index: number;
}

export function placeOfRule(copy: Copy, id: string): RulePlace {
  for (const file of copy.shipped.texts.keys()) {
    if (!file.startsWith(RULES)) continue;
    const index = (copy.get(file, ["rules"]) as readonly Rule[]).findIndex(
      (rule) => rule.id === id,
    );
    if (index >= 0) return { file, index };
  }
  throw new Error(`no rule ${id}`);
}

export function setInRule(copy: Copy, id: string, key: keyof Rule, value: unknown): void {
  const { file, index } = placeOfRule(copy, id);
  copy.set(file, ["rules", index, key], value);
}

/** Another tier; human_review brings its two sides, and only it has them. */
export function retier(copy: Copy, id: string, tier: Rule["tier"]): void {
  const { file, index } = placeOfRule(copy, id);
  const rule = copy.get(file, ["rules", index]) as Rule;
  if (rule.sides !== undefined) copy.remove(file, ["rules", index, "sides"]);
  copy.set(file, ["rules", index, "tier"], tier);
  if (tier === "human_review") copy.set(file, ["rules", index, "sides"], ["exempt", "ordinary"]);
}

export function removeRule(copy: Copy, id: string): void {
  const { file, index } = placeOfRule(copy, id);
  copy.remove(file, ["rules", index]);
}

/** Puts a rule right before or right after another. */
export function insertRule(
  copy: Copy,
  rule: Readonly<Record<string, unknown>>,
  side: "before" | "after",
  neighbour: string,
): void {
  const { file, index } = placeOfRule(copy, neighbour);
  copy.insert(file, ["rules"], rule, side === "before" ? index : index + 1);
}

export function moveRule(
  copy: Copy,
  id: string,
  side: "before" | "after",
  neighbour: string,
): void {
  const { file, index } = placeOfRule(copy, id);
  const rule = copy.get(file, ["rules", index]) as Readonly<Record<string, unknown>>;
  copy.remove(file, ["rules", index]);
  insertRule(copy, rule, side, neighbour);
}

/** A condition on one fact alone. */
export type FactAtom = Extract<Condition, { fact: string }>;

/** A condition in words, for the names of faults. */
export function told(condition: Condition): string {
  if ("all" in condition) return condition.all.map(told).join(" and ");
  if ("any" in condition) return condition.any.map(told).join(" or ");
  if ("not" in condition) return `not (${told(condition.not)})`;
  if ("condition" in condition) return condition.condition;
  if ("tier" in condition) return `the tier is ${condition.tier.join(" or ")}`;
  return `${condition.fact} is ${[condition.is].flat().join(" or ")}`;
}

/** The parts that must all hold. */
export function partsOf(condition: Condition): readonly Condition[] {
  return "all" in condition ? condition.all : [condition];
}

/** The condition with more asked of it. */
export function both(condition: Condition, ...more: readonly Condition[]): Condition {
  return { all: [...partsOf(condition), ...more] };
}

/** A rule decides only where `more` holds as well. */
export function narrowRule(copy: Copy, id: string, more: Condition): void {
  const { file, index } = placeOfRule(copy, id);
  const when = copy.get(file, ["rules", index, "when"]) as Condition;
  copy.set(file, ["rules", index, "when"], both(when, more));
}

/** One that can never hold. */
export function never(fact: string, value = "yes"): Condition {
  return {
    all: [{ fact, is: value }, { not: { fact, is: value } }],
  };
}

export function addCondition(copy: Copy, id: string, when: Condition): void {
  const name = { zh: "另一情形", en: "Another circumstance" };
  copy.insert(CONDITIONS, ["conditions"], { id, name, when });
}

export function addConstraint(copy: Copy, id: string, condition: Condition, index?: number): void {
  const because = { zh: "两者不能同时成立。", en: "The two exclude each other." };
  copy.insert(CONSTRAINTS, ["constraints"], { id, never: condition, because }, index);
}

/** A fact nobody had before, yes or no unless values are given. */
export function newFact(id: string, values?: readonly string[]): Partial<Fact> & { id: string } {
  const choices = values?.map((value) => ({ id: value, name: wordsOf(value) }));
  return {
    id,
    look: "where",
    name: wordsOf(id),
    ...(choices === undefined ? {} : { choices }),
    presumption: {
      value: values?.[0] ?? "no",
      reason: { zh: "没有指出的，不作推定。", en: "What nobody has raised is not presumed." },
    },
    in_hand: false,
    bearing: "neutral",
    evidence: [{ zh: "有关记录", en: "Records" }],
  };
}

/** National facts with their places in the reviewer's list and the six elements. */
export function addFacts(copy: Copy, facts: readonly ReturnType<typeof newFact>[]): void {
  const checklist = `${POLICY}checklist.yaml`;
  const item = copy.indexOf(checklist, ["items"], "objective_factors");
  const elements = `${POLICY}elements.yaml`;
  const element = copy.indexOf(elements, ["elements"], "conditions");
  for (const fact of facts) {
    copy.insert(FACTS, ["facts"], fact);
    copy.insert(checklist, ["items", item, "facts"], fact.id);
    copy.insert(elements, ["elements", element, "facts"], fact.id);
  }
}

/** A question with its words; `values` for a single one, the facts of a checklist otherwise. */
export function addQuestion(
  copy: Copy,
  question: Pick<Question, "id" | "topic" | "kind"> & { readonly facts: readonly string[] },
  values: readonly string[] = ["yes", "no"],
  pack?: string,
): void {
  if (pack === undefined) copy.insert(QUESTIONS, ["questions"], question);
  else copy.insert(packFile(copy, pack), ["questions"], question);
  const single = question.kind === "single";
  const labels = Object.fromEntries(
    (single ? values : question.facts).map((key) => [key, key.replaceAll("_", " ")]),
  );
  for (const file of PROMPTS) {
    copy.set(file, ["questions", question.id], {
      ask: "?",
      why: "?",
      short: "?",
      ...(single ? { choices: labels } : { items: labels }),
    });
  }
}

/** One more line on a checklist that is there. */
export function addItem(copy: Copy, question: string, fact: string): void {
  const index = copy.indexOf(QUESTIONS, ["questions"], question);
  copy.insert(QUESTIONS, ["questions", index, "facts"], fact);
  for (const file of PROMPTS)
    copy.set(file, ["questions", question, "items", fact], fact.replaceAll("_", " "));
}

export function packFile(copy: Copy, id: string): string {
  const found = [...copy.shipped.texts.keys()].find(
    (file) => file.startsWith(PACKS) && copy.get(file, ["id"]) === id,
  );
  if (found === undefined) throw new Error(`no pack ${id}`);
  return found;
}

function wordsOf(id: string): { readonly zh: string; readonly en: string } {
  return { zh: `另加的一项：${id}`, en: `One more: ${id.replaceAll("_", " ")}` };
}
