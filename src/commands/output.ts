/** What every command needs for saying what it did. */
import type { Problem } from "../policy/result.ts";
import { describe } from "../content/describe.ts";

/** 0 done · 1 the content given is at fault · 2 misuse · 3 the environment is. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export interface Invocation {
  readonly args: readonly string[];
  readonly json: boolean;
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly streams: Streams;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function printJson({ streams }: Invocation, value: unknown): void {
  streams.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine({ streams }: Invocation, line: string): void {
  streams.stdout.write(`${line}\n`);
}

/** A problem as JSON promises it. */
export function problemJson({ code, message, at }: Problem) {
  return { code, message, file: at?.file ?? "", line: at?.line ?? 1, column: at?.column ?? 1 };
}

/** One line each on stderr, and with --json the one document on stdout; the exit code for content at fault. */
export function reportProblems(invocation: Invocation, problems: readonly Problem[]): ExitCode {
  for (const problem of problems) invocation.streams.stderr.write(`${describe(problem)}\n`);
  if (invocation.json) printJson(invocation, { ok: false, problems: problems.map(problemJson) });
  return 1;
}

/** Misuse of the command line: one line, exit code 2. */
export function misuse({ streams }: Invocation, line: string): ExitCode {
  streams.stderr.write(`${line}\n`);
  return 2;
}
