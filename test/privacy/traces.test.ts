import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { tracesIn } from "./traces.ts";

const TEXT = "鸬鹚坡渡槽 heron/quay?";
const utf8 = Buffer.from(TEXT);
const WAYS: readonly (readonly [string, Uint8Array | string])[] = [
  ["as it is", `before ${TEXT} after`],
  ["in UTF-16", Buffer.from(`x${TEXT}`, "utf16le")],
  ["in UTF-16, the other way round", Buffer.from(TEXT, "utf16le").swap16()],
  ["in base64", utf8.toString("base64")],
  ["in base64, one place on", Buffer.from(`.${TEXT}.`).toString("base64")],
  ["in base64, two places on", Buffer.from(`..${TEXT}..`).toString("base64")],
  ["in base64 for addresses", Buffer.from(`..${TEXT}..`).toString("base64url")],
  ["in base64 of UTF-16", Buffer.from(TEXT, "utf16le").toString("base64")],
  ["in hexadecimal", utf8.toString("hex")],
  ["in capital hexadecimal", utf8.toString("hex").toUpperCase()],
  ["in an address", encodeURIComponent(TEXT)],
  ["in an address, in small letters", encodeURIComponent(TEXT).toLowerCase()],
  [
    "in escapes of JSON",
    Array.from(TEXT, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  ],
  ["as a plain hash", createHash("sha256").update(TEXT).digest("hex")],
];

describe("the search for traces", () => {
  it.each(WAYS)("finds what was written %s", (_, written) => {
    const bytes = Buffer.from(written);
    const secret = { name: "the secret", text: TEXT, identity: true } as const;
    const [found] = tracesIn([{ name: "a log", bytes }], [secret]);
    expect(found).toMatch(/^the secret, .*: a log$/);
  });

  it("finds it in the name of a file too", () => {
    const place = { name: `cases/${utf8.toString("hex")}.case`, bytes: Buffer.alloc(0) };
    expect(tracesIn([place], [{ name: "it", text: TEXT }])).toHaveLength(1);
  });

  it("finds nothing where there is nothing, nor where it belongs", () => {
    const secret = { name: "it", text: TEXT, exceptIn: ["a page"] };
    const other = { name: "a log", bytes: Buffer.from("鸬鹚坡 heron quay") };
    expect(tracesIn([other, { name: "a page", bytes: utf8 }], [secret])).toEqual([]);
  });
});
