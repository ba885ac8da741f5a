/** A rulebook in the language of publicodes: the deciding peer and the asker run the same rules. */
import { importPeer } from "./import-peer.ts";
import { isYesOrNo, written, type Rulebook, type Writer } from "./rulebook.ts";

/** What is used of an engine of publicodes. */
export interface Engine {
  setSituation(
    situation: Readonly<Record<string, string>>,
    options?: { readonly keepPreviousSituation?: boolean },
  ): unknown;
  evaluate(rule: string): {
    /** Undefined as long as a missing fact matters. */
    readonly nodeValue?: unknown;
    readonly missingVariables: Readonly<Record<string, number>>;
  };
}

interface Package {
  readonly default: new (rules: Rules, options: object) => Engine;
}

type Expression = string | Readonly<Record<string, unknown>>;
type Rules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The rule that holds the outcome. */
export const OUTCOME = "outcome";

/** Ids may hold what a name of publicodes may not, so facts and conditions go by number. */
export interface Names {
  fact(id: string): string;
  /** The value of a fact, as a situation holds it. */
  value(fact: string, value: string): string;
  /** The id of a fact, back from its name. */
  idOf(name: string): string | undefined;
}

/** An engine of publicodes with the rules, or undefined where it is not installed. */
export async function publicodesOf(
  rulebook: Rulebook,
): Promise<{ readonly engine: Engine; readonly names: Names } | undefined> {
  const found = await importPeer<Package>("publicodes");
  if (found === undefined) return undefined;
  const names = namesOf(rulebook);
  const logger = { log: () => undefined, warn: () => undefined, error: () => undefined };
  // No rule here has a parent that could switch it off; not to look for one saves time.
  const flag = { automaticNamespaceDisabling: false };
  return { engine: new found.default(rulesOf(rulebook, names), { logger, flag }), names };
}

function rulesOf(rulebook: Rulebook, names: Names): Rules {
  const conditionNames = new Map(rulebook.conditions.map(({ id }, index) => [id, `c${index}`]));
  const writer = writerOf(rulebook, names, conditionNames);
  const facts = rulebook.facts.map((fact) => [
    names.fact(fact.id),
    { question: `${fact.id} ?`, type: isYesOrNo(fact) ? "booléen" : "texte" },
  ]);
  // Private: nobody answers a condition, and a rule that can be answered costs time in each situation.
  const conditions = rulebook.conditions.map(({ id, when }) => [
    conditionNames.get(id),
    { privé: "oui", valeur: written(when, writer) },
  ]);
  const variations = [
    ...rulebook.rules.map(({ when, outcome }) => ({
      si: written(when, writer),
      alors: `'${outcome}'`,
    })),
    { sinon: `'${rulebook.fallback}'` },
  ];
  return Object.fromEntries([...facts, ...conditions, [OUTCOME, { variations }]]) as Rules;
}

function writerOf(
  rulebook: Rulebook,
  names: Names,
  conditionNames: ReadonlyMap<string, string>,
): Writer<Expression> {
  const booleans = new Set(rulebook.facts.filter(isYesOrNo).map(({ id }) => id));
  const test = (id: string, value: string) => {
    const name = names.fact(id);
    // A boolean alone is shorter to evaluate than one compared with oui.
    return booleans.has(id) && value === "yes" ? name : `${name} = ${names.value(id, value)}`;
  };
  const any = (parts: readonly Expression[]) => ({ "une de ces conditions": parts });
  return {
    all: (parts) => ({ "toutes ces conditions": parts }),
    any,
    not: (part) => ({ "=": [part, "non"] }),
    fact(id, values) {
      const [first, ...others] = values.map((value) => test(id, value));
      return first !== undefined && others.length === 0 ? first : any([first ?? "non", ...others]);
    },
    named(id) {
      const name = conditionNames.get(id);
      if (name === undefined) throw new Error(`no condition ${id}`);
      return name;
    },
  };
}

function namesOf({ facts }: Rulebook): Names {
  const nameOf = new Map(facts.map(({ id }, index) => [id, `f${index}`]));
  const idOf = new Map(facts.map(({ id }, index) => [`f${index}`, id]));
  const booleans = new Set(facts.filter(isYesOrNo).map(({ id }) => id));
  return {
    fact(id) {
      const name = nameOf.get(id);
      if (name === undefined) throw new Error(`no fact ${id}`);
      return name;
    },
    value(fact, value) {
      if (!booleans.has(fact)) return `'${value}'`;
      return value === "yes" ? "oui" : "non";
    },
    idOf: (name) => idOf.get(name),
  };
}
