/** No dead value, no dead fact, no dead question: whatever can be answered can make a difference. */
import { IMPOSSIBLE } from "../compile.ts";
import type { NodeId } from "../diagram.ts";
import type { Condition, Fact } from "../schema.ts";
import { strikeChanging, strikeTied } from "./changing.ts";
import { factsIn } from "./conditions.ts";
import type { Finding, Subject } from "./finding.ts";
import { allOf, type Law, type Laws } from "./laws.ts";
import { valuesAlive } from "./walks.ts";
import { excludedBy, valuesOf } from "./witness.ts";

/** policy/dead-value: no possible situation has it. Constraints speak of national facts alone. */
export function noDeadValue({ national }: Laws): readonly Finding[] {
  const { compiled, diagram } = national;
  const alive = valuesAlive(diagram, compiled.possible);
  return compiled.declared.flatMap((fact) => {
    const level = compiled.variables.get(fact.id) as number;
    return valuesOf(diagram, level).flatMap((value): readonly Finding[] => {
      if (((alive[level] as number) & (1 << value)) !== 0) return [];
      const ids = excludedBy(national, diagram.literal(level, 1 << value));
      const name = compiled.values[level]?.[value] ?? "";
      const path = fact.choices === undefined ? [] : ["choices", value];
      return [
        {
          code: "policy/dead-value",
          message: `${fact.id} can never be ${name}: the constraints rule it out: ${ids.join(", ")}`,
          at: { list: "facts", id: fact.id, path },
          witness: { facts: { [fact.id]: name }, ids },
        },
      ];
    });
  });
}

/**
 * The facts that change nothing under any law, whichever of their values is exchanged for another: neither what is
 * possible nor a result, that is tier, rungs, sides of the distinctions and measures.
 */
function deadFacts(laws: Laws): readonly { readonly fact: Fact; readonly pack?: string }[] {
  const national = deadUnder(
    laws.national,
    new Set(laws.national.policy.facts.map(({ id }) => id)),
  );
  const rest = laws.local.reduce<ReadonlySet<string>>((left, law) => {
    // What is dead nationally may still matter to a pack.
    return left.size === 0 ? left : deadUnder(law, left);
  }, national);
  const own = laws.local.flatMap((law) => {
    const facts = law.pack?.facts ?? [];
    const dead = deadUnder(law, new Set(facts.map(({ id }) => id)));
    const pack = law.pack?.id ?? "";
    return facts.filter(({ id }) => dead.has(id)).map((fact) => ({ fact, pack }));
  });
  return [
    ...laws.national.policy.facts.filter(({ id }) => rest.has(id)).map((fact) => ({ fact })),
    ...own,
  ];
}

/** Those of some facts that change nothing under one law; the larger diagrams are looked at for the rest alone. */
function deadUnder(law: Law, facts: ReadonlySet<string>): ReadonlySet<string> {
  const { compiled, diagram } = law;
  const wanted = new Set([...facts].map((id) => compiled.variables.get(id) as number));
  strikeChanging(diagram, law.tiers, IMPOSSIBLE, wanted);
  strikeTied(diagram, compiled.possible, valuesAlive(diagram, compiled.possible), wanted);
  const idOf = (variable: number) => compiled.facts[variable]?.id ?? "";
  const mentions = factsIn(law.policy);
  for (const result of otherResults(law)) {
    if (wanted.size === 0) break;
    const read = new Set(result.conditions.flatMap(mentions));
    if ([...wanted].some((variable) => read.has(idOf(variable))))
      strikeChanging(diagram, result.make(), IMPOSSIBLE, wanted);
  }
  return new Set([...wanted].map(idOf));
}

interface Outcome {
  readonly conditions: readonly Condition[];
  readonly make: () => NodeId;
}

/** Results beside the tier, each as a diagram of what is told first; made only when asked for. */
function otherResults(law: Law): readonly Outcome[] {
  const { measures, distinctions, lineRules } = law.policy;
  return [
    ...distinctions.map(({ culpable, tolerable }) =>
      toldFirst(
        law,
        [culpable, tolerable].map(({ when }, side) => ({ when, says: `${side}` })),
      ),
    ),
    ...measures.map(({ id, when }) => toldFirst(law, [{ when, says: id }])),
    ...[lineRules.accountability, lineRules.discipline].map((line) =>
      toldFirst(
        law,
        line.map(({ when, outcomes }) => ({ when, says: outcomes.toSorted().join() })),
      ),
    ),
  ];
}

interface Entry {
  readonly when: Condition;
  /** Entries that say the same give the same result. */
  readonly says: string;
}

/** What the first entry that holds says; IMPOSSIBLE for what cannot occur. */
function toldFirst(law: Law, entries: readonly Entry[]): Outcome {
  const { compiled, diagram, tiers } = law;
  const sayings = entries.map(({ says }) => says);
  return {
    conditions: entries.map(({ when }) => when),
    make: () => {
      const first = entries.reduceRight(
        (rest, { when, says }) =>
          diagram.choose(
            compiled.condition(when, tiers),
            diagram.terminal(sayings.indexOf(says) + 1),
            rest,
          ),
        diagram.terminal(entries.length + 1),
      );
      return diagram.choose(compiled.possible, first, diagram.terminal(IMPOSSIBLE));
    },
  };
}

const NOTHING =
  "changes nothing: no tier, rung, distinction or step of any situation, nor what is possible";

const found = new WeakMap<Laws, ReturnType<typeof deadFacts>>();

/** Found once: both theorems below stand on it. */
function deadOf(laws: Laws): ReturnType<typeof deadFacts> {
  const dead = found.get(laws) ?? deadFacts(laws);
  found.set(laws, dead);
  return dead;
}

/** policy/dead-fact: with all else equal, none of its values makes a difference. */
export function noDeadFact(laws: Laws): readonly Finding[] {
  return deadOf(laws).map(({ fact, pack }) => ({
    code: "policy/dead-fact",
    message: `${fact.id} ${NOTHING}`,
    at: { list: "facts", id: fact.id, ...(pack === undefined ? {} : { pack }) },
    witness: { ids: [fact.id] },
  }));
}

/** policy/dead-question: all it asks for are facts that change nothing. */
export function noDeadQuestion(laws: Laws): readonly Finding[] {
  const dead = new Set(deadOf(laws).map(({ fact }) => fact.id));
  return allOf(laws).flatMap(({ pack, policy }) =>
    (pack?.questions ?? policy.questions)
      .filter(({ facts }) => facts.every((id) => dead.has(id)))
      .map(({ id, facts }) => {
        const at: Subject = { list: "questions", id, ...(pack === null ? {} : { pack: pack.id }) };
        return {
          code: "policy/dead-question",
          message: `${id} is asked in vain: nothing it asks for changes any result`,
          at,
          witness: { ids: facts },
        };
      }),
  );
}
