/** The shipped content and copies of it as an administrator might leave them: each valid, each made once when asked for. */
import { bundleOf, type Bundle } from "../../src/content/bundle.ts";
import { describe } from "../../src/content/describe.ts";
import type { Texts } from "../../src/content/folder.ts";
import type { Question } from "../../src/policy/schema-support.ts";
import { copyOf, type Copy } from "../proof/copy.ts";
import { FACTS, packFile, PROMPTS, QUESTIONS } from "../proof/edits.ts";
import { RULE_EDITS } from "../proof/harmless-rules.ts";
import { SURROUNDING_EDITS } from "../proof/harmless-surroundings.ts";
import { shippedContent, type Shipped } from "../proof/content.ts";

export interface Variant {
  /** What was done, in a short sentence. */
  readonly name: string;
  /** Throws where the content does not pass its check. */
  bundle(): Bundle;
}

/** Everywhere where it stands as an id of its own. */
function renamed(texts: Texts, from: string, to: string): Texts {
  const id = new RegExp(`(?<![\\w.-])${from}(?![\\w-])`, "g");
  return new Map([...texts].map(([file, text]) => [file, text.replaceAll(id, to)]));
}

function raiseMeaning(copy: Copy, ...ids: readonly string[]): void {
  for (const id of ids)
    copy.set(FACTS, ["facts", copy.indexOf(FACTS, ["facts"], id), "meaning"], 2);
}

/** Each question keeps its id and its words, and asks what the other asked. */
function exchange(copy: Copy, one: string, other: string): void {
  const [at, beside] = [one, other].map((id) => copy.indexOf(QUESTIONS, ["questions"], id));
  const factsAt = (index = 0) => copy.get(QUESTIONS, ["questions", index, "facts"]);
  const [mine, theirs] = [factsAt(at), factsAt(beside)];
  copy.set(QUESTIONS, ["questions", at ?? 0, "facts"], theirs);
  copy.set(QUESTIONS, ["questions", beside ?? 0, "facts"], mine);
}

/** An item of a list becomes a question of its own, under the id of the list. */
function takeOut(copy: Copy, list: string, item: string): void {
  const index = copy.indexOf(QUESTIONS, ["questions"], list);
  const question = copy.get(QUESTIONS, ["questions", index]) as Question;
  const rest = question.facts.filter((fact) => fact !== item);
  copy.set(QUESTIONS, ["questions", index], { ...question, kind: "single", facts: [item] });
  copy.insert(QUESTIONS, ["questions"], { ...question, id: "the_rest", facts: rest });
  for (const file of PROMPTS) {
    const words = copy.get(file, ["questions", list]) as {
      items: Record<string, string>;
      before?: string;
    };
    const { items, ...said } = words;
    const { before: _, ...rarely } = said;
    const left = Object.fromEntries(Object.entries(items).filter(([fact]) => fact !== item));
    copy.set(file, ["questions", list], { ...said, choices: { yes: "+", no: "-" } });
    copy.set(file, ["questions", "the_rest"], { ...rarely, short: "…", items: left });
  }
}

/** Without its file and the words of its questions. */
function withoutPack(copy: Copy, shipped: Shipped, id: string): Texts {
  const pack = shipped.packs.find((one) => one.id === id);
  for (const question of pack?.questions ?? [])
    for (const file of PROMPTS) copy.remove(file, ["questions", question.id]);
  const gone = packFile(copy, id);
  return new Map([...copy.texts()].filter(([file]) => file !== gone));
}

/** An edit of those that are known to do no harm. */
function known(copy: Copy, ...names: readonly string[]): void {
  for (const name of names) ({ ...RULE_EDITS, ...SURROUNDING_EDITS })[name]?.(copy);
}

type Edit = (copy: Copy, shipped: Shipped) => Texts | undefined;

const EDITS: Readonly<Record<string, Edit>> = {
  "nothing was changed": () => undefined,
  "many facts mean something else, and everything stands in another order": (copy) => {
    raiseMeaning(copy, "stage", "loss", "fault", "role", "repeated", "remedied", "diligent");
    known(
      copy,
      "the questions stand in another order",
      "the topics stand in another order",
      "the reviewer's list stands in another order",
    );
    return undefined;
  },
  "questions exchanged what they ask": (copy) => {
    exchange(copy, "collective_decision", "due_procedure");
    exchange(copy, "public_purpose", "aligned_with_policy");
    return undefined;
  },
  "a list became a question of its first item, and a rule asks something new": (copy) => {
    takeOut(copy, "procedure_context", "urgent");
    known(copy, "a new question bears on a new rule");
    return undefined;
  },
  "questions, facts and options have other ids": (copy) =>
    Object.entries(RENAMED).reduce(
      (texts, [from, to]) => renamed(texts, from, to),
      copy.shipped.texts,
    ),
  "two facts exchanged their ids and mean something else": (copy) => {
    raiseMeaning(copy, "collective_decision", "good_result");
    const texts = renamed(copy.texts(), "collective_decision", "in_between");
    return renamed(
      renamed(texts, "good_result", "collective_decision"),
      "in_between",
      "good_result",
    );
  },
  "a list is longer, another was divided, and rules read otherwise": (copy) => {
    known(
      copy,
      "a list asks for one more thing, on which a step depends",
      "a list was divided into two questions",
      "two rules of one tier became one",
      "a fact has come to mean something else",
    );
    return undefined;
  },
  "a pack is gone": (copy, shipped) => withoutPack(copy, shipped, "L-ZJ-ZDPYC"),
};

const RENAMED = {
  procedure_context: "around_procedure",
  reported_promptly: "reported_soon",
  due_procedure: "proper_procedure",
  negligent: "careless",
  before_any_inquiry: "before_all_inquiry",
  unmet_expectation: "expectation_unmet",
  dare_not: "not_dared",
  civil_servant: "servant",
  "L-SD-XJDN": "L-SD-OTHER",
} as const;

/** In the same order every time. */
export async function variants(): Promise<readonly Variant[]> {
  const shipped = await shippedContent();
  return Object.entries(EDITS).map(([name, edit]) => {
    let made: Bundle | undefined;
    const make = (): Bundle => {
      const copy = copyOf(shipped);
      const texts = edit(copy, shipped) ?? copy.texts();
      const bundle = bundleOf(texts);
      if (!bundle.ok) throw new Error(`${name}: ${bundle.error.map(describe).join("\n")}`);
      return bundle.value;
    };
    return { name, bundle: () => (made ??= make()) };
  });
}
