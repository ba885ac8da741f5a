/** What is passed over quickly because nothing in it needs a change must not need one. */
import { describe, expect, it } from "vitest";
import { escapeHtml, isBlank, plainText } from "../../src/channels/telegram-html.ts";

const UNITS = Array.from({ length: 0x1_00_00 }, (_, unit) => String.fromCharCode(unit));

describe("plain text", () => {
  it("is the same for every character alone as beside one that needs a change", () => {
    const wrong = UNITS.filter(
      (unit) => plainText(`a${unit}b\t`) !== `${plainText(`a${unit}b`)}    `,
    );
    expect(wrong).toEqual([]);
  });

  it("holds no control character but the end of a line", () => {
    expect(UNITS.map((unit) => plainText(unit)).join("")).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe("escaping", () => {
  it("leaves nothing that means something in HTML", () => {
    for (const unit of UNITS)
      expect(escapeHtml(unit)).toBe(
        { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }[unit] ?? unit,
      );
  });
});

describe("nothing to be seen", () => {
  it.each(["", " \n", "<b></b>", '<a href="x"> </a>', "\u200b"])("is in %j", (html) =>
    expect(isBlank(html)).toBe(true),
  );
  it.each(["a", "<b>字</b>", "&lt;", "·"])("is not so in %j", (html) =>
    expect(isBlank(html)).toBe(false),
  );
});
