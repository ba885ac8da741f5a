/** Calls that wait for the file system's journal do the same whether they go to the pool of threads or not. */
import { randomFillSync } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { machineDisk } from "../../src/stores/disk.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "distinguo-disk-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SIGNED = Buffer.from("signed");
/** Keeps a flush under way while the work is done. */
async function whileFlushing<T>(work: () => Promise<T>): Promise<T> {
  const flush = machineDisk.writeSynced(
    join(folder, "other"),
    randomFillSync(Buffer.alloc(1 << 22)),
  );
  const done = await work();
  await flush;
  return done;
}
const alone = <T>(work: () => Promise<T>): Promise<T> => work();

describe.each([
  ["alone", alone],
  ["while something else is flushed", whileFlushing],
])("a file made %s", (_, when) => {
  it("takes the place of another", async () => {
    const [second, first] = [join(folder, "second"), join(folder, "first")];
    await writeFile(first, "old");
    await when(async () => {
      const made = await machineDisk.makeNew(second, SIGNED);
      await made?.writeSynced(Buffer.from("signed and whole"));
      expect(made?.isThere()).toBe(true);
      await machineDisk.rename(second, first);
      made?.close();
    });
    expect(await readFile(first, "utf8")).toBe("signed and whole");
    expect(await readdir(folder)).not.toContain("second");
  });

  it("is not made where there is one", async () => {
    const file = join(folder, "second");
    await writeFile(file, "old");
    expect(await when(() => machineDisk.makeNew(file, SIGNED))).toBeUndefined();
    expect(await readFile(file, "utf8")).toBe("old");
  });

  it("is not made where there is no folder, and nothing can be renamed that is not there", async () => {
    await when(async () => {
      await expect(machineDisk.makeNew(join(folder, "none", "a"), SIGNED)).rejects.toMatchObject({
        code: "ENOENT",
      });
      await expect(
        machineDisk.rename(join(folder, "none"), join(folder, "first")),
      ).rejects.toMatchObject({ code: "ENOENT" });
    });
  });
});
