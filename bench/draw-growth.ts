/** `node bench/draw-growth.ts` measures how a policy grows and draws docs/images/growth.svg. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stdout } from "node:process";
import { loadBundle } from "../src/content/bundle.ts";
import { STEPS } from "./check.ts";
import { growthPlot } from "./growth-plot.ts";
import { grownTo } from "./growth.ts";

const ROOT = join(import.meta.dirname, "..");

const read = await loadBundle(ROOT);
if (!read.ok) throw new Error("the content does not pass its check");
const steps = grownTo(read.value.policy, STEPS);
const file = join(ROOT, "docs", "images", "growth.svg");
await writeFile(file, growthPlot(steps));
stdout.write(`${JSON.stringify(steps, null, 2)}\n`);
