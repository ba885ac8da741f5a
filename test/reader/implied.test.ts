import { describe, expect, it } from "vitest";
import { agreed, inOrder, type Told } from "../../src/reader/agreed.ts";
import { withImplied } from "../../src/reader/implied.ts";
import { Implication } from "../../src/reader/schema.ts";

const told = (fact: string, value: string, start = 0, end = start + 4): Told => ({
  fact,
  value,
  start,
  end,
  pattern: "made",
  corrects: false,
});
const rules = (...all: readonly object[]) =>
  all.map((one, i) => Implication.parse({ id: `rule_${i}`, ...one }));
const valuesOf = (all: readonly Told[]) =>
  Object.fromEntries(all.map(({ fact, value }) => [fact, value]));
const NOBODY: ReadonlySet<string> = new Set();

describe("what follows from what was read", () => {
  const shortfall = { given: { hurried: "yes" }, unless: { bribed: ["yes", "perhaps"] } };

  it.each([
    ["all of the given facts", [told("hurried", "yes")], { hurried: "yes", kind: "shortfall" }],
    ["not without them", [told("hurried", "no")], { hurried: "no" }],
    ["not where it is barred", [told("hurried", "yes"), told("bribed", "perhaps")], undefined],
    ["never over what was read", [told("hurried", "yes"), told("kind", "other")], undefined],
  ])("needs %s", (_, known, wanted) => {
    const found = withImplied(known, rules({ ...shortfall, tells: { kind: "shortfall" } }), NOBODY);
    expect(valuesOf(found)).toEqual(wanted ?? valuesOf(known));
  });

  it("quotes the words of the first given fact, under the name of the rule", () => {
    const [, implied] = withImplied(
      [told("hurried", "yes", 7)],
      rules({ given: { hurried: "yes" }, tells: { kind: "shortfall" } }),
      NOBODY,
    );
    expect(implied).toMatchObject({ fact: "kind", start: 7, pattern: "rule_0" });
  });

  it("concludes nothing about what is told two ways, and takes rules in their order", () => {
    const chain = rules(
      { given: { a: "yes" }, tells: { b: "yes" } },
      { given: { b: "yes" }, tells: { c: "yes" } },
    );
    expect(valuesOf(withImplied([told("a", "yes")], chain, NOBODY))).toEqual({
      a: "yes",
      b: "yes",
      c: "yes",
    });
    expect(valuesOf(withImplied([told("a", "yes")], chain, new Set(["b"])))).toEqual({ a: "yes" });
  });

  it("may leave a fact open that was read", () => {
    const leave = rules({ given: { urgent: "yes" }, leaves: ["due"] });
    const found = withImplied([told("urgent", "yes"), told("due", "no")], leave, NOBODY);
    expect(valuesOf(found)).toEqual({ urgent: "yes" });
  });
});

describe("several tellings of one fact", () => {
  it("are none where they differ, unless its values rise: then the highest", () => {
    const both = [told("loss", "minor"), told("loss", "serious", 9)];
    expect(agreed(both)).toMatchObject({ told: [], disputed: new Set(["loss"]) });
    const rising = { loss: ["none", "minor", "serious"] };
    expect(valuesOf(agreed(both, rising).told)).toEqual({ loss: "serious" });
  });

  it("within longer words count as part of those", () => {
    const { told: kept } = agreed([told("made_up", "yes", 0, 9), told("made_up", "no", 2, 6)]);
    expect(valuesOf(kept)).toEqual({ made_up: "yes" });
  });

  it("are put in the order of the text", () => {
    expect(inOrder([told("b", "yes", 5), told("a", "yes", 1)]).map(({ fact }) => fact)).toEqual([
      "a",
      "b",
    ]);
  });
});
