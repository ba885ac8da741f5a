import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { turning } from "../../src/policy/decisive.ts";
import { Departures, KEPT } from "../../src/policy/departures.ts";
import { VALUES_MAX } from "../../src/policy/flat.ts";
import { SEED } from "../support/builders.ts";
import {
  diagramOf,
  flatOf,
  joinedWithin,
  masksOver,
  situationsOf,
  tableOf,
  valueIn,
  type Table,
} from "../support/random-diagram.ts";

const RUNS = { seed: SEED, numRuns: 400 };
/** Sets of up to four things, some of them empty. */
const table = tableOf([0, 1, 2, 3, 4, 8, 10]);
const masked = table.chain((made) => fc.tuple(fc.constant(made), masksOver(made)));
const single = table.chain((made) =>
  fc.tuple(
    fc.constant(made),
    fc.tuple(...made.sizes.map((size) => fc.nat(size - 1).map((value) => 1 << value))),
  ),
);

function departuresOf(made: Table): Departures {
  const { diagram, root } = diagramOf(made);
  return new Departures(diagram, root, (value) => value);
}

const asked = table.chain((made) =>
  fc.record({
    made: fc.constant(made),
    masks: masksOver(made),
    prices: fc.tuple(...made.sizes.map(() => fc.constantFrom(1, 1, 2, KEPT))),
    sought: fc.constantFrom(1, 2, 4, 8, 5, 15),
  }),
);

interface Asked {
  readonly made: Table;
  readonly masks: readonly number[];
  readonly prices: readonly number[];
  /** Nothing of it is reached within the masks. */
  readonly wanted: number;
}

/** What leaving the masks for each wanted situation costs, and the variables left. */
function departuresTo({ made, masks, prices, wanted }: Asked) {
  return situationsOf(made.sizes)
    .filter((situation) => (valueIn(made, situation) & wanted) !== 0)
    .map((situation) => {
      const left = situation.flatMap((value, i) => (((masks[i] ?? 0) >> value) & 1 ? [] : [i]));
      return { left, cost: left.reduce((sum, i) => sum + (prices[i] ?? 0), 0) };
    })
    .filter(({ cost }) => cost < KEPT);
}

describe("departing from an account leads where trying every situation says:", () => {
  it("the fewest answers left for something else, told in several ways that cost the same", () => {
    fc.assert(
      fc.property(asked, ({ made, masks, prices, sought }) => {
        const wanted = sought & ~joinedWithin(made, masks);
        const found = departuresOf(made).cheapest(
          Uint8Array.from(masks),
          Int32Array.from(prices),
          wanted,
        );
        const all = departuresTo({ made, masks, prices, wanted });
        const least = Math.min(...all.map(({ cost }) => cost));
        const cheapest = new Set(
          all.filter(({ cost }) => cost === least).map(({ left }) => left.join()),
        );
        const told = new Set(found.map((left) => left.toSorted((a, b) => a - b).join()));
        expect(told.isSubsetOf(cheapest)).toBe(true);
        expect(told.size > 0).toBe(cheapest.size > 0);
        // With so few ways none is left out.
        if (found.length < 16) expect(told).toEqual(cheapest);
      }),
      RUNS,
    );
  });

  it("what each value leads to that, taken alone, is otherwise", () => {
    fc.assert(
      fc.property(masked, ([made, masks]) => {
        const away = departuresOf(made).oneAway(Uint8Array.from(masks));
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
  ])("of %s the variables whose leaving alone leads to something wanted", (_, accounts) => {
    fc.assert(
      fc.property(accounts, fc.constantFrom(1, 2, 4, 8, 5), ([made, masks], sought) => {
        const wanted = sought & ~joinedWithin(made, masks);
        const found = turning(flatOf(made), departuresOf(made), Uint8Array.from(masks), wanted);
        const leads = made.sizes.map((size, variable) => {
          const others = ((1 << size) - 1) & ~(masks[variable] ?? 0);
          if (others === 0) return 0;
          return joinedWithin(made, masks.with(variable, others)) & wanted ? 1 : 0;
        });
        expect([...found]).toEqual(leads);
      }),
      RUNS,
    );
  });
});
