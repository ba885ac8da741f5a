import { beforeAll, describe, expect, it } from "vitest";
import { bundleOf, type Bundle } from "../../src/content/bundle.ts";
import { describe as described } from "../../src/content/describe.ts";
import type { Texts } from "../../src/content/folder.ts";
import { decide } from "../../src/policy/decide.ts";
import { compareContent, compareLaws, type ContentComparison } from "../../src/policy/compare.ts";
import type { Witness } from "../../src/policy/compare-classes.ts";
import { compile } from "../../src/policy/compile.ts";
import type { Policy } from "../../src/policy/schema-pack.ts";
import { ANY_WORDS, factOf, ruleOf } from "../support/builders.ts";
import { edited, type Edit } from "../support/edited-content.ts";
import { shippedTexts } from "../support/shipped.ts";

const PACK = "L-SD-XJDN";

let texts: Texts;
let shipped: Bundle;

function bundled(changed: Texts): Bundle {
  const bundle = bundleOf(changed);
  if (!bundle.ok) throw new Error(bundle.error.map(described).join("\n"));
  return bundle.value;
}

beforeAll(async () => {
  texts = await shippedTexts();
  shipped = bundled(texts);
});

function compared(...edits: readonly Edit[]): ContentComparison {
  return compareContent(shipped, bundled(edited(texts, ...edits)));
}

/** The tiers that are open when no more than the witness is known. */
function rangeOf(bundle: Bundle, facts: Witness) {
  return decide(bundle.compiled(null), { facts }).range;
}

const RETIERED: Edit = {
  file: "data/policy/rules/4-distinction.yaml",
  from: /(?<=id: distinction\.inaction_made_up\n {4}tier: )mitigated/,
  to: "ordinary",
};

