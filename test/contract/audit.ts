/** What every AuditLog promises; each driver runs it with a medium that can be broken and a clock set by hand. */
import { describe, expect, it } from "vitest";
import type { AuditEntry, AuditLog } from "../../src/ports.ts";

export interface AuditUnderTest {
  /** The same log, as another part of the program opens it. */
  readonly open: () => AuditLog;
  /** What the log's clock says from now on, milliseconds since the epoch. */
  readonly turnClock: (ms: number) => void;
  /** From now on the medium refuses every write, until `mend`. */
  readonly breakMedium: () => void;
  readonly mendMedium: () => void;
}

const ENTRY: AuditEntry = { who: "machine", action: "invite", object: "-", outcome: "done" };
/** One second before midnight in China, at the end of a month. */
const LAST_SECOND_MS = Date.UTC(2026, 10, 30, 15, 59, 59);
const OUTCOMES = ["done", "denied", "failed"] as const;

/** Runs the contract with a fresh, empty log for every test. */
export function auditContract(name: string, begin: () => Promise<AuditUnderTest>): void {
  const begun = async () => {
    const under = await begin();
    under.turnClock(LAST_SECOND_MS);
    return under;
  };
  const numbers = async (log: AuditLog, wanted: Parameters<AuditLog["page"]>[0]) =>
    (await log.page(wanted)).map(({ number }) => number);

  describe(`${name}: the contract of an audit log`, () => {
    it("is empty and whole at first", async () => {
      const { open } = await begun();
      expect(await open().page({ count: 9 })).toEqual([]);
      expect(await open().verify()).toEqual({ lines: 0, newest: "0".repeat(64) });
    });

    it.each(OUTCOMES)("tells who did what to what, when, and that it was %s", async (outcome) => {
      const { open } = await begun();
      const entry = { who: "00112233aabbccdd", action: "disable", object: "0f".repeat(8), outcome };
      await open().append(entry);
      expect(await open().page({ count: 1 })).toEqual([
        { ...entry, number: 1, atMs: LAST_SECOND_MS },
      ]);
    });

    it("is told newest first, a page at a time, by the day in China", async () => {
      const { open, turnClock } = await begun();
      for (let at = 0; at < 5; at += 1) {
        turnClock(LAST_SECOND_MS + at * 500);
        await open().append(ENTRY);
      }
      expect(await numbers(open(), { count: 9 })).toEqual([5, 4, 3, 2, 1]);
      expect(await numbers(open(), { count: 2 })).toEqual([5, 4]);
      expect(await numbers(open(), { count: 2, before: 4 })).toEqual([3, 2]);
      expect(await numbers(open(), { count: 9, day: "2026-11-30" })).toEqual([2, 1]);
      expect(await numbers(open(), { count: 9, day: "2026-12-01" })).toEqual([5, 4, 3]);
      expect(await numbers(open(), { count: 9, day: "2026-12-01", before: 5 })).toEqual([4, 3]);
      expect(await numbers(open(), { count: 9, day: "2026-10-30" })).toEqual([]);
    });

    it("loses and repeats none of those that come at once", async () => {
      const { open } = await begun();
      await Promise.all(Array.from({ length: 20 }, () => open().append(ENTRY)));
      const told = await numbers(open(), { count: 99 });
      expect(told).toEqual(Array.from({ length: 20 }, (_, at) => 20 - at));
      expect(await open().verify()).toMatchObject({ lines: 20 });
      expect(await open().verify()).not.toHaveProperty("brokenAt");
    });

    it("never runs backwards, whatever the clock does", async () => {
      const { open, turnClock } = await begun();
      await open().append(ENTRY);
      turnClock(1_000);
      await open().append(ENTRY);
      const told = await open().page({ count: 9 });
      expect(told.map(({ atMs }) => atMs)).toEqual([LAST_SECOND_MS, LAST_SECOND_MS]);
    });

    it("has another mark after every line", async () => {
      const { open } = await begun();
      const marks = new Set<string>();
      for (let at = 0; at < 4; at += 1) {
        marks.add((await open().verify()).newest);
        await open().append(ENTRY);
      }
      expect(marks.size).toBe(4);
    });

    it.each<Partial<Record<keyof AuditEntry, string>>>([
      { object: "what a person wrote" },
      { who: "telegram:1234" },
      { who: "张三" },
      { action: "" },
      { action: "a".repeat(200) },
      { object: "a\nb" },
      { outcome: "perhaps" },
    ])("takes no free text: %j", async (change) => {
      const { open } = await begun();
      await expect(open().append({ ...ENTRY, ...change } as AuditEntry)).rejects.toThrow();
      expect(await open().page({ count: 1 })).toEqual([]);
    });

    it("rejects when the medium refuses, and goes on whole when it is mended", async () => {
      const { open, breakMedium, mendMedium } = await begun();
      await open().append(ENTRY);
      breakMedium();
      await expect(open().append(ENTRY)).rejects.toThrow();
      mendMedium();
      await open().append(ENTRY);
      expect(await numbers(open(), { count: 9 })).toEqual([2, 1]);
      expect(await open().verify()).not.toHaveProperty("brokenAt");
    });
  });
}
