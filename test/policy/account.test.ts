import { describe, expect, it } from "vitest";
import { compile } from "../../src/policy/compile.ts";
import { askForDistinctions, decide } from "../../src/policy/decide.ts";
import { ANY_WORDS, factOf, measureOf, policyOf, ruleOf } from "../support/builders.ts";
import type { Condition } from "../../src/policy/schema.ts";

const yes = (fact: string): Condition => ({ fact, is: "yes" });
const constraint = (id: string, never: Condition) => ({ id, never, because: ANY_WORDS });

describe("presumptions", () => {
  const presuming = policyOf({
    facts: [
      factOf("careful", undefined, "yes"),
      factOf("careless", undefined, "yes"),
      factOf("harm", ["none", "some"]),
    ],
    constraints: [constraint("one of both", { all: [yes("careful"), yes("careless")] })],
    rules: [
      ruleOf("harmless", "exempt", { fact: "harm", is: "none" }),
      ruleOf("careful", "mitigated", yes("careful")),
      ruleOf("rest", "ordinary", { fact: "harm", is: "some" }),
    ],
  });
  const compiled = compile(presuming, null);

  const table = [
    [
      "fill what is open, in the order of the files, while the account stays possible",
      { harm: "some" },
      "mitigated",
      ["careful"],
    ],
    ["give way to an answer they contradict", { harm: "some", careless: "yes" }, "ordinary", []],
    [
      "leave open what nobody presumes, and several tiers are for people",
      {},
      "human_review",
      ["careful"],
    ],
    ["play no part where the answers settle it", { harm: "none" }, "exempt", []],
  ] as const;
  it.each(table)("%s", (_, facts, presumed, presumptions) => {
    expect(decide(compiled, { facts })).toMatchObject({ presumed, presumptions });
  });

  it("play no part in the range", () => {
    expect(decide(compiled, { facts: { harm: "some" } }).range).toEqual(["mitigated", "ordinary"]);
  });
});

describe("answers that cannot all be true", () => {
  const tied = policyOf({
    facts: ["a", "b", "c", "d"].map((id) => factOf(id)),
    constraints: [
      constraint("a brings b", { all: [yes("a"), { not: yes("b") }] }),
      constraint("b brings c", { all: [yes("b"), { not: yes("c") }] }),
    ],
  });
  const compiled = compile(tied, null);

  it("are named, and none of those named could be spared", () => {
    const verdict = decide(compiled, { facts: { a: "yes", c: "no", d: "yes" } });
    expect(verdict).toMatchObject({
      range: [],
      settled: false,
      presumed: "human_review",
      class: "human_review",
      distinctions: { one: "open", two: "open", three: "open" },
      lines: { accountability: [], discipline: [] },
      ask: [],
      measures: [],
    });
    expect(verdict.conflict.toSorted()).toEqual(["a", "c"]);
  });

  it("are not named where there are none", () => {
    expect(decide(compiled, { facts: { a: "yes", d: "yes" } }).conflict).toEqual([]);
  });
});

