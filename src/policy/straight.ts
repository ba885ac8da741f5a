/**
 * Complete situations, decided straight: the facts that tell most are looked at first, in whatever order, and what cannot
 * occur is not ruled out on the way. A diagram has one order for all situations and knows which of them can occur, so that
 * a walk down it looks at two to five times as many facts.
 */
import { sharesOf } from "./asking.ts";
import { openMasks, type Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import type { Flat } from "./flat.ts";
import { Residuals } from "./residual.ts";
import { weighed, type Shares } from "./weigh.ts";

/** Where fewer situations pass, the diagram's own order will do: seeking a better one takes longer than it saves. */
const SHARE_MIN = 1 / 64;

export class Straight {
  /** A variable, then for each of its values where to go on: at another variable, or below 0 with the inverse of a set. */
  readonly #steps: Int32Array;
  readonly #first: number;

  /** For the situations that `root` leaves possible, and short for those often drawn by `shares`; `residuals` grow by it. */
  constructor(residuals: Residuals, root: NodeId, shares: Shares) {
    const laid = new Laid(residuals, shares);
    this.#first = laid.chosen(root, 1);
    this.#steps = Int32Array.from(laid.steps);
  }

  /**
   * The set of the one situation whose values the masks hold. Of a situation that cannot occur any set may be answered.
   * O(variables).
   */
  at(masks: Masks): number {
    const steps = this.#steps;
    let place = this.#first;
    while (place >= 0) {
      const value = 31 - Math.clz32(masks[steps[place] as number] as number);
      place = steps[place + 1 + value] as number;
    }
    return ~place;
  }
}

const straights = new WeakMap<Flat, Straight>();

/** For a reading of the policy, such as the tiers, and people drawn by the declared weights; made when first asked for. */
export function straightOf(compiled: Compiled, flat: Flat): Straight {
  const known = straights.get(flat) ?? laidStraight(compiled, flat);
  straights.set(flat, known);
  return known;
}

function laidStraight(compiled: Compiled, flat: Flat): Straight {
  // Remains of their own: those kept for asking would be crowded out by places that no talk comes past.
  const residuals = new Residuals(flat, compiled.diagram.sizes);
  const root = residuals.of(openMasks(compiled), new Set());
  return new Straight(residuals, root, sharesOf(compiled));
}

/** The steps while they are laid. */
class Laid {
  readonly steps: number[] = [];
  readonly #residuals: Residuals;
  readonly #shares: Shares;
  readonly #chosen = new Map<NodeId, number>();
  readonly #inOrder = new Map<NodeId, number>();

  constructor(residuals: Residuals, shares: Shares) {
    this.#residuals = residuals;
    this.#shares = shares;
  }

  /** Where a remain that `share` of the situations come past is decided, by what tells most. */
  chosen(node: NodeId, share: number): number {
    const residuals = this.#residuals;
    const known = this.#chosen.get(node);
    if (known !== undefined) return known;
    const simple = residuals.simplified(node);
    if (share < SHARE_MIN || residuals.diagram.isTerminal(simple)) return this.#ordered(simple);
    const { gains } = weighed(residuals, node, this.#shares);
    const most = Math.max(...gains);
    // Only values that nobody is said to have are left to part: nothing tells which to look at.
    if (!(most > 0)) return this.#ordered(simple);
    const variable = gains.indexOf(most);
    const split = this.#shares[variable] as readonly number[];
    return this.#placed(this.#chosen, node, variable, (value) =>
      this.chosen(residuals.restrict(node, variable, value), share * (split[value] as number)),
    );
  }

  /** Where a diagram is decided in its own order. */
  #ordered(node: NodeId): number {
    const { diagram } = this.#residuals;
    if (diagram.isTerminal(node)) return ~diagram.valueOf(node);
    const known = this.#inOrder.get(node);
    if (known !== undefined) return known;
    return this.#placed(this.#inOrder, node, diagram.levelOf(node), (value) =>
      this.#ordered(diagram.childOf(node, value)),
    );
  }

  #placed(
    known: Map<NodeId, number>,
    node: NodeId,
    variable: number,
    next: (value: number) => number,
  ): number {
    const { steps } = this;
    const place = steps.length;
    const size = this.#residuals.diagram.sizes[variable] as number;
    known.set(node, place);
    // Room is taken before the children are laid: they come behind.
    for (let entry = 0; entry <= size; entry += 1) steps.push(variable);
    for (let value = 0; value < size; value += 1) steps[place + 1 + value] = next(value);
    return place;
  }
}
