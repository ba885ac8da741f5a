#!/usr/bin/env node
/** Starts distinguo with a Node that can run it: this one, the pinned one, or none, said in one line. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseRuntime, refusal } from "./runtime.js";

const ENVIRONMENT_AT_FAULT = 3;

function complain(line) {
  process.stderr.write(`${line}\n`);
  process.exitCode = ENVIRONMENT_AT_FAULT;
}

/** One line for what stopped the start; a stack trace helps nobody who only wants to use it. */
function complainOf(fault) {
  const message = fault instanceof Error ? fault.message : String(fault);
  const missing = fault instanceof Error && fault.code === "ERR_MODULE_NOT_FOUND";
  const line = message.split("\n")[0];
  complain(
    missing ? `distinguo is not installed whole, run npm ci: ${line}` : `distinguo: ${line}`,
  );
}

function find(name, file) {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const found = join(dirname(manifest), file);
    return existsSync(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Whoever read the output went away (`| head`): nothing is left to be said, and that is no fault. */
function endQuietly(fault) {
  if (fault.code !== "EPIPE") throw fault;
  process.exit(0);
}

async function runHere() {
  process.stdout.on("error", endQuietly);
  const { main } = await import("../src/cli.ts");
  process.exitCode = await main(process.argv.slice(2));
}

/** Ends as the child ended, by the same signal or with the same code. */
function runPinned(binary) {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(binary, [self].concat(process.argv.slice(2)), { stdio: "inherit" });
  const pass = (signal) => {
    // At a terminal Ctrl-C reaches the child by itself; a second one would cut its clean end short.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, pass);
  child.on("error", () => complain(refusal(process.version)));
  child.on("exit", (code, signal) => {
    for (const one of signals) process.removeListener(one, pass);
    if (signal === null) process.exitCode = code;
    else process.kill(process.pid, signal);
  });
}

const { version, platform, arch } = process;
const choice = chooseRuntime({ version, platform, arch, find });
if (choice.run === "here") runHere().catch(complainOf);
else if (choice.run === "pinned") runPinned(choice.binary);
else complain(choice.line);
