/** Random partial accounts of the shipped policy, read off the diagrams and worked out rule by rule: do they agree? */
import { isPossible, masksOf, type Facts } from "../../src/policy/account.ts";
import type { Compiled } from "../../src/policy/compile.ts";
import { decide, tierRange } from "../../src/policy/decide.ts";
import { applicableLaw } from "../../src/policy/law.ts";
import { CULPABLE, outcomesOf, readingsOf, TOLERABLE } from "../../src/policy/readings.ts";
import type { Fact } from "../../src/policy/schema.ts";
import { choicesOf } from "../support/naive.ts";
import { lawsOf, type ShippedData } from "../support/shipped.ts";
import type { Dice } from "./dice.ts";
import type { State } from "./formula.ts";
import { DISTINCTIONS, SIDES, walker, type Walker } from "./walker.ts";

/** The tiers, lightest first, and each distinction's side as a verdict names it; open where the account is impossible. */
export interface Reading {
  readonly range: readonly string[];
  readonly distinctions: readonly string[];
}

export interface Drawn {
  readonly law: string;
  readonly facts: Facts;
  /** As the diagrams have it, and as the rules have it. */
  readonly fast: Reading;
  readonly slow: Reading;
}

/** Of a hundred accounts, how many are drawn blindly and so may contradict themselves, and how many so that one rule decides. */
const BLIND = 5;
const AIMED = 50;
/** Half of the accounts know all facts but fewer than so many. */
const FEW = 10;

interface Prepared {
  readonly law: string;
  readonly compiled: Compiled;
  readonly slow: Walker;
}

/** Without end: an account under one of the laws, with both readings; `fast` reads the diagrams. */
export function* accounts(
  data: ShippedData,
  dice: Dice,
  fast: (compiled: Compiled, facts: Facts) => Reading,
): Generator<Drawn> {
  const laws = lawsOf(data).map(({ name, pack, compiled }): Prepared => ({
    law: name,
    compiled,
    slow: walker(data.policy, pack),
  }));
  for (;;) {
    const { law, compiled, slow } = dice.pick(laws);
    const facts = drawn(slow, dice);
    yield { law, facts, fast: fast(compiled, facts), slow: walked(data, slow, facts) };
  }
}

/**
 * Any number of facts, at what is presumed of them or not; mostly answers that can all be true together, half of them
 * such that a rule picked at random decides, so that none is met too seldom.
 */
function drawn(slow: Walker, dice: Dice): Facts {
  const { facts } = slow;
  const state = stateOf(facts, {});
  const kind = dice.below(100);
  const blind = kind < BLIND;
  const aim = kind >= 100 - AIMED ? dice.below(slow.aims) : undefined;
  const usual = dice.below(101);
  const count = facts.length - dice.below(dice.below(2) === 0 ? FEW : facts.length + 1);
  if (!blind) slow.narrow(state, aim);
  const known = dice.shuffled(facts.map((_, at) => at)).slice(0, count);
  return Object.fromEntries(
    known.map((at) => {
      const fact = facts[at] as Fact;
      const { id, presumption } = fact;
      const choices = choicesOf(fact);
      const left = choices.filter((_, value) => blind || ((state[at] as number) >> value) & 1);
      const presumed = presumption === "none" ? "" : presumption.value;
      const value = dice.below(100) < usual && left.includes(presumed) ? presumed : dice.pick(left);
      state[at] = 1 << choices.indexOf(value);
      if (!blind) slow.narrow(state, aim);
      return [id, value];
    }),
  );
}

/** What an account leaves open of each fact. */
export function stateOf(all: readonly Fact[], facts: Facts): State {
  return Uint8Array.from(all, (fact) => {
    const value = facts[fact.id];
    const choices = choicesOf(fact);
    return value === undefined ? (1 << choices.length) - 1 : 1 << choices.indexOf(value);
  });
}

function walked({ policy }: ShippedData, slow: Walker, facts: Facts): Reading {
  const state = stateOf(slow.facts, facts);
  const found = slow.tiers(state);
  return {
    range: policy.tiers
      .map(({ id, rank }, at) => ({ id, rank: rank ?? Infinity, at }))
      .filter(({ at }) => ((found >> at) & 1) === 1)
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ id }) => id),
    distinctions: DISTINCTIONS.map((id) => sideOf(slow.sides(state, id))),
  };
}

function sideOf(found: number): string {
  const [side, ...others] = Object.entries(SIDES).filter(([, bit]) => (found & bit) !== 0);
  return side === undefined || others.length > 0 ? "open" : side[0];
}

/** The whole verdict, as a person gets it. */
export function decided(compiled: Compiled, facts: Facts): Reading {
  const { range, distinctions } = decide(compiled, { facts });
  return { range, distinctions: DISTINCTIONS.map((id) => distinctions[id]) };
}

/** What decide reads its range and sides from, without the rest of the verdict. */
export function readOff(compiled: Compiled, facts: Facts): Reading {
  const masks = masksOf(compiled, facts);
  if (!isPossible(compiled, masks))
    return { range: [], distinctions: DISTINCTIONS.map(() => "open") };
  const outcomes = outcomesOf(readingsOf(compiled, applicableLaw(compiled, { facts }).root), masks);
  return {
    range: tierRange(compiled, outcomes),
    distinctions: DISTINCTIONS.map((id) => {
      const found = outcomes[id];
      if ((found & (found - 1)) !== 0) return "open";
      if (found === 1 << CULPABLE) return "culpable";
      return found === 1 << TOLERABLE ? "tolerable" : "neither";
    }),
  };
}

/** Do both readings say the same? */
export function agree({ fast, slow }: Drawn): boolean {
  return JSON.stringify(fast) === JSON.stringify(slow);
}
