import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Case } from "../../src/dialogue/case.ts";
import { diceOf } from "../proof/dice.ts";
import { carryOnce, WAYS } from "./carry.ts";
import { wander } from "./talkers.ts";
import { variants, type Variant } from "./variants.ts";

const WALKS = 100;
const STOPS_PER_WALK = 5;
const TURNS_BETWEEN_MAX = 12;
const SEED = 20_260_701;

let made: readonly Variant[];

beforeAll(async () => {
  made = await variants();
});

describe("a talk stopped anywhere while the content changes", () => {
  it(`keeps what means the same and files nothing elsewhere, ${WALKS * STOPS_PER_WALK} times`, () => {
    const seen = { cases: 0, answers: 0, kept: 0 };
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (seed) => {
        const dice = diceOf(seed);
        const old = dice.pick(made).bundle();
        let known: Case | undefined;
        for (let stops = 0; stops < STOPS_PER_WALK; stops += 1) {
          const turns = 1 + dice.below(TURNS_BETWEEN_MAX);
          for (let turn = 0; turn < turns; turn += 1) known = wander(known, dice, old);
          known ??= wander(known, dice, old);
          if (known === undefined) throw new Error("nothing was begun");
          const fresh = dice.pick(made).bundle();
          const one = carryOnce(known, diceOf(seed + stops), old, fresh, dice.pick(WAYS));
          seen.cases += 1;
          seen.answers += one.answers;
          seen.kept += one.kept;
        }
      }),
      { numRuns: WALKS, seed: SEED },
    );
    // A run in which nothing was at stake would show nothing.
    expect(seen.cases).toBe(WALKS * STOPS_PER_WALK);
    expect(seen.answers).toBeGreaterThan(seen.cases);
    expect(seen.answers - seen.kept).toBeGreaterThan(seen.cases / 20);
  });
});
