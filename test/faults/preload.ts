/** Loaded into the bot's process before anything else: makes its disk and its clock misbehave as the plan says. */
import { readFileSync, writeSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import type { FileHandle } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { diceOf } from "../proof/dice.ts";
import { DISK_CODES, FAULT_REPORT_HANDLE, FaultPlan, Outage, PLAN_VARIABLE } from "./plan.ts";

/** One in so many writes the clock jumps. */
const WRITES_A_JUMP = 40;

const plan = FaultPlan.parse(JSON.parse(process.env[PLAN_VARIABLE] ?? "null"));
const dice = diceOf(plan.seed);
let writes = 0;

/** Written at once, so that it is told even when the process is killed in the next moment. */
function report(kind: string): void {
  writeSync(FAULT_REPORT_HANDLE, `${kind}\n`);
}

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: brought about by a test`), { code });
}

/** Read anew for every write: the test may end it at any moment. */
function outage(): string | undefined {
  if (plan.outageFile === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(plan.outageFile, "utf8");
  } catch {
    return undefined;
  }
  const { codes, percent } = Outage.parse(JSON.parse(text));
  return dice.below(100) < percent ? dice.pick(codes) : undefined;
}

/** What befalls one writing operation; `half` does as much of it as a process gets done that dies in the middle. */
async function befall(half?: () => Promise<unknown>): Promise<void> {
  writes += 1;
  if (plan.clockJumpMsMax > 0 && dice.below(WRITES_A_JUMP) === 0) jump();
  if (writes === plan.killAtWrite) {
    if (dice.below(2) === 0) await half?.();
    report("killed within a write");
    process.kill(process.pid, "SIGKILL");
    await pause(1_000);
  }
  if (dice.below(100) < plan.slowPercent) {
    report("slow write");
    await pause(dice.below(plan.slowMsMax + 1));
  }
  const code = outage() ?? (dice.below(100) < plan.failingPercent ? dice.pick(DISK_CODES) : "");
  if (code === "") return;
  report(`write refused: ${code}`);
  if (dice.below(2) === 0) await half?.();
  throw fault(code);
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
function guarded<T extends (...given: never[]) => Promise<unknown>>(real: T): T {
  return (async (...given: Parameters<T>) => {
    if (within(given[0])) await befall();
    return real(...given);
  }) as unknown as T;
}

const real = { ...promises };
promises.rename = guarded(real.rename);
promises.mkdir = guarded(real.mkdir);
promises.rm = guarded(real.rm);
promises.rmdir = guarded(real.rmdir);
promises.unlink = guarded(real.unlink);
promises.link = guarded(real.link);
promises.truncate = guarded(real.truncate);
promises.writeFile = guarded(real.writeFile as never) as typeof real.writeFile;
promises.open = async (path, flags, mode) => {
  const reads = flags === undefined || flags === "r";
  if (within(path) && !reads) await befall();
  const handle = await real.open(path, flags, mode);
  return within(path) ? guardedHandle(handle) : handle;
};

function guardedHandle(handle: FileHandle): FileHandle {
  const own = {
    writeFile: handle.writeFile.bind(handle),
    appendFile: handle.appendFile.bind(handle),
    datasync: handle.datasync.bind(handle),
    sync: handle.sync.bind(handle),
  };
  handle.writeFile = async (data, ...rest) => {
    await befall(() => own.writeFile(halfOf(data)));
    return own.writeFile(data, ...rest);
  };
  handle.appendFile = async (data, ...rest) => {
    await befall(() => own.appendFile(halfOf(data)));
    return own.appendFile(data, ...rest);
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

function halfOf(data: unknown): Uint8Array {
  const bytes = typeof data === "string" ? Buffer.from(data) : (data as Uint8Array);
  return bytes.subarray(0, bytes.length / 2);
}

syncBuiltinESMExports();
