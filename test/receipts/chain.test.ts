import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY, grow, lineOf, linkOf } from "../../src/receipts/chain.ts";
import { entryHashOf } from "../../src/receipts/hashing.ts";
import type { Entry, Head } from "../../src/receipts/schema.ts";
import { chainOf, checked, codesOf, filesOf, MORE_THAN_A_FILE } from "./chains.ts";
import { otherSigner, signer, someCommitment, there } from "./chains.ts";

const days = array(integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
const isHeadLine = (line: string) => line.includes('"signature"');

/** A signed head on the last entry, as the last person's receipt holds it. */
function lastHead({ lines, places }: ReturnType<typeof chainOf>) {
  const { index, day, key, signature } = there(places.at(-1));
  const entry = linkOf(there(lines.findLast((line) => !isHeadLine(line)))) as Entry;
  return { index, hash: entry.hash, day, key, signature };
}

const chain = chainOf([3, 70, 2, 60]);
const wanted = lastHead(chain);
const anyLine = integer({ min: 0, max: chain.lines.length - 1 });

describe("a chain", () => {
  it("fits from beginning to end, however many entries the days had", () => {
    assert(
      property(days, (perDay) => {
        const some = chainOf(perDay);
        const report = checked(filesOf(some.lines), lastHead(some));
        expect(report.problems).toEqual([]);
        expect(report.entries).toBe(perDay.reduce((sum, count) => sum + count, 0));
      }),
      { numRuns: 40 },
    );
  });

  it("has a head after the first entry of a day and after every 64th", () => {
    const heads = chain.lines.filter(isHeadLine).map((line) => there(linkOf(line)).index);
    expect(heads).toEqual([0, 3, 63, 73, 75, 127]);
  });

  it("goes on in a new file when one is full", () => {
    const long = chainOf([MORE_THAN_A_FILE]);
    const files = filesOf(long.lines);
    expect(files.map(({ name }) => name)).toEqual(["0000000000.jsonl", "0000004096.jsonl"]);
    expect(checked(files, lastHead(long))).toMatchObject({ entries: 4_106, problems: [] });
    expect(codesOf(checked(files.slice(1)))).toContain("chain/file");
    expect(codesOf(checked(files.slice(0, 1), lastHead(long)))).toEqual(["chain/cut"]);
    expect(codesOf(checked(files.toReversed()))).toContain("chain/file");
  });

  it("never signs an earlier day after a later one, though the clock was put back", () => {
    const clockSays = ["2026-07-02", "2026-07-01", "2026-07-03"];
    let tail = EMPTY;
    const signed = clockSays.map((day) => {
      const grown = grow(tail, [someCommitment(0)], day, signer);
      tail = grown.tail;
      return { day: there(grown.places[0]).day, heads: grown.links.length - 1 };
    });
    expect(signed).toEqual([
      { day: "2026-07-02", heads: 1 },
      { day: "2026-07-02", heads: 0 },
      { day: "2026-07-03", heads: 1 },
    ]);
  });
});

describe("a chain somebody touched", () => {
  it("shows any change of any byte", () => {
    const text = chain.lines.map((line) => `${line}\n`).join("");
    const at = integer({ min: 0, max: text.length - 1 });
    const byte = integer({ min: 0, max: 255 }).map((code) => String.fromCodePoint(code));
    assert(
      property(at, byte, (place, put) => {
        const changed = `${text.slice(0, place)}${put}${text.slice(place + 1)}`;
        const report = checked([{ name: "0000000000.jsonl", first: 0, text: changed }], wanted);
        expect(report.problemCount > 0).toBe(changed !== text);
      }),
      { numRuns: 300 },
    );
  });

  it("shows any line taken out", () => {
    for (const at of chain.lines.keys())
      expect(checked(filesOf(chain.lines.toSpliced(at, 1)), wanted).problemCount).toBeGreaterThan(
        0,
      );
  });

  it("shows any line said twice", () => {
    for (const [at, line] of chain.lines.entries())
      expect(checked(filesOf(chain.lines.toSpliced(at, 0, line))).problemCount).toBeGreaterThan(0);
  });

  it("shows any two lines in each other's place", () => {
    assert(
      property(anyLine, anyLine, (one, other) => {
        const swapped = chain.lines
          .with(one, there(chain.lines[other]))
          .with(other, there(chain.lines[one]));
        const report = checked(filesOf(swapped), wanted);
        expect(report.problemCount > 0).toBe(one !== other);
      }),
      { numRuns: 200 },
    );
  });

  it("shows to whoever holds a receipt that its end was cut off, wherever", () => {
    for (let kept = 0; kept < chain.lines.length - 1; kept += 1)
      expect(codesOf(checked(filesOf(chain.lines.slice(0, kept)), wanted)), `${kept}`).toEqual([
        "chain/cut",
      ]);
  });

  it("without a receipt from behind the cut looks like a shorter chain: nobody could tell", () => {
    for (let kept = 0; kept < chain.lines.length; kept += 1)
      expect(codesOf(checked(filesOf(chain.lines.slice(0, kept))))).toEqual([]);
  });

  it("shows an entry computed anew: what follows it, and the heads, cannot be", () => {
    const at = chain.lines.findIndex((line) => line.includes('"index":5,'));
    const old = linkOf(there(chain.lines[at])) as Entry;
    const altered = { ...old, commitment: "f".repeat(64) };
    const line = lineOf({ ...altered, hash: entryHashOf(altered) });
    expect(codesOf(checked(filesOf(chain.lines.with(at, line))))).toEqual(["chain/link"]);
  });

  it("shows, computed anew from end to end with another key, that it is not the receipt's", () => {
    const { lines } = chainOf([3, 70, 2, 60], otherSigner);
    expect(codesOf(checked(filesOf(lines)))).toEqual([]);
    expect(codesOf(checked(filesOf(lines), wanted))).toEqual(["chain/other"]);
  });

  it("shows a head of another key among its own", () => {
    const at = chain.lines.findLastIndex(isHeadLine);
    const { index, hash } = linkOf(there(chain.lines[at - 1])) as Entry;
    const head = lineOf(otherSigner.sign({ index, hash, day: "2026-07-04" }));
    const lines = [...chain.lines.slice(0, at), head];
    expect(codesOf(checked(filesOf(lines)))).toEqual(["chain/key"]);
  });

  const lastHeads: readonly (readonly [string, (head: Head) => Head, string])[] = [
    ["of another day", (head) => ({ ...head, day: "2026-07-05" }), "chain/signature"],
    [
      "signed for an earlier day",
      (head) => signer.sign({ ...head, day: "2026-06-30" }),
      "chain/day",
    ],
    [
      "of another hash",
      (head) => signer.sign({ ...head, hash: "f".repeat(64) }),
      "chain/signature",
    ],
    ["of another entry", (head) => signer.sign({ ...head, index: 1 }), "chain/head"],
  ];
  it.each(lastHeads)("shows, with nothing after it to tell, a last head %s", (_, change, code) => {
    const at = chain.lines.findLastIndex(isHeadLine);
    const head = linkOf(there(chain.lines[at])) as Head;
    const lines = [...chain.lines.slice(0, at), lineOf(change(head))];
    expect(codesOf(checked(filesOf(lines)))).toEqual([code]);
  });

  it("shows a line that says the same in another way", () => {
    const line = there(chain.lines.at(-1));
    for (const other of [line.replace(":", ": "), JSON.stringify(turned(line)), ` ${line}`])
      expect(codesOf(checked(filesOf([...chain.lines.slice(0, -1), other])))).toEqual([
        "chain/line",
      ]);
  });

  it("tells twenty faults, and counts the others", () => {
    const lines = chain.lines.map(() => "{}");
    const report = checked([{ name: "x", first: 0, text: `${lines.join("\n")}\n` }]);
    expect(report.problems).toHaveLength(20);
    expect(report.problemCount).toBe(chain.lines.length);
  });
});

const turned = (line: string): unknown =>
  Object.fromEntries(Object.entries(JSON.parse(line) as object).toReversed());
