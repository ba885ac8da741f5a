/** Faults of facts and their values: what nobody can have, what nobody reads, what cannot be presumed together. */
import type { Condition, Constraint, NamedCondition } from "../../src/policy/schema.ts";
import { choicesOf } from "../support/naive.ts";
import type { Copy } from "./copy.ts";
import {
  addCondition,
  addConstraint,
  addFacts,
  addItem,
  addQuestion,
  both,
  CONDITIONS,
  FACTS,
  newFact,
  packFile,
  partsOf,
  placeOfRule,
  removeRule,
  rulesIn,
  type FactAtom,
} from "./edits.ts";
import type { Kind, Seed, World } from "./seed.ts";

const deadValue: Kind = {
  name: "dead value",
  codes: ["policy/dead-value"],
  atMost: 12,
  *seeds(world) {
    yield* rivals(world).slice(0, 4);
    const chosen = world.shipped.policy.facts.filter(({ choices }) => choices !== undefined);
    for (const [i, fact] of chosen.entries()) {
      const { presumption } = fact;
      // What is presumed stays possible.
      const spare = choicesOf(fact).filter(
        (value) => presumption === "none" || presumption.value !== value,
      );
      const value = spare[i % spare.length] ?? "";
      yield i % 2 === 1 ? excluded(fact.id, value) : excludedByTwo(fact.id, value);
    }
    for (const fact of ["historical_legacy", "unforeseeable"]) yield excluded(fact, "yes");
  },
};

function excluded(fact: string, is: string): Seed {
  return {
    name: `a constraint lets ${fact} never be ${is}`,
    edit: (copy) => addConstraint(copy, "value_that_cannot_be", { fact, is }),
  };
}

function excludedByTwo(fact: string, is: string): Seed {
  return {
    name: `two constraints together let ${fact} never be ${is}`,
    edit: (copy) => {
      for (const urgent of ["yes", "no"])
        addConstraint(
          copy,
          `value_while_urgent_${urgent}`,
          both({ fact, is }, { fact: "urgent", is: urgent }),
        );
    },
  };
}

/** With a constraint that is there, the other half of it makes a value impossible. */
function rivals({ shipped }: World): readonly Seed[] {
  return shipped.policy.constraints.flatMap(({ id, never }) => {
    const [one, other, ...more] = partsOf(never);
    if (one === undefined || other === undefined || more.length > 0) return [];
    if (!isAtom(one) || !isAtom(other) || one.is !== "yes") return [];
    // The ordinary course of duty stays possible.
    const fact = shipped.policy.facts.find(({ id: known }) => known === one.fact);
    if (fact?.presumption === "none" || fact?.presumption.value === "yes") return [];
    return [
      {
        name: `a constraint and ${id} together let ${one.fact} never be yes`,
        edit: (copy: Copy) => addConstraint(copy, "the_other_half", both(one, { not: other })),
      },
    ];
  });
}

function isAtom(condition: Condition): condition is FactAtom {
  return "fact" in condition;
}

/** Questions that set facts by ticking, to which a dead fact can be added. */
const TICKED = ["grave_conduct", "limits", "new_ground", "outside_causes", "procedure_context"];

const deadFact: Kind = {
  name: "dead fact",
  codes: ["policy/dead-fact"],
  atMost: 16,
  *seeds({ shipped }) {
    for (const question of TICKED) yield ticked(question);
    for (const id of ["quiet_season", "model_unit"]) yield namedOnly(id);
    for (const rule of rulesIn(shipped).slice(7, 9)) yield withoutEffect(rule.id);
    yield* bereft;
    for (const pack of shipped.packs) {
      for (const id of [`${pack.id.slice(2, 4).toLowerCase()}_press_was_there`])
        yield unreadInPack(pack.id, id);
    }
  },
};

function ticked(question: string): Seed {
  const id = `noted_with_${question}`;
  return {
    name: `the list ${question} asks for ${id}, which nothing reads`,
    edit: (copy) => {
      addFacts(copy, [newFact(id)]);
      addItem(copy, question, id);
    },
  };
}

function namedOnly(id: string): Seed {
  return {
    name: `only a condition that nothing uses reads ${id}`,
    codes: ["policy/dead-fact", "policy/dead-condition"],
    edit: (copy) => {
      addFacts(copy, [newFact(id)]);
      addItem(copy, "limits", id);
      addCondition(copy, `${id}_or_urgent`, {
        any: [
          { fact: id, is: "yes" },
          { fact: "urgent", is: "yes" },
        ],
      });
    },
  };
}

/** A rule names the fact, and yet each of its values leaves everything as it is. */
function withoutEffect(rule: string): Seed {
  const id = "weather_was_bad";
  return {
    name: `${rule} names ${id}, whose values make no difference`,
    edit: (copy) => {
      addFacts(copy, [newFact(id)]);
      addItem(copy, "outside_causes", id);
      const { file, index } = placeOfRule(copy, rule);
      const when = copy.get(file, ["rules", index, "when"]) as Condition;
      const either = { any: [when, both(when, { fact: id, is: "yes" })] };
      copy.set(file, ["rules", index, "when"], either);
    },
  };
}

