/** What is left of a case that somebody had deleted. */
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { machineDisk } from "../../src/stores/disk.ts";
import { CLEAR_BYTES, readHeader } from "../../src/stores/envelope.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { someCase } from "../contract/store.ts";
import {
  everyFile,
  fileOf,
  premises,
  quiet,
  sealedAs,
  type Premises,
} from "../support/case-files.ts";

const ID = "telegram:4711";
const SECRET = "他当时签了字";
const opened = ({ data, keyring }: Premises) => lowdbStore(data, { log: quiet, keyring });

async function withOneCase() {
  const at = await premises();
  const store = await opened(at);
  await store.save(someCase({ id: ID, narrative: SECRET }), 0);
  const file = fileOf(at, ID);
  const bytes = await readFile(file);
  const serial = readHeader(bytes)?.serial.toString("hex") ?? "";
  return { at, store, file, bytes, serial };
}

describe("a stored case", () => {
  it("shows nothing of the person, the channel or the words in any name or byte", async () => {
    const { at } = await withOneCase();
    for (const [path, bytes] of await everyFile(at.data)) {
      const all = `${path} ${bytes.toString("utf8")} ${bytes.toString("latin1")}`;
      for (const word of [SECRET, ID, "4711", "telegram", "asking", "q_meeting"])
        expect(all).not.toContain(word);
    }
  });

  it("keeps its serial, and takes other bytes with every save", async () => {
    const { store, file, bytes, serial } = await withOneCase();
    await store.save(someCase({ id: ID, narrative: SECRET }), 1);
    const next = await readFile(file);
    expect(readHeader(next)?.serial.toString("hex")).toBe(serial);
    expect(next.subarray(-40).equals(bytes.subarray(-40))).toBe(false);
  });

  it("has another name under another key file", async () => {
    const [one, other] = [await premises(), await premises()];
    expect(basename(fileOf(one, ID))).not.toBe(basename(fileOf(other, ID)));
  });
});

describe("a deleted case", () => {
  it("leaves an empty tombstone and nothing else", async () => {
    const { at, store, serial } = await withOneCase();
    await store.erase(ID);
    const left = [...(await everyFile(at.data))].filter(([path]) => path !== "key-mark");
    expect(left).toEqual([[join("erasures", serial.slice(0, 2), serial), Buffer.alloc(0)]]);
  });

  it("was overwritten where it lay, tombstone first", async () => {
    const { at, file, serial } = await withOneCase();
    const steps: string[] = [];
    const disk = {
      ...machineDisk,
      writeSynced: async (path: string, content: Uint8Array | string) => {
        steps.push(`write ${basename(path)}`);
        return machineDisk.writeSynced(path, content);
      },
      remove: async (path: string) => {
        if (path.endsWith(".new")) return machineDisk.remove(path);
        const bytes = (await readFile(path)).subarray(CLEAR_BYTES);
        steps.push(
          `remove ${basename(path)}, ${bytes.every((byte) => byte === 0) ? "zeros" : "whole"}`,
        );
        return machineDisk.remove(path);
      },
    };
    const store = await lowdbStore(at.data, { log: quiet, keyring: at.keyring, disk });
    steps.length = 0;
    await store.erase(ID);
    expect(steps).toEqual([`write ${serial}`, `remove ${basename(file)}, zeros`]);
  });

  it("is known as deleted, not as damaged, when a crash left its overwritten file behind", async () => {
    const { at, file, serial } = await withOneCase();
    const ended = (): never => {
      throw new Error("the process ended here");
    };
    let erasing = false;
    const remove = async (path: string) => (erasing ? ended() : machineDisk.remove(path));
    const disk = { ...machineDisk, remove };
    const dying = await lowdbStore(at.data, { log: quiet, keyring: at.keyring, disk });
    erasing = true;
    await expect(dying.erase(ID)).rejects.toThrow("ended");
    expect(readHeader(await readFile(file))?.serial.toString("hex")).toBe(serial);
    const log = { ...quiet, error: ended };
    const next = await lowdbStore(at.data, { log, keyring: at.keyring });
    expect(await next.load(ID)).toBeUndefined();
    expect(await everyFile(dirname(file))).toEqual(new Map());
  });

  it("is not read again when its file is put back by hand, and goes once more", async () => {
    const { at, store, file, bytes } = await withOneCase();
    await store.erase(ID);
    await writeFile(file, bytes);
    expect(await (await opened(at)).load(ID)).toBeUndefined();
    expect(await everyFile(dirname(file))).toEqual(new Map());
    expect(await store.save(someCase({ id: ID }), 0)).toBe("saved");
  });

  it("is not told to a sweep when its file is put back by hand", async () => {
    const { store, file, bytes } = await withOneCase();
    await store.erase(ID);
    await writeFile(file, bytes);
    for await (const _ of store.unchangedSince(Number.MAX_SAFE_INTEGER)) expect.unreachable();
  });

  it("takes its copies with it, each with a tombstone of its own", async () => {
    const { at, store, file, serial } = await withOneCase();
    const copy = await sealedAs(at, ID, JSON.stringify({ revision: 1, case: someCase() }));
    const other = readHeader(copy)?.serial.toString("hex") ?? "";
    await writeFile(`${file}.set-aside-1`, copy);
    await writeFile(`${file}.new`, "half written");
    await store.erase(ID);
    const left = [...(await everyFile(at.data)).keys()].filter((path) => path !== "key-mark");
    expect(left.map((path) => basename(path)).toSorted()).toEqual([serial, other].toSorted());
  });

  it("begins anew with another serial", async () => {
    const { store, file, serial } = await withOneCase();
    await store.erase(ID);
    await store.save(someCase({ id: ID }), 0);
    expect(readHeader(await readFile(file))?.serial.toString("hex")).not.toBe(serial);
  });

  it("comes back only with a folder put back whole, erasures and all, as the decision says", async () => {
    const { at, store } = await withOneCase();
    const copy = join(at.root, "copy");
    await cp(at.data, copy, { recursive: true });
    await store.erase(ID);
    await rm(at.data, { recursive: true });
    await mkdir(at.data);
    await cp(copy, at.data, { recursive: true });
    expect((await (await opened(at)).load(ID))?.revision).toBe(1);
  });
});
