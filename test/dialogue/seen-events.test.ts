import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EVENT_ID_UNITS_MAX,
  hasSeen,
  NONE_SEEN,
  SEEN_UNITS,
  SEEN_UNITS_MAX,
  withSeen,
} from "../../src/dialogue/seen-events.ts";
import { SEED } from "../support/builders.ts";

/** Ids as channels hand them out. */
const ordinaryId = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{16}$/),
  fc.nat(30).map((number) => `u${number}`),
  fc.uuid(),
);
/** Those, ids that begin alike, and such as nobody should hand out. */
const eventId = fc.oneof(
  ordinaryId,
  fc.string({ unit: "binary", maxLength: EVENT_ID_UNITS_MAX }),
  fc.constantFrom("", " ", "a b", "%20%", "\ud800", "\ud801", "e1 e2"),
);

describe("the events of a case", () => {
  it("are known as far back as there is room, and no other is", () => {
    fc.assert(
      fc.property(fc.array(ordinaryId, { maxLength: 300 }), ordinaryId, (ids, other) => {
        const seen = ids.reduce(withSeen, NONE_SEEN);
        const last = thoseWithRoom(ids);
        for (const id of last) expect(hasSeen(seen, id)).toBe(true);
        expect(hasSeen(seen, other)).toBe(last.includes(other));
        expect(seen.length).toBeLessThanOrEqual(SEEN_UNITS);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("are more than a messenger hands out unconfirmed", () => {
    const ids = Array.from({ length: 300 }, (_, at) => `u${4_294_967_000 + at}`);
    expect(thoseWithRoom(ids).length).toBeGreaterThan(100);
  });

  it("are known whatever they are called: the latest always, and none that never came", () => {
    fc.assert(
      fc.property(fc.array(eventId, { minLength: 1, maxLength: 300 }), eventId, (ids, other) => {
        const seen = ids.reduce(withSeen, NONE_SEEN);
        expect(hasSeen(seen, ids.at(-1) ?? "")).toBe(true);
        if (hasSeen(seen, other)) expect(ids).toContain(other);
        expect(seen.length).toBeLessThanOrEqual(SEEN_UNITS_MAX);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("have ids of a bounded length", () => {
    const long = "x".repeat(EVENT_ID_UNITS_MAX);
    expect(hasSeen(withSeen(NONE_SEEN, long), long)).toBe(true);
    expect(() => withSeen(NONE_SEEN, `${long}x`)).toThrow(TypeError);
  });
});

/** The last of them, as many as there is room for with a blank before each. */
function thoseWithRoom(ids: readonly string[]): readonly string[] {
  let units = 0;
  const from = ids.findLastIndex((id) => (units += 1 + id.length) > SEEN_UNITS);
  return ids.slice(from + 1);
}
