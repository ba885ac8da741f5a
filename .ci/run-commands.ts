/**
 * Runs every command block of the README and of the administrators' page in a clean clone, as a newcomer would:
 * `node .ci/run-commands.ts REPORT` writes the numbers in the form of vitest's report.
 * COMMANDS_PATH: the PATH a newcomer has, without the packages of this checkout. COMMANDS_RUN_ABOVE: a block that was run
 * before, in this checkout, and takes too long to be run twice.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, env, stdout } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { commandsOf, differences, startsServer, type Page } from "./commands.ts";

const PAIRS = [
  ["README.md", "README.zh-CN.md"],
  ["docs/administrators.md", "docs/administrators.zh-CN.md"],
] as const;
const BLOCK_MS_MAX = 600_000;
const STOP_MS_MAX = 20_000;
const POLL_MS = 100;
const OUTPUT_CHARACTERS_SHOWN = 6_000;

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** A block under way: everything it printed so far, and its end. */
interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number>;
}

function start(code: string, folder: string): Running {
  const settings = Object.entries(env).filter(([name]) => !/^(?:TELEGRAM|DISTINGUO)_/.test(name));
  const child = spawn("bash", ["-e", "-c", code], {
    cwd: folder,
    // A group of its own: npm starts the server as a grandchild, and the group's id ends them all.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...Object.fromEntries(settings), PORT: "0", PATH: env["COMMANDS_PATH"] ?? env["PATH"] },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (part: string) => {
      output += part;
    });
  }
  const ended = new Promise<number>((resolve) => {
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
    child.on("error", () => resolve(1));
  });
  return { child, output: () => output, ended };
}

function signal({ child }: Running, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** Waits for the end of `running`, and ends it by force after `limitMs`. */
async function endOf(running: Running, limitMs: number): Promise<number> {
  const force = setTimeout(() => signal(running, "SIGKILL"), limitMs);
  const exitCode = await running.ended;
  clearTimeout(force);
  return exitCode;
}

async function runToEnd(code: string, folder: string): Promise<Outcome> {
  const running = start(code, folder);
  const exitCode = await endOf(running, BLOCK_MS_MAX);
  return { ok: exitCode === 0, output: `${running.output()}\nexit code ${exitCode}` };
}

/** A server has done what it should once the address it printed answers 200. */
async function runServer(code: string, folder: string): Promise<Outcome> {
  const running = start(code, folder);
  const giveUpAt = Date.now() + BLOCK_MS_MAX;
  let answered = false;
  while (!answered && isRunning(running) && Date.now() < giveUpAt) {
    await pause(POLL_MS);
    const address = /distinguo: (http:\S+)/.exec(running.output())?.[1];
    if (address !== undefined) answered = (await statusOf(address)) === 200;
  }
  signal(running, "SIGTERM");
  await endOf(running, STOP_MS_MAX);
  return { ok: answered, output: running.output() };
}

function isRunning({ child }: Running): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function statusOf(address: string): Promise<number> {
  try {
    return (await fetch(address)).status;
  } catch {
    return 0;
  }
}

function cleanClone(): string {
  const folder = mkdtempSync(join(tmpdir(), "distinguo-clone-"));
  const { status, stderr } = spawnSync("git", ["clone", "--quiet", ".", folder], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`git clone: ${stderr}`);
  return folder;
}

function readPage(name: string): Page {
  return { name, markdown: readFileSync(name, "utf8") };
}

async function main(report: string): Promise<void> {
  const pairs = PAIRS.map(
    ([page, translation]) => [readPage(page), readPage(translation)] as const,
  );
  const unlike = pairs.flatMap(([page, translation]) => differences(page, translation));
  for (const line of unlike) stdout.write(`FAILED ${line}\n`);
  let [passed, failed] = [pairs.length - Math.min(unlike.length, pairs.length), unlike.length];
  const folder = cleanClone();
  try {
    for (const { code, places } of commandsOf(pairs.flat())) {
      if (code.trim() === env["COMMANDS_RUN_ABOVE"]) {
        stdout.write(`run above ${places.join(", ")}\n`);
        continue;
      }
      const startedAt = Date.now();
      const { ok, output } = await (startsServer(code) ? runServer : runToEnd)(code, folder);
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      stdout.write(`${ok ? "ok" : "FAILED"} ${places.join(", ")} (${seconds} s)\n`);
      if (!ok) stdout.write(`${code}\n${output.slice(-OUTPUT_CHARACTERS_SHOWN)}\n`);
      if (ok) passed += 1;
      else failed += 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const numbers = { numPassedTests: passed, numFailedTests: failed, success: failed === 0 };
  writeFileSync(report, JSON.stringify(numbers));
  process.exitCode = failed === 0 ? 0 : 1;
}

await main(argv[2] ?? "commands.json");
