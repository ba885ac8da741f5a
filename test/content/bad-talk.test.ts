import { describe, expect, it } from "vitest";
import { bundleOf } from "../../src/content/bundle.ts";
import { expectRefused, rowsOf, type BadContent } from "../support/bad-content.ts";
import { edited } from "../support/edited-content.ts";
import { shippedTexts } from "../support/shipped.ts";

const texts = await shippedTexts();

const PACK = "data/packs/l-zj-zdpyc.yaml";
const CHECKLIST = "data/policy/checklist.yaml";
const QUESTIONS = "data/policy/questions.yaml";
const ENGLISH = "prompts/en/questions.yaml";

const bad: BadContent = {
  "data/policy/facts.yaml": {
    "a fact presumed to be what it cannot be": {
      from: "presumption: {value: yes,",
      to: "presumption: {value: sure,",
      code: "reference/unknown-value",
      at: "sure,",
    },
    "choices in an order that leaves one out": {
      from: "bearing: [none, minor, serious, grave]",
      to: "bearing: [none, minor, grave]",
      code: "reference/bearing",
      at: "[none, minor, grave]",
    },
    "two choices of one name": {
      from: "{id: village_community,",
      to: "{id: civil_servant,",
      code: "reference/duplicate",
      at: "civil_servant, name: {zh: 村",
    },
  },
  [CHECKLIST]: {
    "a fact left out of the checklist": {
      from: /, grave_accident\b|\bgrave_accident, /,
      to: "",
      code: "reference/unplaced-fact",
      at: "- id: ",
    },
    "a fact under two items of the checklist": {
      from: /facts: \[role/,
      to: "facts: [status, role",
      code: "reference/duplicate",
      at: /status, role/,
    },
  },
  [QUESTIONS]: {
    "a fact no question sets": {
      from: /, urgent\b|\burgent, /,
      to: "",
      code: "reference/unasked-fact",
      at: "- {id: stage",
    },
    "a question in a topic nobody knows": {
      from: "id: role, topic: responsibility",
      to: "id: role, topic: duty",
      code: "reference/unknown-topic",
      at: "duty, kind: single, facts: [role]",
    },
    "a single question about two facts": {
      from: "facts: [role]",
      to: "facts: [role, urgent]",
      code: "reference/question",
      at: "[role, urgent]",
    },
    "a choice in a list to tick": {
      from: "kind: checklist, facts: [",
      to: "kind: checklist, facts: [loss, ",
      code: "reference/question",
      at: "loss, crime_suspected",
    },
  },
  "data/policy/purposes.yaml": {
    "a purpose that asks what nobody can": {
      from: "questions: [inaction_cause",
      to: "questions: [why_not, inaction_cause",
      code: "reference/unknown-question",
      at: "why_not",
    },
  },
  "data/policy/parameters.yaml": {
    "a parameter about a fact nobody knows": {
      from: "when: {fact: remedied,",
      to: "when: {fact: remedy,",
      code: "reference/unknown-fact",
      at: "remedy,",
    },
    "a parameter value no pack can have": {
      from: "value: required,",
      to: "value: needed,",
      code: "reference/unknown-value",
      at: "needed,",
    },
    "a parameter that cites what nobody verified": {
      from: "cites: [P-AQ-23]",
      to: "cites: [P-AQ-99]",
      code: "reference/unknown-provision",
      at: "P-AQ-99",
    },
  },
  [PACK]: {
    "a pack that redefines a national fact": {
      from: /facts:\n  - id: \w+/,
      to: "facts:\n  - id: urgent",
      code: "reference/duplicate",
      at: "urgent",
    },
    "a pack that takes another's name": {
      from: "id: L-ZJ-ZDPYC",
      to: "id: L-SD-XJDN",
      code: "reference/duplicate",
      at: "L-SD-XJDN",
    },
    "a pack that takes a national provision's name": {
      from: "- id: ZJ-ZDPYC-46",
      to: "- id: P-XI-1",
      code: "reference/duplicate",
      at: "P-XI-1",
    },
    "a pack's question in a topic nobody knows": {
      from: "topic: gate",
      to: "topic: gates",
      code: "reference/unknown-topic",
      at: "gates",
    },
    "a pack's question that takes a national one's name": {
      from: /(?<=questions:\n  - \{id: )\w+/,
      to: "loss",
      code: "reference/duplicate",
      at: "loss",
    },
    "a pack whose example it does not decide": {
      from: /unless: \{.*\}/,
      to: "unless: {urgent: yes}",
      code: "policy/example",
      at: "facts: {zj_zdpyc_scope: yes",
    },
  },
  [ENGLISH]: {
    "a question without words": {
      from: /\n {2}role:\n(?: {4}.*\n)+/,
      to: "\n",
      code: "prompt/missing",
      at: /^questions:/m,
    },
    "a choice without words": {
      from: "      minor: Minor\n",
      to: "",
      code: "prompt/choices",
      at: "none: None\n",
    },
    "words for a choice there is not": {
      from: "      minor: Minor\n",
      to: "      minor: Minor\n      tiny: Tiny\n",
      code: "prompt/choices",
      at: "tiny: Tiny",
    },
    "words for a question there is not": {
      from: "\nquestions:\n",
      to: "\nquestions:\n  weather:\n    ask: How was it?\n    why: It matters.\n    short: Weather\n    choices: {yes: Good, no: Bad}\n",
      code: "prompt/unused",
      at: "weather:",
    },
  },
  "prompts/en/dialogue.yaml": {
    "braces that differ between languages": {
      from: /(question_left: .*)\{count\}/,
      to: "question_left: At most {number}",
      code: "prompt/braces",
      at: /(?<=question_left: )/,
    },
  },
};

describe("what is said and asked is refused at file, line and column for", () => {
  it.each(rowsOf(bad))("%s, in %s", (_, file, edit) => expectRefused(texts, file, edit));
});

describe("several faults", () => {
  it("are all reported at once, whatever files they stand in", () => {
    const gate = "data/policy/rules/1-gate.yaml";
    const conditions = "data/policy/conditions.yaml";
    const changed = edited(
      texts,
      { file: gate, from: "fact: crime_suspected", to: "fact: crime" },
      { file: conditions, from: "{condition: went_on_after_ban}", to: "{condition: went_on}" },
      { file: PACK, from: "cites: [ZJ-ZDPYC-46]", to: "cites: [ZJ-ZDPYC-47]" },
      { file: ENGLISH, from: "\nquestions:", to: "\nquestions: [" },
    );
    const bundle = bundleOf(changed);
    const found = bundle.ok ? [] : bundle.error.map(({ code, at }) => `${at?.file} ${code}`);
    expect(found).toEqual(
      expect.arrayContaining([
        `${gate} reference/unknown-fact`,
        `${conditions} reference/unknown-condition`,
        `${PACK} reference/unknown-provision`,
        // The first of very many: what follows an open bracket is all at fault.
        `${ENGLISH} yaml/missing-char`,
      ]),
    );
  });

  it("of the national rules are said once, however many packs there are", () => {
    const file = "data/policy/lines.yaml";
    const from = /  - \{id: heavier, when: \{tier: \[aggravated\]\}.*\n/;
    const bundle = bundleOf(edited(texts, { file, from, to: "" }));
    expect(bundle.ok ? [] : bundle.error.map(({ code }) => code)).toEqual(["policy/no-line"]);
  });
});
