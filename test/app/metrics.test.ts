import { describe, expect, it } from "vitest";
import { openMetrics } from "../../src/app/metrics.ts";
import { readiness } from "../../src/app/readiness.ts";
import type { Conversations, Handled, Incoming, Log } from "../../src/ports.ts";

const SECRET = "我收了两万元";

function incoming(conversation: string): Incoming {
  return { conversation, eventId: "e", input: { type: "text", text: SECRET }, atMs: 0 };
}

/** Conversations that answer as told, on a clock that each turn moves on. */
function scene(answer: () => Promise<Handled>) {
  const clock = { now: 0, nowMs: () => clock.now };
  const conversations: Conversations = {
    async handle() {
      clock.now += 30;
      return answer();
    },
    async delivered() {},
    apology: () => "-",
    commands: () => [],
  };
  const metrics = openMetrics({ collectDefaults: false });
  return { metrics, counted: metrics.counted(conversations, clock) };
}

const silent: Log = { info() {}, error() {} };

describe("the metrics", () => {
  it("count turns by channel and ending, and time them", async () => {
    const { metrics, counted } = scene(async () => ({ status: "handled", replies: [] }));
    await counted.handle(incoming("telegram:1"));
    await counted.handle(incoming("telegram:2"));
    await counted.handle(incoming("web:3"));
    const text = await metrics.text();
    expect(text).toContain('distinguo_turns_total{channel="telegram",status="handled"} 2');
    expect(text).toContain('distinguo_turns_total{channel="web",status="handled"} 1');
    expect(text).toContain('distinguo_turn_seconds_bucket{le="0.025",channel="web"} 0');
    expect(text).toContain('distinguo_turn_seconds_bucket{le="0.05",channel="web"} 1');
  });

  it("count a turn that was not stored, and pass its fault on", async () => {
    const { metrics, counted } = scene(() => Promise.reject(new Error("disk")));
    await expect(counted.handle(incoming("web:3"))).rejects.toThrow("disk");
    expect(await metrics.text()).toContain('{channel="web",status="failed"} 1');
  });

  it("never hold who wrote, what was written, or an unbounded label", async () => {
    const { metrics, counted } = scene(async () => ({ status: "handled", replies: [] }));
    await counted.handle(incoming("telegram:8761234"));
    await counted.handle(incoming(`${SECRET}:8761234`));
    await counted.handle(incoming("8761234"));
    const log = metrics.heard(silent);
    for (let kind = 0; kind < 300; kind += 1) log.error(`event-${kind}`);
    const text = await metrics.text();
    expect(text).not.toContain("8761234");
    expect(text).not.toContain(SECRET);
    expect(text).toContain('{channel="other",status="handled"} 2');
    expect(text).toContain('distinguo_faults_total{event="other"} 200');
    expect(text.match(/distinguo_faults_total\{/g)).toHaveLength(101);
  });
});

describe("readiness", () => {
  const clock = { now: 10_000, nowMs: () => clock.now };

  it("names what fails, asks again only after two seconds, and ends with closing", async () => {
    let [asked, broken] = [0, true];
    const store = async () => {
      asked += 1;
      if (broken) throw new Error("/secret/path ENOSPC");
    };
    const ready = readiness({ store }, clock);
    expect(await ready.report()).toEqual({ ready: false, checks: { store: "failing" } });
    broken = false;
    clock.now += 1_999;
    expect((await ready.report()).ready).toBe(false);
    clock.now += 1;
    expect(await ready.report()).toEqual({ ready: true, checks: { store: "ok" } });
    expect(asked).toBe(2);
    ready.close();
    expect((await ready.report()).ready).toBe(false);
  });

  it("does not hold on to an old answer when the clock is set back", async () => {
    let asked = 0;
    const ready = readiness({ store: async () => (asked += 1) }, clock);
    await ready.report();
    clock.now -= 3_600_000;
    await ready.report();
    expect(asked).toBe(2);
  });
});
