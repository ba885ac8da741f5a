import { beforeAll, describe, expect, it } from "vitest";
import { measureDurable } from "../../bench/durable.ts";
import type { Found } from "../../bench/section.ts";
import { measureStored } from "../../bench/stored.ts";
import { shippedBundle } from "../support/shipped.ts";

describe("the durable section", () => {
  let found: Found;
  beforeAll(async () => {
    found = await measureDurable({ size: "smoke", bundle: await shippedBundle() });
  }, 90_000);

  it("measures what needs no peer at every number of people", () => {
    const rows = found.sheets[0]?.rows.map(([name, people]) => `${name} · ${people}`) ?? [];
    const own = ["floor: the bare write", "distinguo", "distinguo, delivery told at once"];
    const rest = ["node:sqlite, a row a turn", "distinguo, cases in memory"];
    const wanted = [...own, ...rest].flatMap((name) => [`${name} · 1`, `${name} · 8`]);
    expect(wanted.filter((row) => !rows.includes(row))).toEqual([]);
  });

  it("finds a case small enough at any turn, on the web and on Telegram", () => {
    const bytes = found.targets.filter(({ wanted }) => wanted.endsWith("bytes"));
    expect(bytes).toHaveLength(4);
    expect(bytes.filter(({ met }) => !met)).toEqual([]);
  });

  it("says what the times are to be held against", () => {
    const wanted = found.targets.map((target) => target.wanted);
    expect(wanted).toContain("at most 250 µs");
    expect(wanted).toContain("at least 0.7 times");
    expect(wanted).toContain("at most 150 µs");
  });
});

describe("the stored section", () => {
  it("measures a turn, a start and memory among stored cases", async () => {
    const { sheets } = await measureStored({ size: "smoke", bundle: await shippedBundle() });
    const [row, ...others] = sheets[0]?.rows ?? [];
    expect(others).toEqual([]);
    expect(row?.[0]).toBe(100);
    expect(row?.slice(1).filter((cell) => !(Number(cell) > 0))).toEqual([]);
  }, 90_000);
});
