import { describe, expect, it } from "vitest";
import { siege } from "./siege.ts";
import { breachesOf, tableOf } from "./table.ts";

const SIEGE_MS_MAX = 400_000;

describe("a bot that is killed and started again while people talk to it", () => {
  it(
    "keeps every answer it acknowledged, each once, where its button stood, and answers everybody at the end",
    { timeout: SIEGE_MS_MAX },
    async () => {
      const outcome = await siege({ seed: 20, people: 20, kills: 12 });
      console.info(tableOf(outcome));
      expect(breachesOf(outcome)).toEqual([]);
      expect(outcome.kills).toBe(12);
      // Without these nothing was put to the test.
      expect(outcome.acknowledged).toBeGreaterThan(0);
      expect(outcome.redelivered).toBeGreaterThan(0);
      expect([...outcome.faults.keys()].some((kind) => kind.startsWith("write refused"))).toBe(
        true,
      );
    },
  );
});
