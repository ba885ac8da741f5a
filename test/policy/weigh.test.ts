import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOTHING, Residuals } from "../../src/policy/residual.ts";
import { weighed, type Shares } from "../../src/policy/weigh.ts";
import { SEED } from "../support/builders.ts";
import { flatOf, situationsOf, tableOf, valueIn, type Table } from "../support/random-diagram.ts";

const RUNS = { seed: SEED, numRuns: 120 };
/** Sets, and what cannot occur. */
const table = tableOf([NOTHING, NOTHING, 1, 2, 4, 3]).filter(({ values }) =>
  values.some((set) => set !== NOTHING),
);
const weighted = table.chain((made) =>
  fc.tuple(
    fc.constant(made),
    fc.tuple(
      ...made.sizes.map((size) =>
        fc
          .array(fc.integer({ min: 1, max: 100 }), { minLength: size, maxLength: size })
          .map((weights) => weights.map((one) => one / weights.reduce((a, b) => a + b))),
      ),
    ),
  ),
);

/** Bits open between the sets of some situations, each as likely as its shares make it. */
function entropyOf(chances: readonly (readonly [number, number])[]): number {
  const bySet = new Map<number, number>();
  for (const [set, chance] of chances) bySet.set(set, (bySet.get(set) ?? 0) + chance);
  const all = sum([...bySet.values()]);
  return sum([...bySet.values()].map((one) => -(one / all) * Math.log2(one / all)));
}

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

/** Counted off the list of all situations. */
function slowly(made: Table, shares: Shares) {
  const possible = situationsOf(made.sizes).flatMap((situation) => {
    const set = valueIn(made, situation);
    const chance = situation.reduce((all, value, i) => all * (shares[i]?.[value] ?? 0), 1);
    return set === NOTHING ? [] : [{ situation, set, chance }];
  });
  const bits = (some: typeof possible) => entropyOf(some.map(({ set, chance }) => [set, chance]));
  const share = sum(possible.map(({ chance }) => chance));
  const gains = made.sizes.map((size, variable) => {
    const left = Array.from({ length: size }, (_, value) => {
      const some = possible.filter(({ situation }) => situation[variable] === value);
      const part = sum(some.map(({ chance }) => chance)) / share;
      return some.length === 0 ? 0 : part * bits(some);
    });
    return bits(possible) - sum(left);
  });
  return { entropy: bits(possible), possible: share, gains };
}

function expectAlike(made: Table, shares: Shares): void {
  const residuals = new Residuals(flatOf(made), made.sizes);
  const open = Uint8Array.from(made.sizes, (size) => (1 << size) - 1);
  const fast = weighed(residuals, residuals.of(open, new Set()), shares);
  const slow = slowly(made, shares);
  expect(fast.entropy).toBeCloseTo(slow.entropy, 9);
  expect(fast.possible).toBeCloseTo(slow.possible, 9);
  slow.gains.forEach((gain, variable) => expect(fast.gains[variable]).toBeCloseTo(gain, 9));
}

describe("what remains, weighed", () => {
  it("has the entropy, the share and the gains that counting all situations gives", () => {
    fc.assert(
      fc.property(weighted, ([made, shares]) => expectAlike(made, shares)),
      RUNS,
    );
  });

  const half = [0.5, 0.5];
  const examples: readonly (readonly [string, Table, Shares])[] = [
    ["a settled remain", { sizes: [2, 2], values: [1, 1, 1, 1] }, [half, half]],
    [
      "a remain settled where it is possible",
      { sizes: [2, 2], values: [1, 0, 0, 1] },
      [half, half],
    ],
    ["one variable that tells all", { sizes: [2, 2], values: [1, 1, 2, 2] }, [[0.25, 0.75], half]],
    [
      "two that tell something only together",
      { sizes: [2, 2], values: [1, 2, 2, 1] },
      [half, half],
    ],
    ["two tied by what is possible", { sizes: [2, 2], values: [1, 0, 0, 2] }, [[0.1, 0.9], half]],
  ];
  it.each(examples)("is right for %s", (_, made, shares) => expectAlike(made, shares));

  it("tells nothing by a variable nobody tests, and never less than nothing", () => {
    fc.assert(
      fc.property(weighted, ([made, shares]) => {
        const residuals = new Residuals(flatOf(made), made.sizes);
        const open = Uint8Array.from(made.sizes, (size) => (1 << size) - 1);
        const root = residuals.of(open, new Set());
        const { gains, entropy } = weighed(residuals, root, shares);
        const tested = new Set([...residuals.nodes(root)].map((n) => residuals.diagram.levelOf(n)));
        gains.forEach((gain, variable) => {
          expect(gain).toBeGreaterThanOrEqual(0);
          expect(gain).toBeLessThanOrEqual(entropy + 1e-9);
          if (!tested.has(variable)) expect(gain).toBe(0);
        });
      }),
      RUNS,
    );
  });
});
