import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shippedBundle } from "../support/shipped.ts";
import { READ_CHARACTERS_MAX } from "../../src/reader/scan.ts";
import { read } from "../support/narratives.ts";

const { patterns } = await shippedBundle();

/** What people tell, cut to pieces and shuffled among anything else a keyboard or a program can send. */
const piece = fc.oneof(
  fc.constantFrom(
    ...patterns["zh-CN"].patterns.flatMap(({ examples }) =>
      examples.map((example) => (typeof example === "string" ? example : example.text)),
    ),
  ),
  fc.constantFrom(..."，。；：“”‘’《》？！、…\n\t\0".split("")),
  fc.constantFrom(
    "\ud83d",
    "\udc00",
    "😀",
    "﷽",
    "a\u0301",
    "\u202e",
    "<script>",
    "{not}",
    "(未|没)",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

describe("whatever is typed", () => {
  it("the quotations are the words at their places, each fact comes once with a value, the same every time", () => {
    fc.assert(
      fc.property(text, fc.constantFrom("zh-CN" as const, "en" as const), (typed, language) => {
        const found = read(typed, language);
        expect(read(typed, language)).toEqual(found);
        expect(new Set(found.map(({ fact }) => fact)).size).toBe(found.length);
        for (const { quote } of found) {
          expect(quote.end).toBeGreaterThan(quote.start);
          expect(typed.slice(quote.start, quote.end)).toBe(quote.text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("what is told under an “if” or as a question tells nothing", () => {
    const examples = patterns["zh-CN"].patterns
      .filter(({ despite }) => !despite.includes("hypotheticals") && !despite.includes("hearsay"))
      .flatMap(({ examples: all }) => all)
      .map((example) => (typeof example === "string" ? example : example.text))
      .map((example) => example.replaceAll(/[。；]/g, "，"));
    const told = examples.flatMap((example) => [
      ...read(`如果${example}`).filter(({ fact }) => fact !== "crime_suspected"),
      ...read(`${example}是这样吗？`).filter(({ fact }) => fact !== "stage"),
    ]);
    expect(told).toEqual([]);
  });

  it.each(["未", "没有经过集体研究", "“", "他说：“", "，", "a ", "没有…", "(", "\ud83d"])(
    "%j over and over is read to the limit and no further",
    (unit) => {
      const long = unit.repeat(Math.ceil((READ_CHARACTERS_MAX * 5) / unit.length));
      for (const { quote } of read(long))
        expect(quote.end).toBeLessThanOrEqual(READ_CHARACTERS_MAX);
    },
  );
});
