import { describe, expect, it } from "vitest";
import { bundleOf } from "../../src/content/bundle.ts";
import { readPolicyFiles } from "../../src/content/policy-files.ts";
import { provePolicy } from "../../src/content/theorems.ts";
import { PolicyTooLarge } from "../../src/policy/growth.ts";
import { DiagramTooLarge } from "../../src/policy/diagram.ts";
import { expectRefused, rowsOf, type BadContent } from "../support/bad-content.ts";
import { edited, placeOf } from "../support/edited-content.ts";
import { shippedTexts } from "../support/shipped.ts";

const texts = await shippedTexts();

const GATE = "data/policy/rules/1-gate.yaml";
const CONDITIONS = "data/policy/conditions.yaml";
const CRIME = "when: {fact: crime_suspected, is: yes}";
const CRIME_EXAMPLE = "{facts: {crime_suspected: yes}, unless: {crime_suspected: no}}";

const bad: BadContent = {
  [GATE]: {
    "a rule about a fact nobody knows": {
      from: CRIME,
      to: "when: {fact: crime_supsected, is: yes}",
      code: "reference/unknown-fact",
      at: "crime_supsected",
    },
    "a value a fact cannot take": {
      from: CRIME,
      to: "when: {fact: crime_suspected, is: [yes, maybe]}",
      code: "reference/unknown-value",
      at: "[yes, maybe]",
    },
    "a condition nobody defined": {
      from: "{condition: red_line}",
      to: "{condition: red_lime}",
      code: "reference/unknown-condition",
      at: "red_lime",
    },
    "a rule that tests the tier": {
      from: CRIME,
      to: "when: {tier: [refer]}",
      code: "reference/tier",
      at: "{tier: [refer]}",
    },
    "a provision nobody verified": {
      from: "cites: [",
      to: "cites: [P-NONE-1, ",
      code: "reference/unknown-provision",
      at: "P-NONE-1",
    },
    "two rules of one name in a file": {
      from: "id: gate.unfounded",
      to: "id: gate.crime",
      code: "reference/duplicate",
      at: "gate.crime\n    tier: clarify",
    },
    "a rule for people without its two sides": {
      from: "tier: refer",
      to: "tier: human_review",
      code: "reference/sides",
      at: "id: gate.crime",
    },
    "two sides on any other rule": {
      from: "tier: refer",
      to: "tier: refer\n    sides: [exempt, ordinary]",
      code: "reference/sides",
      at: "id: gate.crime",
    },
    "an example with a fact nobody knows": {
      from: CRIME_EXAMPLE,
      to: "{facts: {crime: yes}, unless: {crime_suspected: no}}",
      code: "reference/unknown-fact",
      at: "yes}, unless: {crime_suspected: no}",
    },
    "an example its rule does not decide": {
      from: CRIME_EXAMPLE,
      to: "{facts: {crime_suspected: no}, unless: {crime_suspected: no}}",
      code: "policy/example",
      at: "{facts: {crime_suspected: no}",
    },
    "an example its rule still decides once it should not": {
      from: CRIME_EXAMPLE,
      to: "{facts: {crime_suspected: yes}, unless: {urgent: yes}}",
      code: "policy/example",
      at: "{facts: {crime_suspected: yes}, unless: {urgent",
    },
    "an example that cannot occur": {
      from: CRIME_EXAMPLE,
      to: "{facts: {crime_suspected: yes, allegation_unfounded: yes}, unless: {crime_suspected: no}}",
      code: "policy/example",
      at: "{facts: {crime_suspected: yes, allegation_unfounded",
    },
  },
  "data/policy/rules/2-exclusion.yaml": {
    "two rules of one name in two files": {
      from: "id: exclusion.obstructed",
      to: "id: gate.crime",
      code: "reference/duplicate",
      at: "gate.crime",
    },
  },
  [CONDITIONS]: {
    "a policy without its red lines": {
      from: "id: red_line",
      to: "id: blue_line",
      code: "reference/required",
      at: "- id: blue_line",
    },
    "two conditions of one name": {
      from: "id: small_harm",
      to: "id: breach",
      code: "reference/duplicate",
      at: "breach\n    name: {zh: 违反",
    },
  },
  "data/policy/constraints.yaml": {
    "a constraint about a fact nobody knows": {
      from: "{fact: grave_accident, is: yes}",
      to: "{fact: accident, is: yes}",
      code: "reference/unknown-fact",
      at: "accident, is: yes}",
    },
    "constraints that leave nothing possible": {
      from: "constraints:\n",
      to: "constraints:\n  - {id: nothing, never: {fact: urgent, is: [yes, no]}, because: {zh: 无, en: None}}\n",
      code: "policy/impossible",
      at: "- {id: nothing",
    },
  },
  "data/policy/tiers.yaml": {
    "two sides the wrong way round": {
      from: "sides: [exempt, ordinary]",
      to: "sides: [ordinary, exempt]",
      code: "reference/sides",
      at: "[ordinary, exempt]",
    },
    "two tiers of one name": {
      from: "{id: no_liability, rank: 1",
      to: "{id: clarify, rank: 1",
      code: "reference/duplicate",
      at: "clarify, rank: 1",
    },
    "two rungs of one name": {
      from: "- {id: heavier, name: {zh: 从重问责",
      to: "- {id: ordinary, name: {zh: 从重问责",
      code: "reference/duplicate",
      at: "ordinary, name: {zh: 从重问责",
    },
  },
  "data/policy/lines.yaml": {
    "a rung nobody knows": {
      from: "outcomes: [not_held]",
      to: "outcomes: [spared]",
      code: "reference/unknown-rung",
      at: "spared",
    },
    "a tier without a rung on a line": {
      from: /  - \{id: heavier, when: \{tier: \[aggravated\]\}.*\n/,
      to: "",
      code: "policy/no-line",
      at: "- {id: cleared",
    },
  },
  "data/policy/measures.yaml": {
    "a measure for a tier nobody knows": {
      from: "tier: [clarify]",
      to: "tier: [forgive]",
      code: "schema/invalid-value",
      at: "forgive",
    },
  },
  "data/policy/distinctions.yaml": {
    "two distinctions of one name": {
      from: "- id: two",
      to: "- id: one",
      code: "reference/duplicate",
      at: "one\n    name: {zh: 探索",
    },
  },
};

describe("the policy is refused at file, line and column for", () => {
  it.each(rowsOf(bad))("%s, in %s", (_, file, edit) => expectRefused(texts, file, edit));

  it("a red line a pack could reach, once nothing closes it to packs", () => {
    const closed =
      "closed_to_packs\n    name: {zh: 地方规定不得放宽的情形, en: What a local pack cannot loosen}\n";
    const edit = {
      file: CONDITIONS,
      from: `${closed}    when:\n      any:\n        - {condition: red_line}\n`,
      to: `${closed}    when:\n      any:\n`,
    };
    const bundle = bundleOf(edited(texts, edit));
    const problems = bundle.ok ? [] : bundle.error;
    expect(new Set(problems.map(({ code }) => code))).toEqual(
      new Set(["policy/red-line", "policy/not-monotone"]),
    );
    for (const { at } of problems) expect(at?.file).toMatch(/^data\/packs\//);
  });

  it("rules that outgrow the diagram, and nothing more is proved then", () => {
    const files = readPolicyFiles(texts);
    if (!files.ok) throw new Error("the shipped files cannot be read");
    const outgrown = () => {
      throw new DiagramTooLarge("more nodes than there may be");
    };
    const { problems, theorems } = provePolicy(files.value, [], outgrown);
    expect(problems).toMatchObject([{ code: "policy/too-large", at: { file: GATE, line: 1 } }]);
    expect(theorems.map(({ holds }) => holds)).toEqual([false]);
  });

  it("rules that outgrow the diagram, at the one that adds the most", () => {
    const files = readPolicyFiles(texts);
    if (!files.ok) throw new Error("the shipped files cannot be read");
    const outgrown = () => {
      throw new PolicyTooLarge("more than 9 nodes", [{ id: "exclusion.gain", nodes: 8 }]);
    };
    const { problems, theorems } = provePolicy(files.value, [], outgrown);
    const file = "data/policy/rules/2-exclusion.yaml";
    const at = placeOf(texts, file, "id: exclusion.gain");
    const message = expect.stringContaining(
      "more than 9 nodes; the most are for exclusion.gain: 8",
    );
    expect(problems).toEqual([{ code: "policy/too-large", message, at }]);
    expect(theorems[0]?.witness).toEqual({ ids: ["exclusion.gain"] });
  });

  it("a text that has gone out of force, on the day of a check alone", () => {
    const file = "data/policy/sources.yaml";
    const from = "validity: {adopted: null, from: 2024-01-01, until: null}";
    const changed = edited(texts, {
      file,
      from,
      to: from.replace("until: null", "until: 2025-01-01"),
    });
    const bundle = bundleOf(changed, "2025-01-02");
    expect(new Set(bundle.ok ? [] : bundle.error.map(({ code }) => code))).toEqual(
      new Set(["policy/not-in-force"]),
    );
    expect(bundleOf(changed, "2025-01-01").ok).toBe(true);
    expect(bundleOf(changed).ok).toBe(true);
  });

  it("conditions that come back to themselves, each at its own id", () => {
    const edit = {
      file: CONDITIONS,
      from: "when: {all: [{fact: arbitrary_decision, is: yes},",
      to: "when: {all: [{condition: red_line}, {fact: arbitrary_decision, is: yes},",
    };
    const changed = edited(texts, edit);
    const bundle = bundleOf(changed);
    const around = ["red_line", "arbitrary_on_major_matter"];
    expect(bundle.ok ? [] : bundle.error.map(({ code, at }) => ({ code, at }))).toEqual(
      around.map((id) => ({
        code: "reference/cycle",
        at: placeOf(changed, CONDITIONS, `${id}\n    name`),
      })),
    );
  });
});
