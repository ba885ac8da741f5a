/** Made-up policies: rules of a few yes-or-no facts in layers, the first that holds decides; the same in every run. */
import { Diagram, type NodeId } from "../src/policy/diagram.ts";
import { Flat } from "../src/policy/flat.ts";
import { Residuals } from "../src/policy/residual.ts";
import { sift } from "../src/policy/sift.ts";
import { diceOf } from "./measure.ts";
import type { Literals } from "./peers/rulebook.ts";

interface Shape {
  readonly facts: number;
  readonly rulesPerLayer: number;
  /** Facts that each rule of a layer looks at; the first layers are the most particular. */
  readonly literals: readonly number[];
  readonly seed: number;
}

export interface MadeUp extends Literals {
  /** How often each fact is yes. */
  readonly yesShares: readonly number[];
}

/** Small enough for the shortest possible talks to be worked out. */
export const SMALL: Shape = { facts: 12, rulesPerLayer: 4, literals: [4, 3, 3, 2], seed: 5 };

export const MIDDLING: Shape = {
  facts: 30,
  rulesPerLayer: 5,
  literals: [5, 5, 4, 4, 3, 3, 2, 2],
  seed: 20_261_123,
};

const OUTCOMES = 5;
const YES_SHARE_MIN = 0.15;
const YES_SHARE_SPAN = 0.7;

/** The policy of a shape. */
export function madeUp({ facts, rulesPerLayer, literals: sizes, seed }: Shape): MadeUp {
  const dice = diceOf(seed);
  const below = (count: number) => Math.floor(dice() * count);
  const rules = sizes.flatMap((size) =>
    Array.from({ length: rulesPerLayer }, () => {
      const chosen = new Map<number, boolean>();
      while (chosen.size < size) {
        const fact = below(facts);
        if (!chosen.has(fact)) chosen.set(fact, dice() < 0.5);
      }
      const literals = [...chosen].map(([fact, yes]) => ({ fact, yes }));
      return {
        literals: literals.sort((a, b) => a.fact - b.fact),
        outcome: outcome(below(OUTCOMES - 1)),
      };
    }),
  );
  const yesShares = Array.from({ length: facts }, () => YES_SHARE_MIN + YES_SHARE_SPAN * dice());
  return { facts, rules, fallback: outcome(OUTCOMES - 1), yesShares };
}

const outcome = (at: number) => `O${at + 1}`;

/** People by the shares of the policy: for each fact whether it is yes. */
export function madeUpPeople({ yesShares }: MadeUp, count: number, seed: number) {
  const dice = diceOf(seed);
  return Array.from({ length: count }, () => yesShares.map((share) => dice() < share));
}

/** A policy as diagrams, in a good order of its facts. */
export interface Compiled {
  /** The fact of each variable. */
  readonly order: readonly number[];
  readonly flat: Flat;
  readonly residuals: Residuals;
  /** By variable: how often it is yes and no. */
  readonly shares: readonly (readonly number[])[];
}

/** The place of yes among a fact's values. */
export const YES = 0;
export const NO = 1;

/** Compiles twice: once as declared, once in the order that sifting finds. */
export function compiledOf(policy: MadeUp): Compiled {
  const declared = policy.yesShares.map((_, fact) => fact);
  const first = diagramOf(policy, declared);
  const order = sift(first.diagram, [first.root]);
  const { diagram, root } = diagramOf(policy, order);
  const flat = new Flat(diagram, root, (value) => 1 << value);
  const shares = order.map((fact) => policy.yesShares[fact] ?? 0).map((yes) => [yes, 1 - yes]);
  return { order, flat, residuals: new Residuals(flat, diagram.sizes), shares };
}

function diagramOf({ rules, fallback }: MadeUp, order: readonly number[]) {
  const diagram = new Diagram(order.map(() => 2));
  const numberOf = (name: string) => Number(name.slice(1));
  const no = diagram.terminal(0);
  const root = rules.reduceRight<NodeId>(
    (rest, { literals, outcome: name }) => {
      const when = literals.reduce<NodeId>(
        (sofar, { fact, yes }) =>
          diagram.choose(diagram.literal(order.indexOf(fact), 1 << (yes ? YES : NO)), sofar, no),
        diagram.terminal(1),
      );
      return diagram.choose(when, diagram.terminal(numberOf(name)), rest);
    },
    diagram.terminal(numberOf(fallback)),
  );
  return { diagram, root };
}
