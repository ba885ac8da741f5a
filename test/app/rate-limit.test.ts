import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limited, LIMITS, type Limits } from "../../src/app/rate-limit.ts";
import { openBuckets } from "../../src/app/token-buckets.ts";
import type { Conversations, Incoming } from "../../src/ports.ts";

const START_MS = 1_790_000_000_000;
const WIDE = { burst: 1_000_000, everyMs: 1 };

/** Conversations behind limits, a clock that stands still until it is moved, and what came through. */
function scene(limits: Partial<Limits> = {}, stored: readonly string[] = []) {
  const time = { nowMs: START_MS };
  const handled: Incoming[] = [];
  const lookedUp: string[] = [];
  const inner: Conversations = {
    handle: async (incoming) => {
      handled.push(incoming);
      return { status: "handled", replies: [] };
    },
    async delivered() {},
    apology: () => "-",
    commands: () => [],
  };
  const talks = limited(inner, {
    clock: { nowMs: () => time.nowMs },
    limits: { person: WIDE, everyone: WIDE, source: WIDE, ...limits },
    known: async (conversation) => {
      lookedUp.push(conversation);
      return stored.includes(conversation);
    },
    said: (language) => ({ too_fast: `${language} {seconds}` }),
  });
  let events = 0;
  const send = (conversation: string, source?: string) =>
    talks.handle({
      conversation,
      eventId: `e${(events += 1)}`,
      input: { type: "text", text: "开过会" },
      atMs: time.nowMs,
      ...(source === undefined ? {} : { source }),
    });
  const sends = async (count: number, conversation = "web:1", source?: string) => {
    const answers = [];
    for (let at = 0; at < count; at += 1) answers.push(await send(conversation, source));
    return answers.filter(({ status }) => status === "handled").length;
  };
  return { time, handled, lookedUp, send, sends };
}

describe("turns of one person", () => {
  it("come through up to the burst, then two a second", async () => {
    const { time, sends } = scene({ person: LIMITS.person });
    expect(await sends(70)).toBe(60);
    time.nowMs += 499;
    expect(await sends(5)).toBe(0);
    time.nowMs += 1;
    expect(await sends(5)).toBe(1);
    time.nowMs += 10_000;
    expect(await sends(30)).toBe(20);
  });

  it("of a reviewer who taps a list of sixty through at two a second all come through", async () => {
    const { time, sends } = scene({ person: LIMITS.person });
    let taken = 0;
    for (let tap = 0; tap < 120; tap += 1, time.nowMs += 500) taken += await sends(1);
    expect(taken).toBe(120);
  });

  it("over the limit are not handled, and are told when to come again in both languages", async () => {
    const { time, handled, send, sends } = scene({ person: { burst: 2, everyMs: 3_000 } });
    await sends(2);
    time.nowMs += 500;
    expect(await send("web:1")).toEqual({
      status: "busy",
      replies: [],
      limited: { waitMs: 2_500, notice: { "zh-CN": "zh-CN 3", en: "en 3" } },
    });
    expect(handled).toHaveLength(2);
  });

  it("leave other people's alone", async () => {
    const { sends } = scene({ person: { burst: 1, everyMs: 1_000 } });
    expect([await sends(3, "a"), await sends(3, "b")]).toEqual([1, 1]);
  });

  it("that came after the wait they were told come through", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4_000), { maxLength: 40 }), async (pausesMs) => {
        const { time, send } = scene({ person: { burst: 3, everyMs: 700 } });
        for (const pauseMs of pausesMs) {
          time.nowMs += pauseMs;
          const answer = await send("a");
          if (answer.limited === undefined) continue;
          time.nowMs += answer.limited.waitMs;
          expect((await send("a")).status).toBe("handled");
        }
      }),
    );
  });
});

describe("turns of everybody", () => {
  it("come through up to their own limit, whoever sends them", async () => {
    const { time, sends } = scene({ everyone: { burst: 10, everyMs: 100 } });
    expect([await sends(8, "a"), await sends(8, "b")]).toEqual([8, 2]);
    time.nowMs += 300;
    expect(await sends(8, "c")).toBe(3);
  });

  it("that were refused cost the person nothing", async () => {
    const limits = { everyone: { burst: 1, everyMs: 10 }, person: { burst: 2, everyMs: 60_000 } };
    const { time, sends } = scene(limits);
    expect(await sends(9)).toBe(1);
    time.nowMs += 10;
    expect(await sends(9)).toBe(1);
  });
});

describe("conversations begun from one address", () => {
  const limits = { source: { burst: 3, everyMs: 5_000 } };

  it("are limited, while those already begun go on", async () => {
    const { sends } = scene(limits, ["known"]);
    const begun = [];
    for (const one of ["a", "b", "c", "d"]) begun.push(await sends(1, one, "192.0.2.1"));
    expect(begun).toEqual([1, 1, 1, 0]);
    expect(await sends(9, "known", "192.0.2.1")).toBe(9);
    expect(await sends(1, "e", "192.0.2.2")).toBe(1);
  });

  it("are not looked up where a channel knows no address", async () => {
    const { sends, lookedUp } = scene(limits);
    expect(await sends(9, "telegram:1")).toBe(9);
    expect(lookedUp).toEqual([]);
  });
});

describe("a bucket", () => {
  const rate = { burst: 4, everyMs: 1_000 };

  it("never lets through more than its burst and what came in since", () => {
    const steps = fc.array(fc.nat(3_000), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, (pausesMs) => {
        const buckets = openBuckets(rate);
        const taken: number[] = [];
        let nowMs = START_MS;
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs;
          if (buckets.waitMs("a", nowMs) > 0) continue;
          buckets.take("a", nowMs);
          taken.push(nowMs);
        }
        for (const [at, firstMs] of taken.entries())
          for (const [more, lastMs] of taken.slice(at).entries())
            expect(more + 1).toBeLessThanOrEqual(rate.burst + (lastMs - firstMs) / rate.everyMs);
      }),
    );
  });

  it("is forgotten once it is full again, so that memory does not grow with people", () => {
    const buckets = openBuckets(rate);
    let most = 0;
    for (let person = 0; person < 20_000; person += 1) {
      buckets.take(`p${person}`, START_MS + person);
      most = Math.max(most, buckets.size);
    }
    expect(most).toBeLessThanOrEqual(rate.burst * rate.everyMs + 1);
  });

  it("is full when the clock was set back, and not stuck", () => {
    const buckets = openBuckets(rate);
    for (let taken = 0; taken < rate.burst; taken += 1) buckets.take("a", START_MS);
    expect(buckets.waitMs("a", START_MS)).toBe(rate.everyMs);
    expect(buckets.waitMs("a", START_MS - 86_400_000)).toBe(0);
    buckets.take("b", START_MS - 86_400_000);
    expect(buckets.size).toBe(1);
  });
});