describe("the shipped policy", () => {
  it("is equal to itself, read twice", () => {
    const report = compareContent(shipped, bundled(texts));
    expect(report).toMatchObject({ equal: true, classes: [], packs: {}, rules: { added: [] } });
    expect(BigInt(report.possible)).toBeGreaterThan(1_000_000_000_000n);
  });

  it("is equal to itself in other words, and that is proved by the diagrams", () => {
    const [before, after] = [shipped.compiled(null), shipped.compiled(null)];
    const policy: Policy = {
      ...after.policy,
      facts: after.policy.facts.map((fact) => ({ ...fact, name: ANY_WORDS })).toReversed(),
    };
    const report = compareLaws(before, compile(policy, null));
    expect(report.equal).toBe(true);
    expect(report.possible).toBe(compareLaws(before, before).possible);
  });

  it("shows a rule with another tier as one class that this rule made, with packs too", () => {
    const other = bundled(edited(texts, RETIERED));
    const { equal, classes, packs, rules } = compareContent(shipped, other);
    const rule = "distinction.inaction_made_up";
    expect({ equal, classes }).toMatchObject({
      equal: false,
      classes: [{ from: "mitigated", to: "ordinary", rules: [{ from: rule, to: rule }] }],
    });
    expect(rules).toEqual({ added: [], removed: [], rebased: [] });
    expect(Object.keys(packs).toSorted()).toEqual(shipped.packs.map(({ id }) => id).toSorted());
    expect(packs[PACK]?.classes.map(({ to }) => to)).toEqual(["ordinary"]);
    const facts = classes[0]?.witness ?? {};
    expect([rangeOf(shipped, facts), rangeOf(other, facts)]).toEqual([["mitigated"], ["ordinary"]]);
  });

  it("shows a constraint that goes as situations that were impossible", () => {
    const edit: Edit = {
      file: "data/policy/constraints.yaml",
      from: /(?<=id: accident_has_loss\n {4}never: ).*/,
      to: "{all: [{fact: grave_accident, is: yes}, {fact: loss, is: none}]}",
    };
    const looser = bundled(edited(texts, edit));
    const { classes } = compareContent(shipped, looser);
    const grounds = classes.flatMap(({ rules }) => rules.map(({ from }) => from));
    expect(new Set(grounds)).toEqual(new Set(["accident_has_loss"]));
    for (const { from, to, witness } of classes) {
      expect(from).toBe("impossible");
      expect([rangeOf(shipped, witness), rangeOf(looser, witness)]).toEqual([[], [to]]);
    }
  });

  it("shows a measure that is dropped, or called for elsewhere, and nothing else", () => {
    const elsewhere = compared({
      file: "data/policy/measures.yaml",
      from: "when: {tier: [clarify]}",
      to: "when: {tier: [clarify, no_liability]}",
    });
    expect(elsewhere).toMatchObject({
      equal: false,
      classes: [],
      lines: [],
      measures: [{ measure: "clarify_in_writing", change: "added" }],
    });
    const policy = { ...shipped.policy, measures: shipped.policy.measures.slice(1) };
    const dropped = compareLaws(shipped.compiled(null), compile(policy, null));
    expect(dropped).toMatchObject({
      equal: false,
      classes: [],
      measures: [{ measure: shipped.policy.measures[0]?.id, change: "removed" }],
    });
  });

  it("shows rungs of a line that change while the tier stays", () => {
    const report = compared({
      file: "data/policy/lines.yaml",
      from: /(?<=id: partly, when: \{tier: \[mitigated\]\}, outcomes: )\[mitigated, lighter\](?=, cites: \[P-WZ-18\])/,
      to: "[mitigated]",
    });
    expect(report).toMatchObject({
      classes: [],
      lines: [{ line: "accountability", from: ["mitigated", "lighter"], to: ["mitigated"] }],
    });
  });

  it("shows a new value as situations that were impossible, and the basis of a rule as no change", () => {
    const policy: Policy = {
      ...shipped.policy,
      facts: shipped.policy.facts.map((fact) =>
        fact.id === "loss"
          ? { ...fact, choices: [...(fact.choices ?? []), { id: "immense", name: ANY_WORDS }] }
          : fact,
      ),
    };
    const { classes } = compareLaws(shipped.compiled(null), compile(policy, null));
    expect(classes.length).toBeGreaterThan(2);
    for (const { from, witness, rules } of classes) {
      expect({ from, loss: witness["loss"] }).toEqual({ from: "impossible", loss: "immense" });
      expect(new Set(rules.map((rule) => rule.from))).toEqual(new Set(["loss: immense"]));
    }
    const rebased = compared({
      file: "data/policy/rules/5-look.yaml",
      from: "cites: [P-XI-3, P-YJ-1]",
      to: "cites: [P-XI-3]",
    });
    expect(rebased.equal).toBe(true);
    expect(rebased.rules.rebased).toEqual(["look.not_for_the_public"]);
  });

  it("shows what a fact that is removed decided, and does not mind one that decided nothing", () => {
    const idle: Policy = { ...shipped.policy, facts: [...shipped.policy.facts, factOf("late")] };
    const after = shipped.compiled(null);
    const unasked = compareLaws(compile(idle, null), after);
    expect(unasked.equal).toBe(true);
    expect(BigInt(unasked.possible)).toBe(2n * BigInt(compareLaws(after, after).possible));
    const [first, ...rest] = idle.layers;
    if (first === undefined) throw new Error("no layer");
    const late = ruleOf("late", "refer", { fact: "late", is: "yes" });
    const deciding = { ...idle, layers: [{ ...first, rules: [late, ...first.rules] }, ...rest] };
    const { classes, rules } = compareLaws(compile(deciding, null), after);
    expect(rules).toEqual({ added: [], removed: ["late"], rebased: [] });
    for (const { from, to, witness, situations } of classes) {
      expect({ from, to: to === "refer", late: witness["late"] }).toEqual({
        from: "refer",
        to: false,
        late: "yes",
      });
      expect(situations).toMatch(/^[1-9][0-9]*$/);
    }
  });

  it("shows a pack that changed under its id alone, and packs that came or went", () => {
    const file = "data/packs/l-sd-xjdn.yaml";
    const scope = { file, from: "D3_damage_cap: none", to: "D3_damage_cap: major_loss_out" };
    const changed = compared(scope);
    expect(changed).toMatchObject({ equal: false, classes: [] });
    expect(Object.keys(changed.packs)).toEqual([PACK]);
    const fewer = { ...shipped, packs: shipped.packs.filter(({ id }) => id !== PACK) };
    expect(compareContent(shipped, fewer)).toMatchObject({
      equal: false,
      packs: {},
      packs_added: [],
      packs_removed: [PACK],
    });
    expect(compareContent(fewer, shipped).packs_added).toEqual([PACK]);
  });
});
