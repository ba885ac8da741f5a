/** Faults of named conditions and of constraints. */
import type { Condition, Constraint } from "../../src/policy/schema.ts";
import { choicesOf } from "../support/naive.ts";
import {
  addCondition,
  addConstraint,
  both,
  CONSTRAINTS,
  narrowRule,
  never,
  partsOf,
  placeOfRule,
  rulesIn,
} from "./edits.ts";
import type { Copy } from "./copy.ts";
import type { Kind, Seed, World } from "./seed.ts";

const deadCondition: Kind = {
  name: "dead condition",
  codes: ["policy/dead-condition"],
  atMost: 14,
  *seeds(world) {
    yield* writtenOut(world).slice(0, 6);
    const { constraints } = world.shipped.policy;
    for (const { id, never: cannot } of constraints.slice(0, 4)) yield unused(id, cannot);
    yield* chained;
    for (const { id, never: cannot } of constraints.slice(5, 9))
      yield neverHolds(id, cannot, world);
  },
};

/** Where a condition is used once, its words take its place and its name is left over. */
function writtenOut({ shipped }: World): readonly Seed[] {
  const everything = JSON.stringify([...shipped.values.values()]);
  const once = shipped.policy.conditions.filter(
    ({ id }) => everything.split(JSON.stringify({ condition: id })).length === 2,
  );
  return rulesIn(shipped).flatMap((rule) =>
    once.flatMap(({ id, when }) => {
      const name = { condition: id };
      if (!JSON.stringify(rule.when).includes(JSON.stringify(name))) return [];
      return [
        {
          name: `${id} is written out in ${rule.id} and nothing uses its name any more`,
          edit: (copy: Copy) => {
            const { file, index } = placeOfRule(copy, rule.id);
            copy.set(file, ["rules", index, "when"], replaced(rule.when, name, when));
          },
        },
      ];
    }),
  );
}

/** The condition with another in place of one of its parts. */
export function replaced(condition: Condition, part: Condition, other: Condition): Condition {
  if (JSON.stringify(condition) === JSON.stringify(part)) return other;
  if ("all" in condition) return { all: condition.all.map((one) => replaced(one, part, other)) };
  if ("any" in condition) return { any: condition.any.map((one) => replaced(one, part, other)) };
  return "not" in condition ? { not: replaced(condition.not, part, other) } : condition;
}

function unused(id: string, cannot: Condition): Seed {
  const [part = cannot] = partsOf(cannot);
  return {
    name: `nothing uses a condition made of part of ${id}`,
    edit: (copy) => addCondition(copy, `part_of_${id.slice(0, 30)}`, part),
  };
}

const chained: readonly Seed[] = [
  {
    name: "two conditions serve only each other's definition",
    edit: (copy) => {
      addCondition(copy, "inner_one", {
        any: [{ fact: "urgent", is: "yes" }, { condition: "slip" }],
      });
      addCondition(copy, "outer_one", { not: { condition: "inner_one" } });
    },
  },
  {
    name: "three conditions lead to one that nothing uses",
    edit: (copy) => {
      addCondition(
        copy,
        "first_step",
        both({ condition: "breach" }, { fact: "urgent", is: "yes" }),
      );
      addCondition(
        copy,
        "second_step",
        both({ condition: "first_step" }, { fact: "loss", is: "minor" }),
      );
      addCondition(copy, "third_step", { not: { condition: "second_step" } });
    },
  },
];

/** It is used, and changes nothing, because no situation meets it. */
function neverHolds(id: string, cannot: Condition, { shipped }: World): Seed {
  const name = "what_cannot_be";
  const [host] = rulesIn(shipped)
    .filter(({ when }) => "fact" in when)
    .slice(id.length % 5);
  return {
    name: `${host?.id} names a condition that can never hold by ${id}`,
    edit: (copy) => {
      addCondition(copy, name, cannot);
      if (host !== undefined) narrowRule(copy, host.id, { not: { condition: name } });
    },
  };
}

