import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueAt, VALUES_MAX, variableAt } from "../../src/policy/flat.ts";
import { NEVER, Ways } from "../../src/policy/ways.ts";
import { SEED } from "../support/builders.ts";
import {
  flatOf,
  joinedWithin,
  masksOver,
  situationsOf,
  tableOf,
  valueIn,
  type Table,
} from "../support/random-diagram.ts";

const RUNS = { seed: SEED, numRuns: 200 };
/** Sets of up to four things, some of them empty. */
const table = tableOf([0, 1, 2, 3, 4, 8, 10]);
const masked = table.chain((made) => fc.tuple(fc.constant(made), masksOver(made)));

const single = table.chain((made) =>
  fc.tuple(
    fc.constant(made),
    fc.tuple(...made.sizes.map((size) => fc.nat(size - 1).map((value) => 1 << value))),
  ),
);

/** For each value of each variable a price; one value of each is free. */
function pricesOver({ sizes }: Table): fc.Arbitrary<readonly (readonly number[])[]> {
  const price = fc.constantFrom(0, 1, 2, 5, Infinity);
  const ofOne = (size: number) =>
    fc
      .tuple(fc.nat(size - 1), fc.array(price, { minLength: size, maxLength: size }))
      .map(([free, list]) => list.map((one, value) => (value === free ? 0 : one)));
  return fc.tuple(...sizes.map(ofOne));
}

describe("ways through a diagram are what trying every situation finds:", () => {
  it("of the cheapest situation with each set wanted, and of there being none", () => {
    const priced = table.chain((made) =>
      fc.tuple(fc.constant(made), fc.constantFrom(1, 2, 4, 8, 5), pricesOver(made)),
    );
    fc.assert(
      fc.property(priced, ([made, wanted, prices]) => {
        const costOf = (situation: readonly number[]) =>
          situation.reduce((sum, value, i) => sum + (prices[i]?.[value] ?? Infinity), 0);
        const ways = new Ways(flatOf(made)).cheapest(wanted, tabled(prices));
        const leastOf = (set: number) =>
          situationsOf(made.sizes)
            .filter((situation) => valueIn(made, situation) === set)
            .reduce((sofar, situation) => Math.min(sofar, costOf(situation)), Infinity);
        const sets = [...new Set(situationsOf(made.sizes).map((one) => valueIn(made, one)))].filter(
          (set) => (set & wanted) !== 0 && leastOf(set) < Infinity,
        );
        expect(new Set(ways.map(({ set }) => set))).toEqual(new Set(sets));
        for (const { set, price, places } of ways) {
          const values = new Map(places.map((place) => [variableAt(place), valueAt(place)]));
          // What is not tested on the way is free to take the value that costs nothing.
          const found = prices.map((list, i) => values.get(i) ?? list.indexOf(0));
          expect(price).toBe(leastOf(set));
          expect(costOf(found)).toBe(price);
          expect(valueIn(made, found)).toBe(set);
        }
      }),
      RUNS,
    );
  });

  it("of a diagram that tests nothing, the terminal itself", () => {
    const ways = new Ways(flatOf({ sizes: [2, 3], values: [4, 4, 4, 4, 4, 4] }));
    const prices = tabled([[], []]);
    expect(ways.cheapest(4, prices)).toEqual([{ set: 4, price: 0, places: [] }]);
    expect(ways.cheapest(2, prices)).toEqual([]);
  });

  it("of what each value leads to that, taken alone, is otherwise", () => {
    fc.assert(
      fc.property(masked, ([made, masks]) => {
        const away = new Ways(flatOf(made)).oneAway(Uint8Array.from(masks));
        made.sizes.forEach((size, variable) => {
          for (let value = 0; value < size; value += 1) {
            if ((((masks[variable] ?? 0) >> value) & 1) === 1) continue;
            const leads = joinedWithin(made, masks.with(variable, 1 << value));
            // Only what is tested on some way within the masks is told: elsewhere the value changes nothing.
            const now = joinedWithin(made, masks);
            const told = away[variable * VALUES_MAX + value] ?? 0;
            expect(told & ~leads).toBe(0);
            expect(leads & ~now & ~told).toBe(0);
          }
        });
      }),
      RUNS,
    );
  });

  it.each([
    ["accounts with open facts", masked],
    ["single situations", single],
  ])("of %s, the variables whose leaving alone leads to something wanted", (_, accounts) => {
    fc.assert(
      fc.property(accounts, fc.constantFrom(1, 2, 4, 8, 5), ([made, masks], sought) => {
        const wanted = sought & ~joinedWithin(made, masks);
        const turning = new Ways(flatOf(made)).turning(Uint8Array.from(masks), wanted);
        const leads = made.sizes.map((size, variable) => {
          const others = ((1 << size) - 1) & ~(masks[variable] ?? 0);
          if (others === 0) return 0;
          return joinedWithin(made, masks.with(variable, others)) & wanted ? 1 : 0;
        });
        expect([...turning]).toEqual(leads);
      }),
      RUNS,
    );
  });
});

/** Prices as `cheapest` takes them: one row a variable. */
function tabled(prices: readonly (readonly number[])[]): Int32Array {
  const laid = new Int32Array(prices.length * VALUES_MAX);
  prices.forEach((list, variable) =>
    laid.set(
      list.map((price) => (price === Infinity ? NEVER : price)),
      variable * VALUES_MAX,
    ),
  );
  return laid;
}
