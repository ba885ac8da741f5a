/** backup, restore and rotate-key as somebody types them. */
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { someCase } from "../contract/store.ts";
import { premises, quiet } from "../support/case-files.ts";
import { run, runHere, STACK } from "../support/command.ts";

async function scene() {
  const at = await premises();
  const store = await lowdbStore(at.data, { log: quiet, keyring: at.keyring });
  for (const id of ["web:1", "web:2", "web:3"]) await store.save(someCase({ id }), 0);
  const environment = { DISTINGUO_DATA: at.data, DISTINGUO_KEY_FILE: at.keyFile };
  const types = (...argv: readonly string[]) => run(argv, { environment });
  return { at, store, types, saved: join(at.root, "saved"), again: join(at.root, "again") };
}

describe("backup and restore", () => {
  it("tell their counts as JSON, and leave out what was deleted in between", async () => {
    const { at, store, types, saved, again } = await scene();
    const backedUp = await types("backup", saved, "--json");
    expect(backedUp).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(backedUp.out)).toMatchObject({ folder: saved, cases: 3, files: 4 });
    await store.erase("web:2");
    const restored = await types("restore", saved, "--into", again, "--json");
    expect(restored).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(restored.out)).toEqual({
      folder: again,
      cases: 2,
      erased: 1,
      damaged: 0,
      unknown_key: 0,
    });
    const opened = await lowdbStore(again, { log: quiet, keyring: at.keyring });
    expect((await opened.load("web:1"))?.revision).toBe(1);
    expect(await opened.load("web:2")).toBeUndefined();
  });

  it("say for people that the key file is not in it, and that every case was opened", async () => {
    const { at, types, saved } = await scene();
    const backedUp = await types("backup", saved);
    expect(backedUp.out).toContain(`the key file ${at.keyFile} is not in it`);
    await rm(at.data, { recursive: true });
    expect((await types("restore", saved)).out).toMatch(/3 cases, each opened/);
  });

  it.each([
    ["backup to a folder that is not empty", (saved: string) => ["backup", saved], "is not empty"],
    ["restore over the data folder", (saved: string) => ["restore", saved], "no whole backup"],
  ])("%s ends with exit code 3 and one line", async (_, argv, why) => {
    const { types, saved } = await scene();
    await mkdir(join(saved, "something"), { recursive: true });
    const ran = await types(...argv(saved));
    expect(ran).toMatchObject({ code: 3, out: "" });
    expect(ran.err).toContain(why);
    expect(ran.err).not.toMatch(STACK);
    expect(ran.err.trim()).not.toContain("\n");
  });
});

describe("rotate-key", () => {
  it("tells as JSON how many cases were wrapped, and changes the master key, not the root", async () => {
    const { at, store, types } = await scene();
    const secrets = async () => JSON.parse(await readFile(at.keyFile, "utf8")) as object;
    const before = await secrets();
    const ran = await types("rotate-key", "--json");
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(ran.out)).toEqual({ resumed: false, wrapped: 3, damaged: 0 });
    const after = await secrets();
    expect(after).toMatchObject({
      root: (before as { root: string }).root,
      masters: [expect.any(String)],
    });
    expect(after).not.toEqual(before);
    expect((await store.load("web:1"))?.revision).toBe(1);
  });

  it("of a folder that is none makes no key file", async () => {
    const { at } = await scene();
    const environment = {
      DISTINGUO_DATA: join(at.root, "none"),
      DISTINGUO_KEY_FILE: join(at.root, "k"),
    };
    const ran = await run(["rotate-key"], { environment });
    expect(ran).toMatchObject({ code: 3, out: "" });
    expect(ran.err).toContain("is no data folder");
    await expect(readFile(join(at.root, "k"))).rejects.toThrow("ENOENT");
  });
});

describe("misuse", () => {
  it.each(["backup", "backup a b", "restore", "restore a b", "rotate-key now"])(
    "%s ends with exit code 2 and its usage",
    async (line) => {
      const ran = await runHere(line.split(" "));
      expect(ran).toMatchObject({ code: 2, out: "" });
      expect(ran.err).toMatch(/^usage: distinguo /);
    },
  );
});
