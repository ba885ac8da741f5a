import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvironmentFault } from "../../src/ports.ts";
import type { Log } from "../../src/ports.ts";
import { machineDisk } from "../../src/stores/disk.ts";
import type { Disk } from "../../src/stores/disk.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { someCase, storeContract } from "../contract/store.ts";
import { fileOf, premises, quiet, type Premises } from "../support/case-files.ts";

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
    makeNew: watch("makeNew", async (file: string, content: Uint8Array) => {
      const made = await machineDisk.makeNew(file, content);
      return made && { ...made, writeSynced: watch("writeSynced", made.writeSynced) };
    }),
    writeSynced: watch("writeSynced", machineDisk.writeSynced),
    rename: watch("rename", machineDisk.rename),
    remove: watch("remove", machineDisk.remove),
    shred: watch("shred", machineDisk.shred),
    exists: watch("exists", machineDisk.exists),
    list: watch("list", machineDisk.list),
    makeFolder: watch("makeFolder", machineDisk.makeFolder),
    syncFolder: watch("syncFolder", machineDisk.syncFolder),
  };
  return { disk, calls, failing };
}

function withByte(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8((changed.readUInt8(at) + 1) % 256, at);
  return changed;
}

const opened = (at: Premises, more: { readonly log?: Log; readonly disk?: Disk } = {}) =>
  lowdbStore(at.data, { log: quiet, keyring: at.keyring, ...more });

storeContract("lowdb store", async () => {
  const { disk, failing } = watchedDisk();
  let nowMs = 0;
  const at = await premises();
  const clock = { nowMs: () => nowMs };
  return {
    store: await lowdbStore(at.data, { log: quiet, keyring: at.keyring, clock, disk }),
    turnClock: (ms) => {
      nowMs = ms;
    },
    breakMedium: () => failing.set("writeSynced", "ENOSPC"),
    mendMedium: () => failing.clear(),
  };
});

describe("the lowdb store on its disk", () => {
  it("finds everything again when it is opened anew, at the documented place", async () => {
    const at = await premises();
    await (await opened(at)).save(someCase(), 0);
    expect(await (await opened(at)).load("terminal:1")).toEqual({
      case: someCase(),
      revision: 1,
    });
    expect((await stat(fileOf(at, "terminal:1"))).isFile()).toBe(true);
  });

  it("lets nobody else on the machine read a case, and leaves no other file behind", async () => {
    const at = await premises();
    const store = await opened(at);
    for (const revision of [0, 1, 2]) await store.save(someCase(), revision);
    const file = fileOf(at, "terminal:1");
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(dirname(file))).mode & 0o077).toBe(0);
    expect(await readdir(dirname(file))).toHaveLength(1);
  });

  it("writes, then renames, then syncs the folder, before a save resolves", async () => {
    const { disk, calls } = watchedDisk();
    const store = await opened(await premises(), { disk });
    await store.save(someCase(), 0);
    expect(calls.slice(-3)).toEqual(["writeSynced", "rename", "syncFolder"]);
  });

  it("reads a case once a turn, and looks only at the beginning of the file again", async () => {
    const { disk, calls } = watchedDisk();
    const at = await premises();
    const store = await opened(at, { disk });
    await store.save(someCase(), 0);
    for (const revision of [1, 2]) {
      calls.length = 0;
      expect(await store.load("terminal:1")).toEqual({ case: someCase(), revision });
      await store.save(someCase(), revision);
      const toSave = ["makeNew", "read", "exists", "writeSynced", "rename", "syncFolder"];
      expect(calls).toEqual(["read", "exists", ...toSave]);
    }
  });

  it.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, -1)],
    ["longer", (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)])],
    ["altered in its last byte", (bytes: Buffer) => withByte(bytes, bytes.length - 1)],
    ["altered in the middle", (bytes: Buffer) => withByte(bytes, bytes.length >> 1)],
  ])("notices at once that a file it wrote itself is %s", async (_, damage) => {
    const lines: string[] = [];
    const at = await premises();
    const log = { ...quiet, error: (event: string) => void lines.push(event) };
    const store = await opened(at, { log });
    await store.save(someCase(), 0);
    await store.load("terminal:1");
    const file = fileOf(at, "terminal:1");
    await writeFile(file, damage(await readFile(file)));
    expect(await store.load("terminal:1")).toBeUndefined();
    expect(lines).toEqual(["store.set-aside"]);
  });

  it("makes the folder of a case anew where somebody took it away between two turns", async () => {
    const at = await premises();
    const store = await opened(at);
    await store.save(someCase(), 0);
    await rm(dirname(fileOf(at, "terminal:1")), { recursive: true });
    expect(await store.save(someCase(), 1)).toBe("conflict");
    expect(await store.save(someCase(), 0)).toBe("saved");
    expect((await store.load("terminal:1"))?.revision).toBe(1);
  });

  it("does not go by what it read when another process saved or erased since", async () => {
    const at = await premises();
    const [mine, theirs] = [await opened(at), await opened(at)];
    await mine.save(someCase(), 0);
    await theirs.save(someCase({ turn: 9 }), 1);
    expect((await mine.load("terminal:1"))?.case.turn).toBe(9);
    await theirs.save(someCase({ turn: 10 }), 2);
    expect(await mine.save(someCase(), 2)).toBe("conflict");
    expect(await mine.save(someCase(), 3)).toBe("saved");
    await theirs.erase("terminal:1");
    expect(await mine.save(someCase(), 4)).toBe("conflict");
    expect(await mine.load("terminal:1")).toBeUndefined();
  });

  it("reads no case when it opens, however many there are", async () => {
    const at = await premises();
    const names = Array.from({ length: 10_000 }, (_, index) => fileOf(at, `web:${index}`));
    for (const shard of new Set(names.map(dirname))) await mkdir(shard, { recursive: true });
    await Promise.all(names.map((name) => writeFile(name, "{")));
    const { disk, calls } = watchedDisk();
    const store = await opened(at, { disk });
    expect(calls.filter((call) => call === "read" || call === "list")).toEqual([]);
    await store.load("web:no such case");
    expect(calls.filter((call) => call === "read")).toHaveLength(1);
  });

  it("replaces what a crash left half written", async () => {
    const at = await premises();
    const store = await opened(at);
    await store.save(someCase(), 0);
    await writeFile(`${fileOf(at, "terminal:1")}.new`, '{"revision":2,"ca');
    expect((await store.load("terminal:1"))?.revision).toBe(1);
    expect(await store.save(someCase({ turn: 8 }), 1)).toBe("saved");
    expect(await readdir(dirname(fileOf(at, "terminal:1")))).toHaveLength(1);
  });

  it("erases damaged copies and leftovers with the case", async () => {
    const at = await premises();
    const store = await opened(at);
    await store.save(someCase(), 0);
    const file = fileOf(at, "terminal:1");
    for (const suffix of [".new", ".set-aside-1", ".set-aside-7"])
      await writeFile(`${file}${suffix}`, "the person's words");
    await store.erase("terminal:1");
    expect(await readdir(dirname(file))).toEqual([]);
  });
});

