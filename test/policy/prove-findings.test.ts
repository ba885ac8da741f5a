import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/policy/proofs/finding.ts";
import type { Condition } from "../../src/policy/schema.ts";
import type { Policy } from "../../src/policy/schema-pack.ts";
import { factOf, measureOf, never, ruleOf, sourceOf } from "../support/builders.ts";
import { lawsOf } from "../support/proving.ts";
import {
  aggravating,
  cannot,
  entry,
  found,
  is,
  made,
  named,
  question,
  RULES,
  withRules,
  yes,
} from "../support/tiny-policies.ts";

const red = (when: Condition) => [named("red_line", when), named("closed_to_packs", never("a"))];

/** code → what is wrong → the policy, where it is found, and the witness. */
const CASES: readonly (readonly [string, string, Policy, Finding["at"], Finding["witness"]])[] = [
  [
    "policy/unforeseen",
    "situations no rule foresees",
    made({ rules: [ruleOf("hard", "ordinary", yes("a"))] }),
    { list: "unforeseen" },
    { facts: {} },
  ],
  [
    "policy/no-ground",
    "a rule that tolerates nothing and stands on defaults alone",
    made({ sources: [{ ...sourceOf("S-1", "P-1"), kind: "default" }] }),
    { list: "rules", id: "hard", path: ["cites"] },
    { ids: ["P-1"] },
  ],
  [
    "policy/red-line",
    "a red line that is tolerated",
    made({ conditions: red(yes("b")) }),
    { list: "rules", id: "soft" },
    { facts: { b: "yes" } },
  ],
  [
    "policy/not-monotone",
    "a graver situation that comes to a lighter tier",
    withRules(ruleOf("light", "mitigated", { all: [yes("a"), yes("b")] })),
    { list: "rules", id: "light" },
    { lighter: { b: "no", a: "yes" }, graver: { b: "yes", a: "yes" } },
  ],
  [
    "policy/not-monotone",
    "two facts that only move together, one of them hidden by a constraint",
    made({
      constraints: [
        cannot("one", { all: [yes("a"), is("b", "no")] }),
        cannot("two", { all: [yes("b"), is("a", "no")] }),
      ],
      rules: [ruleOf("soft", "exempt", yes("a")), ruleOf("hard", "ordinary", is("a", "no"))],
    }),
    { list: "rules", id: "soft" },
    { lighter: { a: "no", b: "no" }, graver: { a: "yes", b: "yes" } },
  ],
  [
    "policy/not-monotone",
    "a graver situation of which only the graver end is lighter",
    withRules({
      ...ruleOf("weigh", "human_review", { all: [yes("a"), is("b", "no")] }),
      sides: ["mitigated", "refer"],
    }),
    { list: "rules", id: "hard" },
    { lighter: { b: "no", a: "yes" }, graver: { b: "yes", a: "yes" } },
  ],
  [
    "policy/dead-rule",
    "a rule for what excludes itself",
    withRules(ruleOf("idle", "refer", never("b"))),
    { list: "rules", id: "idle" },
    { ids: [] },
  ],
  [
    "policy/dead-rule",
    "a rule that two before it cover, and one that has no part in it",
    made({
      rules: [
        ruleOf("other", "refer", { all: [yes("c"), yes("b")] }),
        ruleOf("first", "ordinary", { all: [yes("a"), yes("b")] }),
        ruleOf("second", "ordinary", { all: [yes("a"), is("b", "no")] }),
        ...RULES,
      ],
      facts: [factOf("a"), factOf("b"), factOf("c")],
    }),
    { list: "rules", id: "hard" },
    { ids: ["first", "second"] },
  ],
  [
    "policy/dead-value",
    "a value two constraints rule out together",
    made({
      constraints: [
        cannot("far", { all: [yes("b"), is("a", "no")] }),
        cannot("one", { all: [is("c", "low"), yes("a")] }),
        cannot("two", { all: [is("c", "low"), is("a", "no")] }),
      ],
      facts: [factOf("a"), factOf("b"), factOf("c", ["low", "mid", "high"])],
    }),
    { list: "facts", id: "c", path: ["choices", 0] },
    { facts: { c: "low" }, ids: ["one", "two"] },
  ],
  ["policy/dead-fact", "a fact nothing reads", made(), { list: "facts", id: "b" }, { ids: ["b"] }],
  [
    "policy/dead-question",
    "a question after facts nothing reads",
    made({ questions: [question("both", "a", "b"), question("idle", "b")] }),
    { list: "questions", id: "idle" },
    { ids: ["b"] },
  ],
  [
    "policy/dead-measure",
    "a step for what never comes together",
    made({ measures: [measureOf("idle", { all: [{ tier: ["exempt"] }, yes("a")] })] }),
    { list: "measures", id: "idle" },
    { ids: ["idle"] },
  ],
  [
    "policy/dead-line",
    "an entry behind two that hold wherever it does",
    made({
      lineRules: {
        accountability: [
          entry("one", { tier: ["exempt"] }),
          entry("two", yes("a")),
          entry("idle", { tier: ["ordinary", "exempt"] }),
        ],
        discipline: [],
      },
    }),
    { list: "accountability", id: "idle" },
    { ids: ["one", "two"] },
  ],
  [
    "policy/dead-condition",
    "a condition that only an unused one uses",
    made({
      conditions: [
        ...red(yes("a")),
        named("idle", yes("b")),
        named("above", { not: { condition: "idle" } }),
      ],
    }),
    { list: "conditions", id: "idle" },
    { ids: ["idle"] },
  ],
  [
    "policy/unreachable-tier",
    "a tier no rule comes to",
    made(),
    { list: "tiers", id: "clarify" },
    { ids: [] },
  ],
  [
    "policy/impossible",
    "constraints that leave nothing",
    made({
      constraints: [cannot("far", yes("b")), cannot("one", yes("a")), cannot("two", is("a", "no"))],
    }),
    { list: "constraints" },
    { ids: ["one", "two"] },
  ],
  [
    "policy/dead-constraint",
    "a constraint that two others already are",
    made({
      constraints: [
        cannot("one", { all: [yes("a"), yes("b")] }),
        cannot("idle", { all: [yes("a"), yes("c")] }),
        cannot("two", { all: [yes("a"), is("b", "no"), yes("c")] }),
      ],
      facts: [factOf("a"), factOf("b"), factOf("c")],
    }),
    { list: "constraints", id: "two" },
    { ids: ["idle"] },
  ],
  [
    "policy/no-line",
    "a tier without a rung",
    made({ lineRules: { accountability: [entry("one", { tier: ["exempt"] })], discipline: [] } }),
    { list: "accountability" },
    { facts: { a: "yes" } },
  ],
  [
    "policy/no-measure",
    "a situation without a step",
    made({ measures: [measureOf("plan", is("a", "no"))] }),
    { list: "measures" },
    { facts: { a: "yes" } },
  ],
  [
    "policy/no-step",
    "an error that is tolerated and nobody corrects",
    made({ measures: [{ ...measureOf("talk", yes("a")), owner: "implementing_body" }] }),
    { list: "measures" },
    { facts: {} },
  ],
  [
    "policy/validity",
    "a text that ended before it began",
    made({ sources: [sourceOf("S-1", "P-1", { from: "2020-01-01", until: "2019-01-01" })] }),
    { list: "sources", id: "S-1", path: ["validity"] },
    { ids: ["S-1"] },
  ],
  [
    "policy/not-in-force",
    "a text that was repealed and is still cited",
    made({ sources: [sourceOf("S-1", "P-1", { until: "2019-01-01" })] }),
    { list: "rules", id: "hard", path: ["cites", 0] },
    { ids: ["S-1", "P-1"] },
  ],
  [
    "policy/presumptions",
    "two presumptions of which a constraint allows one",
    made({
      constraints: [cannot("one", { all: [is("a", "no"), is("b", "no")] })],
      facts: [aggravating("a"), aggravating("c"), aggravating("b")],
    }),
    { list: "facts", id: "b", path: ["presumption"] },
    { facts: { a: "no", b: "no" } },
  ],
  [
    "policy/example",
    "an example another rule decides",
    made(),
    { list: "rules", id: "hard", path: ["examples", 0] },
    { facts: {}, ids: ["soft"] },
  ],
];

describe("a theorem names what is wrong, where, and by the fewest facts", () => {
  it.each(CASES)("%s: %s", (code, _, policy, at, witness) => {
    const all = found(lawsOf(policy, [], "2024-01-01"), code);
    expect(all.map((finding) => finding.at)).toContainEqual(at);
    const own = all.find((finding) => JSON.stringify(finding.at) === JSON.stringify(at));
    expect(own?.witness).toEqual(witness);
  });

  it("and says nothing of a side, a pack or a ceiling that is as it should be", () => {
    const facts = [aggravating("a"), aggravating("b"), factOf("c", undefined, "no")];
    const ceiling = { ...made().unforeseen, share_max: 0.5 };
    const half = made({
      facts,
      unforeseen: ceiling,
      rules: [ruleOf("hard", "ordinary", yes("a"))],
    });
    expect(found(lawsOf(half), "policy/unforeseen")).toEqual([]);
    const under = { ...half, unforeseen: { ...ceiling, share_max: 0.49 } };
    expect(found(lawsOf(under), "policy/unforeseen")).toHaveLength(1);
  });
});
