/**
 * How well the shipped patterns read narratives that were written and coded without sight of them. Patterns were developed
 * from the ones called dev; the ones called heldout were scored as totals only. A floor is what must not be lost again.
 */
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { factsOf, possibleTogether } from "../../src/dialogue/proposal-possible.ts";
import { scoreOf, type Pair } from "../../src/reader/score.ts";
import { read } from "../support/narratives.ts";
import { shippedBundle } from "../support/shipped.ts";

interface Coded {
  readonly set?: string;
  readonly narrative_zh?: string;
  readonly narrative_en?: string;
  readonly facts: Readonly<Record<string, string>>;
}

const bundle = await shippedBundle();

async function pairsOf(file: string, set?: string): Promise<readonly Pair[]> {
  const cases = parse(await readFile(`test/reading/narratives-${file}.yaml`, "utf8")) as Coded[];
  return cases
    .filter((one) => set === undefined || one.set === set)
    .map(({ narrative_zh, narrative_en, facts }) => {
      const language = narrative_zh === undefined ? "en" : "zh-CN";
      const proposals = read(narrative_zh ?? narrative_en ?? "", language);
      return {
        proposed: factsOf(possibleTogether(bundle.compiled(null), proposals)),
        coded: facts,
      };
    });
}

describe("narratives read by the shipped patterns:", () => {
  it.each([
    ["dev-official", undefined, 94, 0.86, 0.58],
    ["dev-first-person", undefined, 60, 0.85, 0.65],
    ["english", "dev", 20, 0.72, 0.74],
    ["heldout-official", undefined, 60, 0.65, 0.22],
    ["heldout-first-person", undefined, 40, 0.47, 0.21],
    ["english", "heldout", 10, 0.45, 0.13],
  ] as const)("%s (%s)", async (file, set, cases, precision, recall) => {
    const pairs = await pairsOf(file, set);
    expect(pairs).toHaveLength(cases);
    const { overall } = scoreOf(pairs);
    expect(overall.precision).toBeGreaterThanOrEqual(precision);
    expect(overall.recall).toBeGreaterThanOrEqual(recall);
  });
});
