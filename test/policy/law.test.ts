import { describe, expect, it } from "vitest";
import { compile } from "../../src/policy/compile.ts";
import { decide } from "../../src/policy/decide.ts";
import { validityOn } from "../../src/policy/law.ts";
import { appliesOn, inForce, sourcesByProvision, type InForce } from "../../src/policy/validity.ts";
import { factOf, policyOf, ruleOf, sourceOf } from "../support/builders.ts";
import { shippedBundle } from "../support/shipped.ts";
import type { TierId } from "../../src/policy/schema.ts";
import type { Account } from "../../src/policy/account.ts";

const known = { adopted: "2015-10-01", from: "2016-01-01", until: "2023-12-31" };
const validities: readonly (readonly [Partial<typeof known>, string, InForce])[] = [
  [known, "2015-12-31", "no"],
  [known, "2016-01-01", "yes"],
  [known, "2023-12-31", "yes"],
  [known, "2024-01-01", "no"],
  [{ adopted: "2015-10-01" }, "2015-09-30", "no"],
  [{ adopted: "2015-10-01" }, "2015-10-01", "unknown"],
  [{ until: "2023-12-31" }, "2000-01-01", "unknown"],
  [{ until: "2023-12-31" }, "2024-01-01", "no"],
  [{}, "2000-01-01", "unknown"],
];

describe("whether a text was in force", () => {
  it.each(validities)("%j on %s: %s", (validity, day, expected) => {
    expect(inForce({ adopted: null, from: null, until: null, ...validity }, day)).toBe(expected);
  });

  const bases: readonly (readonly [string, readonly string[], boolean, boolean])[] = [
    ["all out of force", ["OLD"], false, false],
    ["one in force", ["OLD", "NEW"], false, true],
    ["one nobody knows the dates of", ["OLD", "UNDATED"], false, true],
    ["out of force, but perpetual", ["OLD"], true, true],
  ];
  it.each(bases)("a rule with bases %s", (_, cites, perpetual, expected) => {
    const sources = sourcesByProvision([
      sourceOf("S-1", "OLD", { until: "2015-12-31" }),
      sourceOf("S-2", "NEW", { from: "2016-01-01" }),
      sourceOf("S-3", "UNDATED"),
    ]);
    expect(appliesOn({ cites, perpetual }, "2020-01-01", sources)).toBe(expected);
  });
});

/** A policy under which the old text gives one tier and the new text another, and nothing else decides. */
function changedFrom(old: TierId, recent: TierId) {
  const always = { fact: "act", is: ["yes", "no"] };
  return compile(
    policyOf({
      facts: [factOf("act")],
      rules: [ruleOf("recent", recent, always, ["NEW"]), ruleOf("old", old, always, ["OLD"])],
      sources: [
        sourceOf("S-1", "OLD", { until: "2015-12-31" }),
        sourceOf("S-2", "NEW", { from: "2016-01-01" }),
      ],
    }),
    null,
  );
}

