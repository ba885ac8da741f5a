import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NodeId } from "../../src/policy/diagram.ts";
import { NOTHING, Residuals } from "../../src/policy/residual.ts";
import { settledBy } from "../../src/policy/settled-by.ts";
import { SEED } from "../support/builders.ts";
import {
  flatOf,
  joinedWithin,
  masksOver,
  situationsOf,
  tableOf,
  valueAt,
  within,
  type Table,
} from "../support/random-diagram.ts";

const RUNS = { seed: SEED, numRuns: 120 };
/** Sets of up to four outcomes; what cannot occur is common. */
const table = tableOf([NOTHING, NOTHING, 1, 2, 4, 8, 3]);
const some = ({ sizes }: Table) => fc.subarray(sizes.map((_, i) => i));

interface Call {
  readonly masks: readonly number[];
  readonly forgotten: readonly number[];
  readonly recent: readonly (readonly number[])[];
}

function callsOf(made: Table): fc.Arbitrary<readonly Call[]> {
  const order = some(made).chain((list) => fc.shuffledSubarray(list, { minLength: list.length }));
  const call = fc.record({
    masks: masksOver(made),
    forgotten: some(made),
    recent: fc.array(order, { maxLength: 2 }),
  });
  return fc.array(call, { minLength: 1, maxLength: 8 });
}

/** The whole of a table as a remain. */
function wholeOf(made: Table): { readonly residuals: Residuals; readonly root: NodeId } {
  const residuals = new Residuals(flatOf(made), made.sizes);
  const open = Uint8Array.from(made.sizes, (size) => (1 << size) - 1);
  return { residuals, root: residuals.of(open, new Set()) };
}

function expectRemain(residuals: Residuals, made: Table, { masks, forgotten, recent }: Call): void {
  const node = residuals.of(Uint8Array.from(masks), new Set(forgotten), recent);
  for (const situation of situationsOf(made.sizes)) {
    if (!within(situation, masks)) continue;
    const kept = situation.map((value, i) =>
      forgotten.includes(i) ? (masks[i] ?? 0) : 1 << value,
    );
    expect(valueAt(residuals.diagram, node, situation)).toBe(joinedWithin(made, kept));
  }
  const tested = [...residuals.nodes(node)].map((one) => residuals.diagram.levelOf(one));
  const known = new Set(masks.flatMap((mask, i) => ((mask & (mask - 1)) === 0 ? [i] : [])));
  expect(tested.filter((level) => forgotten.includes(level) || known.has(level))).toEqual([]);
}

describe("what an account leaves", () => {
  it("joins the sets over what is never learnt, whatever is known, recent, or was asked before", () => {
    const calls = table.chain((made) => fc.tuple(fc.constant(made), callsOf(made)));
    fc.assert(
      fc.property(calls, ([made, all]) => {
        const residuals = new Residuals(flatOf(made), made.sizes);
        for (const call of [...all, ...all.toReversed()]) expectRemain(residuals, made, call);
      }),
      RUNS,
    );
  });

  it("is the same node answer by answer as at once", () => {
    const told = table.chain((made) =>
      fc.tuple(
        fc.constant(made),
        fc.tuple(...made.sizes.map((size) => fc.nat(size - 1))),
        some(made).chain((list) => fc.shuffledSubarray(list, { minLength: list.length })),
        some(made),
      ),
    );
    fc.assert(
      fc.property(told, ([made, truth, order, unsure]) => {
        const { residuals } = wholeOf(made);
        const masks = Uint8Array.from(made.sizes, (size) => (1 << size) - 1);
        const forgotten = new Set<number>();
        const [answers, gaps]: [number[], number[]] = [[], []];
        let node = -1;
        for (const variable of order) {
          if (unsure.includes(variable)) {
            forgotten.add(variable);
            gaps.unshift(variable);
          } else {
            masks[variable] = 1 << (truth[variable] ?? 0);
            answers.unshift(variable);
          }
          node = residuals.of(masks, forgotten, [answers, gaps]);
        }
        const afresh = new Residuals(flatOf(made), made.sizes);
        const once = afresh.of(masks, forgotten);
        for (const situation of situationsOf(made.sizes))
          if (order.length > 0)
            expect(valueAt(residuals.diagram, node, situation)).toBe(
              valueAt(afresh.diagram, once, situation),
            );
        if (order.length > 0) expect(residuals.of(masks, forgotten)).toBe(node);
      }),
      RUNS,
    );
  });

  it("tells a given-up variable of which something is known from one of which nothing is", () => {
    const made = { sizes: [3], values: [1, 2, 4] };
    const residuals = new Residuals(flatOf(made), made.sizes);
    const left = (mask: number) =>
      residuals.diagram.valueOf(residuals.of(Uint8Array.of(mask), new Set([0])));
    expect([left(0b111), left(0b011), left(0b110), left(0b010)]).toEqual([7, 3, 6, 2]);
  });

  it("is not misled by a recent variable of which nothing was learnt", () => {
    const made = { sizes: [2, 2], values: [1, 2, 4, 8] };
    const { residuals } = wholeOf(made);
    expectRemain(residuals, made, { masks: [0b01, 0b11], forgotten: [], recent: [[1, 0]] });
  });
});

