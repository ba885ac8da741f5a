import { describe, expect, it, onTestFinished, vi } from "vitest";
import { flightsOf, flown } from "../../bench/durable-flight.ts";

describe("people talking at once", () => {
  /** People whose every turn takes one millisecond of a clock that nothing else moves. */
  const scene = (count: number) => {
    let clockMs = 0;
    const under = Array.from({ length: count }, () => 0);
    const seen = { most: 0, turns: 0 };
    const people = under.map((_, person) => async () => {
      under[person] = (under[person] ?? 0) + 1;
      seen.most = Math.max(seen.most, ...under);
      await Promise.resolve();
      clockMs += 1;
      seen.turns += 1;
      under[person] = (under[person] ?? 0) - 1;
    });
    return { people, seen, nowMs: () => clockMs };
  };

  it("count what ends after the time to warm up", async () => {
    const { people, nowMs, seen } = scene(1);
    const flight = await flown(people, { warmMs: 10, countMs: 100 }, nowMs);
    expect(flight.tookMs).toEqual(Array.from({ length: 100 }, () => 1));
    expect(flight.perSecond).toBe(1000);
    expect(seen.turns).toBe(110);
  });

  it("never have two turns of the same person under way", async () => {
    const { people, nowMs, seen } = scene(5);
    const flight = await flown(people, { warmMs: 0, countMs: 50 }, nowMs);
    expect(seen.most).toBe(1);
    expect(flight.tookMs.length).toBeGreaterThan(0);
  });

  it("are waited for until there is a turn for each of them", async () => {
    const { people, nowMs } = scene(5);
    const flight = await flown(people, { warmMs: 0, countMs: 1 }, nowMs);
    expect(flight.tookMs).toHaveLength(5);
    expect(flight.perSecond).toBe(1000);
  });

  it("fail when a turn fails", async () => {
    const fails = async () => {
      throw new Error("not stored");
    };
    await expect(flown([fails], { warmMs: 0, countMs: 10 })).rejects.toThrow("not stored");
  });

  it("are given up when no turn ends any more", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const never = flown([() => Promise.withResolvers<void>().promise], { warmMs: 0, countMs: 10 });
    const given = expect(never).rejects.toThrow("no turn has ended");
    await vi.advanceTimersByTimeAsync(120_000);
    await given;
  });

  it("are told by the median round, and by all turns of all rounds", () => {
    const round = (perSecond: number, cpuUs: number, tookMs: readonly number[]) => ({
      perSecond,
      cpuUs,
      tookMs,
    });
    const rounds = [round(100, 7, [1, 2]), round(10, 90, [50, 3]), round(90, 8, [2, 2])];
    expect(flightsOf(rounds)).toEqual({ perSecond: 90, cpuUs: 8, p50Ms: 2, p99Ms: 50 });
  });
});
