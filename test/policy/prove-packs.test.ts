import { describe, expect, it } from "vitest";
import { neverAskedBefore } from "../../src/policy/proofs/before-acting.ts";
import type { Condition, Rule } from "../../src/policy/schema.ts";
import { factOf, never, packOf, ruleOf } from "../support/builders.ts";
import { lawsOf } from "../support/proving.ts";
import { cannot, found, is, made, named, question, RULES, yes } from "../support/tiny-policies.ts";

const red = (when: Condition) => [named("red_line", when), named("closed_to_packs", never("a"))];

const base = made();
const sided = (tolerable: Condition, culpable: Condition) => ({
  ...base,
  distinctions: base.distinctions.map((one) => ({
    ...one,
    culpable: { ...one.culpable, when: culpable },
    tolerable: { ...one.tolerable, when: tolerable },
  })),
});

describe("of distinctions", () => {
  it.each([
    ["the culpable side excludes itself", yes("b"), never("a"), "culpable"],
    ["the tolerable side excludes itself", never("b"), yes("a"), "tolerable"],
    [
      "the culpable side, looked at first, takes all of the tolerable one",
      { all: [yes("a"), yes("b")] },
      yes("a"),
      "tolerable",
    ],
  ] as const)("a side no situation is on is found, where %s", (_, tolerable, culpable, dead) => {
    const all = found(lawsOf(sided(tolerable, culpable)), "policy/dead-side");
    expect(all.map(({ at }) => at)).toEqual(
      ["one", "two", "three"].map((id) => ({ list: "distinctions", id, path: [dead, "when"] })),
    );
  });
});

describe("of packs", () => {
  const grant = (tier: "exempt" | "mitigated", when: Condition) =>
    packOf(yes("here"), tier, {
      facts: [factOf("here", undefined, "no")],
      conditions: [named("own", when)],
    });

  it("a grant for what is closed to packs is dead, at its outcome", () => {
    const policy = made({
      conditions: [named("red_line", never("a")), named("closed_to_packs", yes("a"))],
    });
    const [finding] = found(lawsOf(policy, [grant("mitigated", yes("a"))]), "policy/dead-pack");
    expect(finding?.at).toEqual({ list: "pack", pack: "L-1", path: ["outcome"] });
  });

  it("a red line only the pack tolerates is found at the pack, with its scope in the witness", () => {
    const policy = made({ conditions: red(yes("a")) });
    const [finding, ...more] = found(
      lawsOf(policy, [grant("exempt", yes("a"))]),
      "policy/red-line",
    );
    expect(more).toEqual([]);
    expect(finding?.at.pack).toBe("L-1");
    expect(finding?.witness).toEqual({ facts: { a: "yes", here: "yes" } });
  });

  it("a grant above the lighter side of what people weigh makes it graver", () => {
    const rules: readonly Rule[] = [
      { ...ruleOf("weigh", "human_review", yes("a")), sides: ["no_liability", "ordinary"] },
      ...RULES,
    ];
    const laws = lawsOf(made({ rules }), [grant("exempt", yes("a"))]);
    expect(found(laws, "policy/pack-graver")).toMatchObject([
      { witness: { facts: { a: "yes", here: "yes" } } },
    ]);
  });
});

describe("of what is asked before acting", () => {
  const facts = [
    factOf("stage", ["before", "after"], "after"),
    factOf("a", undefined, "no"),
    { ...factOf("late", undefined, "no"), after_acting: true },
    factOf("tied", undefined, "no"),
    factOf("listed", undefined, "no"),
  ];
  const purpose = (
    id: "precheck" | "inaction",
    given: Record<string, string>,
    put: "all" | [string],
  ) => ({
    id,
    given,
    questions: put,
    measures: "all" as const,
  });
  const policy = made({
    facts,
    constraints: [cannot("tie", { all: [yes("tied"), is("a", "no")] })],
    rules: [
      ruleOf("before", "exempt", { all: [is("stage", "before"), is("a", "no")] }),
      ruleOf("hard", "ordinary", { any: [yes("a"), yes("late"), yes("listed")] }),
      ruleOf("soft", "exempt", { not: yes("a") }),
    ],
    questions: [
      question("stage", "stage"),
      question("a", "a"),
      question("late", "late"),
      question("tied", "tied"),
      question("listed", "listed"),
    ],
    purposes: [
      purpose("precheck", { stage: "before" }, "all"),
      purpose("inaction", {}, ["listed"]),
    ],
  });

  it("a question is put only where it can be known then, matters then or tells of another, or where a purpose lists it", () => {
    const ids = new Set(policy.questions.map(({ id }) => id));
    expect(neverAskedBefore(lawsOf(policy), ids).map(({ id }) => id)).toEqual(["stage", "late"]);
  });
});