describe("walks over what is left", () => {
  it("restrict a variable to a value", () => {
    fc.assert(
      fc.property(table, (made) => {
        const { residuals, root } = wholeOf(made);
        made.sizes.forEach((size, variable) => {
          for (let value = 0; value < size; value += 1) {
            const node = residuals.restrict(root, variable, value);
            for (const situation of situationsOf(made.sizes))
              expect(valueAt(residuals.diagram, node, situation)).toBe(
                valueAt(residuals.diagram, root, situation.with(variable, value)),
              );
          }
        });
      }),
      { ...RUNS, numRuns: 30 },
    );
  });

  it("differ exactly where some situation possible in both has two sets", () => {
    fc.assert(
      fc.property(table, (made) => {
        const { residuals, root } = wholeOf(made);
        const { diagram } = residuals;
        const nodes = residuals.nodes(root).slice(0, 12);
        const situations = situationsOf(made.sizes);
        for (const left of nodes)
          for (const right of nodes) {
            const differing = situations.some((situation) => {
              const sets = [left, right].map((one) => valueAt(diagram, one, situation));
              return !sets.includes(NOTHING) && sets[0] !== sets[1];
            });
            expect(residuals.differ(left, right)).toBe(differing);
          }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  it("simplify to what agrees wherever something is possible, testing nothing new", () => {
    fc.assert(
      fc.property(table, (made) => {
        const { residuals, root } = wholeOf(made);
        const { diagram } = residuals;
        const simple = residuals.simplified(root);
        for (const situation of situationsOf(made.sizes)) {
          const set = valueAt(diagram, root, situation);
          if (set !== NOTHING) expect(valueAt(diagram, simple, situation)).toBe(set);
        }
        const levels = (node: NodeId) =>
          new Set([...residuals.nodes(node)].map((one) => diagram.levelOf(one)));
        expect([...levels(root)]).toEqual(expect.arrayContaining([...levels(simple)]));
      }),
      RUNS,
    );
  });

  it("are settled by what is known exactly where nothing else tells two sets apart", () => {
    const knowing = table.chain((made) => fc.tuple(fc.constant(made), some(made), some(made)));
    fc.assert(
      fc.property(knowing, ([made, ...lists]) => {
        const { residuals, root } = wholeOf(made);
        for (const known of lists) {
          const byKnown = new Map<string, Set<number>>();
          for (const situation of situationsOf(made.sizes)) {
            const set = valueAt(residuals.diagram, root, situation);
            const key = known.map((i) => situation[i]).join();
            if (set !== NOTHING) byKnown.set(key, (byKnown.get(key) ?? new Set()).add(set));
          }
          const settled = [...byKnown.values()].every((sets) => sets.size === 1);
          expect(settledBy(residuals, root, new Set(known))).toBe(settled);
        }
      }),
      RUNS,
    );
  });

  it("list the nodes of a remain once each, parents before children, and find something out once", () => {
    fc.assert(
      fc.property(table, (made) => {
        const { residuals, root } = wholeOf(made);
        const { diagram } = residuals;
        const nodes = [...residuals.nodes(root)];
        expect(new Set(nodes).size).toBe(nodes.length);
        nodes.forEach((node, row) => {
          expect(residuals.rowOf(node)).toBe(row);
          for (const child of diagram.childrenOf(node))
            expect(residuals.rowOf(child)).toBeGreaterThan(row);
        });
        let times = 0;
        const find = () => residuals.noted("kind", root, () => (times += 1));
        expect([find(), find(), residuals.noted("other", root, () => 9), find()]).toEqual([
          1, 1, 9, 1,
        ]);
      }),
      { ...RUNS, numRuns: 40 },
    );
  });
});
