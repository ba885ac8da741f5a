/** The key file: where it may lie, who may read it, and that it fits the data folder. */
import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvironmentFault } from "../../src/ports.ts";
import { openDataKeys } from "../../src/stores/data-keys.ts";
import { KEY_BYTES, openKeyring } from "../../src/stores/keyring.ts";
import { premises } from "../support/case-files.ts";

describe("a key file", () => {
  it("is made once, readable by its owner only, with nothing left beside it", async () => {
    const { root } = await premises();
    const folder = join(root, "keys");
    const file = join(folder, "key");
    expect((await openKeyring(file)).made).toBe(true);
    expect((await openKeyring(file)).made).toBe(false);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readdir(folder)).toEqual(["key"]);
  });

  it("is one and the same for all that start at once", async () => {
    const { root } = await premises();
    const all = await Promise.all(
      Array.from({ length: 8 }, () => openKeyring(join(root, "one", "key"))),
    );
    expect(new Set(all.map((keys) => keys.secretFor("x").toString("hex"))).size).toBe(1);
    expect(all.filter(({ made }) => made)).toHaveLength(1);
  });

  it("gives 32 bytes for each purpose, always the same, also after a rotation", async () => {
    const { keyring, keyFile } = await premises();
    const [names, mark] = [keyring.secretFor("case names"), keyring.secretFor("key mark")];
    expect(names).toHaveLength(KEY_BYTES);
    expect(names.equals(mark)).toBe(false);
    await keyring.add();
    await keyring.dropOld();
    expect((await openKeyring(keyFile)).secretFor("case names").equals(names)).toBe(true);
  });

  it("is read again when another process changed it", async () => {
    const { keyring, keyFile } = await premises();
    const before = await keyring.current();
    await (await openKeyring(keyFile)).add();
    const after = await keyring.current();
    expect(after.id.equals(before.id)).toBe(false);
    expect((await keyring.byId(before.id))?.secret.equals(before.secret)).toBe(true);
    await (await openKeyring(keyFile)).dropOld();
    expect(await keyring.byId(before.id)).toBeUndefined();
    expect(await keyring.count()).toBe(1);
  });

  it.each([
    ["empty", ""],
    ["no JSON", "{"],
    ["of another version", '{"format":2}'],
    ["with a key too short", '{"format":1,"root":"AAAA","masters":["AAAA"]}'],
  ])("that is %s is refused in one line that quotes nothing of it", async (_, text) => {
    const { root } = await premises();
    const file = join(root, "bad.key");
    await writeFile(file, text);
    const fault = await openKeyring(file).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(EnvironmentFault);
    expect(String(fault)).toContain(`${file} could not be read (not a key file of this version)`);
    expect(await readFile(file, "utf8")).toBe(text);
  });
});

describe("the key file of a data folder", () => {
  it.each(["data/key", "data/a/b/key", "data"])("must not lie in it: %s", async (inside) => {
    const { root, data } = await premises();
    const opening = openDataKeys({ dataFolder: data, keyFile: join(root, inside) });
    await expect(opening).rejects.toThrow("must not lie in the data folder");
  });

  it("must not lie in it by way of a link", async () => {
    const { root, data } = await premises();
    await symlink(data, join(root, "link"));
    const opening = openDataKeys({ dataFolder: data, keyFile: join(root, "link", "key") });
    await expect(opening).rejects.toThrow("must not lie in the data folder");
  });

  it("may lie beside it under a name that begins like it", async () => {
    const { root } = await premises();
    const [dataFolder, keyFile] = [join(root, "d"), join(root, "d.key")];
    expect((await openDataKeys({ dataFolder, keyFile })).made).toBe(true);
    expect((await openDataKeys({ dataFolder, keyFile })).made).toBe(false);
  });

  it("is not made anew when it is missing: every case would look absent", async () => {
    const { data, keyFile } = await premises();
    await rename(keyFile, `${keyFile}.elsewhere`);
    const opening = openDataKeys({ dataFolder: data, keyFile });
    await expect(opening).rejects.toThrow(`the key file ${keyFile} is missing`);
    await expect(stat(keyFile)).rejects.toThrow("ENOENT");
  });

  it("is refused when it is another folder's", async () => {
    const [one, other] = [await premises(), await premises()];
    const opening = openDataKeys({ dataFolder: one.data, keyFile: other.keyFile });
    await expect(opening).rejects.toThrow("is not the one the cases in");
  });

  it("takes a folder without a mark for new", async () => {
    const { root, keyFile } = await premises();
    const dataFolder = join(root, "second");
    await mkdir(dataFolder);
    expect((await openDataKeys({ dataFolder, keyFile })).made).toBe(false);
    await rm(join(dataFolder, "key-mark"));
    await openDataKeys({ dataFolder, keyFile });
    expect(await readdir(dataFolder)).toEqual(["key-mark"]);
  });
});
