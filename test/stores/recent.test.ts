import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newCaseKey } from "../../src/stores/envelope.ts";
import { recentCases, TEXT_KEPT_MS } from "../../src/stores/recent.ts";

const master = { id: randomBytes(4), secret: createSecretKey(randomBytes(32)) };
const key = newCaseKey(master, "a");

function scene() {
  const clock = { ms: 0, nowMs: () => clock.ms };
  const recent = recentCases(clock);
  const bytes = randomBytes(600);
  recent.seen("a", bytes, { key, revision: 3 }, "the text");
  return { clock, recent, bytes };
}

describe("a case seen just now", () => {
  it("is known by all of its bytes, and by those it begins with", () => {
    const { recent, bytes } = scene();
    expect(recent.known("a", Buffer.from(bytes))).toMatchObject({ key, text: "the text" });
    expect(recent.unchanged("a", bytes.subarray(0, 200))).toBeUndefined();
    const other = Buffer.from(bytes);
    other.writeUInt8(other.readUInt8(599) ^ 1, 599);
    expect(recent.known("a", other)).toBeUndefined();
    expect(recent.known("b", bytes)).toBeUndefined();
  });

  it("is known by the bytes it had then, whatever becomes of the buffer", () => {
    const { recent, bytes } = scene();
    const then = Buffer.from(bytes);
    bytes.fill(0);
    expect(recent.known("a", then)?.text).toBe("the text");
  });

  it("is forgotten when it is erased", () => {
    const { recent, bytes } = scene();
    recent.forget("a");
    expect(recent.known("a", bytes)).toBeUndefined();
  });

  it("is not remembered when it is long", () => {
    const { recent, bytes } = scene();
    recent.seen("a", bytes, { key, revision: 4 }, "x".repeat(9_000));
    expect(recent.known("a", bytes)).toBeUndefined();
  });

  it("fades when nobody goes on with it for ten minutes", () => {
    for (const what of ["another one is seen", "a sweep comes"]) {
      const { clock, recent, bytes } = scene();
      clock.ms += TEXT_KEPT_MS - 1;
      recent.fade();
      expect(recent.known("a", bytes)?.text).toBe("the text");
      clock.ms += 1;
      if (what === "a sweep comes") recent.fade();
      else recent.seen("b", randomBytes(600), { key, revision: 1 }, "another");
      expect(recent.known("a", bytes)).toBeUndefined();
    }
  });

  it("makes room for a thousand others and then goes", () => {
    const { recent, bytes } = scene();
    for (let other = 0; other < 1_024; other += 1)
      recent.seen(`b${other}`, randomBytes(200), { key, revision: 1 }, "another");
    expect(recent.known("a", bytes)).toBeUndefined();
  });
});
