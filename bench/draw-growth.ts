/** `node bench/draw-growth.ts` measures how a policy grows and draws docs/images/growth.svg. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stdout } from "node:process";
import { loadBundle } from "../src/content/bundle.ts";
import { STEPS } from "./check.ts";
import { growthPlot } from "./growth-plot.ts";
import { grownTo } from "./growth.ts";
import { medianOf } from "./measure.ts";

const RUNS = 3;
const ROOT = join(import.meta.dirname, "..");

const read = await loadBundle(ROOT);
if (!read.ok) throw new Error("the content does not pass its check");
const { policy } = read.value;
const runs = Array.from({ length: RUNS }, () => grownTo(policy, STEPS));
const steps = (runs[0] ?? []).map((step, at) => {
  const middle = (what: "compileMs" | "proofMs") =>
    medianOf(runs.map((run) => run[at]?.[what] ?? 0));
  return { ...step, compileMs: middle("compileMs"), proofMs: middle("proofMs") };
});
const file = join(ROOT, "docs", "images", "growth.svg");
await writeFile(file, growthPlot(steps));
stdout.write(`${JSON.stringify(steps, null, 2)}\n`);