describe("what is asked", () => {
  const facts = ["a", "b", "c", "d", "e", "f"].map((id) => factOf(id));
  const odd = (one: string, other: string): Condition => ({
    any: [{ all: [yes(one), { not: yes(other) }] }, { all: [{ not: yes(one) }, yes(other)] }],
  });
  const even = (one: string, other: string): Condition => ({ not: odd(one, other) });
  const exclusive = constraint("exactly one of a and b", even("a", "b"));
  const onlyA = [ruleOf("a", "exempt", yes("a")), ruleOf("rest", "ordinary", { not: yes("a") })];
  const both = [
    ruleOf("both", "exempt", { all: [yes("a"), yes("b")] }),
    ruleOf("rest", "ordinary", { any: [{ not: yes("a") }, { not: yes("b") }] }),
  ];

  const table = [
    ["what changes the tier, not what does not", { rules: both }, {}, [], ["a", "b"]],
    ["nothing once it is settled", { rules: both }, { a: "no" }, [], []],
    ["what still matters together with what is unsure", { rules: both }, {}, ["a"], ["b"]],
    ["nothing where all that matters is unsure", { rules: onlyA }, {}, ["a"], []],
    [
      "facts that constraints let change only together",
      { rules: onlyA, constraints: [exclusive] },
      {},
      [],
      ["a", "b"],
    ],
    [
      "what would narrow it by what it brings with it",
      {
        rules: onlyA,
        constraints: [constraint("c brings a", { all: [yes("c"), { not: yes("a") }] })],
      },
      {},
      [],
      ["a", "c"],
    ],
    [
      "of facts tied by constraints only those that change something",
      {
        rules: [ruleOf("odd", "exempt", odd("a", "b")), ruleOf("rest", "ordinary", even("a", "b"))],
        constraints: [
          constraint("an even number", {
            any: [
              { all: [odd("a", "b"), even("c", "d")] },
              { all: [even("a", "b"), odd("c", "d")] },
            ],
          }),
          constraint("not both", { all: [yes("e"), yes("f")] }),
        ],
      },
      {},
      [],
      ["a", "b", "c", "d"],
    ],
    [
      "the one that is left of two that exclude each other",
      { rules: onlyA, constraints: [exclusive] },
      {},
      ["a"],
      ["b"],
    ],
  ] as const;
  it.each(table)("%s", (_, parts, given, unsure, expected) => {
    const policy = policyOf({
      facts,
      rules: [...parts.rules],
      constraints: "constraints" in parts ? [...parts.constraints] : [],
    });
    const { ask } = decide(compile(policy, null), { facts: given, unsure });
    expect(ask.toSorted()).toEqual(expected);
  });

  it("for a distinction goes on after the tier is settled", () => {
    const base = policyOf({
      facts,
      rules: [ruleOf("all", "exempt", { fact: "a", is: ["yes", "no"] })],
    });
    const [one, ...others] = base.distinctions;
    const policy = {
      ...base,
      distinctions:
        one === undefined
          ? []
          : [{ ...one, culpable: { ...one.culpable, when: yes("c") } }, ...others],
    };
    const compiled = compile(policy, null);
    const verdict = decide(compiled, { facts: {} });
    expect([verdict.settled, verdict.ask, verdict.distinctions.one]).toEqual([true, [], "open"]);
    expect(askForDistinctions(compiled, { facts: {} })).toEqual(["c"]);
    expect(askForDistinctions(compiled, { facts: { c: "yes" } })).toEqual([]);
  });
});

describe("measures", () => {
  it("are shown only where they hold in every situation still open", () => {
    const policy = policyOf({
      facts: [factOf("a"), factOf("b")],
      rules: [ruleOf("a", "exempt", yes("a"))],
      measures: [
        measureOf("always", { fact: "b", is: ["yes", "no"] }),
        measureOf("when a", yes("a")),
        measureOf("when tolerated", { tier: ["exempt"] }),
        measureOf("when people decide", { tier: ["human_review"] }),
      ],
    });
    const measures = (facts: Readonly<Record<string, string>>) =>
      decide(compile(policy, null), { facts }).measures.map(({ id }) => id);
    expect(measures({})).toEqual(["always"]);
    expect(measures({ a: "yes" })).toEqual(["always", "when a", "when tolerated"]);
    expect(measures({ a: "no" })).toEqual(["always", "when people decide"]);
  });
});

describe("what the policy does not know", () => {
  const compiled = compile(policyOf({ facts: [factOf("a")] }), null);
  it.each([
    [{ b: "yes" }, "unknown fact b"],
    [{ a: "maybe" }, "fact a has no value maybe"],
  ])("is refused: %j", (facts, message) => {
    expect(() => decide(compiled, { facts })).toThrow(message);
  });
});
