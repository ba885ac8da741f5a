/** A memory of bounded size. */
import { describe, expect, it } from "vitest";
import { latest } from "../../src/dialogue/latest.ts";

describe("a memory of two", () => {
  it("answers what was put last under a key", () => {
    const memory = latest<number>(2);
    expect(memory.get("a")).toBeUndefined();
    memory.put("a", 1);
    memory.put("a", 2);
    expect(memory.get("a")).toBe(2);
  });

  it("forgets what was neither put nor found for the longest", () => {
    const memory = latest<number>(2);
    memory.put("a", 1);
    memory.put("b", 2);
    memory.get("a");
    memory.put("c", 3);
    expect(["a", "b", "c"].map((key) => memory.get(key))).toEqual([1, undefined, 3]);
  });
});