describe("a failing disk", () => {
  const failures = [
    ["writeSynced", "ENOSPC"],
    ["writeSynced", "EROFS"],
    ["rename", "EACCES"],
    ["read", "EIO"],
    ["makeNew", "EROFS"],
  ] as const;
  it.each(failures)(
    "at %s with %s rejects with the cause and keeps the old case",
    async (call, code) => {
      const at = await premises();
      const { disk, failing } = watchedDisk();
      const store = await opened(at, { disk });
      await store.save(someCase(), 0);
      failing.set(call, code);
      const fault = await store.save(someCase({ turn: 9 }), 1).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(EnvironmentFault);
      expect(fault).toMatchObject({ cause: { code }, message: expect.stringMatching(code) });
      expect(String(fault)).not.toMatch(/\n|terminal:1/);
      failing.clear();
      expect(await store.load("terminal:1")).toEqual({ case: someCase(), revision: 1 });
      expect(await readdir(dirname(fileOf(at, "terminal:1")))).toHaveLength(1);
      expect(await store.save(someCase({ turn: 9 }), 1)).toBe("saved");
    },
  );

  it("does not make a case look absent when it cannot be read", async () => {
    const { disk, failing } = watchedDisk();
    const store = await opened(await premises(), { disk });
    await store.save(someCase(), 0);
    failing.set("read", "EIO");
    await expect(store.load("terminal:1")).rejects.toThrow("could not be read (EIO)");
  });

  it.each(["writeSynced", "shred", "remove"] as const)(
    "that fails at %s rejects the erase, and lets it be finished later",
    async (call) => {
      const { disk, failing } = watchedDisk();
      const store = await opened(await premises(), { disk });
      await store.save(someCase(), 0);
      failing.set(call, "EROFS");
      await expect(store.erase("terminal:1")).rejects.toThrow("could not be erased (EROFS)");
      failing.clear();
      // Before its tombstone the case is whole; after it, nobody reads it any more.
      const left = call === "writeSynced" ? 1 : undefined;
      expect((await store.load("terminal:1"))?.revision).toBe(left);
      await store.erase("terminal:1");
      expect(await store.load("terminal:1")).toBeUndefined();
    },
  );

  it("rejects a save whose last sync failed, which a second try then finds", async () => {
    const { disk, failing } = watchedDisk();
    const store = await opened(await premises(), { disk });
    await store.save(someCase(), 0);
    failing.set("syncFolder", "EIO");
    await expect(store.save(someCase({ turn: 9 }), 1)).rejects.toThrow("EIO");
    failing.clear();
    expect(await store.save(someCase({ turn: 9 }), 1)).toBe("conflict");
    expect((await store.load("terminal:1"))?.revision).toBe(2);
  });

  it("is named in one line when the store cannot be opened", async () => {
    const at = await premises();
    const file = join(at.root, "a file");
    await writeFile(file, "");
    const fault = await opened({ ...at, data: file }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(EnvironmentFault);
    expect(String(fault)).toContain(file);
    expect(String(fault)).not.toContain("\n");
  });

  it.each(["EROFS", "EACCES", "ENOSPC"])(
    "that cannot be written at opening (%s) is an environment fault",
    async (code) => {
      const at = await premises();
      const { disk, failing } = watchedDisk();
      failing.set("writeSynced", code);
      const fault = await opened(at, { disk }).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(EnvironmentFault);
      expect(String(fault)).toContain(`${at.data} cannot be made or written (${code})`);
    },
  );
});
