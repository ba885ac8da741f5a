/** The bot as a process of its own: one life from its start to its end. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { FAULT_REPORT_HANDLE, PLAN_VARIABLE } from "./plan.ts";
import type { FaultPlan } from "./plan.ts";

const PROGRAM = new URL("../../bin/distinguo.js", import.meta.url).pathname;
const PRELOAD = new URL("./preload.ts", import.meta.url).href;

export interface Life {
  /** Resolves with the address of the web chat once the bot takes messages; undefined when it ended before. */
  readonly ready: Promise<string | undefined>;
  readonly ended: Promise<End>;
  /** Ends it as a power cut would; false: it had ended by itself. */
  kill(): boolean;
  /** Asks it to finish. */
  stop(): void;
  /** All it has printed until now, byte for byte. */
  printed(): { readonly output: Buffer; readonly errors: Buffer };
}

export interface End {
  /** null: killed. */
  readonly code: number | null;
  /** Lines on standard error that are no log: what a crash leaves. */
  readonly complaints: readonly string[];
}

/** What a line of the log tells. */
export interface Logged {
  readonly event: string;
  /** "": it gives no reason. */
  readonly why: string;
}

export interface LifeSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly plan: FaultPlan;
  /** Told of every fault that the process brought about, by kind. */
  readonly fault: (kind: string) => void;
  readonly logged: (line: Logged) => void;
}

/** Starts `distinguo serve --json` under a plan of faults. */
export function startBot({ environment, plan, fault, logged }: LifeSettings): Life {
  const child = spawn(process.execPath, ["--import", PRELOAD, PROGRAM, "serve", "--json"], {
    env: { ...process.env, ...environment, [PLAN_VARIABLE]: JSON.stringify(plan) },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const complaints: string[] = [];
  const output = everythingFrom(child, 1);
  const errors = everythingFrom(child, 2);
  linesOf(child, FAULT_REPORT_HANDLE, fault);
  linesOf(child, 2, (line) => {
    const told = logLine(line);
    if (told === undefined) complaints.push(line);
    else logged(told);
  });
  const ended = once(child, "close").then(([code]) => ({
    code: code as number | null,
    complaints,
  }));
  return {
    ready: Promise.race([addressFrom(child, output), ended.then(() => undefined)]),
    ended,
    kill: () => child.exitCode === null && child.signalCode === null && child.kill("SIGKILL"),
    stop: () => child.kill("SIGTERM"),
    printed: () => ({ output: output(), errors: errors() }),
  };
}

function linesOf(child: ChildProcess, handle: number, take: (line: string) => void): void {
  createInterface({ input: child.stdio[handle] as Readable }).on("line", take);
}

function logLine(line: string): Logged | undefined {
  try {
    const { msg, why } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return { event: String(msg), why: typeof why === "string" ? why : "" };
  } catch {
    return undefined;
  }
}

function everythingFrom(child: ChildProcess, handle: number): () => Buffer {
  const chunks: Buffer[] = [];
  (child.stdio[handle] as Readable).on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks);
}

/** The first thing it prints, one JSON document, says where it is. */
function addressFrom(child: ChildProcess, output: () => Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.stdout?.on("data", () => {
      const found = /"address":\s*"([^"]+)"/.exec(output().toString("utf8"))?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}
