import { expect, it } from "vitest";
import { DamagedDocument } from "../../src/stores/document.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { someCase, storeContract } from "../contract/store.ts";

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

it("a case whose events stand in a list, as they used to, is read", async () => {
  const medium = new Map<string, string>();
  const store = memoryStore(medium);
  await store.save(someCase(), 0);
  const text = medium.get(someCase().id) ?? "";
  medium.set(someCase().id, text.replace('"seen":" e1 e2"', '"seen":["e1","e2"]'));
  expect(medium.get(someCase().id)).not.toBe(text);
  expect((await store.load(someCase().id))?.case).toEqual(someCase());
  for (const odd of [[1], ["x".repeat(201)], {}, null]) {
    medium.set(someCase().id, text.replace('" e1 e2"', JSON.stringify(odd)));
    await expect(store.load(someCase().id)).rejects.toThrow(DamagedDocument);
  }
});
