import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { EnvironmentFault } from "../../src/ports.ts";
import { smallDocument } from "../../src/stores/account-store.ts";
import { machineDisk } from "../../src/stores/disk.ts";
import type { Disk } from "../../src/stores/disk.ts";
import { documentContract, NO_TALLY, Tally } from "../contract/document.ts";

const Counter = z.strictObject({ count: z.int().min(0) });
const EMPTY = { count: 0 };
const upByOne = (now: { count: number }) => ({
  next: { count: now.count + 1 },
  answer: now.count + 1,
});

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "distinguo-accounts-"));
});
afterEach(() => rm(folder, { recursive: true }));

const open = (disk: Disk = machineDisk) =>
  smallDocument({ dataFolder: folder, name: "counter", schema: Counter, empty: EMPTY, disk });
const file = () => join(folder, "accounts", "counter.json");

documentContract("in a folder", async () => {
  let broken = false;
  const full = Object.assign(new Error("full"), { code: "ENOSPC" });
  const disk: Disk = {
    ...machineDisk,
    writeSynced: (to, content) =>
      broken ? Promise.reject(full) : machineDisk.writeSynced(to, content),
  };
  return {
    open: () =>
      smallDocument({ dataFolder: folder, name: "tally", schema: Tally, empty: NO_TALLY, disk }),
    breakMedium: () => void (broken = true),
    mendMedium: () => void (broken = false),
  };
});

describe("a small document in a folder", () => {
  it("is empty at first, and reading it makes nothing", async () => {
    expect(await open().read()).toEqual(EMPTY);
    expect(await readdir(folder)).toEqual([]);
  });

  it("is what was stored, for whoever opens it, and for the bot's account alone", async () => {
    expect(await open().change(upByOne)).toBe(1);
    expect(await open().read()).toEqual({ count: 1 });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, "accounts"))).toEqual(["counter.json"]);
  });

  it("is not written when nothing was changed", async () => {
    await open().change((now) => ({ next: now, answer: undefined }));
    expect(await readdir(join(folder, "accounts"))).toEqual([]);
  });

  it.each(["writeSynced", "rename"] as const)("keeps what was stored when %s fails", async (at) => {
    await open().change(upByOne);
    const full = Object.assign(new Error("full"), { code: "ENOSPC" });
    const failing = open({ ...machineDisk, [at]: () => Promise.reject(full) });
    await expect(failing.change(upByOne)).rejects.toThrow(/counter\.json .*written \(ENOSPC\)/);
    expect(await open().read()).toEqual({ count: 1 });
  });

  it.each(["", "{", '{"count":"one"}', '{"count":1,"more":2}'])(
    "that reads %j is a fault of the machine, and stays as it is",
    async (text) => {
      await open().change(upByOne);
      await writeFile(file(), text);
      await expect(open().read()).rejects.toThrow(EnvironmentFault);
      await expect(open().change(upByOne)).rejects.toThrow(/counter\.json .*damaged/);
      expect(await readdir(join(folder, "accounts"))).toEqual(["counter.json"]);
    },
  );
});
