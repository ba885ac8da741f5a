/** Runs the command line: in this process where that will do, as a process of its own where it matters. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { onTestFinished, vi } from "vitest";
import { main } from "../../src/cli.ts";

const PROGRAM = new URL("../../bin/distinguo.js", import.meta.url).pathname;

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A process of its own: what somebody types into a shell. */
export async function run(argv: readonly string[], given: Surroundings = {}): Promise<Ran> {
  const env = { ...process.env, ...given.environment };
  const child = spawn(process.execPath, [PROGRAM, ...argv], { env });
  const ended = once(child, "exit");
  child.stdin.end(given.input ?? "");
  const [out, err] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
  const [code] = (await ended) as [number | null];
  return { code, out: out.toString(), err: err.toString() };
}

/** The same command line in this process, for commands that neither read standard input nor the environment. */
export async function runHere(argv: readonly string[]): Promise<Ran> {
  const written = { out: "", err: "" };
  const taking = (stream: "out" | "err") => (text: string | Uint8Array) => {
    written[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(taking("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(taking("err")),
  ];
  const before = new Set(process.stdout.listeners("error"));
  try {
    return { code: await main(argv), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const listener of process.stdout.listeners("error"))
      if (!before.has(listener)) process.stdout.off("error", listener as () => void);
  }
}

/** A file for one test, gone afterwards; answers its path. */
export async function fileWith(text: string, name = "account.yaml"): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-command-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

/** The first lines of what a person would take for a crash. */
export const STACK = /\n {4}at |node:internal/;
