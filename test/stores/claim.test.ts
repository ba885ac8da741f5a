/** Who may write a case: whoever made its second file, and what becomes of one that was left behind. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EnvironmentFault } from "../../src/ports.ts";
import { placeOf } from "../../src/stores/case-place.ts";
import { ownWriter, secondFileOf, underClaim } from "../../src/stores/claim.ts";
import { machineDisk } from "../../src/stores/disk.ts";
import { signedBy, WRITER_BYTES } from "../../src/stores/envelope.ts";
import { isAlive } from "../../src/stores/processes.ts";
import { insideAtOnce } from "../support/one-at-a-time.ts";

const now = async () => undefined;
const NAME = "ab".repeat(32);
const STARTED_BYTES = 6;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "distinguo-claim-"));
  await machineDisk.makeFolder(placeOf(folder, NAME).folder);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const place = () => placeOf(folder, NAME);
const claimed = (work: () => Promise<string> = async () => "in") =>
  underClaim(place(), machineDisk, work, now);

/** As a process of this id that began then would sign. */
function writer(id: number, start: number): Buffer {
  const bytes = Buffer.alloc(WRITER_BYTES);
  bytes.writeUInt32BE(id);
  bytes.writeUIntBE(start, WRITER_BYTES - STARTED_BYTES, STARTED_BYTES);
  return bytes;
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? 0;
}

const left = (content: Uint8Array) => writeFile(secondFileOf(place()), content);

describe("a claim that was left behind", () => {
  it.each([
    ["by a process that died", async () => signedBy(writer(await deadProcess(), 77))],
    ["by one that died over its write", async () => wholeFileBy(writer(await deadProcess(), 77))],
    ["by this process, which could not remove it", async () => signedBy(ownWriter())],
    ["by a crash of the machine, empty", async () => Buffer.alloc(0)],
    ["by a crash of the machine, torn", async () => Buffer.from("DCA")],
    ["by the version before, which did not sign", async () => Buffer.alloc(400, "DCAS\u0001")],
  ])("%s is free to be taken", async (_, content) => {
    await left(await content());
    expect(await claimed()).toBe("in");
    expect(await readdir(place().folder)).toEqual([]);
  });

  it("is free wherever its signature was cut off", async () => {
    const whole = signedBy(writer(await deadProcess(), 77));
    for (let bytes = 0; bytes <= whole.length; bytes += 1) {
      await left(whole.subarray(0, bytes));
      expect(await claimed()).toBe("in");
    }
  });

  it.runIf(process.platform === "linux")(
    "is free when the dead owner's process id is in use again",
    async () => {
      await left(signedBy(writer(process.ppid, 77)));
      expect(await claimed()).toBe("in");
    },
  );

  it("is overwritten before it goes: a case's bytes may be in it", async () => {
    await left(wholeFileBy(writer(await deadProcess(), 77)));
    const removed: Buffer[] = [];
    const remove = async (file: string) => {
      if (file.endsWith(".new")) removed.push(await readFile(file));
      await machineDisk.remove(file);
    };
    await underClaim(place(), { ...machineDisk, remove }, async () => "in", now);
    expect(removed[0]?.every((byte) => byte === 0)).toBe(true);
  });
});

const wholeFileBy = (by: Buffer) => Buffer.concat([signedBy(by), Buffer.alloc(600, 7)]);

describe("a claim", () => {
  it("of a live process is left alone, and named", async () => {
    await left(signedBy(writer(process.ppid, 0)));
    expect(isAlive(process.ppid, undefined)).toBe(true);
    const fault = await claimed().catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(EnvironmentFault);
    expect(String(fault)).toContain(`another process keeps ${NAME}.case.new`);
    expect(await readdir(place().folder)).toEqual([`${NAME}.case.new`]);
  });

  it("is given back after work that failed", async () => {
    await expect(claimed(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await readdir(place().folder)).toEqual([]);
  });

  it("lets one in at a time, also when many find a dead owner's", async () => {
    await left(signedBy(writer(await deadProcess(), 77)));
    const most = await insideAtOnce(
      20,
      (work) => claimed(work),
      () => readdir(folder),
    );
    expect(most).toEqual(Array.from({ length: 20 }, () => 1));
  });

  it("that was taken away meanwhile replaces nothing", async () => {
    const taken = underClaim(place(), machineDisk, async (claim) => {
      await rm(secondFileOf(place()));
      await left(Buffer.from("somebody else's"));
      await claim.replace(Buffer.from("mine, and longer than what it was signed with"));
    });
    await expect(taken).rejects.toThrow("was removed meanwhile");
    expect(await machineDisk.exists(place().file)).toBe(false);
  });
});
