import * as z from "zod";
import { describe, expect, it } from "vitest";
import { DEPTH_MAX, KEYS_MAX, PARTS_MAX } from "../../src/content/yaml-shape.ts";
import { FILE_CHARACTERS_MAX, PROBLEMS_MAX, readYaml } from "../../src/content/yaml.ts";

const read = (text: string) => readYaml("f.yaml", text, z.unknown());
const firstOf = (text: string) => {
  const result = read(text);
  return result.ok ? undefined : result.error[0];
};
const keys = (count: number, between: string) =>
  Array.from({ length: count }, (_, at) => `k${at}: 1`).join(between);
const laughs = [
  "a: &a [ha, ha]",
  ...Array.from({ length: 9 }, (_, at) => {
    const above = at === 0 ? "a" : `b${at - 1}`;
    return `b${at}: &b${at} [${Array.from({ length: 9 }, () => `*${above}`).join(", ")}]`;
  }),
].join("\n");

describe("a file that would cost more than it says", () => {
  it.each<[string, string, string, { line: number; column: number }]>([
    ["aliases of aliases", laughs, "yaml/alias", { line: 2, column: 10 }],
    ["one alias", "a: &x 1\nb: *x", "yaml/alias", { line: 2, column: 4 }],
    ["a key given twice", "a: 1\nb: 2\na: 3", "yaml/duplicate-key", { line: 3, column: 1 }],
    ["brackets in brackets", "[".repeat(500_000), "yaml/too-deep", { line: 1, column: 61 }],
    ["lists in lists on one line", "- ".repeat(400_000), "yaml/too-deep", { line: 1, column: 120 }],
    ["keys of keys", "? ".repeat(400_000), "yaml/too-deep", { line: 1, column: 120 }],
    ["very many keys", keys(90_000, "\n"), "yaml/too-wide", { line: KEYS_MAX + 1, column: 6 }],
    ["as many in braces", `{${keys(90_000, ", ")}}`, "yaml/too-wide", { line: 1, column: 8_891 }],
    ["two documents", "a: 1\n---\nb: 1", "yaml/multiple-docs", { line: 2, column: 1 }],
    ["a key that is a list", "[a]: 1", "yaml/non-string-key", { line: 1, column: 1 }],
    [
      "more than may be read",
      "a".repeat(FILE_CHARACTERS_MAX + 1),
      "yaml/too-long",
      { line: 1, column: 1 },
    ],
  ])("is refused at its place: %s", (_, text, code, at) => {
    expect(firstOf(text)).toMatchObject({ code, at: { file: "f.yaml", ...at } });
  });

  it("of very many parts is refused where there are too many", () => {
    const text = "[1, 2, 3]\n# a line\n".replace("3]", `3${", 4".repeat(PARTS_MAX)}]`);
    const [first] = [firstOf(text)];
    expect(first).toMatchObject({ code: "yaml/too-many-parts", at: { file: "f.yaml", line: 1 } });
    expect(first?.at?.column).toBeGreaterThan(PARTS_MAX / 2);
  });

  it("is read up to the limits themselves", () => {
    const deep = DEPTH_MAX - 4;
    expect(read("[".repeat(deep) + "]".repeat(deep)).ok).toBe(true);
    expect(read(keys(KEYS_MAX, "\n")).ok).toBe(true);
    expect(read("- a\n".repeat(20 * KEYS_MAX)).ok).toBe(true);
  });

  it("is told of a hundred times at most, in few words", () => {
    const result = read('"'.repeat(2_001));
    expect(result.ok ? 0 : result.error.length).toBe(PROBLEMS_MAX);
    expect(firstOf("!".repeat(5_000))?.message.length).toBeLessThanOrEqual(300);
  });

  it("gives no object a new prototype", () => {
    const result = read("__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}");
    expect(result.ok).toBe(true);
    expect({}).not.toHaveProperty("polluted");
  });
});
