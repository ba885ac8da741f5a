/** Edits of rules, conditions and constraints after which every situation is decided as before, or as well. */
import type { Condition, NamedCondition, Rule } from "../../src/policy/schema.ts";
import type { Copy } from "./copy.ts";
import {
  addConstraint,
  both,
  CONDITIONS,
  CONSTRAINTS,
  insertRule,
  moveRule,
  partsOf,
  placeOfRule,
  removeRule,
  setInRule,
} from "./edits.ts";
import type { HarmlessEdits } from "./harmless.ts";
import { replaced } from "./seeds-conditions.ts";

function ruleIn(copy: Copy, id: string): Rule {
  const { file, index } = placeOfRule(copy, id);
  return copy.get(file, ["rules", index]) as Rule;
}

function rewritten(copy: Copy, id: string, make: (when: Condition) => Condition): void {
  setInRule(copy, id, "when", make(ruleIn(copy, id).when));
}

function conditionIn(copy: Copy, id: string): readonly [number, NamedCondition] {
  const index = copy.indexOf(CONDITIONS, ["conditions"], id);
  return [index, copy.get(CONDITIONS, ["conditions", index]) as NamedCondition];
}

/** Every mention of a condition under its new name. */
function renamed(copy: Copy, from: string, to: string): void {
  for (const file of copy.shipped.texts.keys()) {
    const visit = (path: readonly (string | number)[], value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        const step = Array.isArray(value) ? Number(key) : key;
        if (key === "condition" && inner === from) copy.set(file, [...path, step], to);
        else visit([...path, step], inner);
      }
    };
    if (file.startsWith("data/")) visit([], copy.get(file, []));
  }
  copy.set(CONDITIONS, ["conditions", conditionIn(copy, from)[0], "id"], to);
}

const notSo = (fact: string, is: readonly string[]): Condition => ({ not: { fact, is } });

export const RULE_EDITS: HarmlessEdits = {
  "a reason was put better": (copy) =>
    setInRule(copy, "gate.crime", "because", {
      zh: "涉嫌犯罪的，容错不适用，由有权机关处理。",
      en: "Tolerance does not reach a suspected crime; the competent authority handles it.",
    }),
  "a rule has another name": (copy) => setInRule(copy, "look.slip", "id", "look.small_slip"),
  "the parts of a rule's condition stand in another order": (copy) =>
    rewritten(copy, "gate.no_fault", (when) => ({ all: partsOf(when).toReversed() })),
  "a rule names the values a fact does not have": (copy) =>
    setInRule(copy, "look.serious_loss_on_new_ground", "when", notSo("loss", ["none", "minor"])),
  "a rule says no twice": (copy) =>
    rewritten(copy, "exclusion.gain", (when) => ({ not: { not: when } })),
  "a condition is written out where it is used, and used elsewhere still": (copy) => {
    const [, { when: breach }] = conditionIn(copy, "breach");
    rewritten(copy, "gate.no_fault", (when) => replaced(when, { condition: "breach" }, breach));
  },
  "a condition has another name": (copy) => renamed(copy, "small_harm", "little_harm"),
  "the parts of a condition stand in another order": (copy) => {
    const [index, { when }] = conditionIn(copy, "red_line");
    const parts = "any" in when ? when.any : [when];
    copy.set(CONDITIONS, ["conditions", index, "when", "any"], parts.toReversed());
  },
  "the conditions stand in another order": (copy) => {
    const all = copy.get(CONDITIONS, ["conditions"]) as readonly NamedCondition[];
    copy.set(CONDITIONS, ["conditions"], all.toReversed());
  },
  "two rules whose situations are apart changed places": (copy) =>
    moveRule(copy, "exclusion.unit_gain", "before", "exclusion.gain"),
  "a rule was divided in two that cover the same": (copy) => {
    const rule = ruleIn(copy, "exclusion.fabricated");
    const [first, second] = ["yes", "no"].map((is): Rule => {
      const facts = { fabricated: "yes", urgent: is };
      const when = both(rule.when, { fact: "urgent", is });
      const examples = [{ facts, unless: { fabricated: "no" } }];
      return { ...rule, id: `${rule.id}.urgent_${is}`, when, examples };
    });
    if (first === undefined || second === undefined) return;
    insertRule(copy, first, "before", rule.id);
    insertRule(copy, second, "before", rule.id);
    removeRule(copy, rule.id);
  },
  "two rules of one tier became one": (copy) => {
    removeRule(copy, "exclusion.unit_gain");
    setInRule(copy, "exclusion.gain", "when", { fact: "private_gain", is: "yes" });
  },
  "a rule that no longer is the first of two says so": (copy) =>
    rewritten(copy, "exclusion.collusion", (when) =>
      both(when, { not: { condition: "went_on_after_ban" } }),
    ),
  "a rule has one more example": (copy) => {
    const { examples } = ruleIn(copy, "gate.crime");
    const facts = { crime_suspected: "yes", urgent: "yes", loss: "grave" };
    setInRule(copy, "gate.crime", "examples", [
      ...examples,
      { facts, unless: { crime_suspected: "no" } },
    ]);
  },
  "a rule stands on one more basis": (copy) =>
    setInRule(copy, "exclusion.arbitrary", "cites", ["P-ZW-30", "P-ZW-39"]),
  "the bases of a rule stand in another order": (copy) =>
    setInRule(copy, "object.minor", "cites", ruleIn(copy, "object.minor").cites.toReversed()),
  "what was left to the default is written down": (copy) =>
    setInRule(copy, "object.minor", "perpetual", false),
  "the constraints stand in another order": (copy) => {
    const all = copy.get(CONSTRAINTS, ["constraints"]) as readonly unknown[];
    copy.set(CONSTRAINTS, ["constraints"], all.toReversed());
  },
  "a constraint says the same in other words": (copy) => {
    const index = copy.indexOf(CONSTRAINTS, ["constraints"], "knowing_is_intentional");
    copy.set(CONSTRAINTS, ["constraints", index, "never"], {
      not: {
        any: [
          { fact: "knew_it_was_violation", is: "no" },
          { fact: "fault", is: "intentional" },
        ],
      },
    });
  },
  "a constraint was divided in two": (copy) => {
    const index = copy.indexOf(CONSTRAINTS, ["constraints"], "minor_without_serious_loss");
    copy.remove(CONSTRAINTS, ["constraints", index]);
    const minor: Condition = { fact: "minor_circumstances", is: "yes" };
    addConstraint(
      copy,
      "minor_has_little_loss",
      both(minor, { fact: "loss", is: ["serious", "grave"] }),
    );
    addConstraint(copy, "minor_is_no_crime", both(minor, { fact: "crime_suspected", is: "yes" }));
  },
};
