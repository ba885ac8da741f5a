/** Turns a policy, with or without a pack, into decision diagrams. */
import { Diagram, type NodeId } from "./diagram.ts";
import { growthMeter, type Growth, type GrowthMeter } from "./growth.ts";
import { sift } from "./sift.ts";
import { mapTerminals, sizeOf, type Masks } from "./diagram-walks.ts";
import { packRules, type PackRule } from "./pack.ts";
import type { Condition, Fact, LayerId, Rule, TierId, Words } from "./schema.ts";
import type { Pack, Policy } from "./schema-pack.ts";
import { inGoodOrder } from "./order.ts";
import type { Source } from "./schema-support.ts";
import { sourcesByProvision } from "./validity.ts";

/** Terminal of every verdict diagram for situations that cannot occur. */
export const IMPOSSIBLE = 0;

export interface CompiledRule {
  readonly id: string;
  readonly tier: TierId;
  readonly sides?: readonly [TierId, TierId];
  readonly because: Words;
  readonly cites: readonly string[];
  readonly perpetual: boolean;
  readonly layer: LayerId | "pack" | "unforeseen";
}

/** The id of the rule that stands for everything no rule foresaw. */
export const UNFORESEEN = "unforeseen";

export interface Compiled {
  readonly policy: Policy;
  readonly pack: Pack | null;
  /** In the order of the diagram's variables. */
  readonly facts: readonly Fact[];
  /** In the order the files declare them: presumptions are applied in this order. */
  readonly declared: readonly Fact[];
  readonly values: readonly (readonly string[])[];
  readonly variables: ReadonlyMap<string, number>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly diagram: Diagram;
  /** Situations that can occur: 1, else 0. */
  readonly possible: NodeId;
  /** The rule deciding each terminal `index`; 0 stands for IMPOSSIBLE. */
  readonly rules: readonly CompiledRule[];
  /** The diagram of a condition; `tier` atoms are read against `tiers`. */
  condition(condition: Condition, tiers?: NodeId): NodeId;
  /** The deciding rule of every situation, of the rules that `keep` admits. Cached by the rules kept. */
  decided(keep: (rule: CompiledRule) => boolean): NodeId;
  readonly tierIndex: ReadonlyMap<TierId, number>;
  /** The rules that added the most nodes while they were built, the worst first. */
  growth(): readonly Growth[];
}

/** The values a fact can take, in order: yes and no, or its choices. */
export function valuesOf(fact: Fact): readonly string[] {
  return fact.choices === undefined ? ["yes", "no"] : fact.choices.map(({ id }) => id);
}

/** The tier diagram of a diagram of deciding rules. */
export function tiersOf(
  { diagram, rules, tierIndex }: Pick<Compiled, "diagram" | "rules" | "tierIndex">,
  root: NodeId,
): NodeId {
  return mapTerminals(diagram, root, (rule) =>
    rule === IMPOSSIBLE
      ? IMPOSSIBLE
      : (tierIndex.get(rules[rule]?.tier ?? "human_review") as number),
  );
}

const openOf = new WeakMap<Compiled["values"], Uint8Array>();

/** All values open; the caller's own, to be changed. */
export function openMasks({ values }: Pick<Compiled, "values">): Masks {
  const known = openOf.get(values) ?? Uint8Array.from(values, (list) => (1 << list.length) - 1);
  openOf.set(values, known);
  return known.slice();
}

/** Diagrams up to this size are small whatever the order of their variables. */
const NODES_LEFT_AS_THEY_ARE = 500;

/**
 * Compiles a checked policy; throws where a reference is broken, since the loader refuses such content. `order` names
 * facts in the order of a policy already compiled (its pack's own facts come first); without it a good order is sought.
 */
export function compile(policy: Policy, pack: Pack | null, order?: readonly Fact[]): Compiled {
  const declared = pack === null ? policy.facts : [...policy.facts, ...pack.facts];
  if (order !== undefined) {
    const known = new Set(order.map(({ id }) => id));
    const own = declared.filter(({ id }) => !known.has(id));
    return compileInOrder(policy, pack, declared, [...own, ...order]);
  }
  const first = compileInOrder(policy, pack, declared, inGoodOrder(policy, pack, declared));
  const tiers = tiersOf(
    first,
    first.decided(() => true),
  );
  if (sizeOf(first.diagram, tiers) <= NODES_LEFT_AS_THEY_ARE) return first;
  // By the tiers, which every turn walks; the deciding rules are looked at once a verdict.
  const better = sift(first.diagram, [tiers]).map((variable) => first.facts[variable] as Fact);
  return compileInOrder(policy, pack, declared, better);
}

function compileInOrder(
  policy: Policy,
  pack: Pack | null,
  declared: readonly Fact[],
  facts: readonly Fact[],
): Compiled {
  const values = facts.map(valuesOf);
  const variables = new Map(facts.map((fact, index) => [fact.id, index]));
  const diagram = new Diagram(values.map((all) => all.length));
  const tierIndex = new Map(policy.tiers.map((tier, index) => [tier.id, index + 1]));
  const condition = conditionCompiler(policy, diagram, variables, values, tierIndex);
  const growth = growthMeter(diagram);
  const possible = policy.constraints.reduce(
    (sofar, { id, never }) =>
      growth.during(id, () => diagram.choose(condition(never), diagram.terminal(0), sofar)),
    diagram.terminal(1),
  );
  const own = pack === null ? [] : packRules(policy, pack);
  const sources = sourcesByProvision(
    pack === null ? policy.sources : [...policy.sources, pack.source],
  );
  const rules = rulesInOrder(policy, own);
  const decided = decider(diagram, rules, possible, condition, tierIndex, growth);
  return {
    policy,
    pack,
    facts,
    declared,
    values,
    variables,
    sources,
    diagram,
    possible,
    rules: rules.map(({ rule }) => rule),
    condition,
    decided,
    tierIndex,
    growth: growth.worst,
  };
}

