import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EVENT_ID_UNITS_MAX,
  hasSeen,
  NONE_SEEN,
  SEEN_EVENTS_MAX,
  SEEN_UNITS_MAX,
  withSeen,
} from "../../src/dialogue/seen-events.ts";
import { SEED } from "../support/builders.ts";

/** Ids that channels hand out, that begin alike, and that nobody should. */
const eventId = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{16}$/),
  fc.nat(30).map((number) => `u${number}`),
  fc.uuid(),
  fc.string({ unit: "binary", maxLength: EVENT_ID_UNITS_MAX }),
  fc.constantFrom("", " ", "a b", "%20%", "\ud800", "\ud801", "e1 e2"),
);

describe("the events of a case", () => {
  it("are known as long as they are among the last, and no other is", () => {
    fc.assert(
      fc.property(fc.array(eventId, { maxLength: 300 }), eventId, (ids, other) => {
        const seen = ids.reduce(withSeen, NONE_SEEN);
        const last = ids.slice(-SEEN_EVENTS_MAX);
        for (const id of last) expect(hasSeen(seen, id)).toBe(true);
        expect(hasSeen(seen, other)).toBe(last.includes(other));
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
