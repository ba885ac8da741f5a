import { describe, expect, it } from "vitest";
import { bundleOf } from "../../src/content/bundle.ts";
import { FILE_CHARACTERS_MAX } from "../../src/content/yaml.ts";
import { edited, placeOf, without } from "../support/edited-content.ts";
import { shippedTexts } from "../support/shipped.ts";

const texts = await shippedTexts();

const FACTS = "data/policy/facts.yaml";
const GATE = "data/policy/rules/1-gate.yaml";
const CRIME = "when: {fact: crime_suspected, is: yes}";

interface Row {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly code: string;
  /** The problem stands where this text begins. */
  readonly at: string;
}

/** What only the file itself can tell: its syntax and its shape. */
const rows: Readonly<Record<string, Row>> = {
  "an unclosed bracket": {
    file: FACTS,
    from: "look: gate\n    name: {zh: 发生",
    to: "look: [gate\n    name: {zh: 发生",
    code: "yaml/bad-indent",
    at: "name: {zh: 发生",
  },
  "a tab for indentation": {
    file: FACTS,
    from: "    look: gate",
    to: "\tlook: gate",
    code: "yaml/tab-as-indent",
    at: "\tlook",
  },
  "a key that stands twice": {
    file: FACTS,
    from: "    look: gate",
    to: "    look: motive\n    look: gate",
    code: "yaml/duplicate-key",
    at: "look: gate",
  },
  "an alias": {
    file: FACTS,
    from: "    look: gate",
    to: "    look: &look gate\n    meaning: *look",
    code: "yaml/alias",
    at: "*look",
  },
  "a key nobody knows, at the key": {
    file: FACTS,
    from: "    in_hand: false",
    to: "    in_hand: false\n    weight: 3",
    code: "schema/unknown-key",
    at: "weight: 3",
  },
  "a key that is missing": {
    file: FACTS,
    from: "    look: gate\n",
    to: "",
    code: "schema/missing",
    at: "id: duty_related",
  },
  "a value of the wrong kind": {
    file: FACTS,
    from: "in_hand: false",
    to: "in_hand: perhaps",
    code: "schema/invalid-union",
    at: "perhaps",
  },
  "an id with capitals": {
    file: FACTS,
    from: "id: duty_related",
    to: "id: Duty_Related",
    code: "schema/invalid-format",
    at: "Duty_Related",
  },
  "a sentence without its translation": {
    file: FACTS,
    from: /, en: It happened in the course of official duty/,
    to: "",
    code: "schema/missing",
    at: "{zh: 发生",
  },
  "a condition outside the grammar": {
    file: GATE,
    from: CRIME,
    to: "when: {fact: crime_suspected, equals: yes}",
    code: "schema/invalid-union",
    at: "{fact: crime_suspected, equals",
  },
  "a condition outside the grammar, deep inside another": {
    file: GATE,
    from: CRIME,
    to: `when: {all: [{fact: crime_suspected, is: yes}, {not: {either: []}}]}`,
    code: "schema/invalid-union",
    at: "{either",
  },
  "true for yes": {
    file: GATE,
    from: CRIME,
    to: "when: {fact: crime_suspected, is: true}",
    code: "schema/invalid-union",
    at: "true}",
  },
  "a rule without citation": {
    file: GATE,
    from: /    cites: .*\n/,
    to: "",
    code: "schema/missing",
    at: "id: gate.crime",
  },
  "a rule with an empty citation": {
    file: GATE,
    from: /cites: \[.*\n/,
    to: "cites: []\n",
    code: "schema/too-small",
    at: "[]\n",
  },
  "a rule without example": {
    file: GATE,
    from: /    examples: .*\n/,
    to: "",
    code: "schema/missing",
    at: "id: gate.crime",
  },
  "a date that is none": {
    file: "data/policy/sources.yaml",
    from: /from: 2024-01-01/,
    to: "from: 2024-13-01",
    code: "schema/invalid-format",
    at: "2024-13-01",
  },
  "a file of another shape": {
    file: "data/policy/lines.yaml",
    from: /^[^]*$/,
    to: "# nothing but a remark\n",
    code: "schema/invalid-type",
    at: "# nothing",
  },
  "a file that is too long": {
    file: FACTS,
    from: "version: 1",
    to: `version: 1 # ${"x".repeat(FILE_CHARACTERS_MAX)}`,
    code: "yaml/too-long",
    at: "#",
  },
  "a case kept for no time at all": {
    file: "data/retention.yaml",
    from: /begun: \d+/,
    to: "begun: 0",
    code: "schema/too-small",
    at: "0\n",
  },
  "periods in the wrong order": {
    file: "data/retention.yaml",
    from: /begun: \d+/,
    to: "begun: 3000",
    code: "schema/custom",
    at: "begun: 3000",
  },
  "a tab for indentation in the words": {
    file: "prompts/en/questions.yaml",
    from: "\n    ask:",
    to: "\n\task:",
    code: "yaml/tab-as-indent",
    at: "\task:",
  },
};

describe("a file is refused at its line and column for", () => {
  it.each(Object.entries(rows))("%s", (_, { file, from, to, code, at }) => {
    const changed = edited(texts, { file, from, to });
    const bundle = bundleOf(changed);
    const problems = bundle.ok ? [] : bundle.error;
    const [first] = problems;
    const place = placeOf(changed, file, at);
    expect({ code: first?.code, at: first?.at }).toEqual({ code, at: place });
    expect(problems.every((problem) => problem.at?.file === file)).toBe(true);
  });
});

describe("a folder is refused for", () => {
  const missing = [
    ["data/policy/facts.yaml", "folder/missing"],
    ["data/retention.yaml", "folder/missing"],
    ["prompts/en/dialogue.yaml", "prompt/missing"],
    ["prompts/zh-CN/questions.yaml", "prompt/missing"],
  ];
  it.each(missing)("the missing file %s", (file, code) => {
    const bundle = bundleOf(without(texts, file));
    expect(bundle).toMatchObject({ error: [{ code, at: { file, line: 1, column: 1 } }] });
  });

  const extra = [
    ["data/policy/notes.yaml", "folder/unexpected"],
    ["data/remarks.yaml", "folder/unexpected"],
    ["prompts/fr/dialogue.yaml", "prompt/unused"],
  ];
  it.each(extra)("the unknown file %s", (file, code) => {
    const bundle = bundleOf(new Map([...texts, [file, "a: b\n"]]));
    expect(bundle).toMatchObject({ error: [{ code, at: { file, line: 1, column: 1 } }] });
  });
});
