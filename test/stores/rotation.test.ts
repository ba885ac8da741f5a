/** Another master key, also while cases are written, and after a run that was cut short. */
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvironmentFault } from "../../src/ports.ts";
import { machineDisk, type Disk } from "../../src/stores/disk.ts";
import { readHeader } from "../../src/stores/envelope.ts";
import { openKeyring } from "../../src/stores/keyring.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { rotateMasterKey } from "../../src/stores/rotation.ts";
import { someCase } from "../contract/store.ts";
import { fileOf, premises, quiet, type Premises } from "../support/case-files.ts";

const IDS = Array.from({ length: 12 }, (_, index) => `terminal:${index}`);
const placesOf = ({ data, keyFile }: Premises) => ({ dataFolder: data, keyFile });
const rotated = async (at: Premises, disk?: Disk) =>
  rotateMasterKey(placesOf(at), await openKeyring(at.keyFile), disk);

async function withCases() {
  const at = await premises();
  const store = await lowdbStore(at.data, { log: quiet, keyring: at.keyring });
  for (const id of IDS) await store.save(someCase({ id }), 0);
  return { at, store };
}

const mastersIn = async (at: Premises) => {
  const ids = IDS.map(async (id) => readHeader(await readFile(fileOf(at, id)))?.masterId);
  return new Set((await Promise.all(ids)).map((id) => id?.toString("hex")));
};

async function expectAllUnderTheNewKey(at: Premises, before: Buffer) {
  const after = await openKeyring(at.keyFile);
  expect(await after.count()).toBe(1);
  const { id } = await after.current();
  expect(id.equals(before)).toBe(false);
  expect(await mastersIn(at)).toEqual(new Set([id.toString("hex")]));
  const store = await lowdbStore(at.data, { log: quiet, keyring: after });
  for (const one of IDS)
    expect(await store.load(one)).toEqual({ case: someCase({ id: one }), revision: 1 });
}

describe("a rotation", () => {
  it("wraps every case anew, touches no content, and forgets the old key", async () => {
    const { at } = await withCases();
    const before = (await at.keyring.current()).id;
    const content = async () => (await readFile(fileOf(at, "terminal:1"))).subarray(-60);
    const was = await content();
    expect(await rotated(at)).toEqual({ resumed: false, wrapped: IDS.length, damaged: 0 });
    expect(await content()).toEqual(was);
    await expectAllUnderTheNewKey(at, before);
  });

  it("goes unnoticed by a store that is open with its own keyring", async () => {
    const { at, store } = await withCases();
    expect((await rotated(at)).wrapped).toBe(IDS.length);
    for (const id of IDS) {
      expect((await store.load(id))?.revision).toBe(1);
      expect(await store.save(someCase({ id, turn: 9 }), 1)).toBe("saved");
    }
    expect((await mastersIn(at)).size).toBe(1);
  });

  it("loses nothing that is written while it runs", async () => {
    const { at, store } = await withCases();
    const writes = { over: false };
    const revisions = new Map(IDS.map((id) => [id, 1]));
    const writing = (async () => {
      for (let turn = 0; !writes.over; turn += 1) {
        const id = IDS[turn % IDS.length] ?? "";
        const revision = revisions.get(id) ?? 0;
        expect(await store.save(someCase({ id, turn }), revision)).toBe("saved");
        revisions.set(id, revision + 1);
      }
    })();
    for (let round = 0; round < 3; round += 1) await rotated(at);
    writes.over = true;
    await writing;
    const anew = await lowdbStore(at.data, { log: quiet, keyring: await openKeyring(at.keyFile) });
    for (const [id, revision] of revisions) expect((await anew.load(id))?.revision).toBe(revision);
  });

  it("keeps the time of the last change", async () => {
    const { at } = await withCases();
    const time = async () => readHeader(await readFile(fileOf(at, "terminal:1")))?.changedMs;
    const was = await time();
    await rotated(at);
    expect(await time()).toBe(was);
  });

  it("wraps a copy that was set aside, counts what is damaged, and leaves that as it is", async () => {
    const { at } = await withCases();
    await cp(fileOf(at, "terminal:1"), `${fileOf(at, "terminal:1")}.set-aside-1`);
    await writeFile(fileOf(at, "terminal:2"), "no case");
    expect(await rotated(at)).toEqual({ resumed: false, wrapped: IDS.length, damaged: 1 });
    expect(await readFile(fileOf(at, "terminal:2"), "utf8")).toBe("no case");
  });

  it("of a folder without cases changes the key all the same", async () => {
    const at = await premises();
    const before = (await at.keyring.current()).id;
    expect(await rotated(at)).toEqual({ resumed: false, wrapped: 0, damaged: 0 });
    expect((await at.keyring.current()).id.equals(before)).toBe(false);
  });
});

describe("a rotation that is cut short", () => {
  /** Lets through so many writes and renames, then refuses everything. */
  function diskUntil(steps: number): Disk {
    let left = steps;
    const counted =
      <A extends readonly unknown[], R>(work: (...given: A) => Promise<R>) =>
      async (...given: A) => {
        if (left <= 0) throw Object.assign(new Error("EIO: made up"), { code: "EIO" });
        left -= 1;
        return work(...given);
      };
    return {
      ...machineDisk,
      writeSynced: counted(machineDisk.writeSynced),
      makeNew: counted(machineDisk.makeNew),
      rename: counted(machineDisk.rename),
      syncFolder: counted(machineDisk.syncFolder),
    };
  }

  it.each([0, 1, 2, 3, 7, 20, 35])("after %d steps is finished by the next", async (steps) => {
    const { at, store } = await withCases();
    const before = (await at.keyring.current()).id;
    await expect(rotated(at, diskUntil(steps))).rejects.toThrow(EnvironmentFault);
    for (const id of IDS) expect((await store.load(id))?.revision).toBe(1);
    expect((await rotated(at)).resumed).toBe(true);
    await expectAllUnderTheNewKey(at, before);
  });

  it("before the old key was forgotten, with all cases done, only forgets it", async () => {
    const { at } = await withCases();
    const before = (await at.keyring.current()).id;
    const stubborn = await openKeyring(at.keyFile);
    const failing = { ...stubborn, dropOld: () => Promise.reject(new EnvironmentFault("full")) };
    await expect(rotateMasterKey(placesOf(at), failing)).rejects.toThrow("full");
    expect(await rotated(at)).toEqual({ resumed: true, wrapped: 0, damaged: 0 });
    await expectAllUnderTheNewKey(at, before);
  });

  it("by a case under an unknown key keeps every key there is", async () => {
    const { at } = await withCases();
    const kept = await readFile(fileOf(at, "terminal:3"));
    await rotated(at);
    await writeFile(fileOf(at, "terminal:3"), kept);
    await expect(rotated(at)).rejects.toThrow("does not hold the key of");
    expect(await (await openKeyring(at.keyFile)).count()).toBe(2);
  });

  it("lets one run at a time in", async () => {
    const { at } = await withCases();
    const both = await Promise.all([rotated(at), rotated(at)]);
    expect(both.map(({ wrapped }) => wrapped)).toEqual([IDS.length, IDS.length]);
    expect(await (await openKeyring(join(at.root, "data.key"))).count()).toBe(1);
  });
});
