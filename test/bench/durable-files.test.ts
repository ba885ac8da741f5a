import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  bytesBelow,
  inTemporaryFolder,
  readIfThere,
  removeDurably,
  spreadPlaces,
  writeDurably,
} from "../../bench/durable-files.ts";
import { caseFilesIn, filledTo } from "../../bench/stored-fill.ts";

describe("the files a benchmark writes", () => {
  it("are gone afterwards, also when the work fails", async () => {
    let folder = "";
    const work = inTemporaryFolder(async (made) => {
      folder = made;
      await writeDurably(join(made, "one"), "1");
      throw new Error("broken off");
    });
    await expect(work).rejects.toThrow("broken off");
    expect(folder).not.toBe("");
    expect(existsSync(folder)).toBe(false);
  });

  it("are replaced whole and leave nothing beside them", () =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, "one");
      await writeDurably(file, "long before");
      await writeDurably(file, Buffer.from("after"));
      expect(await readFile(file, "utf8")).toBe("after");
      expect(await readdir(folder)).toEqual(["one"]);
      expect(await bytesBelow(folder)).toBe(5);
      await removeDurably(file);
      expect(await readIfThere(file)).toBe(undefined);
    }));

  it("lie apart by number, in 256 folders", () =>
    inTemporaryFolder(async (folder) => {
      const placeOf = await spreadPlaces(folder);
      const files = Array.from({ length: 600 }, (_, number) => placeOf(number));
      expect(new Set(files).size).toBe(600);
      expect(new Set(files.map((file) => basename(dirname(file)))).size).toBe(256);
      await Promise.all(files.map((file) => writeFile(file, "")));
    }));
});

describe("a folder filled with cases", () => {
  const withOne = async (data: string) => {
    await mkdir(join(data, "cases", "a0"), { recursive: true });
    await writeFile(join(data, "cases", "a0", `${"a0".repeat(32)}.case`), "a case of 17 byte");
  };

  it("holds as many as asked for, named and spread as the first one", () =>
    inTemporaryFolder(async (data) => {
      await withOne(data);
      await filledTo(data, 700);
      const files = await caseFilesIn(join(data, "cases"));
      expect(files).toHaveLength(700);
      expect(await bytesBelow(data)).toBe(700 * 17);
      const wrong = files.filter((file) => {
        const name = basename(file);
        return !/^[0-9a-f]{64}\.case$/.test(name) || name.slice(0, 2) !== basename(dirname(file));
      });
      expect(wrong).toEqual([]);
    }));

  it("is topped up, not filled anew", () =>
    inTemporaryFolder(async (data) => {
      await withOne(data);
      await filledTo(data, 300);
      const before = new Set(await caseFilesIn(join(data, "cases")));
      await filledTo(data, 400);
      const after = await caseFilesIn(join(data, "cases"));
      expect(after).toHaveLength(400);
      expect(after.filter((file) => before.has(file))).toHaveLength(300);
    }));

  it("needs one to copy", () =>
    inTemporaryFolder(async (data) => {
      await mkdir(join(data, "cases"));
      await expect(filledTo(data, 10)).rejects.toThrow("no case to copy");
    }));
});
