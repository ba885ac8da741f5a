/** A case in few bytes, and the same case again. */
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case } from "../../src/dialogue/case.ts";
import { NONE_SEEN, withSeen } from "../../src/dialogue/seen-events.ts";
import { DICTIONARY } from "../../src/stores/dictionary.ts";
import { DOCUMENT_BYTES_MAX } from "../../src/stores/document.ts";
import { ENVELOPE_BYTES } from "../../src/stores/envelope.ts";
import { pack, unpack } from "../../src/stores/packing.ts";
import { someCase } from "../contract/store.ts";
import { bundle, type Scene } from "../support/dialogue-scene.ts";
import { allKnown, consulted, type Mind } from "../support/dialogue-ways.ts";

/** What a stored case may take beside what was told in own words and what waits to be delivered. */
const CASE_BYTES_MAX = 1_024;

/** What people and channels may put into a case, and what looks like the packing's own marks. */
const awkward = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.uuid().map((id) => `"${id}"`),
  fc.stringMatching(/^[0-9a-f]{15,17}$/),
  fc.stringMatching(/^[0-9a-f]{63,65}$/),
  fc.stringMatching(/^[0-9a-f]{128}$/),
  fc.stringMatching(/^[A-Za-z0-9_-]{42,44}$/),
  fc.stringMatching(/^[A-Za-z0-9_-]{86}$/),
  fc.stringMatching(/^( [0-9a-f]{16}){1,5}$/),
  fc
    .array(fc.stringMatching(/^[0-9a-f]{16}$/), { minLength: 250, maxLength: 260 })
    .map((ids) => ids.map((id) => ` ${id}`).join("")),
  fc.constantFrom("\u0001", "\u0002", "\u0005", "\u0006", '"\u0002"', "\\u0002", "\ud800"),
);

describe("packing", () => {
  it("gives back every text that is JSON", () => {
    fc.assert(
      fc.property(fc.anything({ key: awkward, values: [awkward, fc.integer()] }), (value) => {
        const text = JSON.stringify([value]);
        expect(unpack(pack(text), DOCUMENT_BYTES_MAX)).toBe(text);
      }),
    );
  });

  it("gives up rather than throw at bytes of any kind", () => {
    const whole = pack(JSON.stringify(someCase()));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(), (bytes, cut) => {
        for (const wrong of [Buffer.from(bytes), whole.subarray(0, cut % whole.length)])
          expect(["string", "undefined"]).toContain(typeof unpack(wrong, DOCUMENT_BYTES_MAX));
      }),
    );
  });

  it("does not unfold more than it may", () => {
    expect(unpack(pack(JSON.stringify("x".repeat(5_000))), 4_999)).toBeUndefined();
  });

  it("has the dictionary of version 1, which must never change", () => {
    expect(createHash("sha256").update(DICTIONARY).digest("hex")).toMatchInlineSnapshot(
      `"1051f307b979362f9dd454e2f7b01350444d1d8f923724a52fab5fabd7a2caed"`,
    );
  });
});

const EVENTS = {
  telegram: (turn: number) => `u${734_000_000 + turn * 7}`,
  web: (turn: number) => createHash("sha256").update(`event ${turn}`).digest("hex").slice(0, 16),
};

/** The bytes of the file, with an event id a turn. */
function bytesOf(kept: Case, channel: keyof typeof EVENTS): number {
  const { narrative: _, ...rest } = kept;
  const ids = Array.from({ length: kept.turn }, (__, turn) => EVENTS[channel](turn));
  const seen = ids.reduce(withSeen, NONE_SEEN);
  const person = createHash("sha256").update("person").digest("hex").slice(0, 32);
  const id = channel === "web" ? `web:${person}` : "telegram:7234567890";
  const text = JSON.stringify({ revision: 99, case: { ...rest, id, seen, outbox: [] } });
  return ENVELOPE_BYTES + pack(text).length;
}

describe("a whole consultation", () => {
  const unsure: Mind = {};
  const ways: readonly (readonly [string, () => Promise<Scene>])[] = [
    ["about a mistake, all known", () => consulted("mistake", allKnown())],
    ["about a mistake, nothing known", () => consulted("mistake", unsure)],
    ["before acting", () => consulted("precheck", allKnown())],
    ["about not daring to act", () => consulted("inaction", allKnown())],
  ];
  it.each(ways)("%s takes at most 1 KB", async (_, way) => {
    const kept = (await way()).case;
    for (const channel of ["telegram", "web"] as const)
      expect(bytesOf(kept, channel)).toBeLessThanOrEqual(CASE_BYTES_MAX);
  });

  it("with an answer to every question there is, and every one open, takes at most 1 KB", () => {
    const questions = [...bundle.policy.questions, ...bundle.packs.flatMap((one) => one.questions)];
    const answers = questions.map(({ id, facts }) => ({
      question: id,
      facts: {},
      unsure: [...facts],
    }));
    const kept = someCase({ answers, bundle: bundle.bundle, turn: 20 });
    expect(bytesOf(kept, "telegram")).toBeLessThanOrEqual(CASE_BYTES_MAX);
  });
});
