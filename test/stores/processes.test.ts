import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EnvironmentFault } from "../../src/ports.ts";
import type { Log } from "../../src/ports.ts";
import { openDataKeys } from "../../src/stores/data-keys.ts";
import { withLock } from "../../src/stores/lock.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import { someCase } from "../contract/store.ts";
import { quiet, stemOf } from "../support/case-files.ts";
import { insideAtOnce } from "../support/one-at-a-time.ts";

const loud: Log = {
  ...quiet,
  error: (event) => {
    throw new Error(event);
  },
};
const now = async () => undefined;

/** Six starts of a process, on a machine that is busy with other tests. */
const PROCESSES_MS = 60_000;

let folder = "";
/** Each with a keyring of its own, as two processes have. */
async function openStore(log: Log = quiet) {
  const data = join(folder, "data");
  const keyring = await openDataKeys({ dataFolder: data, keyFile: join(folder, "key") });
  return lowdbStore(data, { log, keyring });
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "distinguo-processes-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A second process with its own store: it saves every case it is sent, one a line, and answers with the outcome. */
const WRITER = `
  import { createInterface } from "node:readline";
  const { lowdbStore } = await import(process.argv[1] + "lowdb-store.ts");
  const { openDataKeys } = await import(process.argv[1] + "data-keys.ts");
  const log = { info() {}, error() {} };
  const [dataFolder, keyFile] = [process.argv[2] + "/data", process.argv[2] + "/key"];
  const store = await lowdbStore(dataFolder, { log, keyring: await openDataKeys({ dataFolder, keyFile }) });
  console.log("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    const { next, revision } = JSON.parse(line);
    console.log(await store.save(next, revision));
  }
`;

async function startWriter() {
  const source = new URL("../../src/stores/", import.meta.url).href;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", WRITER, source, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on("error", () => undefined);
  const nextLine = async () => String((await lines.next()).value);
  expect(await nextLine()).toBe("ready");
  return {
    save: async (next: object, revision: number) => {
      child.stdin.write(`${JSON.stringify({ next, revision })}\n`);
      return nextLine();
    },
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    end: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}

describe("two processes on one case", () => {
  it("let exactly one win, round after round", async () => {
    const [store, writer, third] = await Promise.all([openStore(), startWriter(), startWriter()]);
    for (let revision = 0; revision < 40; revision += 1) {
      const outcomes = await Promise.all([
        writer.save(someCase({ turn: 1_000 }), revision),
        store.save(someCase({ turn: 2_000 }), revision),
        third.save(someCase({ turn: 3_000 }), revision),
      ]);
      expect(outcomes.toSorted()).toEqual(["conflict", "conflict", "saved"]);
      const turn = (outcomes.indexOf("saved") + 1) * 1_000;
      expect(await store.load("terminal:1")).toEqual({
        case: someCase({ turn }),
        revision: revision + 1,
      });
    }
    await Promise.all([writer.end(), third.end()]);
  });

  it("share one folder without losing a case", async () => {
    const [store, writer] = await Promise.all([openStore(), startWriter()]);
    for (let number = 0; number < 20; number += 1) {
      const mine = store.save(someCase({ id: `terminal:mine-${number}` }), 0);
      expect(await writer.save(someCase({ id: `terminal:theirs-${number}` }), 0)).toBe("saved");
      expect(await mine).toBe("saved");
      expect((await store.load(`terminal:theirs-${number}`))?.revision).toBe(1);
    }
    await writer.end();
  });
});

describe("a process killed while it writes", () => {
  /** Lets the writer save from `revision` on and kills it within a save; answers the last revision it reported. */
  async function killWithinSave(revision: number): Promise<number> {
    const writer = await startWriter();
    const [data, keyFile] = [join(folder, "data"), join(folder, "key")];
    const keyring = await openDataKeys({ dataFolder: data, keyFile });
    const claim = `${stemOf({ data, keyring }, "terminal:1")}.case.new`;
    for (let reported = revision; ; reported += 1) {
      const outcome: string[] = [];
      const saving = writer.save(someCase(), reported).then((line) => outcome.push(line));
      while (outcome.length === 0 && !existsSync(claim)) await new Promise(setImmediate);
      if (outcome.length === 0) {
        await writer.kill();
        await saving;
        return reported;
      }
    }
  }

  it(
    "leaves what it had reported saved, whole and free to be written, time after time",
    async () => {
      let revision = 0;
      for (let round = 0; round < 6; round += 1) {
        const reported = await killWithinSave(revision);
        const store = await openStore(loud);
        revision = (await store.load("terminal:1"))?.revision ?? 0;
        expect([reported, reported + 1]).toContain(revision);
        expect(await store.save(someCase(), revision)).toBe("saved");
        revision += 1;
      }
    },
    PROCESSES_MS,
  );
});

describe("the lock of a case", () => {
  async function deadProcess(): Promise<number> {
    const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    await once(child, "exit");
    return child.pid ?? 0;
  }
  async function heldBy(owner: string): Promise<string> {
    const lock = join(folder, "x.lock");
    await mkdir(lock);
    await writeFile(join(lock, owner), "");
    return lock;
  }

  it("is taken over from a process that died holding it", async () => {
    const lock = await heldBy(`${await deadProcess()}.77.a`);
    expect(await withLock(lock, async () => "in", now)).toBe("in");
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(process.platform === "linux")(
    "is taken over when the dead owner's process id is in use again",
    async () => {
      const lock = await heldBy(`${process.pid}.77.a`);
      expect(await withLock(lock, async () => "in", now)).toBe("in");
    },
  );

  it.each(["unknown.a", "not an owner at all"])(
    "of a live owner, or of one nobody knows, is left alone: %s",
    async (rest) => {
      const lock = await heldBy(rest.startsWith("unknown") ? `${process.ppid}.${rest}` : rest);
      const fault = await withLock(lock, async () => "in", now).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(EnvironmentFault);
      expect(String(fault)).toMatch(/another process keeps x\.lock/);
      expect(await readdir(folder)).toEqual(["x.lock"]);
    },
  );

  it("is taken when an empty one was left behind", async () => {
    await mkdir(join(folder, "x.lock"));
    expect(await withLock(join(folder, "x.lock"), async () => "in", now)).toBe("in");
  });

  it("is free again after work that failed", async () => {
    const lock = join(folder, "x.lock");
    await expect(withLock(lock, () => Promise.reject(new Error("no")), now)).rejects.toThrow("no");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is free again where the disk did not let its owner remove it", async () => {
    const lock = join(folder, "x.lock");
    await withLock(lock, async () => {
      const [owner = ""] = await readdir(lock);
      // A file stands where a folder is to be removed: the system refuses.
      await rmdir(join(lock, owner));
      await writeFile(join(lock, owner), "");
    });
    expect(await readdir(lock)).toHaveLength(1);
    expect(await withLock(lock, async () => "in", now)).toBe("in");
  });

  it("lets one in at a time, also when many break a dead owner's lock at once", async () => {
    const lock = await heldBy(`${await deadProcess()}.77.a`);
    const most = await insideAtOnce(
      20,
      (work) => withLock(lock, work),
      () => readdir(folder),
    );
    expect(most).toEqual(Array.from({ length: 20 }, () => 1));
  });
});
