import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Flat } from "../../src/policy/flat.ts";
import { SEED } from "../support/builders.ts";
import {
  diagramOf,
  flatOf,
  joinedWithin,
  masksOver,
  situationsOf,
  tableOf,
  valueIn,
  within,
} from "../support/random-diagram.ts";

const RUNS = { seed: SEED, numRuns: 200 };
/** Sets of up to four things, some of them empty. */
const table = tableOf([0, 1, 2, 3, 4, 8, 10]);
const masked = table.chain((made) => fc.tuple(fc.constant(made), masksOver(made)));

describe("a diagram laid out flat says what trying every situation says", () => {
  it("of all that may still occur, joined, however often and in whatever order it is asked", () => {
    const asked = table.chain((made) =>
      fc.tuple(fc.constant(made), fc.array(masksOver(made), { minLength: 1, maxLength: 8 })),
    );
    fc.assert(
      fc.property(asked, ([made, all]) => {
        const flat = flatOf(made);
        expect(all.map((masks) => flat.union(Uint8Array.from(masks)))).toEqual(
          all.map((masks) => joinedWithin(made, masks)),
        );
      }),
      RUNS,
    );
  });

  it("of the ends reached, though their sets be alike", () => {
    fc.assert(
      fc.property(masked, ([made, masks]) => {
        const { diagram, root } = diagramOf(made);
        const flat = new Flat(diagram, root, (value) => Math.min(value, 1));
        const places = flat.reached(Uint8Array.from(masks));
        const reached = situationsOf(made.sizes)
          .filter((situation) => within(situation, masks))
          .map((situation) => valueIn(made, situation));
        expect(new Set(places.map((place) => flat.values[place]))).toEqual(new Set(reached));
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
      }),
      RUNS,
    );
  });

  it("of a single situation, its set", () => {
    fc.assert(
      fc.property(table, (made) => {
        const flat = flatOf(made);
        const situations = situationsOf(made.sizes);
        expect(
          situations.map((one) => flat.at(Uint8Array.from(one, (value) => 1 << value))),
        ).toEqual(situations.map((one) => valueIn(made, one)));
      }),
      RUNS,
    );
  });

  it("of a diagram that tests nothing", () => {
    const flat = flatOf({ sizes: [2, 3], values: [4, 4, 4, 4, 4, 4] });
    expect(flat.inner).toBe(0);
    expect(flat.union(Uint8Array.of(1, 2))).toBe(4);
    expect(flat.reached(Uint8Array.of(1, 2))).toEqual([0]);
    expect(flat.at(Uint8Array.of(1, 2))).toBe(4);
  });
});
