/** Cases nobody came back to, and when they go. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ERASURES_MAX, sweep } from "../../src/app/retention.ts";
import type { Case } from "../../src/dialogue/case.ts";
import { stageOf, type Stage } from "../../src/dialogue/retention.ts";
import type { CaseStore, Log } from "../../src/ports.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { someCase } from "../contract/store.ts";

const DAY_MS = 86_400_000;
const DAYS = { begun: 7, under_way: 90, concluded: 180 };
const BEGUN_MS = Date.UTC(2026, 0, 1);
const EMPTY = { answers: [], state: "purpose" } satisfies Partial<Case>;
const FINDING = { entry: "harm", finding: "met" };

const STAGES: readonly (readonly [string, Partial<Case>, Stage])[] = [
  ["at the notice", { ...EMPTY, state: "notice" }, "begun"],
  ["with a purpose and nothing told", { ...EMPTY, purpose: "mistake", state: "timing" }, "begun"],
  ["closed without an answer", { ...EMPTY, purpose: "disagree", state: "closed" }, "begun"],
  ["with a telling only", { ...EMPTY, narrative: "经过。", state: "telling" }, "under_way"],
  ["among the questions", { state: "asking" }, "under_way"],
  ["at the summary", { state: "summary" }, "under_way"],
  ["in a checklist", { ...EMPTY, review: { done: false, findings: [FINDING] } }, "under_way"],
  ["with a finished checklist", { ...EMPTY, review: { done: true, findings: [] } }, "concluded"],
  ...["verdict", "steps", "basis", "copy", "closed"].map(
    (state) => [`at ${state}`, { state }, "concluded"] as const,
  ),
];

/** A store whose cases were saved at BEGUN_MS, and a clock that stands where it is put. */
function scene() {
  let nowMs = BEGUN_MS;
  const clock = { nowMs: () => nowMs };
  const lines: (readonly [string, unknown])[] = [];
  const log: Log = {
    info: (event, fields) => lines.push([event, fields]),
    error: (event, fields) => lines.push([event, fields]),
  };
  const store = memoryStore(new Map(), clock);
  let paused = 0;
  const pause = async () => {
    paused += 1;
  };
  return {
    store,
    lines,
    pauses: () => paused,
    after: (ms: number, over: CaseStore = store) => {
      nowMs = BEGUN_MS + ms;
      return sweep({ store: over, days: () => DAYS, clock, log, pause });
    },
  };
}

describe("how far a case came", () => {
  it.each(STAGES)("%s", (_, change, stage) => {
    expect(stageOf(someCase(change))).toBe(stage);
  });
});

describe("a sweep", () => {
  it.each(STAGES)(
    "deletes a case %s once its whole period is over, not before",
    async (_, change, stage) => {
      const { store, after, lines } = scene();
      await store.save(someCase(change), 0);
      const periodMs = DAYS[stage] * DAY_MS;
      expect(await after(periodMs)).toMatchObject({ erased: 0 });
      expect(await store.load("terminal:1")).toBeDefined();
      expect(await after(periodMs + 1)).toEqual({ erased: 1, changed: 0, more: false });
      expect(await store.load("terminal:1")).toBeUndefined();
      expect(lines).toEqual([["retention/swept", { erased: 1, changed: 0, more: false }]]);
    },
  );

  it("deletes exactly what is over, whatever the ages", async () => {
    const ages = fc.array(
      fc.record({ ageDays: fc.integer({ min: 0, max: 400 }), stage: fc.constantFrom(...STAGES) }),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(ages, async (given) => {
        let nowMs = BEGUN_MS;
        const store = memoryStore(new Map(), { nowMs: () => nowMs });
        for (const [index, { ageDays, stage }] of given.entries()) {
          nowMs = BEGUN_MS - ageDays * DAY_MS;
          await store.save(someCase({ ...stage[1], id: `web:${index}` }), 0);
        }
        nowMs = BEGUN_MS;
        const { log, pause } = { log: { info() {}, error() {} }, pause: async () => undefined };
        await sweep({ store, days: () => DAYS, clock: { nowMs: () => nowMs }, log, pause });
        for (const [index, { ageDays, stage }] of given.entries()) {
          const kept = (await store.load(`web:${index}`)) !== undefined;
          expect(kept).toBe(ageDays <= DAYS[stage[2]]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("leaves a case whose person came back in that moment", async () => {
    const { store, after, lines } = scene();
    await store.save(someCase(), 0);
    const late: CaseStore = {
      ...store,
      eraseUnchanged: async (id, revision) => {
        await store.save(someCase({ turn: 9 }), 1);
        return store.eraseUnchanged(id, revision);
      },
    };
    expect(await after(1_000 * DAY_MS, late)).toEqual({ erased: 0, changed: 1, more: false });
    expect((await store.load("terminal:1"))?.revision).toBe(2);
    expect(lines).toEqual([]);
  });

  it("stops after so many deletions, pausing after each, and goes on the next time", async () => {
    const { store, after, pauses } = scene();
    for (let index = 0; index < ERASURES_MAX + 3; index += 1)
      await store.save(someCase({ id: `web:${index}` }), 0);
    expect(await after(1_000 * DAY_MS)).toEqual({ erased: ERASURES_MAX, changed: 0, more: true });
    expect(pauses()).toBe(ERASURES_MAX);
    expect(await after(1_000 * DAY_MS)).toEqual({ erased: 3, changed: 0, more: false });
  });

  it("deletes nothing when the clock was set back", async () => {
    const { store, after } = scene();
    await store.save(someCase(), 0);
    expect(await after(-5_000 * DAY_MS)).toMatchObject({ erased: 0 });
  });

  it("ends at a pause that is refused, and rejects when the store does", async () => {
    const { store, after } = scene();
    await store.save(someCase(), 0);
    const broken = { ...store, eraseUnchanged: () => Promise.reject(new Error("no room")) };
    await expect(after(1_000 * DAY_MS, broken)).rejects.toThrow("no room");
    expect(await store.load("terminal:1")).toBeDefined();
  });

  it("logs counts, never who", async () => {
    const { store, after, lines } = scene();
    await store.save(someCase({ id: "telegram:4711" }), 0);
    await after(1_000 * DAY_MS);
    expect(JSON.stringify(lines)).not.toMatch(/4711|telegram/);
  });
});
