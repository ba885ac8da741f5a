/** Lists and records of short texts: what they let through. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortRecord, shortTexts } from "../../src/dialogue/short-texts.ts";

describe("a list of short texts", () => {
  const schema = shortTexts(3, 2);
  it.each([[[]], [["abc"]], [["", "三个字"]]])("takes %j", (value) => {
    expect(schema.parse(value)).toEqual(value);
  });

  it.each([
    [["abcd"]],
    [["a", "b", "c"]],
    [[1]],
    [[null]],
    ["ab"],
    [{ 0: "a", length: 1 }],
    [null],
  ])("refuses %j", (value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});

describe("a record of short texts", () => {
  const schema = shortRecord(3, 2);
  it.each([[{}], [{ abc: "xyz" }], [{ a: "", b: "三" }]])("takes %j", (value) => {
    expect(schema.parse(value)).toEqual(value);
  });

  it.each([
    [{ abcd: "" }],
    [{ a: "abcd" }],
    [{ a: "1", b: "2", c: "3" }],
    [{ a: 1 }],
    [["a"]],
    ["ab"],
    [null],
    [JSON.parse('{"__proto__":"a"}')],
  ])("refuses %j", (value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });

  it("never changes what objects inherit, whatever the JSON", () => {
    const record = shortRecord(64, 200);
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const found = record.safeParse(JSON.parse(text));
        if (found.success) expect(Object.assign({}, found.data)).toEqual(found.data);
      }),
    );
  });
});
