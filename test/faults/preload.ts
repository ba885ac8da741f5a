/** Loaded into the bot's process before anything else: makes its disk and its clock misbehave as the plan says. */
import fs from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import type { FileHandle } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { diceOf } from "../proof/dice.ts";
import { DISK_CODES, FAULT_REPORT_HANDLE, FaultPlan, Outage, PLAN_VARIABLE } from "./plan.ts";

/** One in so many writes the clock jumps. */
const WRITES_A_JUMP = 40;

/** As they are before any of them is guarded. */
const real = { ...fs };
const plan = FaultPlan.parse(JSON.parse(process.env[PLAN_VARIABLE] ?? "null"));
const dice = diceOf(plan.seed);
let writes = 0;

/** Written at once, so that it is told even when the process is killed in the next moment. */
function report(kind: string): void {
  real.writeSync(FAULT_REPORT_HANDLE, `${kind}\n`);
}

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: brought about by a test`), { code });
}

/** Read anew for every write: the test may end it at any moment. */
function outage(): string | undefined {
  if (plan.outageFile === undefined) return undefined;
  let text: string;
  try {
    text = fs.readFileSync(plan.outageFile, "utf8");
  } catch {
    return undefined;
  }
  const { codes, percent } = Outage.parse(JSON.parse(text));
  return dice.below(100) < percent ? dice.pick(codes) : undefined;
}

/**
 * What befalls one writing operation: nothing, or the error it is refused with. `half` does as much of it as a process gets
 * done that dies in the middle.
 */
function befallen(half?: () => unknown): Error | undefined {
  writes += 1;
  if (plan.clockJumpMsMax > 0 && dice.below(WRITES_A_JUMP) === 0) jump();
  if (writes === plan.killAtWrite) {
    if (dice.below(2) === 0) half?.();
    report("killed within a write");
    process.kill(process.pid, "SIGKILL");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
  }
  const code = outage() ?? (dice.below(100) < plan.failingPercent ? dice.pick(DISK_CODES) : "");
  if (code === "") return undefined;
  report(`write refused: ${code}`);
  if (dice.below(2) === 0) half?.();
  return fault(code);
}

/** Only what waits for the medium is slow: the rest holds the whole process up, as it would for real. */
async function slowed(): Promise<void> {
  if (dice.below(100) >= plan.slowPercent) return;
  report("slow write");
  await pause(dice.below(plan.slowMsMax + 1));
}

async function befall(): Promise<void> {
  await slowed();
  const error = befallen();
  if (error !== undefined) throw error;
}

function befallSync(half?: () => unknown): void {
  const error = befallen(half);
  if (error !== undefined) throw error;
}

const realNow = Date.now.bind(Date);
let aheadMs = 0;
Date.now = () => realNow() + aheadMs;

function jump(): void {
  aheadMs = dice.below(2 * plan.clockJumpMsMax + 1) - plan.clockJumpMsMax;
  report("clock jump");
}

const within = (path: unknown) => String(path).startsWith(plan.folder);

/** The operation with chance before it. The names below are all that the stores write with. */
function guarded<T extends (...given: never[]) => Promise<unknown>>(operation: T): T {
  return (async (...given: Parameters<T>) => {
    if (within(given[0])) await befall();
    return operation(...given);
  }) as unknown as T;
}

promises.mkdir = guarded(promises.mkdir);
promises.rename = guarded(promises.rename);
promises.rm = guarded(promises.rm);
promises.rmdir = guarded(promises.rmdir);
promises.unlink = guarded(promises.unlink);
promises.link = guarded(promises.link);
promises.truncate = guarded(promises.truncate);
promises.writeFile = guarded(promises.writeFile as never) as typeof promises.writeFile;
const { open } = promises;
promises.open = async (path, flags, mode) => {
  const reads = flags === undefined || flags === "r";
  if (within(path) && !reads) await befall();
  const handle = await open(path, flags, mode);
  return within(path) ? guardedHandle(handle) : handle;
};

function guardedHandle(handle: FileHandle): FileHandle {
  const own = {
    writeFile: handle.writeFile.bind(handle),
    datasync: handle.datasync.bind(handle),
    sync: handle.sync.bind(handle),
  };
  handle.writeFile = async (data, ...rest) => {
    await slowed();
    befallSync(() => real.writeSync(handle.fd, halfOf(data)));
    return own.writeFile(data, ...rest);
  };
  handle.datasync = async () => {
    await befall();
    return own.datasync();
  };
  handle.sync = async () => {
    await befall();
    return own.sync();
  };
  return handle;
}

/** Open files within the folder. */
const ours = new Set<number>();
fs.openSync = (path, flags, mode) => {
  if (within(path) && flags !== "r") befallSync();
  const handle = real.openSync(path, flags, mode);
  if (within(path)) ours.add(handle);
  return handle;
};
fs.closeSync = (handle) => {
  ours.delete(handle);
  real.closeSync(handle);
};
fs.writeSync = ((handle: number, data: Uint8Array, ...rest: [number, number, number]) => {
  if (ours.has(handle)) befallSync(() => real.writeSync(handle, halfOf(data), 0));
  return real.writeSync(handle, data, ...rest);
}) as typeof fs.writeSync;
fs.renameSync = (from, to) => {
  if (within(from)) befallSync();
  real.renameSync(from, to);
};
fs.open = ((path: string, flags: string, mode: number, done: Opened) => {
  const opening = () =>
    real.open(path, flags, mode, (error, handle) => {
      if (error === null && within(path)) ours.add(handle);
      done(error, handle);
    });
  if (!within(path) || flags === "r") return opening();
  befall().then(opening, (error: NodeJS.ErrnoException) => done(error, -1));
}) as typeof fs.open;
fs.rename = ((from: string, to: string, done: Done) => {
  if (!within(from)) return real.rename(from, to, done);
  befall().then(() => real.rename(from, to, done), done);
}) as typeof fs.rename;
fs.fdatasync = guardedSync(real.fdatasync);
fs.fsync = guardedSync(real.fsync);

type Done = (error: NodeJS.ErrnoException | null) => void;
type Opened = (error: NodeJS.ErrnoException | null, handle: number) => void;
type Sync = (handle: number, done: Done) => void;
function guardedSync<T extends Sync>(sync: T): T {
  const guardedOne: Sync = (handle, done) => {
    if (!ours.has(handle)) return sync(handle, done);
    befall().then(
      () => sync(handle, done),
      (error: NodeJS.ErrnoException) => done(error),
    );
  };
  return guardedOne as T;
}

function halfOf(data: unknown): Uint8Array {
  const bytes = typeof data === "string" ? Buffer.from(data) : (data as Uint8Array);
  return bytes.subarray(0, bytes.length / 2);
}

syncBuiltinESMExports();
