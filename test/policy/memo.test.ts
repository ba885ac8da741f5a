import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NodeMemo, PairMemo, TripleCache } from "../../src/policy/memo.ts";
import { SEED } from "../support/builders.ts";

const RUNS = { seed: SEED, numRuns: 30 };
/** Few ids, so that keys come again, and some as large as ids can get. */
const id = fc.oneof(fc.nat(12), fc.nat(200_000), fc.constantFrom(0, 2_000_000, 2 ** 31 - 1));
const value = fc.nat(2_000_000);

describe("what a walk remembers", () => {
  it("of two ids, is what a map would hold, however many there are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(id, id, value), { maxLength: 400, size: "max" }),
        fc.array(fc.tuple(id, id), { maxLength: 50 }),
        (entries, others) => {
          const [memo, map] = [new PairMemo(), new Map<string, number>()];
          for (const [a, b, one] of entries) {
            expect(memo.get(a, b)).toBe(map.get(`${a} ${b}`) ?? -1);
            memo.set(a, b, one);
            map.set(`${a} ${b}`, one);
            expect(memo.get(a, b)).toBe(one);
          }
          for (const [a, b] of [...others, ...entries])
            expect(memo.get(a, b)).toBe(map.get(`${a} ${b}`) ?? -1);
        },
      ),
      RUNS,
    );
  });

  it("of two ids, tells them apart by their order", () => {
    const memo = new PairMemo();
    memo.set(1, 2, 7);
    expect([memo.get(1, 2), memo.get(2, 1)]).toEqual([7, -1]);
    memo.set(2, 1, 0);
    expect([memo.get(1, 2), memo.get(2, 1)]).toEqual([7, 0]);
  });

  it.each([1, 4, 1_024])("of three ids in %i slots, may be lost but is never wrong", (slots) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(id, id, id, value), { maxLength: 100, size: "max" }),
        (entries) => {
          const [cache, map] = [new TripleCache(slots), new Map<string, number>()];
          expect(cache.slots).toBe(slots);
          for (const [a, b, c, one] of entries) {
            const key = `${a} ${b} ${c}`;
            expect([-1, map.get(key) ?? -1]).toContain(cache.get(a, b, c));
            cache.set(a, b, c, one);
            map.set(key, one);
            // What came last is always kept.
            expect(cache.get(a, b, c)).toBe(one);
          }
          for (const [a, b, c] of entries)
            expect([-1, map.get(`${a} ${b} ${c}`)]).toContain(cache.get(a, b, c));
        },
      ),
      RUNS,
    );
  });

  it("of one node, is what a map would hold that is emptied whenever a walk begins", () => {
    const round = fc.integer({ min: 1, max: 6_000 }).chain((nodes) => {
      const node = fc.nat(nodes - 1);
      return fc.record({
        nodes: fc.constant(nodes),
        entries: fc.array(fc.tuple(node, value), { maxLength: 60 }),
        others: fc.array(node, { maxLength: 30 }),
      });
    });
    fc.assert(
      fc.property(fc.array(round, { maxLength: 12 }), (rounds) => {
        const memo = new NodeMemo();
        for (const { nodes, entries, others } of rounds) {
          memo.begin(nodes);
          const map = new Map<number, number>();
          const check = (node: number) => expect(memo.get(node)).toBe(map.get(node) ?? -1);
          for (const node of others) check(node);
          for (const [node, one] of entries) {
            check(node);
            memo.set(node, one);
            map.set(node, one);
          }
          for (const node of [...others, ...map.keys()]) check(node);
        }
      }),
      RUNS,
    );
  });

  it("of one node, is nothing before the first walk, nor past the nodes announced", () => {
    const memo = new NodeMemo();
    expect(memo.get(3)).toBe(-1);
    memo.begin(10);
    memo.set(5_000, 1);
    expect(memo.get(5_000)).toBe(-1);
  });
});
