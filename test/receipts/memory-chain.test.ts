import { memoryChain } from "../../src/stores/memory-chain.ts";
import { chainContract } from "../contract/chain.ts";
import { filesOf, MORNING_MS, SEED, DAY_MS } from "./chains.ts";

chainContract("memory chain", async () => {
  const lines: string[] = [];
  let [nowMs, broken] = [MORNING_MS, false];
  const push = (...more: string[]) => {
    if (broken) throw new Error("no room");
    lines.push(...more);
  };
  return {
    chain: memoryChain(SEED, { nowMs: () => nowMs }, { push }),
    files: async () => filesOf(lines),
    nextDay: () => {
      nowMs += DAY_MS;
    },
    breakMedium: () => {
      broken = true;
    },
    mendMedium: () => {
      broken = false;
    },
  };
});