describe("the lighter of the old law and the new", () => {
  const before = { from: "2014-01-01", until: "2014-06-30" };
  const across = { from: "2014-01-01", until: "2016-03-01" };
  const table: readonly (readonly [
    string,
    TierId,
    TierId,
    Omit<Account, "facts">,
    string,
    TierId,
  ])[] = [
    [
      "the new one is lighter",
      "ordinary",
      "exempt",
      { acted: before, decided: "2017-01-01" },
      "recent",
      "exempt",
    ],
    [
      "the old one is lighter",
      "exempt",
      "ordinary",
      { acted: before, decided: "2017-01-01" },
      "old",
      "exempt",
    ],
    [
      "both weigh the same: the old one",
      "exempt",
      "exempt",
      { acted: before, decided: "2017-01-01" },
      "old",
      "exempt",
    ],
    [
      "conduct that went on is judged by the law under which it ended",
      "exempt",
      "ordinary",
      { acted: across, decided: "2017-01-01" },
      "recent",
      "ordinary",
    ],
    [
      "act and decision both before the change",
      "ordinary",
      "exempt",
      { acted: before, decided: "2015-01-01" },
      "old",
      "ordinary",
    ],
    [
      "no decision yet: all rules count as the new law",
      "ordinary",
      "exempt",
      { acted: before },
      "recent",
      "exempt",
    ],
    [
      "only the decision is dated",
      "exempt",
      "ordinary",
      { decided: "2015-01-01" },
      "old",
      "exempt",
    ],
    [
      "people, where the old law left it to them",
      "human_review",
      "exempt",
      { acted: before, decided: "2017-01-01" },
      "old",
      "human_review",
    ],
    [
      "people, where the new law leaves it to them",
      "ordinary",
      "human_review",
      { acted: before, decided: "2017-01-01" },
      "recent",
      "human_review",
    ],
    ["no dates: every rule counts", "exempt", "ordinary", {}, "recent", "ordinary"],
  ];
  it.each(table)("%s", (_, old, recent, days, rule, tier) => {
    const verdict = decide(changedFrom(old, recent), { facts: { act: "yes" }, ...days });
    expect([verdict.range, verdict.reasons.map(({ id }) => id)]).toEqual([[tier], [rule]]);
  });

  it("shows both laws, and whether they differ", () => {
    const compiled = changedFrom("exempt", "ordinary");
    const facts = { act: "yes" };
    expect(decide(compiled, { facts, acted: before, decided: "2017-01-01" }).law).toEqual({
      act: ["exempt"],
      decision: ["ordinary"],
      differs: true,
    });
    expect(decide(compiled, { facts, acted: before, decided: "2015-01-01" }).law).toEqual({
      act: ["exempt"],
      decision: ["exempt"],
      differs: false,
    });
    expect(decide(compiled, { facts }).law).toBeUndefined();
  });

  it("leaves to people what was foreseen by no rule of the day", () => {
    const compiled = compile(
      policyOf({
        facts: [factOf("act")],
        rules: [ruleOf("recent", "exempt", { fact: "act", is: ["yes", "no"] }, ["NEW"])],
        sources: [sourceOf("S-2", "NEW", { from: "2016-01-01" })],
      }),
      null,
    );
    const { range, reasons } = decide(compiled, { facts: { act: "yes" }, decided: "2015-01-01" });
    expect([range, reasons.map(({ id }) => id)]).toEqual([["human_review"], ["unforeseen"]]);
  });

  it("says of each basis how it stood on each day, and never assumes", () => {
    const compiled = changedFrom("exempt", "ordinary");
    const account = { facts: {}, acted: before, decided: "2017-01-01" };
    expect(validityOn(compiled, "NEW", account)).toEqual(["no", "yes"]);
    expect(validityOn(compiled, "OLD", account)).toEqual(["unknown", "no"]);
    expect(validityOn(compiled, "NOWHERE", account)).toEqual([]);
  });
});

describe("past laws", () => {
  it("however many are asked for, leave the policy's own diagram as it was", async () => {
    const bundle = await shippedBundle();
    const { policy, packs } = bundle;
    const sources = [...policy.sources, ...packs.map(({ source }) => source)];
    const days = sources.flatMap(({ validity }) => validity.from ?? validity.adopted ?? []);
    for (const id of [null, ...packs.map((pack) => pack.id)]) {
      const compiled = bundle.compiled(id);
      decide(compiled, { facts: {} });
      const { nodeCount } = compiled.diagram;
      for (const day of new Set(["1990-01-01", ...days])) {
        const acted = { from: "1990-01-01", until: "1990-01-01" };
        const verdict = decide(compiled, { facts: { loss: "none" }, acted, decided: day });
        expect(verdict.range.length).toBeGreaterThan(0);
      }
      expect(compiled.diagram.nodeCount).toBe(nodeCount);
    }
  });
});
