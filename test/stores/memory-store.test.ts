import { memoryStore } from "../../src/stores/memory-store.ts";
import { storeContract } from "../contract/store.ts";

class BreakableMap extends Map<string, string> {
  broken = false;

  override set(id: string, text: string): this {
    if (this.broken) throw new Error("no room");
    return super.set(id, text);
  }
}

storeContract("memory store", async () => {
  const medium = new BreakableMap();
  let nowMs = 0;
  return {
    store: memoryStore(medium, { nowMs: () => nowMs }),
    turnClock: (ms) => {
      nowMs = ms;
    },
    breakMedium: () => {
      medium.broken = true;
    },
    mendMedium: () => {
      medium.broken = false;
    },
  };
});
