import { describe, expect, it } from "vitest";
import { compile } from "../../src/policy/compile.ts";
import { decide } from "../../src/policy/decide.ts";
import { factOf, policyOf, ruleOf } from "../support/builders.ts";
import { situationsAt, witnessAt } from "../support/counting.ts";
import { lawsOf, shippedData } from "../support/shipped.ts";

/** The rule that stands for what no rule foresaw. */
const UNFORESEEN = 1;

const made = policyOf({
  facts: [factOf("act"), factOf("harm", ["none", "some"])],
  rules: [
    ruleOf("harmless", "exempt", { fact: "harm", is: "none" }),
    ruleOf("acted", "ordinary", {
      all: [
        { fact: "act", is: "yes" },
        { fact: "harm", is: "some" },
      ],
    }),
  ],
});

describe("a situation no rule foresaw", () => {
  it("ends with people and says so, never in a guess", () => {
    const verdict = decide(compile(made, null), { facts: { act: "no", harm: "some" } });
    expect(verdict).toMatchObject({
      range: ["human_review"],
      settled: true,
      presumed: "human_review",
      class: "human_review",
      ask: [],
    });
    expect(verdict.reasons.map(({ id, layer }) => [id, layer])).toEqual([
      ["unforeseen", "unforeseen"],
    ]);
    expect(verdict.reasons[0]?.because).toEqual(made.unforeseen.because);
    expect(verdict.reasons[0]?.cites).toEqual(made.unforeseen.cites);
  });

  it("is one of the tiers still possible while it cannot be told apart", () => {
    const { range, presumed, ask } = decide(compile(made, null), { facts: { harm: "some" } });
    expect({ range, presumed, ask }).toEqual({
      range: ["ordinary", "human_review"],
      presumed: "human_review",
      ask: ["act"],
    });
  });

  it("is counted exactly", () => {
    const compiled = compile(made, null);
    const root = compiled.decided(() => true);
    const count = (wanted: (rule: number) => boolean) => situationsAt(compiled, root, wanted);
    expect([count((rule) => rule === UNFORESEEN), count(() => true)]).toEqual([1n, 4n]);
  });
});

describe.each(lawsOf(await shippedData()))(
  "in the shipped policy with $name, a situation no rule foresaw",
  ({ name, compiled }) => {
    const root = compiled.decided(() => true);

    it("is rare, and goes to people", () => {
      const possible = situationsAt(compiled, root, (rule) => rule !== 0);
      const unforeseen = situationsAt(compiled, root, (rule) => rule === UNFORESEEN);
      console.info(
        `${name}: ${unforeseen} of ${possible} possible situations are foreseen by no rule`,
      );
      expect(unforeseen * 100n).toBeLessThan(possible);
      const facts = witnessAt(compiled, root, (rule) => rule === UNFORESEEN);
      const verdict = facts === undefined ? undefined : decide(compiled, { facts });
      expect([undefined, "human_review"]).toContain(verdict?.class);
      expect([undefined, "unforeseen"]).toContain(verdict?.reasons[0]?.id);
    });
  },
);
