import { describe, expect, it } from "vitest";
import { UPDATES_MAX } from "../../src/channels/telegram-polling.ts";
import type { Input } from "../../src/ports.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { NOW_MS, shell } from "../support/dialogue-scene.ts";
import { allKnown, answer, asking } from "../support/dialogue-ways.ts";

const ID = "test:1";
const said = (at: number): Input =>
  at % 3 === 0 ? { type: "unsupported", what: "photo" } : { type: "text", text: "1" };
const update = (at: number) => ({
  conversation: ID,
  eventId: `u${at}`,
  input: said(at),
  atMs: NOW_MS,
});

describe("all the updates that Telegram hands out at once, of one person", () => {
  it("change nothing when a process died before it confirmed any and they come again", async () => {
    const store = memoryStore();
    const scene = await asking("mistake", { store });
    await answer(scene, allKnown());
    const updates = Array.from({ length: UPDATES_MAX }, (_, at) => update(at));
    const first = await shell(store);
    for (const one of updates) await first.handle(one);
    const before = await store.load(ID);
    const second = await shell(store);
    for (const one of updates) expect((await second.handle(one)).status).toBe("duplicate");
    expect(await store.load(ID)).toEqual(before);
  });
});
