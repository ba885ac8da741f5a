/** Edits around the rules that do no harm: words, evidence, sources, steps, facts that matter. */
import type { Condition, Fact } from "../../src/policy/schema.ts";
import type { Measure, Question, Source } from "../../src/policy/schema-support.ts";
import { POLICY } from "./content.ts";
import type { Copy } from "./copy.ts";
import {
  addFacts,
  addItem,
  addQuestion,
  both,
  CONDITIONS,
  FACTS,
  insertRule,
  LINES,
  MEASURES,
  newFact,
  packFile,
  placeOfRule,
  PROMPTS,
  QUESTIONS,
  setInRule,
  SOURCES,
} from "./edits.ts";
import type { HarmlessEdits } from "./harmless.ts";

function inFact(copy: Copy, id: string, key: keyof Fact, value: unknown): void {
  copy.set(FACTS, ["facts", copy.indexOf(FACTS, ["facts"], id), key], value);
}

function measureIn(copy: Copy, id: string): Measure {
  return copy.get(MEASURES, ["measures", copy.indexOf(MEASURES, ["measures"], id)]) as Measure;
}

function reversed(copy: Copy, file: string, list: string): void {
  copy.set(file, [list], (copy.get(file, [list]) as readonly unknown[]).toReversed());
}

/** A new step that is called for where `when` holds. */
function addStep(copy: Copy, when: Condition): void {
  const base = measureIn(copy, "correction_plan");
  copy.insert(MEASURES, ["measures"], { ...base, id: "one_more_step", when });
}

export const SURROUNDING_EDITS: HarmlessEdits = {
  "a fact is named in other words": (copy) =>
    inFact(copy, "urgent", "name", { zh: "事情紧急", en: "The matter was urgent" }),
  "a fact has other evidence": (copy) =>
    inFact(copy, "urgent", "evidence", [{ zh: "值班记录", en: "Duty log" }]),
  "a fact has no evidence": (copy) => inFact(copy, "policy_gap", "evidence", []),
  "a presumption gives its reason in other words": (copy) =>
    inFact(copy, "urgent", "presumption", {
      value: "no",
      reason: { zh: "紧急属于例外。", en: "Urgency is an exception." },
    }),
  "a fact has come to mean something else": (copy) => inFact(copy, "urgent", "meaning", 2),
  "a question is asked in other words": (copy) => {
    for (const file of PROMPTS) copy.set(file, ["questions", "loss", "ask"], "?");
  },
  "a pre-check no longer asks a question": (copy) => {
    for (const file of PROMPTS) copy.remove(file, ["questions", "role", "before"]);
  },
  "the questions stand in another order": (copy) => reversed(copy, QUESTIONS, "questions"),
  "the topics stand in another order": (copy) => reversed(copy, QUESTIONS, "topics"),
  "a list was divided into two questions": (copy) => {
    const index = copy.indexOf(QUESTIONS, ["questions"], "procedure_context");
    const { topic } = copy.get(QUESTIONS, ["questions", index]) as Question;
    copy.set(QUESTIONS, ["questions", index, "facts"], ["urgent"]);
    for (const file of PROMPTS)
      copy.remove(file, ["questions", "procedure_context", "items", "reported_promptly"]);
    addQuestion(copy, { id: "told_after", topic, kind: "single", facts: ["reported_promptly"] });
  },
  "a list asks for one more thing, on which a step depends": (copy) => {
    addFacts(copy, [newFact("press_was_there")]);
    addItem(copy, "outside_causes", "press_was_there");
    addStep(copy, both({ tier: ["ordinary"] }, { fact: "press_was_there", is: "yes" }));
  },
  "a new question bears on a new rule": (copy) => {
    const id = "hid_it";
    addFacts(copy, [{ ...newFact(id), bearing: "aggravating" }]);
    addQuestion(copy, { id, topic: "grave", kind: "single", facts: [id] });
    const { file, index } = placeOfRule(copy, "exclusion.intentional");
    const rule = copy.get(file, ["rules", index]) as Readonly<Record<string, unknown>>;
    const examples = [{ facts: { [id]: "yes" }, unless: { [id]: "no" } }];
    const extra = { ...rule, id: "exclusion.hid_it", when: { fact: id, is: "yes" }, examples };
    insertRule(copy, extra, "after", "exclusion.intentional");
    // A pack that lightens `ordinary` alone would set it below what people have yet to weigh.
    const closed = copy.indexOf(CONDITIONS, ["conditions"], "closed_to_packs");
    copy.insert(CONDITIONS, ["conditions", closed, "when", "any"], { fact: id, is: "yes" });
  },
  "the steps stand in another order": (copy) => reversed(copy, MEASURES, "measures"),
  "there is one more step": (copy) =>
    addStep(copy, both({ tier: ["exempt"] }, { fact: "urgent", is: "yes" })),
  "a step is worded otherwise": (copy) => {
    const index = copy.indexOf(MEASURES, ["measures"], "cooperate");
    const what = { zh: "有人核查时，如实回答。", en: "When asked, answer truthfully." };
    copy.set(MEASURES, ["measures", index, "what"], what);
  },
  "a line has a narrower entry before a broader one": (copy) => {
    const index = copy.indexOf(LINES, ["accountability"], "partly");
    const partly = copy.get(LINES, ["accountability", index]) as Readonly<Record<string, unknown>>;
    const when = both({ tier: ["mitigated"] }, { fact: "self_reported", is: "yes" });
    copy.insert(LINES, ["accountability"], { ...partly, id: "partly_reported", when }, index);
  },
  "the sources stand in another order": (copy) => reversed(copy, SOURCES, "sources"),
  "a provision nobody had yet is verified and cited": (copy) => {
    const index = copy.indexOf(SOURCES, ["sources"], "S-ZWCF2020");
    const { provisions } = copy.get(SOURCES, ["sources", index]) as Source;
    const [first] = provisions;
    copy.insert(SOURCES, ["sources", index, "provisions"], { ...first, id: "P-ZW-40" });
    setInRule(copy, "exclusion.fabricated", "cites", ["P-ZW-39", "P-ZW-40"]);
  },
  "a text will end on a day far off": (copy) => {
    const index = copy.indexOf(SOURCES, ["sources"], "S-ZWCF2020");
    copy.set(SOURCES, ["sources", index, "validity", "until"], "2099-12-31");
  },
  "a paraphrase was put better": (copy) => {
    const index = copy.indexOf(SOURCES, ["sources"], "S-KJJB2021");
    const summary = { zh: "已尽责的，免除责任。", en: "Those who were diligent are exempted." };
    copy.set(SOURCES, ["sources", index, "provisions", 0, "summary"], summary);
  },
  "the reviewer's list stands in another order": (copy) =>
    reversed(copy, `${POLICY}checklist.yaml`, "items"),
  "a pack asks for more": (copy) => {
    const [pack] = copy.shipped.packs;
    if (pack === undefined) return;
    const name = { zh: "态度端正", en: "A sound attitude" };
    const when = { fact: "fabricated", is: "no" };
    copy.insert(packFile(copy, pack.id), ["conditions"], { id: "another", name, when });
  },
};
