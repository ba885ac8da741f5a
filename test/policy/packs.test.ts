import { describe, expect, it } from "vitest";
import { compile, openMasks, type Compiled } from "../../src/policy/compile.ts";
import { decide } from "../../src/policy/decide.ts";
import { combine, reach } from "../../src/policy/diagram-walks.ts";
import { tiersOf } from "../../src/policy/compile.ts";
import { ANY_WORDS, factOf, packOf, policyOf, ruleOf } from "../support/builders.ts";
import { lawsOf, shippedData } from "../support/shipped.ts";
import type { Condition, TierId } from "../../src/policy/schema.ts";
import type { Pack } from "../../src/policy/schema-pack.ts";

const TOLERATED: ReadonlySet<TierId> = new Set(["no_liability", "exempt", "mitigated"]);
const shipped = lawsOf(await shippedData());

/** Tiers of all possible situations in which the condition holds. */
function tiersWhere(compiled: Compiled, when: Condition): readonly TierId[] {
  const { diagram } = compiled;
  const tiers = tiersOf(
    compiled,
    compiled.decided(() => true),
  );
  const there = diagram.choose(compiled.condition(when), tiers, diagram.terminal(0));
  return reach(diagram, there, openMasks(compiled)).flatMap(
    (index) => compiled.policy.tiers[index - 1]?.id ?? [],
  );
}

/** The gravest outcome a rule leaves open: that of its graver side where people decide. */
function gravest(compiled: Compiled, rule: number): number {
  const found = compiled.rules[rule];
  const tier = found?.sides?.[1] ?? found?.tier;
  const [, graver] = compiled.policy.unforeseen.sides;
  const wanted = tier === "human_review" ? graver : tier;
  return compiled.policy.tiers.find(({ id }) => id === wanted)?.rank ?? 0;
}

/** Pack rules that decide some situation the national rules would have decided more lightly. */
function aggravating(compiled: Compiled): readonly string[] {
  const national = compiled.decided(({ layer }) => layer !== "pack");
  const local = compiled.decided(() => true);
  const graver = combine(compiled.diagram, national, local, (before, after) =>
    gravest(compiled, after) > gravest(compiled, before) ? after : 0,
  );
  return reach(compiled.diagram, graver, openMasks(compiled)).flatMap((rule) =>
    rule === 0 ? [] : (compiled.rules[rule]?.id ?? []),
  );
}

describe.each(shipped)("with $name, over every possible situation", ({ compiled }) => {
  it("no red line is tolerated", () => {
    const tiers = tiersWhere(compiled, { condition: "red_line" });
    expect(tiers.length).toBeGreaterThan(0);
    expect(tiers.filter((tier) => TOLERATED.has(tier))).toEqual([]);
  });

  it("nothing becomes graver than under the national rules", () => {
    expect(aggravating(compiled)).toEqual([]);
  });
});

it.each(shipped.slice(1))("$name lightens some situation", ({ compiled, pack }) => {
  const reached = reach(
    compiled.diagram,
    compiled.decided(() => true),
    openMasks(compiled),
  );
  const ids = reached.map((rule) => compiled.rules[rule]?.id);
  expect(ids).toContain(`pack.${pack?.id.toLowerCase()}`);
});

const yes = (fact: string): Condition => ({ fact, is: "yes" });
const made = policyOf({
  facts: ["gain", "grave_accident", "done", "here"].map((id) => factOf(id)),
  conditions: [
    { id: "red_line", name: ANY_WORDS, when: yes("gain") },
    { id: "closed_to_packs", name: ANY_WORDS, when: yes("gain") },
  ],
  rules: [
    ruleOf("gain", "ordinary", yes("gain")),
    ruleOf("done", "no_liability", yes("done")),
    ruleOf("rest", "ordinary", { any: [yes("here"), { not: yes("here") }] }),
  ],
});
const plain = packOf(yes("here"), "exempt");
const withParameters = (parameters: Partial<Pack["parameters"]>): Pack => ({
  ...plain,
  parameters: { ...plain.parameters, ...parameters },
});
const demanding = {
  ...made,
  parameters: {
    ...made.parameters,
    parameters: [
      {
        parameter: "D2_remediation" as const,
        value: "required",
        name: ANY_WORDS,
        when: yes("done"),
      },
    ],
  },
};

describe("a pack", () => {
  const none = { gain: "no", grave_accident: "no", done: "no", here: "no" };
  const table: readonly (readonly [
    string,
    Pack,
    typeof made,
    Partial<typeof none>,
    TierId,
    string,
  ])[] = [
    ["lightens in its scope", plain, made, { here: "yes" }, "exempt", "pack.l-1"],
    ["says nothing outside its scope", plain, made, {}, "ordinary", "rest"],
    [
      "says nothing where the matter is closed to it",
      plain,
      made,
      { here: "yes", gain: "yes" },
      "ordinary",
      "gain",
    ],
    [
      "leaves what is lighter already",
      plain,
      made,
      { here: "yes", done: "yes" },
      "no_liability",
      "done",
    ],
    [
      "demands what its parameters demand",
      withParameters({ D2_remediation: "required" }),
      demanding,
      { here: "yes" },
      "ordinary",
      "rest",
    ],
    [
      "demands nothing by a parameter nobody has seen",
      plain,
      demanding,
      { here: "yes" },
      "exempt",
      "pack.l-1",
    ],
    [
      "may shut accidents out and so leave the matter to people",
      withParameters({ D10_accident: "excluded" }),
      made,
      { here: "yes", done: "yes", grave_accident: "yes" },
      "human_review",
      "pack.l-1.accident",
    ],
    [
      "shuts accidents out of its own grace too",
      withParameters({ D10_accident: "excluded" }),
      made,
      { here: "yes", grave_accident: "yes" },
      "human_review",
      "pack.l-1.accident",
    ],
    [
      "does not shut out accidents elsewhere",
      withParameters({ D10_accident: "excluded" }),
      made,
      { done: "yes", grave_accident: "yes" },
      "no_liability",
      "done",
    ],
  ];
  it.each(table)("%s", (_, pack, policyOfRow, facts, tier, rule) => {
    const verdict = decide(compile(policyOfRow, pack), { facts: { ...none, ...facts } });
    expect([verdict.range, verdict.reasons.map(({ id }) => id)]).toEqual([[tier], [rule]]);
  });

  it("makes nothing graver except by its word on accidents", () => {
    const compiled = compile(made, withParameters({ D10_accident: "excluded" }));
    expect(aggravating(compiled)).toEqual(["pack.l-1.accident"]);
    expect(aggravating(compile(made, plain))).toEqual([]);
  });
});
