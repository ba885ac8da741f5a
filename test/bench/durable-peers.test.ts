import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replayed } from "../../bench/durable-bytes.ts";
import { bytesBelow, inTemporaryFolder } from "../../bench/durable-files.ts";
import type { Contestant } from "../../bench/peers-durable/contestant.ts";
import { floor } from "../../bench/peers-durable/floor.ts";
import { grammyConversations, QUESTIONS } from "../../bench/peers-durable/grammy-conversations.ts";
import { sqlite } from "../../bench/peers-durable/sqlite.ts";
import { telegrafScenes } from "../../bench/peers-durable/telegraf-scenes.ts";

const said = Array.from({ length: QUESTIONS }, (_, at) => ({
  html: `question ${at}`,
  keyboard: { inline_keyboard: [[{ text: "yes", callback_data: "1" }]] },
}));
const script = { said, sizes: [100, 300] };

/** After so many turns of one person, what is in the folder; undefined where the peer is not installed. */
async function after<T>(
  contestant: Contestant,
  turns: number,
  look: (folder: string) => Promise<T>,
): Promise<T | undefined> {
  return inTemporaryFolder(async (folder) => {
    const talking = await contestant.open(folder, script);
    if (talking === undefined) return undefined;
    const turn = talking.person(0);
    for (let at = 0; at < turns; at += 1) await turn();
    await talking.close();
    return look(folder);
  });
}

describe("a contestant of the durable turns", () => {
  it.each([
    [1, 100],
    [2, 300],
  ])("the floor leaves after %i turns the bytes of that turn, %i", async (turns, bytes) => {
    expect(await after(floor, turns, bytesBelow)).toBe(bytes);
  });

  it("node:sqlite keeps one row a person, as its last turn left it", async () => {
    const { DatabaseSync } = await import("node:sqlite");
    const rows = await after(sqlite, 3, async (folder) => {
      const database = new DatabaseSync(join(folder, "cases.sqlite"));
      const found = database.prepare("SELECT id, length(state) AS bytes FROM cases").all();
      database.close();
      return found.map((row) => ({ ...row }));
    });
    expect(rows).toEqual([{ id: 0, bytes: 100 }]);
  });

  it("grammY conversations keeps its state while it talks, and none when it is through", async (test) => {
    const during = await after(grammyConversations, QUESTIONS, bytesBelow);
    if (during === undefined) return test.skip("the peers are not installed");
    expect(during).toBeGreaterThan(1_000);
    expect(await after(grammyConversations, QUESTIONS + 1, bytesBelow)).toBe(0);
  });

  it("Telegraf's scene has taken every answer, and ends", async (test) => {
    const sessionOf = async (folder: string) =>
      JSON.parse(await readFile(join(folder, "sessions.json"), "utf8")) as Record<
        string,
        { __scenes?: { cursor?: number; state?: { answers?: string[] } } }
      >;
    const during = await after(telegrafScenes, QUESTIONS, sessionOf);
    if (during === undefined) return test.skip("the peers are not installed");
    expect(during["1:1"]?.__scenes?.state?.answers).toHaveLength(QUESTIONS - 1);
    const ended = await after(telegrafScenes, QUESTIONS + 1, sessionOf);
    expect(ended?.["1:1"]?.__scenes?.state?.answers).toBe(undefined);
  });

  it("grammY conversations keeps more with every answer", async (test) => {
    const found = await replayed(said, 30, 2);
    if (found === undefined) return test.skip("the peers are not installed");
    const { bytesAfter, cpuUs } = found;
    expect([bytesAfter.length, cpuUs.length]).toEqual([30, 30]);
    const grown = bytesAfter.slice(1).map((bytes, at) => bytes - (bytesAfter[at] ?? 0));
    expect(Math.min(...grown)).toBeGreaterThan(100);
  });

  it("leaves no temporary file behind", async () => {
    const names = await after(floor, 5, async (folder) => {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      return found.filter((one) => one.isFile()).map(({ name }) => name.endsWith(".new"));
    });
    expect(names).toEqual([false]);
  });
});