const impossible: Kind = {
  name: "constraints that leave nothing possible",
  codes: ["policy/impossible"],
  atMost: 10,
  examplesStay: true,
  *seeds({ shipped, dice }) {
    const facts = dice.shuffled(shipped.policy.facts);
    for (const fact of facts.slice(0, 5)) yield everyValue(fact.id, choicesOf(fact));
    for (const [i, one] of facts.slice(5, 8).entries()) {
      const other = facts[9 + i];
      if (other !== undefined) yield crossed(one.id, choicesOf(one), other.id, choicesOf(other));
    }
    for (const { id, never: cannot } of shipped.policy.constraints.slice(3, 5))
      yield otherwise(id, cannot);
  },
};

function everyValue(fact: string, values: readonly string[]): Seed {
  return {
    name: `constraints rule out every value of ${fact}, one by one`,
    edit: (copy) => {
      for (const is of values) addConstraint(copy, `not_${is}`, { fact, is });
    },
  };
}

function crossed(
  one: string,
  ones: readonly string[],
  other: string,
  others: readonly string[],
): Seed {
  return {
    name: `constraints rule out every pair of values of ${one} and ${other}`,
    edit: (copy) => {
      for (const a of ones)
        for (const b of others)
          addConstraint(
            copy,
            `not_${a}_and_${b}`,
            both({ fact: one, is: a }, { fact: other, is: b }),
          );
    },
  };
}

function otherwise(id: string, cannot: Condition): Seed {
  return {
    name: `a constraint rules out whatever ${id} leaves`,
    edit: (copy) => addConstraint(copy, "all_the_rest", { not: cannot }),
  };
}

const deadConstraint: Kind = {
  name: "dead constraint",
  codes: ["policy/dead-constraint"],
  atMost: 12,
  *seeds({ shipped }) {
    const { constraints } = shipped.policy;
    for (const constraint of constraints.slice(0, 3)) yield repeated(constraint);
    for (const constraint of constraints.slice(3, 7)) yield weaker(constraint);
    for (const [name, facts] of Object.entries(impliedJointly)) yield implied(name, facts);
    for (const fact of ["urgent", "objected"]) {
      yield {
        name: `a constraint against ${fact} both holding and not holding`,
        edit: (copy) => addConstraint(copy, "nothing_at_all", never(fact)),
      };
    }
  },
};

function repeated({ id, never: cannot }: Constraint): Seed {
  return {
    name: `the constraint ${id} stands twice`,
    edit: (copy) => addConstraint(copy, `${id.slice(0, 30)}_again`, cannot),
  };
}

function weaker({ id, never: cannot }: Constraint): Seed {
  return {
    name: `a constraint says of urgent matters what ${id} says of all`,
    edit: (copy) => {
      const condition = both(cannot, { fact: "urgent", is: "yes" });
      addConstraint(copy, "when_urgent", condition, copy.indexOf(CONSTRAINTS, ["constraints"], id));
    },
  };
}

/** What no constraint says alone, but two together do. */
const impliedJointly: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "an accident is not minor": { grave_accident: "yes", minor_circumstances: "yes" },
  "an accident has no good result": { grave_accident: "yes", good_result: "yes" },
  "what was untrue brought the unit no gain": {
    allegation_unfounded: "yes",
    gain_for_unit_only: "yes",
  },
  "not acting though one could is no diligence": {
    error_kind: "inaction",
    inaction_cause: "will_not",
    diligent: "yes",
  },
  "not acting though one could is a fault": {
    error_kind: "inaction",
    inaction_cause: "dare_not",
    fault: "none",
  },
};

function implied(name: string, facts: Readonly<Record<string, string>>): Seed {
  const parts = Object.entries(facts).map(([fact, is]) => ({ fact, is }));
  return {
    name: `a constraint that others together already are: ${name}`,
    edit: (copy) => addConstraint(copy, "said_already", { all: parts }),
  };
}

export const CONDITION_KINDS: readonly Kind[] = [deadCondition, impossible, deadConstraint];
