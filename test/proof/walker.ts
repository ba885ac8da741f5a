/** The exact range of a partial account, rule by rule: which rules could decide it, and does some situation let one? */
import type { Condition, DistinctionId, Fact, TierId } from "../../src/policy/schema.ts";
import type { Pack, Policy } from "../../src/policy/schema-pack.ts";
import {
  bitOf,
  FALSE,
  formulas,
  propagate,
  satisfiable,
  TRUE,
  truthOf,
  type Formula,
  type FormulaOf,
  type State,
} from "./formula.ts";

export const DISTINCTIONS: readonly DistinctionId[] = ["one", "two", "three"];
/** Bits of a distinction's sides. */
export const SIDES = { culpable: 1, tolerable: 2, neither: 4 } as const;

export interface Walker {
  readonly facts: readonly Fact[];
  /** The tiers of all possible situations within the state, one bit a tier in the policy's order; 0: there is none. */
  tiers(state: State): number;
  /** The sides of a distinction in all possible situations within the state. */
  sides(state: State, id: DistinctionId): number;
  /** Each combination of deciding rules, the national one and the pack's, counted from 0. */
  readonly aims: number;
  /** Narrows a state by what the constraints force, and what these rules' deciding it does. */
  narrow(state: State, aim?: number): void;
}

interface Rule {
  readonly tier: number;
  readonly fires: Formula;
  readonly fails: Formula;
}

interface Local extends Rule {
  /** The tiers it may take the place of. */
  readonly over: number;
}

/** A way to a tier: what has to be true for it. */
interface Way {
  readonly tier: number;
  readonly goals: readonly Formula[];
}

export function walker(policy: Policy, pack: Pack | null): Walker {
  const facts = [...policy.facts, ...(pack?.facts ?? [])];
  const of = formulas(policy, facts);
  const bit = (tier: TierId) => bitOf(policy, tier);
  const rule = (tier: TierId, when: Condition): Rule => ({
    tier: bit(tier),
    fires: of(when, true),
    fails: of(when, false),
  });
  const always: Rule = {
    tier: bit("human_review"),
    fires: { kind: "all", parts: [] },
    fails: { kind: "any", parts: [] },
  };
  const layers = policy.layers.toSorted((a, b) => a.order - b.order);
  const national = layers.flatMap((layer) => layer.rules.map(({ tier, when }) => rule(tier, when)));
  const rules = [...national, always];
  const local = pack === null ? [] : localRules(policy, pack, rule, bit);
  const possible = policy.constraints.map(({ never }) => of(never, false));
  const ways = waysOf(rules, local, possible);
  const aims = ways.flat();
  return {
    facts,
    tiers: (state) => tiersWithin(rules, ways, state),
    sides: sidesWithin(policy, of, possible),
    aims: aims.length,
    narrow: (state, aim) => {
      propagate(aim === undefined ? possible : (aims[aim] as Way).goals, state);
    },
  };
}

/** By rule, the ways on which it is the national one that decides. */
function waysOf(
  rules: readonly Rule[],
  local: readonly Local[],
  possible: readonly Formula[],
): readonly (readonly Way[])[] {
  return rules.map(({ tier, fires }, at) => {
    const lone: Way = {
      tier,
      goals: [
        fires,
        // An earlier rule with the same tier may well decide in its stead.
        ...rules.slice(0, at).flatMap((earlier) => (earlier.tier === tier ? [] : [earlier.fails])),
        ...possible,
      ],
    };
    return local.reduce<readonly Way[]>(
      (sofar, own) =>
        sofar.flatMap((way) =>
          (way.tier & own.over) === 0
            ? [way]
            : [
                { tier: own.tier, goals: [own.fires, ...way.goals] },
                { tier: way.tier, goals: [own.fails, ...way.goals] },
              ],
        ),
      [lone],
    );
  });
}

function tiersWithin(
  rules: readonly Rule[],
  ways: readonly (readonly Way[])[],
  state: State,
): number {
  let found = 0;
  for (let at = 0; at < rules.length; at += 1) {
    const fires = truthOf((rules[at] as Rule).fires, state);
    if (fires === FALSE) continue;
    for (const { tier, goals } of ways[at] as readonly Way[])
      if ((found & tier) === 0 && satisfiable(goals, state)) found |= tier;
    if (fires === TRUE) break;
  }
  return found;
}

/** What a local text grants where nothing closes the matter to it, then its accident clause. */
function localRules(
  policy: Policy,
  { parameters, scope, conditions, outcome }: Pack,
  rule: (tier: TierId, when: Condition) => Rule,
  bit: (tier: TierId) => number,
): readonly Local[] {
  const demanded = policy.parameters.parameters.filter(
    ({ parameter, value }) => parameters[parameter] === value,
  );
  const closed: Condition = { condition: "closed_to_packs" };
  const parts = [...demanded, ...conditions].map(({ when }) => when);
  const unless = outcome.tier === "exempt" ? bit("mitigated") | bit("human_review") : 0;
  const grant: Local = {
    ...rule(outcome.tier, { all: [{ not: closed }, scope, ...parts] }),
    over: bit("ordinary") | unless,
  };
  if (parameters.D10_accident !== "excluded") return [grant];
  const accident: Condition = { fact: "grave_accident", is: "yes" };
  const conflict = rule("human_review", { all: [scope, accident] });
  return [grant, { ...conflict, over: bit("no_liability") | bit("exempt") }];
}

function sidesWithin(policy: Policy, of: FormulaOf, possible: readonly Formula[]): Walker["sides"] {
  const ways = new Map(
    policy.distinctions.map(({ id, culpable, tolerable }) => {
      const innocent = of(culpable.when, false);
      const goals: readonly (readonly [number, readonly Formula[]])[] = [
        [SIDES.culpable, [of(culpable.when, true)]],
        [SIDES.tolerable, [innocent, of(tolerable.when, true)]],
        [SIDES.neither, [innocent, of(tolerable.when, false)]],
      ];
      return [id, goals] as const;
    }),
  );
  return (state, id) =>
    (ways.get(id) ?? []).reduce(
      (found, [side, goals]) =>
        satisfiable([...goals, ...possible], state) ? found | side : found,
      0,
    );
}
