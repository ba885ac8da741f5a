/** A backup is taken while the bot runs, and put back without what was deleted since. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvironmentFault } from "../../src/ports.ts";
import { backUp } from "../../src/stores/backup.ts";
import { openDataKeys } from "../../src/stores/data-keys.ts";
import { openKeyring } from "../../src/stores/keyring.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { restore } from "../../src/stores/restore.ts";
import { rotateMasterKey } from "../../src/stores/rotation.ts";
import { someCase } from "../contract/store.ts";
import { everyFile, fileOf, premises, quiet, type Premises } from "../support/case-files.ts";

const IDS = Array.from({ length: 6 }, (_, index) => `terminal:${index}`);
const NOTHING_LOST = { erased: 0, damaged: 0, unknown_key: 0 };

async function withCases() {
  const at = await premises();
  const store = await lowdbStore(at.data, { log: quiet, keyring: at.keyring });
  for (const id of IDS) await store.save(someCase({ id }), 0);
  await mkdir(join(at.data, "bundles"));
  await writeFile(join(at.data, "bundles", "abc.json"), "{}");
  await mkdir(join(at.data, "receipts"));
  await writeFile(join(at.data, "receipts", "chain"), "line\n");
  const saved = join(at.root, "saved");
  return { at, store, saved, into: join(at.root, "again") };
}

const restored = (at: Premises, from: string, into = at.data) =>
  restore({ from, into, dataFolder: at.data, keyFile: at.keyFile });

async function casesIn(at: Premises, folder: string) {
  const keyring = await openDataKeys({ dataFolder: folder, keyFile: at.keyFile });
  const store = await lowdbStore(folder, { log: quiet, keyring });
  const found = await Promise.all(IDS.map(async (id) => ((await store.load(id)) ? [id] : [])));
  return found.flat();
}

describe("a backup", () => {
  it("is whole but for the key file, and gives the same data folder back", async () => {
    const { at, saved, into } = await withCases();
    const manifest = await backUp(at.data, saved, 1_000);
    expect(manifest).toMatchObject({ format: 1, madeMs: 1_000, cases: IDS.length, files: 9 });
    expect(await restored(at, saved, into)).toEqual({ cases: IDS.length, ...NOTHING_LOST });
    expect(await everyFile(into)).toEqual(await everyFile(at.data));
    const secrets = JSON.parse(await readFile(at.keyFile, "utf8")) as { root: string };
    for (const [path, bytes] of await everyFile(saved)) {
      expect(path).not.toContain(".key");
      expect(bytes.includes(Buffer.from(secrets.root, "base64"))).toBe(false);
      expect(bytes.toString()).not.toContain(secrets.root);
    }
  });

  it("leaves out locks, halves, probes and what was set aside", async () => {
    const { at, saved } = await withCases();
    const file = fileOf(at, "terminal:1");
    for (const end of [".new", ".set-aside-1"]) await writeFile(`${file}${end}`, "x");
    const lock = file.replace(/case$/, "lock");
    await mkdir(lock);
    await writeFile(join(lock, "1.2.owner"), "");
    await writeFile(join(at.data, "cases", "probe-1"), "");
    const manifest = await backUp(at.data, saved, 0);
    expect(manifest.cases).toBe(IDS.length);
    expect([...(await everyFile(saved)).keys()].join()).not.toMatch(/new|aside|lock|owner|probe/);
  });

  it("taken while cases are written and deleted opens whole", async () => {
    const { at, store, saved, into } = await withCases();
    const writes = { over: false };
    const writing = (async () => {
      for (let turn = 0; !writes.over; turn += 1) {
        for (const id of IDS.slice(0, 3)) {
          const revision = (await store.load(id))?.revision ?? 0;
          if (turn % 4 === 3) await store.erase(id);
          else await store.save(someCase({ id, turn }), revision);
        }
      }
    })();
    await backUp(at.data, saved, 0);
    writes.over = true;
    await writing;
    const { damaged, unknown_key } = await restored(at, saved, into);
    expect({ damaged, unknown_key }).toEqual({ damaged: 0, unknown_key: 0 });
  });

  it.each([
    ["into a folder that holds something", (at: Premises) => at.root, /is not empty|lie apart/],
    ["into the data folder", (at: Premises) => join(at.data, "saved"), /must lie apart/],
    ["into a file", (at: Premises) => at.keyFile, /ENOTDIR|EEXIST/],
  ])("%s is refused in one line", async (_, where, why) => {
    const { at } = await withCases();
    const fault = await backUp(at.data, where(at), 0).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(EnvironmentFault);
    expect(String(fault)).toMatch(why);
  });
});

describe("what was deleted after the backup", () => {
  it("is dropped when the lost folder's tombstones are still there", async () => {
    const { at, store, saved } = await withCases();
    await backUp(at.data, saved, 0);
    for (const id of ["terminal:1", "terminal:4"]) await store.erase(id);
    for (const lost of ["cases", "bundles", "receipts"])
      await rm(join(at.data, lost), { recursive: true });
    expect(await restored(at, saved)).toEqual({ cases: 4, ...NOTHING_LOST, erased: 2 });
    expect(await casesIn(at, at.data)).toEqual([
      "terminal:0",
      "terminal:2",
      "terminal:3",
      "terminal:5",
    ]);
  });

  it("is dropped in another folder too, which learns the tombstones", async () => {
    const { at, store, saved, into } = await withCases();
    await backUp(at.data, saved, 0);
    await store.erase("terminal:1");
    expect((await restored(at, saved, into)).erased).toBe(1);
    expect(await casesIn(at, into)).not.toContain("terminal:1");
    // The first backup put over it by hand changes nothing any more.
    await cp(join(saved, "cases"), join(into, "cases"), { recursive: true });
    expect(await casesIn(at, into)).not.toContain("terminal:1");
  });

  it("keeps out an older backup by what a newer one knows", async () => {
    const { at, store, saved, into } = await withCases();
    await backUp(at.data, saved, 0);
    await store.erase("terminal:1");
    const newer = join(at.root, "newer");
    await backUp(at.data, newer, 0);
    await cp(join(saved, "cases"), join(newer, "cases"), { recursive: true });
    await rm(at.data, { recursive: true });
    expect(await restored(at, newer, into)).toEqual({ cases: 5, ...NOTHING_LOST, erased: 1 });
  });

  it("leaves a case its person began anew after deleting", async () => {
    const { at, store, saved, into } = await withCases();
    await store.erase("terminal:1");
    await store.save(someCase({ id: "terminal:1", turn: 1 }), 0);
    await backUp(at.data, saved, 0);
    expect(await restored(at, saved, into)).toEqual({ cases: 6, ...NOTHING_LOST });
    expect(await casesIn(at, into)).toContain("terminal:1");
  });
});

describe("a restore", () => {
  it("counts what is damaged, what is another's, and what no key opens, and leaves it out", async () => {
    const { at, store, saved, into } = await withCases();
    const old = await readFile(fileOf(at, "terminal:0"));
    await rotateMasterKey({ dataFolder: at.data, keyFile: at.keyFile }, at.keyring);
    await store.save(someCase({ id: "terminal:1" }), 1);
    await backUp(at.data, saved, 0);
    const inSaved = (id: string) => fileOf({ ...at, data: saved }, id);
    await writeFile(inSaved("terminal:0"), old);
    await writeFile(inSaved("terminal:1"), "nothing");
    await cp(inSaved("terminal:3"), inSaved("terminal:2"));
    await writeFile(inSaved("terminal:4"), Buffer.alloc(800));
    expect(await restored(at, saved, into)).toEqual({
      cases: 2,
      erased: 1,
      damaged: 2,
      unknown_key: 1,
    });
    expect(await casesIn(at, into)).toEqual(["terminal:3", "terminal:5"]);
  });

  it.each<readonly [string, (at: Premises, saved: string) => Promise<unknown>, RegExp]>([
    ["over a data folder with cases", async () => undefined, /is not empty: it holds \w+/],
    [
      "of a copy that is not whole",
      (_, saved) => rm(join(saved, "backup.json")),
      /no whole backup/,
    ],
    [
      "of another version's copy",
      (_, saved) => writeFile(join(saved, "backup.json"), "{}"),
      /no whole/,
    ],
    ["without the key file", (at) => rm(at.keyFile), /key file .* is missing/],
    [
      "with another key file",
      async (at) => {
        await rm(at.keyFile);
        await openKeyring(at.keyFile);
      },
      /is not the one the cases in/,
    ],
  ])("%s is refused, and changes nothing", async (_, prepare, why) => {
    const { at, saved } = await withCases();
    await backUp(at.data, saved, 0);
    await prepare(at, saved);
    const before = await everyFile(at.data);
    const fault = await restored(at, saved).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(EnvironmentFault);
    expect(String(fault)).toMatch(why);
    expect(await everyFile(at.data)).toEqual(before);
  });

  it("that was cut short keeps the bot from starting, and is done anew by the next", async () => {
    const { at, saved, into } = await withCases();
    await backUp(at.data, saved, 0);
    await mkdir(into);
    await writeFile(join(into, "restore-unfinished"), "");
    await mkdir(join(into, "cases", "00"), { recursive: true });
    await writeFile(join(into, "cases", "00", "left"), "of the run before");
    await expect(openDataKeys({ dataFolder: into, keyFile: at.keyFile })).rejects.toThrow(
      "was cut short; run it again",
    );
    expect(await restored(at, saved, into)).toEqual({ cases: IDS.length, ...NOTHING_LOST });
    expect(await everyFile(into)).toEqual(await everyFile(at.data));
    expect(await readdir(into)).not.toContain("restore-unfinished");
  });
});
