/** Faults of the rules themselves: situations nobody foresaw, and rules that decide nothing. */
import type { Condition, Rule } from "../../src/policy/schema.ts";
import { choicesOf } from "../support/naive.ts";
import { gapOf, isDead } from "./oracle.ts";
import {
  both,
  type FactAtom,
  insertRule,
  moveRule,
  narrowRule,
  partsOf,
  removeRule,
  rulesIn,
  told,
} from "./edits.ts";
import type { Kind, Seed, World } from "./seed.ts";

/** What a rule is narrowed by; each leaves out situations that are met often. */
export const NARROWER: readonly FactAtom[] = [
  { fact: "urgent", is: "no" },
  { fact: "self_reported", is: "yes" },
  { fact: "role", is: ["executor", "supervisor"] },
  { fact: "stage", is: ["before_any_inquiry", "decision_made"] },
  { fact: "status", is: ["party_cadre", "civil_servant", "soe_manager"] },
  { fact: "policy_gap", is: "no" },
  { fact: "force_majeure", is: "no" },
  { fact: "cooperated", is: "yes" },
];

const gap: Kind = {
  name: "gap",
  codes: ["policy/unforeseen"],
  atMost: 10,
  *seeds({ shipped }) {
    // Earlier rules leave their situations to later ones; what the last layers let go of, nobody takes.
    const late = shipped.policy.layers
      .slice(-2)
      .flatMap(({ rules }) => rules)
      .toReversed();
    for (const { id } of late)
      yield {
        name: `the rule ${id} is left out`,
        subject: id,
        edit: (copy) => removeRule(copy, id),
      };
    for (const [i, { id }] of [...late, ...late, ...late].entries()) {
      const more = NARROWER[(i + Math.floor(i / late.length)) % NARROWER.length];
      if (more === undefined) continue;
      yield {
        name: `${id} decides only where ${told(more)}`,
        subject: id,
        edit: (copy) => narrowRule(copy, id, more),
      };
    }
  },
  confirmed: (trial, { subject }) => gapOf(trial, subject) !== undefined,
};

const impossible: Kind = {
  name: "dead rule: a condition no situation meets",
  codes: ["policy/dead-rule"],
  atMost: 10,
  *seeds({ shipped }) {
    const rules = rulesIn(shipped);
    for (const [i, { id, never }] of shipped.policy.constraints.entries()) {
      const host = rules[(i * 7) % rules.length];
      if (host === undefined) continue;
      yield {
        name: `a rule before ${host.id} for what the constraint ${id} rules out`,
        edit: (copy) => insertRule(copy, { ...extra(host), when: never }, "before", host.id),
      };
    }
  },
  confirmed: (trial) => isDead(trial, EXTRA),
};

const shadowed: Kind = {
  name: "dead rule: behind one broader rule",
  codes: ["policy/dead-rule"],
  atMost: 10,
  *seeds(world) {
    for (const host of world.dice.shuffled(rulesIn(world.shipped))) {
      const value = splittable(world, host)[0];
      if (value === undefined) continue;
      const [fact, one] = value;
      const when = both(host.when, { fact, is: one });
      yield {
        name: `a rule behind ${host.id} for those of its situations where ${fact} is ${one}`,
        edit: (copy) => insertRule(copy, { ...extra(host), when }, "after", host.id),
      };
    }
  },
  confirmed: (trial) => isDead(trial, EXTRA),
};

const shadowedJointly: Kind = {
  name: "dead rule: behind several that cover it together",
  codes: ["policy/dead-rule"],
  atMost: 10,
  *seeds(world) {
    const last = rulesIn(world.shipped).at(-1);
    if (last !== undefined) {
      const when: Condition = { any: [{ fact: "urgent", is: "yes" }, { not: last.when }] };
      yield {
        name: "a last rule for what all the others together have decided",
        edit: (copy) => insertRule(copy, { ...extra(last), when }, "after", last.id),
      };
    }
    for (const host of world.dice.shuffled(rulesIn(world.shipped))) {
      const [one, other] = splittable(world, host);
      if (one === undefined || other === undefined || one[0] !== other[0]) continue;
      yield split(host, [one, other]);
    }
  },
  confirmed: (trial, { subject = EXTRA }) =>
    isDead(trial, subject) &&
    (subject === EXTRA || ["first", "second"].every((part) => !isDead(trial, `${EXTRA}.${part}`))),
};

/** A rule whose situations two rules before it take between them. */
function split(host: Rule, values: readonly (readonly [string, string])[]): Seed {
  const [[fact, value] = ["", ""]] = values;
  const parts: readonly (readonly [string, Condition])[] = [
    [`${EXTRA}.first`, { fact, is: value }],
    [`${EXTRA}.second`, { not: { fact, is: value } }],
  ];
  return {
    name: `${host.id} behind two rules that divide its situations by ${fact}`,
    subject: host.id,
    edit: (copy) => {
      for (const [id, part] of parts)
        insertRule(copy, { ...host, id, when: both(host.when, part) }, "before", host.id);
    },
  };
}

const movedBehind: Kind = {
  name: "dead rule: moved behind a broader one",
  codes: ["policy/dead-rule"],
  atMost: 10,
  *seeds({ shipped }) {
    const rules = rulesIn(shipped);
    for (const [i, rule] of rules.entries()) {
      for (const broad of rules.slice(i + 1)) {
        if (!implies(rule.when, broad.when)) continue;
        yield {
          name: `${rule.id} stands behind ${broad.id}`,
          subject: rule.id,
          edit: (copy) => moveRule(copy, rule.id, "after", broad.id),
        };
      }
    }
  },
  confirmed: (trial, { subject = "" }) => isDead(trial, subject),
};

/** By their wording alone: every part of the broader condition stands in the narrower one, or is wider there. */
function implies(narrow: Condition, broad: Condition): boolean {
  const written = new Set(partsOf(narrow).map((part) => JSON.stringify(part)));
  return partsOf(broad).every((part) => {
    if (written.has(JSON.stringify(part))) return true;
    return (
      "any" in part &&
      part.any.some((one) => partsOf(one).every((p) => written.has(JSON.stringify(p))))
    );
  });
}

const EXTRA = "extra.rule";

/** A rule beside `host`, with its words, bases and example, that comes to another tier. */
function extra(host: Rule): Readonly<Record<string, unknown>> {
  const { because, cites, examples, perpetual } = host;
  const tier = host.tier === "mitigated" ? "exempt" : "mitigated";
  return { id: EXTRA, tier, because, cites, perpetual, examples };
}

/** Facts and values, two of one fact where there are two, that some situations a rule decides have. */
function splittable(
  { shipped, pool, dice }: World,
  rule: Rule,
): readonly (readonly [string, string])[] {
  const decided = pool.get(rule.id) ?? [];
  const facts = dice.shuffled(shipped.policy.facts).map((fact) => {
    const values = choicesOf(fact).filter((value) =>
      decided.some((situation) => situation[fact.id] === value),
    );
    return values.map((value) => [fact.id, value] as const);
  });
  return facts.find((values) => values.length > 1) ?? [];
}

export const RULE_KINDS: readonly Kind[] = [
  gap,
  impossible,
  shadowed,
  shadowedJointly,
  movedBehind,
];
