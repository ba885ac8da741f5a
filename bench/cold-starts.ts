/** How long a fresh process takes from its start to the first decision. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { execPath } from "node:process";
import { COLD } from "./cold-engines.ts";
import { medianOf } from "./measure.ts";
import type { Cell } from "./section.ts";

/** The median of some starts of each engine that is installed, the engines taking turns. */
export async function coldStarts(times: number): Promise<readonly (readonly Cell[])[]> {
  const found = new Map<string, number[]>(COLD.map((name) => [name, []]));
  for (let time = 0; time < times; time += 1)
    for (const name of COLD) {
      const ms = await started(name);
      if (ms !== undefined) found.get(name)?.push(ms);
    }
  return [...found].flatMap(([name, ms]) => (ms.length === 0 ? [] : [[name, medianOf(ms)]]));
}

/** Milliseconds, or undefined where the engine is not installed. */
async function started(name: string): Promise<number | undefined> {
  const child = spawn(execPath, [join(import.meta.dirname, "cold.ts"), name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the cold start of ${name} failed`);
  return text === "" ? undefined : Number(text);
}
