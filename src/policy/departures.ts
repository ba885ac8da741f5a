/**
 * Ways from an account to somewhere else: what each answer leads to when it alone is left, and the fewest answers that have
 * to be left together. One pass over all nodes from the last variable up, as in a forest, tells either of each node.
 */
import type { Diagram, NodeId } from "./diagram.ts";
import type { Masks } from "./diagram-walks.ts";
import { VALUES_MAX } from "./flat.ts";
import { joinWithin, layersOf, lesser, lowest, PLANNED, type Layers } from "./layers.ts";

/** The price of what is not to be left; as many prices as a diagram has variables stay far below it. */
export const KEPT = 1 << 20;

/** What no sum of prices comes up to. */
const UNREACHED = 1 << 29;

/** Ways told at once; the rest is found in a later round. */
const WAYS_MAX = 16;

export class Departures {
  readonly #layers: Layers;
  /** The sets of the terminals, which are numbered first. */
  readonly #sets: readonly number[];
  /** What it costs to get from each node to something wanted, under the masks and prices asked last. */
  readonly #costs: Int32Array;
  /** What each node reaches within the masks asked last. */
  readonly #within: Int32Array;
  readonly #seen: Uint8Array;
  /** For each inner node where its variable stands in the plan. */
  readonly #planned: Int32Array;

  /** `enter` answers the set that a terminal's value stands for. */
  constructor(diagram: Diagram, root: NodeId, enter: (value: number) => number) {
    const layers = layersOf(diagram, [root]);
    this.#layers = layers;
    this.#sets = layers.values.map(enter);
    this.#costs = new Int32Array(layers.count);
    this.#within = new Int32Array(layers.count);
    this.#within.set(this.#sets);
    this.#seen = new Uint8Array(layers.count);
    this.#planned = new Int32Array(layers.count);
    for (let entry = 0; entry < layers.plan.length; entry += PLANNED)
      this.#planned.fill(entry, layers.plan[entry + 1], layers.plan[entry + 2]);
  }

  /**
   * For each value outside its mask what is reached by it from some place within the masks, all else staying within
   * them: a set in a table over values, as in a flat diagram. O(nodes).
   */
  oneAway(masks: Masks): Int32Array {
    const { plan, children, roots } = this.#layers;
    const [within, seen] = [this.#within, this.#seen];
    joinWithin(this.#layers, masks, within);
    const away = new Int32Array(masks.length * VALUES_MAX);
    seen.fill(0);
    seen[roots[0] as number] = 1;
    for (let entry = plan.length - PLANNED; entry >= 0; entry -= PLANNED) {
      const variable = plan[entry] as number;
      const mask = masks[variable] as number;
      const first = plan[entry + 1] as number;
      const end = plan[entry + 2] as number;
      const values = plan[entry + 4] as number;
      for (let node = first; node < end; node += 1) {
        if (seen[node] === 0) continue;
        let at = (plan[entry + 3] as number) + node - first;
        for (let value = 0; value < values; value += 1, at += end - first) {
          const child = children[at] as number;
          const place = variable * VALUES_MAX + value;
          if ((mask >> value) & 1) seen[child] = 1;
          else away[place] = (away[place] as number) | (within[child] as number);
        }
      }
    }
    return away;
  }

  /**
   * The variables left on cheapest ways from the masks to something of `wanted`, on several that cost the same where there
   * are; leaving one costs its price, by variable. None where every way leaves one priced KEPT. O(nodes).
   */
  cheapest(masks: Masks, prices: Int32Array, wanted: number): readonly (readonly number[])[] {
    this.#price(masks, prices, wanted);
    const root = this.#layers.roots[0] as number;
    const found: (readonly number[])[] = [];
    if ((this.#costs[root] as number) < KEPT) this.#ways(root, masks, prices, [], found);
    return found;
  }

  /** Goes on along every edge by which nothing is lost. */
  #ways(
    from: number,
    masks: Masks,
    prices: Int32Array,
    left: readonly number[],
    found: (readonly number[])[],
  ): void {
    const { plan, children } = this.#layers;
    const costs = this.#costs;
    let node = from;
    while (node >= this.#sets.length) {
      const entry = this.#planned[node] as number;
      const variable = plan[entry] as number;
      const count = (plan[entry + 2] as number) - (plan[entry + 1] as number);
      const start = (plan[entry + 3] as number) + node - (plan[entry + 1] as number);
      const cost = costs[node] as number;
      const mask = masks[variable] as number;
      const price = prices[variable] as number;
      let stays = -1;
      const values = plan[entry + 4] as number;
      for (let value = 0, at = start; value < values; value += 1, at += count) {
        const child = children[at] as number;
        const isIn = ((mask >> value) & 1) === 1;
        if ((costs[child] as number) + (isIn ? 0 : price) !== cost) continue;
        if (isIn && stays < 0) stays = child;
        else if (found.length < WAYS_MAX)
          this.#ways(child, masks, prices, isIn ? left : [...left, variable], found);
      }
      if (stays < 0) return;
      node = stays;
    }
    found.push(left);
  }

  #price(masks: Masks, prices: Int32Array, wanted: number): void {
    const { plan, children } = this.#layers;
    const [costs, sets] = [this.#costs, this.#sets];
    for (let node = 0; node < sets.length; node += 1)
      costs[node] = ((sets[node] as number) & wanted) === 0 ? UNREACHED : 0;
    for (let entry = 0; entry < plan.length; entry += PLANNED) {
      const variable = plan[entry] as number;
      const mask = masks[variable] as number;
      const price = prices[variable] as number;
      const first = plan[entry + 1] as number;
      const end = plan[entry + 2] as number;
      const start = plan[entry + 3] as number;
      const count = end - first;
      const all = price === KEPT ? mask : (1 << (plan[entry + 4] as number)) - 1;
      let one = start + lowest(mask) * count;
      let rest = all & ~(mask & -mask);
      if (rest === 0) {
        for (let node = first; node < end; node += 1, one += 1)
          costs[node] = costs[children[one] as number] as number;
        continue;
      }
      let value = lowest(rest);
      let other = start + value * count;
      let own = (mask >> value) & 1 ? 0 : price;
      for (let node = first; node < end; node += 1, one += 1, other += 1) {
        const cost = costs[children[one] as number] as number;
        costs[node] = lesser(cost, (costs[children[other] as number] as number) + own);
      }
      for (rest &= rest - 1; rest !== 0; rest &= rest - 1) {
        value = lowest(rest);
        other = start + value * count;
        own = (mask >> value) & 1 ? 0 : price;
        for (let node = first; node < end; node += 1, other += 1) {
          const cost = costs[node] as number;
          costs[node] = lesser(cost, (costs[children[other] as number] as number) + own);
        }
      }
    }
  }
}