/** Facts that nothing reads once a rule or a part of a condition is gone. */
const bereft: readonly Seed[] = [
  {
    name: "nothing reads status once the rule on state-enterprise reform is gone",
    edit: (copy) => removeRule(copy, "look.soe_reform"),
  },
  {
    name: "nothing reads no_causal_link once its rule is gone",
    edit: (copy) => removeRule(copy, "gate.no_causal_link"),
  },
  {
    name: "nothing reads historical_legacy once it is no objective condition",
    edit: (copy) => {
      const index = copy.indexOf(CONDITIONS, ["conditions"], "objective_condition");
      const { when } = copy.get(CONDITIONS, ["conditions", index]) as NamedCondition;
      const parts = "any" in when ? when.any : [];
      const at = parts.findIndex((part) => isAtom(part) && part.fact === "historical_legacy");
      copy.remove(CONDITIONS, ["conditions", index, "when", "any", at]);
    },
  },
];

function unreadInPack(pack: string, id: string): Seed {
  return {
    name: `the pack ${pack} asks for ${id}, which it does not read`,
    codes: ["policy/dead-fact", "policy/dead-question"],
    edit: (copy) => {
      copy.insert(packFile(copy, pack), ["facts"], newFact(id));
      addQuestion(copy, { id, topic: "gate", kind: "single", facts: [id] }, ["yes", "no"], pack);
    },
  };
}

const deadQuestion: Kind = {
  name: "dead question",
  codes: ["policy/dead-question", "policy/dead-fact"],
  atMost: 12,
  *seeds({ shipped }) {
    const { topics } = shipped.policy;
    for (const [i, id] of ["press_was_there", "new_in_post", "night_shift", "far_away"].entries())
      yield single(id, topics[i % topics.length] ?? "", undefined);
    for (const [i, id] of ["season", "size_of_unit", "source_of_report"].entries())
      yield single(id, topics[(i + 4) % topics.length] ?? "", ["first", "second", "third"]);
    const pairs = [
      ["visitors_came", "holidays_near"],
      ["budget_was_late", "staff_were_new"],
      ["phones_were_down", "roads_were_closed"],
    ];
    for (const [i, facts] of pairs.entries()) yield list(facts, topics[i * 2] ?? "");
  },
};

function single(id: string, topic: string, values: readonly string[] | undefined): Seed {
  return {
    name: `the question ${id} under ${topic} changes nothing`,
    edit: (copy) => {
      addFacts(copy, [newFact(id, values)]);
      addQuestion(copy, { id, topic, kind: "single", facts: [id] }, values);
    },
  };
}

function list(facts: readonly string[], topic: string): Seed {
  return {
    name: `the list of ${facts.join(" and ")} changes nothing`,
    codes: ["policy/dead-question"],
    edit: (copy) => {
      addFacts(
        copy,
        facts.map((id) => newFact(id)),
      );
      addQuestion(copy, { id: "two_more", topic, kind: "checklist", facts });
    },
  };
}

const presumptions: Kind = {
  name: "presumptions that cannot hold together",
  codes: ["policy/presumptions"],
  atMost: 11,
  *seeds({ shipped, dice }) {
    for (const constraint of shipped.policy.constraints)
      yield* presumedAgainst(constraint, shipped);
    const usual = shipped.policy.facts.filter(({ presumption }) => presumption !== "none");
    for (let i = 0; i < 6; i++) {
      const [one, other] = dice.shuffled(usual.slice(-24));
      if (one === undefined || other === undefined) return;
      yield {
        name: `a constraint against what is presumed of ${one.id} and ${other.id}`,
        edit: (copy) => addConstraint(copy, "not_both", both(presumed(one), presumed(other))),
      };
    }
  },
};

function presumed({ id, presumption }: World["shipped"]["policy"]["facts"][number]): Condition {
  return { fact: id, is: presumption === "none" ? "yes" : presumption.value };
}

/** One presumption is turned round where a constraint then rules it out beside the other. */
function presumedAgainst({ id, never }: Constraint, { policy }: World["shipped"]): readonly Seed[] {
  const atoms = partsOf(never).filter(isAtom);
  if (atoms.length !== 2 || partsOf(never).length !== 2) return [];
  const turned = atoms.filter((atom) => {
    const fact = policy.facts.find((one) => one.id === atom.fact);
    return fact?.presumption !== "none" && !holds(atom, fact?.presumption.value);
  });
  const [{ fact, is } = { fact: "", is: "" }] = turned;
  if (turned.length !== 1) return [];
  const value = [is].flat()[0] ?? "";
  return [
    {
      name: `${fact} is presumed ${value} though ${id} then rules out what else is presumed`,
      edit: (copy) => {
        const index = copy.indexOf(FACTS, ["facts"], fact);
        copy.set(FACTS, ["facts", index, "presumption", "value"], value);
      },
    },
  ];
}

function holds({ is }: FactAtom, value: string | undefined): boolean {
  return value !== undefined && [is].flat().includes(value);
}

export const FACT_KINDS: readonly Kind[] = [deadValue, deadFact, deadQuestion, presumptions];
