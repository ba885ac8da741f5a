import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueAt, VALUES_MAX, variableAt } from "../../src/policy/flat.ts";
import { NEVER, Ways } from "../../src/policy/ways.ts";
import { SEED } from "../support/builders.ts";
import { flatOf, situationsOf, tableOf, valueIn, type Table } from "../support/random-diagram.ts";

const RUNS = { seed: SEED, numRuns: 200 };
/** Sets of up to four things, some of them empty. */
const table = tableOf([0, 1, 2, 3, 4, 8, 10]);

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
