import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPossible } from "../../src/policy/account.ts";
import { compile } from "../../src/policy/compile.ts";
import { outcomesOf, readingsOf } from "../../src/policy/readings.ts";
import { Residuals } from "../../src/policy/residual.ts";
import { Straight, straightOf } from "../../src/policy/straight.ts";
import type { Shares } from "../../src/policy/weigh.ts";
import { SEED } from "../support/builders.ts";
import { flatOf, situationsOf, tableOf, valueIn, type Table } from "../support/random-diagram.ts";
import { shippedData } from "../support/shipped.ts";

const RUNS = { seed: SEED, numRuns: 300 };

/** Shares of each value, some of them 0, and so small at times that no better order is sought. */
function sharesOver({ sizes }: Table): fc.Arbitrary<Shares> {
  const weight = fc.constantFrom<number[]>(0, 1, 1, 5, 1000);
  const ofOne = (size: number): fc.Arbitrary<readonly number[]> =>
    fc.array(weight, { minLength: size, maxLength: size }).map((weights) => {
      const sum = weights.reduce((total, one) => total + one, 0);
      return weights.map((one) => (sum === 0 ? 1 / size : one / sum));
    });
  return fc.tuple(...sizes.map(ofOne));
}

const shared = tableOf([0, 0, 1, 2, 4, 8]).chain((made) =>
  fc.tuple(fc.constant(made), sharesOver(made)),
);

/** The masks of a situation told by the places of its values. */
const maskedBy = (places: readonly number[]) => Uint8Array.from(places, (place) => 1 << place);

describe("deciding straight", () => {
  it("answers of every situation that can occur what it has, whatever people are drawn by", () => {
    fc.assert(
      fc.property(shared, ([made, shares]) => {
        const residuals = new Residuals(flatOf(made), made.sizes);
        const open = Uint8Array.from(made.sizes, (size) => (1 << size) - 1);
        const straight = new Straight(residuals, residuals.of(open, new Set()), shares);
        const possible = situationsOf(made.sizes).filter((one) => valueIn(made, one) !== 0);
        expect(possible.map((one) => straight.at(maskedBy(one)))).toEqual(
          possible.map((one) => valueIn(made, one)),
        );
      }),
      RUNS,
    );
  });

  it("answers of one that cannot occur without ending in a loop", () => {
    const none: Table = { sizes: [2, 3], values: [0, 0, 0, 0, 0, 0] };
    const residuals = new Residuals(flatOf(none), none.sizes);
    const root = residuals.of(Uint8Array.of(3, 7), new Set());
    const straight = new Straight(residuals, root, [
      [0.5, 0.5],
      [1, 0, 0],
    ]);
    expect(straight.at(maskedBy([1, 2]))).toBe(0);
  });

  it("gives shipped situations the tier that a walk down their diagram gives", async () => {
    const { policy } = await shippedData();
    const compiled = compile(policy, null);
    const readings = readingsOf(
      compiled,
      compiled.decided(() => true),
    );
    const straight = straightOf(compiled, readings.flat.tiers);
    const situation = fc
      .tuple(...compiled.values.map(({ length }) => fc.nat(length - 1)))
      .map(maskedBy)
      .filter((masks) => isPossible(compiled, masks));
    fc.assert(
      fc.property(situation, (masks) => {
        expect(straight.at(masks)).toBe(readings.flat.tiers.union(masks));
        expect(outcomesOf(readings, masks).tiers).toBe(straight.at(masks));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
