import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditLog } from "../../src/stores/audit-log.ts";
import { auditContract } from "../contract/audit.ts";

const KEY = Buffer.alloc(32, 3);
const ENTRY = { who: "machine", action: "make-owner-link", object: "-", outcome: "done" } as const;
/** 2026-11-30 23:59:59 in China. */
const LAST_SECOND_MS = Date.UTC(2026, 10, 30, 15, 59, 59);

let folder = "";
let nowMs = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "distinguo-audit-"));
  nowMs = LAST_SECOND_MS;
});
afterEach(() => rm(folder, { recursive: true }));

const log = (key = KEY) => auditLog({ dataFolder: folder, key, clock: { nowMs: () => nowMs } });
const file = (month: string) => join(folder, "audit", `${month}.jsonl`);

async function written(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) await log().append(ENTRY);
}

auditContract("in a folder", async () => {
  const dataFolder = folder;
  const away = `${folder}.away`;
  const clock = { nowMs: () => nowMs };
  return {
    open: () => auditLog({ dataFolder, key: KEY, clock }),
    turnClock: (ms) => void (nowMs = ms),
    // No folder can be made below a file.
    breakMedium: () => {
      renameSync(dataFolder, away);
      writeFileSync(dataFolder, "");
    },
    mendMedium: () => {
      rmSync(dataFolder);
      renameSync(away, dataFolder);
    },
  };
});

describe("the audit log in a folder", () => {
  it("is a file a month of Chinese time, which only the bot's account reads", async () => {
    await written(2);
    nowMs += 1_000;
    await written(1);
    const names = await readdir(join(folder, "audit"));
    expect(names.toSorted()).toEqual(["2026-11.jsonl", "2026-12.jsonl"]);
    expect((await stat(file("2026-12"))).mode & 0o777).toBe(0o600);
    const lines = await log().page({ count: 10 });
    expect(lines.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect((await log().page({ count: 10, day: "2026-11-30" })).map((line) => line.number)).toEqual(
      [2, 1],
    );
    expect(await log().page({ count: 1, before: 3 })).toMatchObject([{ ...ENTRY, number: 2 }]);
  });

  it("keeps its order when two write at once, and when the clock is set back", async () => {
    await Promise.all([log().append(ENTRY), log().append(ENTRY), log().append(ENTRY)]);
    nowMs -= 60 * 24 * 60 * 60_000;
    await written(1);
    expect(await log().verify()).toMatchObject({ lines: 4 });
    expect(await readdir(join(folder, "audit"))).toEqual(["2026-11.jsonl"]);
  });

  it("is whole when nothing was touched, and empty at first", async () => {
    expect(await log().verify()).toEqual({ lines: 0, newest: "0".repeat(64) });
    await written(3);
    const found = await log().verify();
    expect([found.lines, found.brokenAt]).toEqual([3, undefined]);
  });

  it.each<[string, (lines: string[]) => string[], number]>([
    ["a line was removed", ([a, , c]) => [a ?? "", c ?? ""], 2],
    ["the first line was removed", ([, b, c]) => [b ?? "", c ?? ""], 1],
    ["two lines changed places", ([a, b, c]) => [b ?? "", a ?? "", c ?? ""], 1],
    [
      "a word was changed",
      ([a, b, c]) => [a ?? "", b?.replace("done", "denied") ?? "", c ?? ""],
      2,
    ],
    ["a line stands there twice", ([a, b, c]) => [a ?? "", b ?? "", b ?? "", c ?? ""], 3],
    ["a line is no line", ([a, b, c]) => [a ?? "", b ?? "", "{}", c ?? ""], 3],
  ])("shows where %s", async (_, change, brokenAt) => {
    await written(3);
    const lines = (await readFile(file("2026-11"), "utf8")).trimEnd().split("\n");
    await writeFile(file("2026-11"), `${change(lines).join("\n")}\n`);
    expect((await log().verify()).brokenAt).toBe(brokenAt);
  });

  it("shows lines made with another key", async () => {
    await written(1);
    await log(Buffer.alloc(32, 4)).append(ENTRY);
    expect((await log().verify()).brokenAt).toBe(2);
  });

  it("goes on after a line that a crash cut short, and shows it", async () => {
    await written(2);
    await appendFile(file("2026-11"), '{"number":3,"atM');
    await written(1);
    expect((await log().page({ count: 9 })).map(({ number }) => number)).toEqual([3, 2, 1]);
    expect((await log().verify()).brokenAt).toBe(3);
  });

  it("does not show lines cut from the end; the mark of the newest does", async () => {
    await written(3);
    const { newest } = await log().verify();
    const lines = (await readFile(file("2026-11"), "utf8")).trimEnd().split("\n");
    await writeFile(file("2026-11"), `${lines.slice(0, 2).join("\n")}\n`);
    const found = await log().verify();
    expect([found.brokenAt, found.newest === newest]).toEqual([undefined, false]);
  });
});
