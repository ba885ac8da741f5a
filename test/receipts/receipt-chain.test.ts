import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EnvironmentFault, type Log } from "../../src/ports.ts";
import { ENTRIES_PER_FILE } from "../../src/receipts/chain.ts";
import type { ChainFile } from "../../src/receipts/verify-chain.ts";
import { chainFirsts, machineChainDisk, readChainFile } from "../../src/stores/chain-disk.ts";
import type { ChainDisk } from "../../src/stores/chain-disk.ts";
import { chainFolder, folderChain } from "../../src/stores/receipt-chain.ts";
import { chainContract } from "../contract/chain.ts";
import { checked, codesOf, DAY_MS, MORNING_MS, SEED, someCommitment, there } from "./chains.ts";

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-chain-"));
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

const clock = { nowMs: () => MORNING_MS };
const quiet: Log = { info: () => undefined, error: () => undefined };
const FIRST = "0000000000.jsonl";

async function filesIn(folder: string): Promise<readonly ChainFile[]> {
  const at = chainFolder(folder);
  const firsts = await chainFirsts(at, machineChainDisk);
  return Promise.all(
    firsts.map(async (first) => there(await readChainFile(at, first, machineChainDisk))),
  );
}

const open = (folder: string, log = quiet, disk: ChainDisk = machineChainDisk, seed = SEED) =>
  folderChain(folder, { seed, clock, log, disk });

/** A chain of some entries on the disk, and nobody who remembers it. */
async function written(count: number): Promise<string> {
  const folder = await newFolder();
  const chain = await open(folder);
  await Promise.all(Array.from({ length: count }, (_, at) => chain.append(someCommitment(at))));
  return folder;
}

/** A log that keeps the lines of errors. */
function recording(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const error: Log["error"] = (event, fields) =>
    void lines.push(`${event} ${JSON.stringify(fields)}`);
  return { log: { info: () => undefined, error }, lines };
}

