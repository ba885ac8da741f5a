import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Diagram, DiagramTooLarge, NODES_MAX, type NodeId } from "../../src/policy/diagram.ts";
import {
  combine,
  mapTerminals,
  project,
  reach,
  sizeOf,
  substitute,
  supportOf,
} from "../../src/policy/diagram-walks.ts";
import { SEED } from "../support/builders.ts";

const SIZES = [2, 3, 2] as const;
const OPEN = Uint8Array.of(0b11, 0b111, 0b11);
const points = [0, 1].flatMap((a) => [0, 1, 2].flatMap((b) => [0, 1].map((c) => [a, b, c])));

type Table = (a: number, b: number, c: number) => number;

/** A function of three variables, written out value by value. */
function tabled(diagram: Diagram, table: Table): NodeId {
  return diagram.branch(0, (a) =>
    diagram.branch(1, (b) => diagram.branch(2, (c) => diagram.terminal(table(a, b, c)))),
  );
}

function valueAt(diagram: Diagram, root: NodeId, point: readonly number[]): number {
  const end = point.reduce((node, value, i) => diagram.cofactor(node, i, value), root);
  return diagram.valueOf(end);
}

function tableOf(diagram: Diagram, root: NodeId): readonly number[] {
  return points.map((point) => valueAt(diagram, root, point));
}

/** Twelve values, one for each point: a function. */
const values = fc.array(fc.nat(3), { minLength: points.length, maxLength: points.length });
const tableFrom =
  (list: readonly number[]): Table =>
  (a, b, c) =>
    list[a * 6 + b * 2 + c] ?? 0;

describe("a diagram", () => {
  it("is the same node for the same function, however it was built", () => {
    const diagram = new Diagram(SIZES);
    const [a, b, c] = [diagram.literal(0, 1), diagram.literal(1, 0b101), diagram.literal(2, 1)];
    const [yes, no] = [diagram.terminal(1), diagram.terminal(0)];
    const and = (x: NodeId, y: NodeId) => diagram.choose(x, y, no);
    const or = (x: NodeId, y: NodeId) => diagram.choose(x, yes, y);
    const not = (x: NodeId) => diagram.choose(x, no, yes);
    expect(and(a, b)).toBe(and(b, a));
    expect(not(or(a, b))).toBe(and(not(a), not(b)));
    expect(and(a, or(b, c))).toBe(or(and(a, b), and(a, c)));
    expect(or(a, not(a))).toBe(yes);
    expect(diagram.literal(1, 0b010)).toBe(not(b));
    expect(diagram.literal(1, 0b111)).toBe(yes);
  });

  it("is the same node exactly where two random functions are equal", () => {
    const pair = fc.oneof(
      fc.tuple(values, values),
      values.map((same) => [same, same]),
    );
    fc.assert(
      fc.property(pair, ([one = [], other = []]) => {
        const diagram = new Diagram(SIZES);
        const nodes = [tabled(diagram, tableFrom(one)), tabled(diagram, tableFrom(other))];
        expect(nodes[0] === nodes[1]).toBe(one.join() === other.join());
        expect(nodes.map((node) => tableOf(diagram, node))).toEqual([one, other]);
      }),
      { seed: SEED },
    );
  });

  it("tests no variable whose children are all alike, and repeats no node", () => {
    fc.assert(
      fc.property(values, (list) => {
        const diagram = new Diagram(SIZES);
        tabled(diagram, tableFrom(list));
        const inner = Array.from({ length: diagram.nodeCount }, (_, node) => node).filter(
          (node) => !diagram.isTerminal(node),
        );
        const shapes = inner.map((node) =>
          [diagram.levelOf(node), ...diagram.childrenOf(node)].join(),
        );
        expect(new Set(shapes).size).toBe(inner.length);
        for (const node of inner) expect(new Set(diagram.childrenOf(node)).size).toBeGreaterThan(1);
      }),
      { seed: SEED },
    );
  });

  it("chooses point by point between two diagrams", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1), { minLength: 12, maxLength: 12 }),
        values,
        values,
        (...lists) => {
          const diagram = new Diagram(SIZES);
          const [test, left, right] = lists.map((list) => tabled(diagram, tableFrom(list)));
          const chosen = diagram.choose(test ?? 0, left ?? 0, right ?? 0);
          expect(tableOf(diagram, chosen)).toEqual(
            lists[0].map((yes, i) => (yes === 1 ? lists[1][i] : lists[2][i])),
          );
        },
      ),
      { seed: SEED },
    );
  });

  it("refuses to grow past its limit", () => {
    const diagram = new Diagram([2]);
    const fill = () => {
      for (let value = 0; value <= NODES_MAX; value++) diagram.terminal(value);
    };
    expect(fill).toThrow(DiagramTooLarge);
    expect(diagram.nodeCount).toBe(NODES_MAX);
    expect(diagram.terminal(7)).toBe(7);
  });
});

