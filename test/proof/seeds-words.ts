/** Faults of the words: what can never be said, because nothing asks it or no situation has it. */
import { POLICY } from "./content.ts";
import type { Copy } from "./copy.ts";
import { addConstraint, FACTS, PROMPTS } from "./edits.ts";
import type { Kind, Seed, World } from "./seed.ts";

const PURPOSES = `${POLICY}purposes.yaml`;

const deadPrompt: Kind = {
  name: "dead prompt",
  codes: ["policy/dead-prompt"],
  atMost: 18,
  *seeds(world) {
    yield* neverAskedBefore(world).slice(0, 7);
    yield noLongerAsked("inaction_cause");
    yield* withoutQuestion;
    yield* withoutValue;
    for (const [fact, value] of [
      ["status", "village_community"],
      ["role", "supervisor"],
    ] as const)
      yield lostValue(fact, value);
    yield* impossibleValue;
  },
};

/** A pre-check asks nothing that only acting shows, nor what it takes as given. */
function neverAskedBefore({ shipped }: World): readonly Seed[] {
  const { policy, packs } = shipped;
  const facts = [...policy.facts, ...packs.flatMap((pack) => pack.facts)];
  const questions = [...policy.questions, ...packs.flatMap((pack) => pack.questions)];
  const late = new Set(facts.filter((fact) => fact.after_acting).map(({ id }) => id));
  const given = new Set(
    Object.keys(policy.purposes.find(({ id }) => id === "precheck")?.given ?? {}),
  );
  // Nothing has been alleged of what was not yet done: a constraint says so.
  const never = (fact: string) =>
    late.has(fact) || given.has(fact) || fact === "allegation_unfounded";
  return questions
    .filter((question) => question.facts.every(never))
    .map(({ id }) => ({
      name: `${id} has words for before acting, when it is never asked`,
      edit: (copy) => {
        for (const file of PROMPTS) copy.set(file, ["questions", id, "before"], "?");
      },
    }));
}

/** Words for before acting serve a purpose that asks the question whatever the stage; here it no longer does. */
function noLongerAsked(question: string): Seed {
  return {
    name: `${question} has words for before acting, which no purpose says any more`,
    edit: (copy) => {
      const index = copy.indexOf(PURPOSES, ["purposes"], "inaction");
      const asked = copy.get(PURPOSES, ["purposes", index, "questions"]) as readonly string[];
      copy.remove(PURPOSES, ["purposes", index, "questions", asked.indexOf(question)]);
    },
  };
}

const WORDS = { ask: "?", why: "?", short: "?", choices: { yes: "+", no: "-" } };

const withoutQuestion: readonly Seed[] = PROMPTS.map((file, i) => ({
  name: `there are words in ${file} for a question nobody asks`,
  codes: ["prompt/unused"],
  edit: (copy: Copy) => copy.set(file, ["questions", i === 0 ? "weather" : "season"], WORDS),
}));

const withoutValue: readonly Seed[] = [
  ["fault", "choices", "reckless"],
  ["grave_conduct", "items", "was_rude"],
].flatMap(([question = "", key = "", value = ""]) =>
  PROMPTS.map((file) => ({
    name: `there are words in ${file} for ${value}, which ${question} does not offer`,
    codes: ["prompt/choices"],
    edit: (copy: Copy) => copy.set(file, ["questions", question, key, value], "?"),
  })),
);

/** The words stay, the value goes. */
function lostValue(fact: string, value: string): Seed {
  return {
    name: `${fact} no longer has the value ${value}, but the words for it are still there`,
    codes: ["prompt/choices"],
    edit: (copy) => {
      const index = copy.indexOf(FACTS, ["facts"], fact);
      copy.remove(FACTS, [
        "facts",
        index,
        "choices",
        copy.indexOf(FACTS, ["facts", index, "choices"], value),
      ]);
    },
  };
}

const impossibleValue: readonly Seed[] = [
  ["status", "institution_staff"],
  ["role", "decision_maker"],
].map(([fact = "", is = ""]) => ({
  name: `there are words for ${fact} ${is}, which constraints rule out`,
  codes: ["policy/dead-prompt", "policy/dead-value"],
  edit: (copy: Copy) =>
    addConstraint(copy, "nobody_of_this_kind", {
      any: [
        {
          all: [
            { fact, is },
            { fact: "diligent", is: "yes" },
          ],
        },
        { all: [{ fact, is }, { not: { fact: "diligent", is: "yes" } }] },
      ],
    }),
}));

export const WORD_KINDS: readonly Kind[] = [deadPrompt];
