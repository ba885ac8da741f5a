import { beforeAll, describe, expect, it } from "vitest";
import type { Border } from "./border.ts";
import { openBorders } from "./borders.ts";
import { fuzz } from "./fuzzing.ts";

const RUNS = 50_000;
const SEED = 20_260_701;

let borders: readonly Border[];

beforeAll(async () => {
  borders = await openBorders();
});

describe("whatever comes in", () => {
  it(`does no harm at any border, ${RUNS} times`, async () => {
    const { faults, slow, perBorder } = await fuzz(borders, { runs: RUNS, seed: SEED });
    expect(faults).toEqual([]);
    expect(slow).toEqual([]);
    for (const { name } of borders) expect(perBorder[name]?.runs, name).toBeGreaterThan(0);
  });
});
