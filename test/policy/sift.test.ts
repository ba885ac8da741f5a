import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Diagram, type NodeId } from "../../src/policy/diagram.ts";
import { sizeOf } from "../../src/policy/diagram-walks.ts";
import { sift } from "../../src/policy/sift.ts";
import { SEED } from "../support/builders.ts";

const SIZES = [2, 3, 2, 2, 2];

type Table = (point: readonly number[]) => number;

/** The function with its variables tested in the given order; `order[place]` is the variable at that place. */
function built(order: readonly number[], table: Table): readonly [Diagram, NodeId] {
  const diagram = new Diagram(order.map((variable) => SIZES[variable] ?? 2));
  const walk = (place: number, point: readonly number[]): NodeId =>
    place === order.length
      ? diagram.terminal(table(point))
      : diagram.branch(place, (value) => walk(place + 1, point.with(order[place] ?? 0, value)));
  return [
    diagram,
    walk(
      0,
      order.map(() => 0),
    ),
  ];
}

const asGiven = SIZES.map((_, variable) => variable);
const indexOf = (point: readonly number[]) =>
  point.reduce((sofar, value, i) => sofar * (SIZES[i] ?? 2) + value, 0);

describe("sifting", () => {
  it("answers every variable once, leaves the diagram alone and never makes it larger", () => {
    const values = fc.array(fc.nat(2), { minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(values, (list) => {
        const table: Table = (point) => list[indexOf(point)] ?? 0;
        const [diagram, root] = built(asGiven, table);
        const before = diagram.nodeCount;
        const order = sift(diagram, [root]);
        expect(order.toSorted((a, b) => a - b)).toEqual(asGiven);
        expect(sift(diagram, [root])).toEqual(order);
        expect(diagram.nodeCount).toBe(before);
        const [other, again] = built(order, table);
        expect(sizeOf(other, again)).toBeLessThanOrEqual(sizeOf(diagram, root));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("brings together what is tested together", () => {
    const [diagram, root] = built([0, 2, 1, 3, 4], ([a = 0, b = 0, c = 0, d = 0]) =>
      (a === 1 && d === 1) || (b > 0 && c === 1) ? 1 : 0,
    );
    expect(sizeOf(diagram, root)).toBeGreaterThan(4);
    const order = sift(diagram, [root]).map((place) => [0, 2, 1, 3, 4][place] ?? 0);
    const [other, again] = built(order, ([a = 0, b = 0, c = 0, d = 0]) =>
      (a === 1 && d === 1) || (b > 0 && c === 1) ? 1 : 0,
    );
    expect(sizeOf(other, again)).toBe(4);
  });
});
