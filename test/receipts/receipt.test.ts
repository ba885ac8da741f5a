import { assert, constantFrom, integer, property, record, constant } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "../../src/policy/account.ts";
import { dayAt, isSigned, signerOf } from "../../src/receipts/heads.ts";
import { receiptOf } from "../../src/receipts/receipt.ts";
import type { Content } from "../../src/receipts/schema.ts";
import { readReceipt, replayProblems } from "../../src/receipts/verify-receipt.ts";
import { bundle } from "../support/dialogue-scene.ts";
import { allKnown } from "../support/dialogue-ways.ts";
import { DAY, otherSigner, signer } from "./chains.ts";
import { forgedReceipt, SALT, someReceipt } from "./scene.ts";

const PACKS = [null, ...bundle.packs.map(({ id }) => id)];

const ACCOUNT: Account = {
  facts: allKnown(),
  unsure: [],
  acted: { from: "2019-05-06", until: "2019-05-06" },
  decided: "2026-07-01",
};

/** Any answers to any questions, contradictory ones too, and what one is not sure of. */
const anyAccount = constantFrom(...PACKS).chain((pack) => {
  const { facts } = bundle.compiled(pack);
  const answers = Object.fromEntries(
    facts.map(({ id, choices }) => [
      id,
      constantFrom(undefined, undefined, ...(choices?.map((one) => one.id) ?? ["yes", "no"])),
    ]),
  );
  const known = record(answers).map((some) => ({
    facts: Object.fromEntries(
      Object.entries(some).flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])),
    ),
    unsure: Object.keys(some)
      .filter((id) => some[id] === undefined)
      .slice(0, 5),
  }));
  return record({ pack: constant(pack), account: known });
});

const forged = (change: Partial<Content>) =>
  forgedReceipt({ ...someReceipt(ACCOUNT).content, ...change });
const textOf = (receipt: unknown) => JSON.stringify(receipt);
const problemsOf = (text: string) => {
  const read = readReceipt(text);
  return read.ok
    ? replayProblems(read.value, bundle.compiled(read.value.content.pack))
    : read.error;
};
const codes = (text: string) => problemsOf(text).map(({ code }) => code);

