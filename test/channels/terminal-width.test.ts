import { array, assert, constantFrom, integer, oneof, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellWidth,
  harmless,
  splitGraphemes,
  wrapText,
} from "../../src/channels/terminal-width.ts";

describe("the width of text on a terminal", () => {
  const widths: readonly (readonly [string, number])[] = [
    ["", 0],
    ["plain", 5],
    ["上会", 4],
    ["是否上会：是", 12],
    ["A类", 3],
    ["ｆｕｌｌ", 8],
    ["カナ한글", 8],
    ["é", 1],
    ["e\u0301", 1],
    ["naïve Ждать", 11],
    ["👍", 2],
    ["👨‍👩‍👧", 2],
    ["🇨🇳", 2],
    ["❤\ufe0f", 2],
    ["\u200b\u0301", 0],
    ["𠮷", 2],
    ["“引”…●", 10],
    ["\ud800", 1],
  ];
  it.each(widths)("counts %j as %d cells at most", (text, cells) => {
    expect(cellWidth(text)).toBe(cells);
  });
});

describe("wrapping", () => {
  const wrapped: readonly (readonly [string, number, readonly string[]])[] = [
    ["one two three", 7, ["one two", "three"]],
    ["one two", 7, ["one two"]],
    ["one  two", 3, ["one", "two"]],
    ["一二三四", 4, ["一二", "三四"]],
    ["一二三四", 5, ["一二", "三四"]],
    ["一二，三", 4, ["一", "二，", "三"]],
    ["一（二三）", 4, ["一", "（二", "三）"]],
    ["按GB2312办", 6, ["按", "GB2312", "办"]],
    ["don\u2019t know", 6, ["don\u2019t", "know"]],
    ["incomprehensible", 6, ["incomp", "rehens", "ible"]],
    ["a\n\nb", 9, ["a", "", "b"]],
    ["  led in", 9, ["  led in"]],
    ["", 9, [""]],
  ];
  it.each(wrapped)("breaks %j at %d cells where a reader would", (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  it("indents what follows a first mark", () => {
    expect(wrapText("一二三四\n五", 6, "- ")).toEqual(["- 一二", "  三四", "  五"]);
  });

  const piece = oneof(
    string({ unit: "grapheme", maxLength: 40 }),
    string({ unit: "binary", maxLength: 40 }),
    constantFrom(
      "当时这件事有没有上会研究？",
      "（《",
      "》）。",
      " ",
      "\n",
      "👨‍👩‍👧",
      "e\u0301",
      "\u001b[2J",
      "\ud83d",
    ),
    integer().map(String),
  );
  const mixed = array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

  it("keeps every line within 80 cells", () => {
    assert(
      property(mixed, (text) => {
        for (const line of wrapText(text, 80, "› "))
          expect(cellWidth(line)).toBeLessThanOrEqual(80);
      }),
      { numRuns: 400 },
    );
  });

  it("never splits a character, and loses nothing but spaces", () => {
    assert(
      property(mixed, integer({ min: 2, max: 20 }), (text, width) => {
        const shown = (one: string) => splitGraphemes(one).filter((part) => part.trim() !== "");
        const whole = harmless(text).split("\n").flatMap(shown);
        expect(wrapText(text, width).flatMap(shown)).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });
});

describe("text made harmless", () => {
  const steering: readonly (readonly [string, string])[] = [
    ["\u001b[2Jgone", "[2Jgone"],
    ["\u009b31mred", "31mred"],
    ["bell\u0007 back\b", "bell back"],
    ["\u202eesrever", "esrever"],
    ["a\tb", "a    b"],
    ["a\r\nb\rc\u2028d", "a\nb\nc\nd"],
    ["over\rwritten", "over\nwritten"],
    ["half \ud83d", "half \ufffd"],
  ];
  it.each(steering)("turns %j into %j", (text, safe) => {
    expect(harmless(text)).toBe(safe);
  });
});
