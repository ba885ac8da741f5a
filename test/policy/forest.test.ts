import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Diagram } from "../../src/policy/diagram.ts";
import { Forest } from "../../src/policy/forest.ts";
import { SEED } from "../support/builders.ts";
import {
  joinedWithin,
  masksOver,
  situationsOf,
  tableOf,
  type Table,
} from "../support/random-diagram.ts";

const RUNS = { seed: SEED, numRuns: 200 };
const VALUES = [0, 1, 2, 3, 4, 8, 10];

/** Tables over the same variables: the first as made, the others with its values moved round, so that nodes are shared. */
const tables = tableOf(VALUES).chain((first) =>
  fc.array(fc.nat(first.values.length), { maxLength: 3 }).map((turns): readonly Table[] => [
    first,
    ...turns.map((turn) => ({
      sizes: first.sizes,
      values: [...first.values.slice(turn), ...first.values.slice(0, turn)],
    })),
  ]),
);
const asked = tables.chain((made) =>
  fc.tuple(
    fc.constant(made),
    fc.array(masksOver(made[0] as Table), { minLength: 1, maxLength: 8 }),
  ),
);

function forestOf(made: readonly Table[]): Forest {
  const [{ sizes }] = made as [Table];
  const diagram = new Diagram(sizes);
  const rootOf = ({ values }: Table) => {
    let next = 0;
    const build = (variable: number): number =>
      variable === sizes.length
        ? diagram.terminal(values[next++] ?? 0)
        : diagram.branch(variable, () => build(variable + 1));
    return build(0);
  };
  return new Forest(diagram, made.map(rootOf), (value) => value);
}

describe("diagrams read together say what trying every situation says", () => {
  it("of all that may still occur, joined, however often and in whatever order they are asked", () => {
    fc.assert(
      fc.property(asked, ([made, all]) => {
        const forest = forestOf(made);
        expect(all.map((masks) => forest.unions(Uint8Array.from(masks)))).toEqual(
          all.map((masks) => made.map((table) => joinedWithin(table, masks))),
        );
      }),
      RUNS,
    );
  });

  it("of diagrams that test nothing, and of one given twice", () => {
    const sizes = [2, 3];
    const constant = (value: number): Table => ({
      sizes,
      values: situationsOf(sizes).map(() => value),
    });
    const forest = forestOf([constant(4), constant(0), constant(4)]);
    expect(forest.unions(Uint8Array.of(1, 0b110))).toEqual([4, 0, 4]);
  });
});
