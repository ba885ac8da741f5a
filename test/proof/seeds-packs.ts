/** Faults of packs that change nothing, and of worked examples that are wrong. */
import type { Condition, Rule } from "../../src/policy/schema.ts";
import { both, never, packFile, placeOfRule, rulesIn } from "./edits.ts";
import type { Kind, Seed } from "./seed.ts";

/** What makes a grant useless: it cannot hold, is closed to packs, or comes to nothing lighter than the national rules. */
const USELESS: Readonly<Record<string, Condition>> = {
  "asks for intent, which is closed to packs": { fact: "fault", is: "intentional" },
  "asks for a red line, which is closed to packs": { condition: "red_line" },
  "asks for what lies outside duty, which is closed to packs": { fact: "duty_related", is: "no" },
  "asks that nothing was linked to the person, when the national rules go further": {
    fact: "no_causal_link",
    is: "yes",
  },
  "asks that the allegation was untrue, which the national rules clear": {
    fact: "allegation_unfounded",
    is: "yes",
  },
  "asks for what cannot be": never("urgent"),
  "asks for private gain, which its parameters shut out": { fact: "private_gain", is: "yes" },
};

const deadPack: Kind = {
  name: "dead pack",
  codes: ["policy/dead-pack"],
  atMost: 12,
  *seeds({ shipped }) {
    const names = Object.entries(USELESS);
    for (const { id } of shipped.packs) {
      for (const [i, [what, condition]] of names.entries()) {
        yield {
          name: `the pack ${id} ${what}`,
          edit: (copy) => {
            const file = packFile(copy, id);
            if (i % 3 === 2) {
              const scope = copy.get(file, ["scope"]) as Condition;
              copy.set(file, ["scope"], both(scope, condition));
            } else {
              const name = { zh: "另一条件", en: "Another condition" };
              copy.insert(file, ["conditions"], { id: "another", name, when: condition });
            }
          },
        };
      }
    }
  },
};

const wrongExample: Kind = {
  name: "wrong worked example",
  codes: ["policy/example"],
  atMost: 12,
  examplesStay: true,
  *seeds(world) {
    const { shipped, dice } = world;
    const rules = dice.shuffled(rulesIn(shipped));
    for (const rule of rules.slice(0, 4))
      yield withExample(rule, "changed in nothing that counts", idle);
    for (const rule of rules.slice(4, 7)) yield withExample(rule, "turned round", turnedRound);
    for (const [i, rule] of rules.slice(7, 11).entries()) {
      const other = rules.slice(20 + 5 * i).find(({ tier }) => tier !== rule.tier) ?? rules[i];
      yield withExample(rule, `taken from ${other?.id}`, () => other?.examples[0] ?? EMPTY);
    }
    for (const { id, examples } of shipped.packs) {
      const [example = EMPTY] = examples;
      yield {
        name: `the example of pack ${id} still fires once it should not`,
        edit: (copy) => copy.set(packFile(copy, id), ["examples"], [idle(example)]),
      };
    }
  },
};

type Example = Rule["examples"][number];
const EMPTY: Example = { facts: {}, unless: {} };

/** Nothing a rule looks at lies in the words of the account alone. */
function idle({ facts }: Example): Example {
  return { facts, unless: facts };
}

function turnedRound({ facts, unless }: Example): Example {
  return { facts: { ...facts, ...unless }, unless: facts };
}

function withExample(rule: Rule, what: string, make: (example: Example) => Example): Seed {
  return {
    name: `an example of ${rule.id} is ${what}`,
    edit: (copy) => {
      const { file, index } = placeOfRule(copy, rule.id);
      const made = make(rule.examples[0] ?? EMPTY);
      copy.set(file, ["rules", index, "examples"], [...rule.examples.slice(1), made]);
    },
  };
}

export const PACK_KINDS: readonly Kind[] = [deadPack, wrongExample];