chainContract("chain in a folder", async () => {
  const folder = await newFolder();
  let [nowMs, broken] = [MORNING_MS, false];
  const disk: ChainDisk = {
    ...machineChainDisk,
    // A full disk takes some of the bytes.
    appendSynced: async (file, text) => {
      await machineChainDisk.appendSynced(file, broken ? text.slice(0, 100) : text);
      if (broken) throw Object.assign(new Error("made up"), { code: "ENOSPC" });
    },
  };
  return {
    chain: await folderChain(folder, {
      seed: SEED,
      clock: { nowMs: () => nowMs },
      log: quiet,
      disk,
    }),
    files: () => filesIn(folder),
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

describe("a chain in a folder", () => {
  it("goes on where it was when it is opened anew, or by several at once", async () => {
    const folder = await written(3);
    const all = await Promise.all([open(folder), open(folder), open(folder)]);
    const places = await Promise.all(
      Array.from({ length: 60 }, (_, at) => there(all[at % 3]).append(someCommitment(at))),
    );
    expect(places.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, at) => at + 3),
    );
    expect(checked(await filesIn(folder))).toMatchObject({ entries: 63, problems: [] });
  });

  it("takes a new file when one is full", async () => {
    const folder = await written(ENTRIES_PER_FILE - 1);
    const [one, other] = [await open(folder), await open(folder)];
    for (const [at, chain] of [one, other, one, other].entries())
      expect(await chain.append(someCommitment(at))).toMatchObject({
        index: ENTRIES_PER_FILE - 1 + at,
      });
    expect((await filesIn(folder)).map(({ first }) => first)).toEqual([0, ENTRIES_PER_FILE]);
    expect(checked(await filesIn(folder)).problems).toEqual([]);
  });

  it("writes those that wait together, once", async () => {
    let writes = 0;
    const folder = await newFolder();
    const chain = await open(folder, quiet, {
      ...machineChainDisk,
      appendSynced: (file, text) => {
        writes += 1;
        return machineChainDisk.appendSynced(file, text);
      },
    });
    await Promise.all(Array.from({ length: 200 }, (_, at) => chain.append(someCommitment(at))));
    expect(writes).toBe(2);
  });

  it("takes back what was written whole but not synced", async () => {
    const folder = await written(1);
    const disk: ChainDisk = {
      ...machineChainDisk,
      appendSynced: async (file, text) => {
        await machineChainDisk.appendSynced(file, text);
        throw Object.assign(new Error("made up"), { code: "EIO" });
      },
    };
    await expect((await open(folder, quiet, disk)).append(someCommitment(1))).rejects.toThrow(
      "EIO",
    );
    expect(checked(await filesIn(folder))).toMatchObject({ entries: 1, problems: [] });
  });

  it("is readable by the account that runs the bot only", async () => {
    const folder = await written(1);
    const modes = [chainFolder(folder), join(chainFolder(folder), FIRST)].map(async (path) =>
      ((await stat(path)).mode & 0o777).toString(8),
    );
    expect(await Promise.all(modes)).toEqual(["700", "600"]);
  });
});

describe("a chain whose writer died", () => {
  const whole = async () => {
    const folder = await written(2);
    const file = join(chainFolder(folder), FIRST);
    return { folder, file, text: await readFile(file, "utf8") };
  };

  it("cuts off a torn last line, keeps it beside, says so, and goes on", async () => {
    const { text: before } = await whole();
    const last = before.slice(0, -1).lastIndexOf("\n") + 1;
    const places = [last + 1, Math.floor((last + before.length) / 2), before.length - 1];
    for (const bytes of places) {
      const { folder, file, text } = await whole();
      await truncate(file, bytes);
      expect(codesOf(checked(await filesIn(folder)))).toEqual(["chain/torn"]);
      const { log, lines } = recording();
      const chain = await open(folder, log);
      expect(await chain.append(someCommitment(9))).toMatchObject({ index: 1 });
      expect(lines).toEqual([`receipts/torn {"file":"${FIRST}","bytes":${bytes - last}}`]);
      expect(await readFile(`${file}.torn-1`, "utf8")).toBe(text.slice(last, bytes));
      expect(checked(await filesIn(folder))).toMatchObject({ entries: 2, problems: [] });
    }
  });

  it.each([
    ["zeros where the bytes never came", "\0".repeat(700)],
    ["a line of another kind without its end", '{"index":2'],
  ])("does the same with %s", async (_, rest) => {
    const { folder, file } = await whole();
    await appendFile(file, rest);
    const { log, lines } = recording();
    expect(await (await open(folder, log)).append(someCommitment(9))).toMatchObject({ index: 2 });
    expect(lines).toHaveLength(1);
    expect(checked(await filesIn(folder)).problems).toEqual([]);
  });

  it("tears twice, and keeps both pieces", async () => {
    const { folder, file } = await whole();
    for (const rest of ["one", "two"]) {
      await appendFile(file, rest);
      await (await open(folder)).append(someCommitment(9));
    }
    const kept = (await readdir(chainFolder(folder))).filter((name) => name.includes("torn"));
    expect(kept.toSorted()).toEqual([`${FIRST}.torn-1`, `${FIRST}.torn-2`]);
  });

  it("goes back to the file before when a new one got no line", async () => {
    for (const rest of ["", "{"]) {
      const folder = await written(ENTRIES_PER_FILE);
      await writeFile(join(chainFolder(folder), "0000004096.jsonl"), rest);
      expect(await (await open(folder)).append(someCommitment(9))).toMatchObject({
        index: ENTRIES_PER_FILE,
      });
      expect(checked(await filesIn(folder)).problems).toEqual([]);
    }
  });

  it("when even its first line was torn begins anew", async () => {
    const { folder, file } = await whole();
    await truncate(file, 5);
    expect(await (await open(folder)).append(someCommitment(9))).toMatchObject({ index: 0 });
    expect(checked(await filesIn(folder)).problems).toEqual([]);
  });
});

describe("a chain that must not be gone on with", () => {
  const refused = async (folder: string, seed = SEED) =>
    expect((await open(folder, quiet, machineChainDisk, seed)).append(someCommitment(9))).rejects;

  it("is one of another key", async () => {
    const folder = await written(2);
    const before = await filesIn(folder);
    await (await refused(folder, Buffer.alloc(32, 9))).toThrow(/signed with another key/);
    expect(await filesIn(folder)).toEqual(before);
  });

  it("is one whose last line, though whole, is none", async () => {
    for (const line of ["{}", "\0", '{"commitment":"']) {
      const folder = await written(2);
      await appendFile(join(chainFolder(folder), FIRST), `${line}\n`);
      await (await refused(folder)).toThrow(/damaged at its end/);
    }
  });

  it("is one whose last entry was altered", async () => {
    const folder = await written(2);
    const file = join(chainFolder(folder), FIRST);
    await writeFile(
      file,
      (await readFile(file, "utf8")).replace(someCommitment(1), someCommitment(7)),
    );
    await (await refused(folder)).toThrow(EnvironmentFault);
  });

  it.each(["list", "sizeOf", "appendSynced", "syncFolder"] as const)(
    "is one whose disk fails to %s, told in one line",
    async (call) => {
      const folder = await newFolder();
      const first = await open(folder);
      if (call === "sizeOf") await first.append(someCommitment(0));
      const failing = async () => {
        throw Object.assign(new Error("made up"), { code: "EIO" });
      };
      const disk: ChainDisk = { ...machineChainDisk, [call]: failing };
      const chain = await open(folder, quiet, disk);
      const fault = await chain.append(someCommitment(1)).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(EnvironmentFault);
      expect(String(fault)).toMatch(/could not be written \(EIO\)$/);
      expect(checked(await filesIn(folder)).problems).toEqual([]);
    },
  );

  it("is one whose folder cannot be made", async () => {
    const folder = await newFolder();
    await writeFile(join(folder, "receipts"), "in the way");
    await expect(open(folder)).rejects.toThrow(EnvironmentFault);
  });
});
