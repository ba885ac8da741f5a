import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallestHittingSet } from "../../src/policy/hitting-set.ts";
import { SEED } from "../support/builders.ts";

const PLACES = 9;
const subsets = Array.from({ length: 1 << PLACES }, (_, bits) =>
  Array.from({ length: PLACES }, (__, place) => place).filter((place) => (bits >> place) & 1),
);
const sets = fc.array(fc.uniqueArray(fc.nat(PLACES - 1), { minLength: 1, maxLength: 5 }), {
  maxLength: 14,
});

const meets = (chosen: readonly number[], all: readonly (readonly number[])[]) =>
  all.every((set) => set.some((one) => chosen.includes(one)));

describe("the fewest places that meet every set", () => {
  it("meet them, and no fewer do: all choices of places tried", () => {
    fc.assert(
      fc.property(sets, (all) => {
        const found = smallestHittingSet(all);
        expect(meets(found, all)).toBe(true);
        expect(new Set(found).size).toBe(found.length);
        const least = Math.min(
          ...subsets.filter((one) => meets(one, all)).map(({ length }) => length),
        );
        expect(found).toHaveLength(least);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  const table = [
    ["nothing to meet", [], []],
    ["one set", [[4]], [4]],
    [
      "a place that all share, though it comes last in each",
      [
        [1, 9],
        [2, 9],
        [3, 9],
      ],
      [9],
    ],
    ["sets that share nothing", [[1], [2], [3]], [1, 2, 3]],
  ] as const;
  it.each(table)("for %s", (_, all, expected) => {
    expect(smallestHittingSet(all).toSorted((a, b) => a - b)).toEqual(expected);
  });

  it("still meet them where the search is cut short", () => {
    // Every seven of twenty-two: far more steps than are taken.
    const all = Array.from({ length: 300 }, (_, i) =>
      Array.from({ length: 7 }, (__, j) => (i * 5 + j * j * 3 + j * i) % 22),
    );
    expect(meets(smallestHittingSet(all), all)).toBe(true);
  });
});
