/** The sections of the benchmark by name; `distinguo bench` runs them. */
import { availableParallelism, cpus, loadavg } from "node:os";
import { version } from "node:process";
import type { Bundle } from "../src/content/bundle.ts";
import { measureAsk } from "./ask.ts";
import { measureCheck } from "./check.ts";
import { measureDecide } from "./decide.ts";
import { measureDurable } from "./durable.ts";
import { measureExplain } from "./explain.ts";
import { jsonOf, markdownOf, type Measuring, type Setting } from "./section.ts";
import { measureRead } from "./read.ts";
import { measureStored } from "./stored.ts";
import { measureTurns } from "./turns.ts";

const BY_NAME: Readonly<Record<string, Measuring>> = {
  decide: measureDecide,
  ask: measureAsk,
  explain: measureExplain,
  check: measureCheck,
  turns: measureTurns,
  durable: measureDurable,
  stored: measureStored,
  read: measureRead,
};

/** The names of all sections, in their order. */
export const SECTIONS: readonly string[] = Object.keys(BY_NAME);

/** What the figures were taken on and of. */
export function settingOf(bundle: Bundle): object {
  return {
    node: version,
    processors: `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}`,
    load: loadavg()[0],
    bundle: bundle.bundle,
    facts: bundle.policy.facts.length,
    rules: bundle.policy.layers.reduce((sum, { rules }) => sum + rules.length, 0),
  };
}

/** One section, measured: as Markdown and as JSON. */
export async function measured(
  name: string,
  setting: Setting,
): Promise<{ readonly markdown: string; readonly json: object }> {
  const measure = BY_NAME[name];
  if (measure === undefined) throw new Error(`no section ${name}`);
  const found = await measure(setting);
  return { markdown: markdownOf(name, found), json: { section: name, ...jsonOf(found) } };
}
