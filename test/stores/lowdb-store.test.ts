import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EnvironmentFault } from "../../src/ports.ts";
import type { CaseStore, Log } from "../../src/ports.ts";
import { machineDisk } from "../../src/stores/disk.ts";
import type { Disk } from "../../src/stores/disk.ts";
import { DOCUMENT_BYTES_MAX } from "../../src/stores/document.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { someCase, storeContract } from "../contract/store.ts";

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-store-"));
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

const quiet: Log = { info: () => undefined, error: () => undefined };

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code });
}

/** A disk that counts its calls and fails those that `failing` names. */
function watchedDisk() {
  const calls: string[] = [];
  const failing = new Map<keyof Disk, string>();
  const watch =
    <A extends readonly unknown[], R>(name: keyof Disk, call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      calls.push(name);
      const code = failing.get(name);
      if (code !== undefined) throw systemError(code);
      return call(...given);
    };
  const disk: Disk = {
    read: watch("read", machineDisk.read),
    writeSynced: watch("writeSynced", machineDisk.writeSynced),
    rename: watch("rename", machineDisk.rename),
    remove: watch("remove", machineDisk.remove),
    list: watch("list", machineDisk.list),
    makeFolder: watch("makeFolder", machineDisk.makeFolder),
    syncFolder: watch("syncFolder", machineDisk.syncFolder),
  };
  return { disk, calls, failing };
}

function fileOf(folder: string, id: string): string {
  const name = createHash("sha256").update(id).digest("hex");
  return join(folder, "cases", name.slice(0, 2), `${name}.json`);
}

const reopen = (folder: string, log: Log = quiet): Promise<CaseStore> =>
  lowdbStore(folder, { log });

storeContract("lowdb store", async () => {
  const { disk, failing } = watchedDisk();
  return {
    store: await lowdbStore(await newFolder(), { log: quiet, disk }),
    breakMedium: () => failing.set("writeSynced", "ENOSPC"),
    mendMedium: () => failing.clear(),
  };
});

describe("the lowdb store on its disk", () => {
  it("finds everything again when it is opened anew, at the documented place", async () => {
    const folder = await newFolder();
    await (await reopen(folder)).save(someCase(), 0);
    expect(await (await reopen(folder)).load("terminal:1")).toEqual({
      case: someCase(),
      revision: 1,
    });
    expect(JSON.parse(await readFile(fileOf(folder, "terminal:1"), "utf8"))).toEqual({
      revision: 1,
      case: someCase(),
    });
  });

  it("lets nobody else on the machine read a case, and leaves no other file behind", async () => {
    const folder = await newFolder();
    const store = await reopen(folder);
    for (const revision of [0, 1, 2]) await store.save(someCase(), revision);
    const file = fileOf(folder, "terminal:1");
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(dirname(file))).mode & 0o077).toBe(0);
    expect(await readdir(dirname(file))).toHaveLength(1);
  });

  it("writes, then renames, then syncs the folder, before a save resolves", async () => {
    const { disk, calls } = watchedDisk();
    const store = await lowdbStore(await newFolder(), { log: quiet, disk });
    await store.save(someCase(), 0);
    expect(calls.slice(-4)).toEqual(["read", "writeSynced", "rename", "syncFolder"]);
  });

  it("reads no case when it opens, however many there are", async () => {
    const folder = await newFolder();
    const names = Array.from({ length: 10_000 }, (_, index) => fileOf(folder, `web:${index}`));
    for (const shard of new Set(names.map(dirname))) await mkdir(shard, { recursive: true });
    await Promise.all(names.map((name) => writeFile(name, "{")));
    const { disk, calls } = watchedDisk();
    const store = await lowdbStore(folder, { log: quiet, disk });
    expect(calls.filter((call) => call === "read" || call === "list")).toEqual([]);
    await store.load("web:no such case");
    expect(calls.filter((call) => call === "read")).toHaveLength(1);
  });

  it("replaces what a crash left half written", async () => {
    const folder = await newFolder();
    const store = await reopen(folder);
    await store.save(someCase(), 0);
    await writeFile(`${fileOf(folder, "terminal:1")}.new`, '{"revision":2,"ca');
    expect((await store.load("terminal:1"))?.revision).toBe(1);
    expect(await store.save(someCase({ turn: 8 }), 1)).toBe("saved");
    expect(await readdir(dirname(fileOf(folder, "terminal:1")))).toHaveLength(1);
  });

  it("erases damaged copies and leftovers with the case", async () => {
    const folder = await newFolder();
    const store = await reopen(folder);
    await store.save(someCase(), 0);
    const file = fileOf(folder, "terminal:1");
    for (const suffix of [".new", ".set-aside-1", ".set-aside-7"])
      await writeFile(`${file}${suffix}`, "the person's words");
    await store.erase("terminal:1");
    expect(await readdir(dirname(file))).toEqual([]);
  });
});