describe("a receipt", () => {
  it("replays bit for bit, whatever was answered, under every pack", () => {
    assert(
      property(anyAccount, ({ pack, account }) => {
        expect(problemsOf(textOf(someReceipt(account, pack)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on the order in which things were said", () => {
    const unsure = ["loss", "fault", "role"];
    const some = (ids: readonly string[]) =>
      someReceipt({ facts: { stage: "filed" }, unsure: ids });
    const turned = { facts: Object.fromEntries(Object.entries(ACCOUNT.facts).toReversed()) };
    expect(someReceipt({ ...ACCOUNT, ...turned })).toEqual(someReceipt(ACCOUNT));
    expect(() => some(unsure)).toThrow("has no value filed");
    const open = (ids: readonly string[]) => someReceipt({ facts: {}, unsure: ids });
    expect(open(unsure.toReversed())).toEqual(open(unsure));
  });

  it("shows any change of any byte", () => {
    const text = textOf(someReceipt(ACCOUNT));
    const at = integer({ min: 0, max: text.length - 1 });
    const byte = integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code));
    assert(
      property(at, byte, (place, put) => {
        const changed = `${text.slice(0, place)}${put}${text.slice(place + 1)}`;
        expect(problemsOf(changed).length > 0).toBe(changed !== text);
      }),
      { numRuns: 1_000 },
    );
  });

  it("shows every field taken out, and every one put in", () => {
    for (const path of pathsOf(someReceipt(ACCOUNT))) {
      const out = structuredClone(someReceipt(ACCOUNT)) as object;
      const [holder, key] = placeOf(out, path);
      delete holder[key];
      expect(codes(textOf(out)), path.join(".")).not.toEqual([]);
      const more = structuredClone(someReceipt(ACCOUNT)) as object;
      const [into] = placeOf(more, path);
      if (Array.isArray(into)) into.push("more");
      else into["more"] = "yes";
      expect(codes(textOf(more)), path.join(".")).not.toEqual([]);
    }
  });

  it("belongs to one content and one salt only", () => {
    const { content, head, entry } = someReceipt(ACCOUNT);
    const kept = { ...head, previous: entry.previous, salt: SALT };
    const { hash: _, ...place } = kept;
    expect(receiptOf(place, content)).toEqual(someReceipt(ACCOUNT));
    expect(receiptOf(place, { ...content, unsure: ["loss"] })).toBeUndefined();
    const salt = Buffer.alloc(32, 4).toString("base64url");
    expect(receiptOf({ ...place, salt }, content)).toBeUndefined();
    expect(receiptOf(undefined, content)).toBeUndefined();
  });
});

describe("a receipt that holds together but was never given", () => {
  const { verdict } = someReceipt(ACCOUNT).content;
  const table: readonly (readonly [string, Partial<Content>])[] = [
    ["another verdict", { verdict: { ...verdict, presumed: "aggravated" } }],
    ["a longer range", { verdict: { ...verdict, range: [...verdict.range, "refer"] } }],
    ["a rule that did not decide", { verdict: { ...verdict, reasons: ["made.up"] } }],
    ["other facts with the same verdict", { facts: { crime_suspected: "yes" } }],
    ["facts nobody knows", { facts: { unheard_of: "yes" } }],
    ["values nobody knows", { facts: { loss: "astronomic" } }],
    ["a pack nobody knows", { pack: "L-GONE" }],
    ["names out of order", { unsure: ["loss", "fault"] }],
  ];
  it.each(table)("does not replay: %s", (_, change) => {
    expect(codes(textOf(forged(change)))).toEqual(["receipt/replay"]);
  });

  it("names the key it was signed with, which is not the real one", () => {
    expect(codes(textOf(forged({})))).toEqual([]);
    expect(forged({}).head.key).not.toBe(signer.key);
  });
});

describe("what is handed in as a receipt", () => {
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const receipt = someReceipt(ACCOUNT);
  const polluting = textOf(receipt).replace('"facts":{', '"facts":{"__proto__":"yes",');
  const table: readonly (readonly [string, string, string])[] = [
    ["nothing", "", "receipt/syntax"],
    ["no JSON", "{receipt", "receipt/syntax"],
    ["null", "null", "receipt/form"],
    ["a list", textOf([receipt]), "receipt/form"],
    ["a copy without its receipt", textOf({ account: {}, verdict: {} }), "receipt/form"],
    ["a copy with nothing for a receipt", textOf({ receipt: null }), "receipt/form"],
    ["a receipt alone in a copy", textOf({ receipt }), "receipt/readable"],
    ["something very deep", deep, "receipt/form"],
    [
      "something very deep beside it",
      `{"receipt":${textOf(receipt)},"verdict":${deep}}`,
      "receipt/readable",
    ],
    ["a name that names the prototype", polluting, "receipt/form"],
    [
      "the prototype itself",
      textOf(receipt).replace("{", '{"__proto__":{"polluted":1},'),
      "receipt/form",
    ],
    [
      "a path for a version",
      textOf(receipt).replace(bundle.bundle, "../../etc/passwd"),
      "receipt/form",
    ],
    [
      "a number past counting",
      textOf(receipt).replace('"index":0', '"index":1e99'),
      "receipt/form",
    ],
    ["half a character", textOf({ receipt, account: "\ud800", verdict: 1 }), "receipt/readable"],
    ["another format", textOf({ ...receipt, format: 2 }), "receipt/form"],
  ];
  it.each(table)("may be %s", (_, text, code) => {
    expect(codes(text)[0]).toBe(code);
    expect({}).not.toHaveProperty("polluted");
  });

  it("may have its keys in any order and any white space between them", () => {
    const turned = Object.fromEntries(Object.entries(receipt).toReversed());
    expect(codes(JSON.stringify(turned, null, 4))).toEqual([]);
  });
});

describe("a signed head", () => {
  it("comes out the same for the same seed, and is no other's", () => {
    const at = { index: 3, hash: "a".repeat(64), day: DAY };
    const head = signer.sign(at);
    expect(signerOf(Buffer.alloc(32, 7)).sign(at)).toEqual(head);
    expect(isSigned(head)).toBe(true);
    expect(isSigned({ ...head, key: otherSigner.key })).toBe(false);
    expect(isSigned({ ...head, key: "AAAA" })).toBe(false);
    expect(() => signerOf(Buffer.alloc(31))).toThrow();
  });

  // RFC 8032, section 7.1, test 1: the public key of a secret seed.
  it("has the key that the standard gives for a seed", () => {
    const seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    const key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    expect(Buffer.from(signerOf(Buffer.from(seed, "hex")).key, "base64url").toString("hex")).toBe(
      key,
    );
  });

  it.each([
    [Date.UTC(2026, 6, 1, 15, 59, 59), "2026-07-01"],
    [Date.UTC(2026, 6, 1, 16), "2026-07-02"],
    [Date.UTC(2024, 1, 28, 16), "2024-02-29"],
  ])("counts days as in China: %d is %s", (atMs, day) => {
    expect(dayAt(atMs)).toBe(day);
  });
});

type Path = readonly string[];
function pathsOf(value: unknown, before: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...before, key],
    ...pathsOf(inner, [...before, key]),
  ]);
}

/** The object (or list) that holds what `path` leads to, and its last key. */
function placeOf(root: object, path: Path): readonly [Record<string, unknown>, string] {
  let holder = root as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  return [holder, path.at(-1) ?? ""];
}