describe("walking a diagram", () => {
  it("combines and maps terminals point by point", () => {
    const diagram = new Diagram(SIZES);
    const left = tabled(diagram, (a, b) => a + b);
    const right = tabled(diagram, (_, b, c) => b * c);
    const sum = combine(diagram, left, right, (l, r) => 10 * l + r);
    expect(sum).toBe(tabled(diagram, (a, b, c) => 10 * (a + b) + b * c));
    expect(mapTerminals(diagram, left, (value) => value % 2)).toBe(
      tabled(diagram, (a, b) => (a + b) % 2),
    );
  });

  it("puts diagrams in the place of terminals, also where these test earlier variables", () => {
    const diagram = new Diagram(SIZES);
    const root = tabled(diagram, (_, __, c) => c);
    const then = [tabled(diagram, (a) => a + 5), tabled(diagram, (_, b) => b + 7)];
    const made = substitute(diagram, root, (value) => then[value] ?? 0);
    expect(made).toBe(tabled(diagram, (a, b, c) => (c === 0 ? a + 5 : b + 7)));
  });

  const masked = [
    ["nothing known", [0b11, 0b111, 0b11], [0, 1, 2, 3, 4, 5]],
    ["one variable known", [0b10, 0b111, 0b11], [3, 4, 5]],
    ["a value ruled out", [0b11, 0b101, 0b11], [0, 2, 3, 5]],
    ["all known", [0b01, 0b010, 0b01], [1]],
  ] as const;
  it.each(masked)("reaches exactly the values left with %s", (_, masks, expected) => {
    const diagram = new Diagram(SIZES);
    const root = tabled(diagram, (a, b) => 3 * a + b);
    expect(reach(diagram, root, Uint8Array.from(masks))).toEqual(expected);
  });

  it("knows how large it is and which variables it tests", () => {
    const diagram = new Diagram(SIZES);
    const root = tabled(diagram, (a, _, c) => a + c);
    expect([sizeOf(diagram, root), supportOf(diagram, root)]).toEqual([3, [0, 2]]);
    expect([sizeOf(diagram, diagram.terminal(1)), supportOf(diagram, diagram.terminal(1))]).toEqual(
      [0, []],
    );
  });

  it("projects: narrows to the masks and merges what is forgotten, in another diagram", () => {
    const diagram = new Diagram(SIZES);
    const scratch = new Diagram(SIZES);
    const root = tabled(diagram, (a, b, c) => 4 * a + 2 * c + (b === 2 ? 1 : 0));
    const before = diagram.nodeCount;
    const sets = project(
      diagram,
      root,
      scratch,
      Uint8Array.of(0b10, 0b111, 0b11),
      (variable) => variable === 1,
      (value) => 1 << value,
      (left, right) => left | right,
    );
    expect(tableOf(scratch, sets)).toEqual(
      points.map(([, , c]) => (c === 0 ? (1 << 4) | (1 << 5) : (1 << 6) | (1 << 7))),
    );
    expect(diagram.nodeCount).toBe(before);
  });

  it("reaches, with nothing known, every value some situation has", () => {
    fc.assert(
      fc.property(values, (list) => {
        const diagram = new Diagram(SIZES);
        const root = tabled(diagram, tableFrom(list));
        expect(reach(diagram, root, OPEN)).toEqual([...new Set(list)].toSorted((a, b) => a - b));
      }),
      { seed: SEED },
    );
  });
});