describe("a damaged case file", () => {
  const whole = JSON.stringify({ revision: 4, case: someCase() });
  const damaged: readonly (readonly [string, string | Buffer])[] = [
    ["empty", ""],
    ["truncated", whole.slice(0, -20)],
    ["torn over with zeros", Buffer.alloc(500)],
    ["not UTF-8", Buffer.concat([Buffer.from(whole), Buffer.from([0xff])])],
    ["foreign JSON", '{"hello":"world"}'],
    ["JSON null", "null"],
    ["of another version", whole.replace('"format":1', '"format":2')],
    ["without a revision", JSON.stringify({ case: someCase() })],
    ["the case of somebody else", whole.replace('"id":"terminal:1"', '"id":"terminal:2"')],
    ["larger than any case", Buffer.alloc(DOCUMENT_BYTES_MAX + 1, " ")],
  ];

  it.each(damaged)(
    "that is %s is set aside untouched and reported by name only",
    async (_, content) => {
      const folder = await newFolder();
      const lines: unknown[] = [];
      const log: Log = { ...quiet, error: (event, fields) => lines.push([event, fields]) };
      const store = await reopen(folder, log);
      const file = fileOf(folder, "terminal:1");
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      expect(await store.load("terminal:1")).toBeUndefined();
      expect(Buffer.from(content).equals(await readFile(`${file}.set-aside-1`))).toBe(true);
      expect(lines).toEqual([
        [
          "store.set-aside",
          expect.objectContaining({ as: expect.stringMatching(/\.set-aside-1$/) }),
        ],
      ]);
      expect(JSON.stringify(lines)).not.toMatch(/terminal|上会|world/);
      expect(await store.save(someCase(), 0)).toBe("saved");
    },
  );

  it("never covers one that was set aside before", async () => {
    const folder = await newFolder();
    const store = await reopen(folder);
    const file = fileOf(folder, "terminal:1");
    for (const content of ["first", "second", "third"]) {
      await store.save(someCase(), 0);
      await writeFile(file, content);
      expect(await store.load("terminal:1")).toBeUndefined();
    }
    const kept = [1, 2, 3].map((number) => readFile(`${file}.set-aside-${number}`, "utf8"));
    expect(await Promise.all(kept)).toEqual(["first", "second", "third"]);
  });

  it("is set aside by a save too, which then counts as the first", async () => {
    const folder = await newFolder();
    const store = await reopen(folder);
    await store.save(someCase(), 0);
    await writeFile(fileOf(folder, "terminal:1"), "{");
    expect(await store.save(someCase(), 1)).toBe("conflict");
    expect(await store.save(someCase(), 0)).toBe("saved");
  });
});

describe("a failing disk", () => {
  const failures = [
    ["writeSynced", "ENOSPC"],
    ["writeSynced", "EROFS"],
    ["rename", "EACCES"],
    ["read", "EIO"],
    ["makeFolder", "EROFS"],
  ] as const;
  it.each(failures)(
    "at %s with %s rejects with the cause and keeps the old case",
    async (call, code) => {
      const folder = await newFolder();
      const { disk, failing } = watchedDisk();
      const store = await lowdbStore(folder, { log: quiet, disk });
      await store.save(someCase(), 0);
      failing.set(call, code);
      const fault = await store.save(someCase({ turn: 9 }), 1).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(EnvironmentFault);
      expect(fault).toMatchObject({ cause: { code }, message: expect.stringMatching(code) });
      expect(String(fault)).not.toMatch(/\n|terminal:1/);
      failing.clear();
      expect(await store.load("terminal:1")).toEqual({ case: someCase(), revision: 1 });
      expect(await readdir(dirname(fileOf(folder, "terminal:1")))).toHaveLength(1);
      expect(await store.save(someCase({ turn: 9 }), 1)).toBe("saved");
    },
  );

  it("does not make a case look absent when it cannot be read", async () => {
    const { disk, failing } = watchedDisk();
    const store = await lowdbStore(await newFolder(), { log: quiet, disk });
    await store.save(someCase(), 0);
    failing.set("read", "EIO");
    await expect(store.load("terminal:1")).rejects.toThrow("could not be read (EIO)");
  });

  it("rejects an erase that did not reach it", async () => {
    const { disk, failing } = watchedDisk();
    const store = await lowdbStore(await newFolder(), { log: quiet, disk });
    await store.save(someCase(), 0);
    failing.set("remove", "EROFS");
    await expect(store.erase("terminal:1")).rejects.toThrow("could not be erased (EROFS)");
    failing.clear();
    expect((await store.load("terminal:1"))?.revision).toBe(1);
  });

  it("rejects a save whose last sync failed, which a second try then finds", async () => {
    const { disk, failing } = watchedDisk();
    const store = await lowdbStore(await newFolder(), { log: quiet, disk });
    await store.save(someCase(), 0);
    failing.set("syncFolder", "EIO");
    await expect(store.save(someCase({ turn: 9 }), 1)).rejects.toThrow("EIO");
    failing.clear();
    expect(await store.save(someCase({ turn: 9 }), 1)).toBe("conflict");
    expect((await store.load("terminal:1"))?.revision).toBe(2);
  });

  it("is named in one line when the store cannot be opened", async () => {
    const file = join(await newFolder(), "a file");
    await writeFile(file, "");
    const fault = await reopen(file).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(EnvironmentFault);
    expect(String(fault)).toContain(file);
    expect(String(fault)).not.toContain("\n");
  });

  it.each(["EROFS", "EACCES", "ENOSPC"])(
    "that cannot be written at opening (%s) is an environment fault",
    async (code) => {
      const folder = await newFolder();
      const { disk, failing } = watchedDisk();
      failing.set("writeSynced", code);
      const fault = await lowdbStore(folder, { log: quiet, disk }).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(EnvironmentFault);
      expect(String(fault)).toContain(`${folder} cannot be made or written (${code})`);
    },
  );
});
