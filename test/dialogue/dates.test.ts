import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDates, yearAt } from "../../src/dialogue/dates.ts";
import { NOW_MS, talk, textsOf } from "../support/dialogue-scene.ts";

const READ: readonly (readonly [string, string, string])[] = [
  ["2023", "2023-01-01", "2023-12-31"],
  ["2023年", "2023-01-01", "2023-12-31"],
  ["大概在2023年", "2023-01-01", "2023-12-31"],
  ["2023年5月", "2023-05-01", "2023-05-31"],
  ["2023 年 5 月", "2023-05-01", "2023-05-31"],
  ["2023-05", "2023-05-01", "2023-05-31"],
  ["2023.5", "2023-05-01", "2023-05-31"],
  ["2023/12", "2023-12-01", "2023-12-31"],
  ["2024年2月", "2024-02-01", "2024-02-29"],
  ["2023年2月", "2023-02-01", "2023-02-28"],
  ["2000-02-29", "2000-02-29", "2000-02-29"],
  ["2023年5月6日", "2023-05-06", "2023-05-06"],
  ["2023-05-06", "2023-05-06", "2023-05-06"],
  ["on 2023/5/6", "2023-05-06", "2023-05-06"],
  ["2022年到2024年", "2022-01-01", "2024-12-31"],
  ["2022 to 2024", "2022-01-01", "2024-12-31"],
  ["2022-2024", "2022-01-01", "2024-12-31"],
  ["从2022年3月至2023年5月6日", "2022-03-01", "2023-05-06"],
  ["2023-05-06 - 2023-05-08", "2023-05-06", "2023-05-08"],
  ["2023年，2023年5月", "2023-01-01", "2023-05-31"],
];

const NONSENSE = [
  "",
  "去年吧",
  "很久以前",
  "😀",
  "23",
  "202",
  "20235",
  "1949",
  "2101",
  "2023年13月",
  "2023-00",
  "2023年2月30日",
  "2023-02-29",
  "1900-02-29",
  "2023-04-31",
  "2023-05-066",
  "2023年5月到7月",
  "2023年5月6日到8日",
  "2020、2021、2022",
  "2024年到2022年",
  "2023-05-08 到 2023-05-06",
  "13800138000",
];

describe("a time as typed", () => {
  it.each(READ)("is read: %s", (text, from, until) => {
    expect(readDates(text)).toEqual({ from, until });
  });

  it.each(NONSENSE)("is not guessed at: “%s”", (text) => {
    expect(readDates(text)).toBeUndefined();
  });

  it("is a real span, whatever the text", () => {
    const piece = fc.oneof(
      fc.integer({ min: 1, max: 2_150 }).map(String),
      fc.constantFrom("年", "月", "日", "-", "/", ".", " ", "到", "至", "to", "x"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const span = readDates(pieces.join(""));
        if (span === undefined) return;
        expect(span.from <= span.until).toBe(true);
        for (const day of [span.from, span.until])
          expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the year in China", () => {
  const HOUR_MS = 3_600_000;

  it.each([
    ["in the last hour of a year", Date.UTC(2025, 11, 31, 16) - 1, 2025],
    ["in the first hour of the next", Date.UTC(2025, 11, 31, 16), 2026],
    ["on a leap day", Date.UTC(2024, 1, 29), 2024],
    ["in March", Date.UTC(2024, 2, 1), 2024],
    ["at the epoch", 0, 1970],
    ["at the turn of the century", Date.UTC(1999, 11, 31, 16), 2000],
    ["at the end of the century's first year", Date.UTC(2000, 11, 31, 15, 59), 2000],
  ] as const)("%s", (_, atMs, year) => {
    expect(yearAt(atMs)).toBe(year);
  });

  it("is that of a clock eight hours ahead, at any time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }), (atMs) => {
        expect(yearAt(atMs)).toBe(new Date(atMs + 8 * HOUR_MS).getUTCFullYear());
      }),
    );
  });
});

describe("in the talk, the time of the matter", () => {
  const atTiming = async () => {
    const scene = await talk();
    await scene.opens();
    await scene.does("consent");
    await scene.does("choose", "mistake");
    await scene.does("place", "none");
    return scene;
  };
  const year = new Date(NOW_MS).getUTCFullYear();

  it.each([
    ["this_year", year],
    ["last_year", year - 1],
    ["year_before", year - 2],
  ] as const)("is a year tapped or said: %s", async (name, expected) => {
    for (const way of ["taps", "says"] as const) {
      const scene = await atTiming();
      await scene[way](scene.words.buttons[name]);
      expect(scene.case.acted).toEqual({ from: `${expected}-01-01`, until: `${expected}-12-31` });
      expect(scene.state).toBe("telling");
    }
  });

  it("may stay open", async () => {
    const scene = await atTiming();
    await scene.taps(scene.words.buttons.skip_time);
    expect(scene.case.acted).toBeUndefined();
    expect(scene.state).toBe("telling");
  });

  it("is asked again when it was not understood, and changed when one comes back", async () => {
    const scene = await atTiming();
    await scene.says("2024年到2022年");
    expect(scene.state).toBe("timing");
    expect(textsOf(scene.last)).toContain(scene.words.said.timing_not_understood);
    await scene.says("2023年5月");
    expect(scene.case.acted).toEqual({ from: "2023-05-01", until: "2023-05-31" });
    await scene.says(scene.words.buttons.back);
    await scene.does("place", "none");
    await scene.does("year", "none");
    expect(scene.case.acted).toBeUndefined();
  });
});