interface Entry {
  readonly rule: CompiledRule;
  readonly when: Condition | undefined;
  /** A pack's rule decides only where it is lighter than what came before, or where it lays a conflict open. */
  readonly over?: PackRule["over"];
}

/** Index 0 is never a rule: terminals with it are impossible situations. */
function rulesInOrder(policy: Policy, own: readonly PackRule[]): readonly Entry[] {
  const national = policy.layers.flatMap((layer) =>
    layer.rules.map((rule) => ({ rule: compiledRule(rule, layer.layer), when: rule.when })),
  );
  const unforeseen: Entry = {
    rule: {
      id: UNFORESEEN,
      tier: "human_review",
      because: policy.unforeseen.because,
      cites: policy.unforeseen.cites,
      sides: policy.unforeseen.sides,
      perpetual: true,
      layer: "unforeseen",
    },
    when: undefined,
  };
  return [
    unforeseen,
    unforeseen,
    ...national,
    ...own.map(({ rule, when, over }) => ({ rule: compiledRule(rule, "pack"), when, over })),
  ];
}

function compiledRule(
  rule: Omit<Rule, "examples" | "when">,
  layer: CompiledRule["layer"],
): CompiledRule {
  const { id, tier, sides, because, cites, perpetual } = rule;
  return { id, tier, because, cites, perpetual, layer, ...(sides === undefined ? {} : { sides }) };
}

function decider(
  diagram: Diagram,
  entries: readonly Entry[],
  possible: NodeId,
  condition: Compiled["condition"],
  tierIndex: Compiled["tierIndex"],
  { during: grow }: GrowthMeter,
): Compiled["decided"] {
  const cache = new Map<string, NodeId>();
  const build = (kept: readonly (readonly [Entry, number])[]): NodeId => {
    const national = kept.filter(([entry]) => entry.over === undefined);
    const base = national.reduceRight(
      (rest, [{ rule, when }, index]) =>
        when === undefined
          ? rest
          : grow(rule.id, () => diagram.choose(condition(when), diagram.terminal(index), rest)),
      diagram.terminal(1),
    );
    const withPack = kept.reduce((sofar, [{ rule, when, over }, index]) => {
      if (over === undefined || when === undefined) return sofar;
      return grow(rule.id, () => {
        const heavier = new Set(over.map((tier) => tierIndex.get(tier)));
        const here = mapTerminals(diagram, sofar, (at) =>
          heavier.has(tierIndex.get((entries[at] as Entry).rule.tier)) ? 1 : 0,
        );
        const fires = diagram.choose(condition(when), here, diagram.terminal(0));
        return diagram.choose(fires, diagram.terminal(index), sofar);
      });
    }, base);
    return grow("constraints", () =>
      diagram.choose(possible, withPack, diagram.terminal(IMPOSSIBLE)),
    );
  };
  return (keep) => {
    const kept = entries
      .map((entry, index) => [entry, index] as const)
      .filter(([entry, index]) => index > 1 && keep(entry.rule));
    const key = kept.map(([, index]) => index).join();
    const node = cache.get(key) ?? build(kept);
    cache.set(key, node);
    return node;
  };
}

function conditionCompiler(
  policy: Policy,
  diagram: Diagram,
  variables: ReadonlyMap<string, number>,
  values: readonly (readonly string[])[],
  tierIndex: ReadonlyMap<TierId, number>,
): Compiled["condition"] {
  const named = new Map(policy.conditions.map(({ id, when }) => [id, when]));
  const compiledNames = new Map<string, NodeId>();
  const yes = diagram.terminal(1);
  const no = diagram.terminal(0);
  const atom = (fact: string, is: string | readonly string[]): NodeId => {
    const variable = variables.get(fact);
    if (variable === undefined) throw new Error(`unknown fact ${fact}`);
    const wanted = typeof is === "string" ? [is] : is;
    const mask = wanted.reduce((sofar, value) => {
      const at = (values[variable] as readonly string[]).indexOf(value);
      if (at < 0) throw new Error(`fact ${fact} has no value ${value}`);
      return sofar | (1 << at);
    }, 0);
    return diagram.literal(variable, mask);
  };
  const byName = (id: string): NodeId => {
    const known = compiledNames.get(id);
    if (known !== undefined) return known;
    const when = named.get(id);
    if (when === undefined) throw new Error(`unknown condition ${id}`);
    const node = compileOne(when);
    compiledNames.set(id, node);
    return node;
  };
  const compileOne = (when: Condition, tiers?: NodeId): NodeId => {
    if ("all" in when) {
      return when.all.reduceRight<NodeId>(
        (rest, part) => diagram.choose(compileOne(part, tiers), rest, no),
        yes,
      );
    }
    if ("any" in when) {
      return when.any.reduceRight<NodeId>(
        (rest, part) => diagram.choose(compileOne(part, tiers), yes, rest),
        no,
      );
    }
    if ("not" in when) return diagram.choose(compileOne(when.not, tiers), no, yes);
    if ("fact" in when) return atom(when.fact, when.is);
    if ("condition" in when) return byName(when.condition);
    if (tiers === undefined) throw new Error("a tier can be tested in lines and measures only");
    const wanted = new Set(when.tier.map((tier) => tierIndex.get(tier)));
    return mapTerminals(diagram, tiers, (tier) => (wanted.has(tier) ? 1 : 0));
  };
  return compileOne;
}
