/** What becomes of a file that is no case: set aside, or - when only the key is missing - left alone. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvironmentFault, type Log } from "../../src/ports.ts";
import { DOCUMENT_BYTES_MAX } from "../../src/stores/document.ts";
import { CLEAR_BYTES, HEADER_BYTES, WRITER_AT, WRITER_BYTES } from "../../src/stores/envelope.ts";
import { openKeyring, type Keyring } from "../../src/stores/keyring.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { someCase } from "../contract/store.ts";
import { fileOf, premises, quiet, sealedAs, type Premises } from "../support/case-files.ts";

const opened = (at: Premises, more: { readonly log?: Log } = {}) =>
  lowdbStore(at.data, { log: quiet, keyring: at.keyring, ...more });

/** The names of one key file, the master keys of another. */
const withMasters = (names: Keyring, masters: Keyring): Keyring => ({
  ...names,
  byId: (id) => masters.byId(id),
  current: () => masters.current(),
});

const ID = "terminal:1";
const whole = JSON.stringify({ revision: 4, case: someCase() });
const sealed = (text: string) => (at: Premises) => sealedAs(at, ID, text);
const altered = (place: number) => async (at: Premises) => {
  const bytes = await sealedAs(at, ID, whole);
  const offset = place < 0 ? bytes.length + place : place;
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
  return bytes;
};
const damaged: readonly (readonly [string, (at: Premises) => Promise<Buffer>])[] = [
  ["empty", async () => Buffer.alloc(0)],
  ["cut within its header", async (at) => (await sealedAs(at, ID, whole)).subarray(0, 60)],
  ["cut after its header", async (at) => (await sealedAs(at, ID, whole)).subarray(0, HEADER_BYTES)],
  ["truncated", async (at) => (await sealedAs(at, ID, whole)).subarray(0, -20)],
  [
    "longer than it was",
    async (at) => Buffer.concat([await sealedAs(at, ID, whole), Buffer.of(0)]),
  ],
  ["torn over with zeros", async () => Buffer.alloc(500)],
  ["foreign", async () => Buffer.from('{"hello":"world"}')],
  ["of another version of the envelope", altered(4)],
  ["of another serial", altered(CLEAR_BYTES - 20)],
  ["of another time", altered(CLEAR_BYTES - 3)],
  ["altered in its key", altered(CLEAR_BYTES + 10)],
  ["altered in its content", altered(-30)],
  ["altered in its last byte", altered(-1)],
  ["of another version", sealed(whole.replace('"format":1', '"format":2'))],
  ["not whole JSON", sealed(whole.slice(0, -20))],
  ["JSON null", sealed("null")],
  ["without a revision", sealed(JSON.stringify({ case: someCase() }))],
  ["the case of somebody else", (at) => sealedAs(at, "terminal:2", whole)],
  ["larger than any case", async () => Buffer.alloc(DOCUMENT_BYTES_MAX + 1, " ")],
];

describe("a damaged case file", () => {
  it.each(damaged)(
    "that is %s is set aside untouched and reported by name only",
    async (_, damage) => {
      const at = await premises();
      const lines: unknown[] = [];
      const log: Log = { ...quiet, error: (event, fields) => lines.push([event, fields]) };
      const store = await opened(at, { log });
      const file = fileOf(at, "terminal:1");
      await mkdir(dirname(file), { recursive: true });
      const content = await damage(at);
      await writeFile(file, content);
      expect(await store.load("terminal:1")).toBeUndefined();
      expect(content.equals(await readFile(`${file}.set-aside-1`))).toBe(true);
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
    const at = await premises();
    const store = await opened(at);
    const file = fileOf(at, "terminal:1");
    for (const content of ["first", "second", "third"]) {
      await store.save(someCase(), 0);
      await writeFile(file, content);
      expect(await store.load("terminal:1")).toBeUndefined();
    }
    const kept = [1, 2, 3].map((number) => readFile(`${file}.set-aside-${number}`, "utf8"));
    expect(await Promise.all(kept)).toEqual(["first", "second", "third"]);
  });

  it("is set aside by a save too, which then counts as the first", async () => {
    const at = await premises();
    const store = await opened(at);
    await store.save(someCase(), 0);
    await writeFile(fileOf(at, "terminal:1"), "{");
    expect(await store.save(someCase(), 1)).toBe("conflict");
    expect(await store.save(someCase(), 0)).toBe("saved");
  });
});

describe("a case file whose master key is unknown", () => {
  it("is left alone, and the fault names the key file's lack of it", async () => {
    const at = await premises();
    const other = await openKeyring(join(at.root, "other.key"));
    await (await opened(at)).save(someCase(), 0);
    const stranger = withMasters(at.keyring, other);
    const store = await lowdbStore(at.data, { log: quiet, keyring: stranger });
    const before = await readFile(fileOf(at, ID));
    for (const doing of [() => store.load(ID), () => store.save(someCase(), 0)]) {
      const fault = await doing().catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(EnvironmentFault);
      expect(String(fault)).toMatch(/the key file does not hold the key of [0-9a-f]{64}\.case/);
    }
    expect((await readFile(fileOf(at, ID))).equals(before)).toBe(true);
    expect((await (await opened(at)).load(ID))?.revision).toBe(1);
  });

  it("is erased all the same: deleting needs no key", async () => {
    const at = await premises();
    const other = await openKeyring(join(at.root, "other.key"));
    await (await opened(at)).save(someCase(), 0);
    const stranger = withMasters(at.keyring, other);
    await (await lowdbStore(at.data, { log: quiet, keyring: stranger })).erase(ID);
    expect(await (await opened(at)).load(ID)).toBeUndefined();
  });
});

describe("a case file of the version before, which does not tell its writer", () => {
  it("is read, and written as of this one", async () => {
    const at = await premises();
    const store = await opened(at);
    await store.save(someCase(), 0);
    const file = fileOf(at, ID);
    const bytes = await readFile(file);
    const [named, rest] = [WRITER_AT + WRITER_BYTES, bytes.subarray(0, WRITER_AT - 1)];
    await writeFile(file, Buffer.concat([rest, Buffer.of(1), bytes.subarray(named)]));
    expect(await store.load(ID)).toEqual({ case: someCase(), revision: 1 });
    expect(await store.save(someCase({ turn: 9 }), 1)).toBe("saved");
    expect((await readFile(file)).subarray(0, named).equals(bytes.subarray(0, named))).toBe(true);
  });
});

describe("a case file under another's name", () => {
  it("is not taken for the other's", async () => {
    const at = await premises();
    const store = await opened(at);
    await store.save(someCase({ id: "terminal:2" }), 0);
    await mkdir(dirname(fileOf(at, ID)), { recursive: true });
    await rename(fileOf(at, "terminal:2"), fileOf(at, ID));
    expect(await store.load(ID)).toBeUndefined();
    expect(await store.load("terminal:2")).toBeUndefined();
  });
});
