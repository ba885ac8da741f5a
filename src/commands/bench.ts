/** `bench [SECTION…]`: the benchmarks, as tables. They stand outside src/ and are loaded only when asked for. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bundle } from "../content/bundle.ts";
import { EnvironmentFault } from "../ports.ts";
import { CONTENT_ROOT, shippedBundle } from "./content.ts";
import {
  misuse,
  printJson,
  printLine,
  reportProblems,
  type ExitCode,
  type Invocation,
} from "./output.ts";

/** What is used of bench/run.ts. */
interface Benchmarks {
  readonly SECTIONS: readonly string[];
  settingOf(this: void, bundle: Bundle): object;
  measured(
    this: void,
    name: string,
    setting: { readonly size: string; readonly bundle: Bundle },
  ): Promise<{ readonly markdown: string; readonly json: object }>;
}

export async function bench(invocation: Invocation): Promise<ExitCode> {
  const { args, json, options } = invocation;
  const { SECTIONS, settingOf, measured } = await benchmarks();
  const unknown = args.find((name) => !SECTIONS.includes(name));
  if (unknown !== undefined)
    return misuse(invocation, `no section ${unknown}; there are: ${SECTIONS.join(", ")}`);
  const read = await shippedBundle();
  if (!read.ok) return reportProblems(invocation, read.error);
  const bundle = read.value;
  const setting = settingOf(bundle);
  if (!json)
    for (const [what, value] of Object.entries(setting)) printLine(invocation, `${what}: ${value}`);
  const sections: object[] = [];
  for (const name of args.length === 0 ? SECTIONS : args) {
    const found = await measured(name, { size: options["size"] ?? "usual", bundle });
    sections.push(found.json);
    // Each as soon as it is there: the whole takes minutes.
    if (!json) printLine(invocation, `\n${found.markdown}`);
  }
  if (json) printJson(invocation, { ...setting, sections });
  return 0;
}

async function benchmarks(): Promise<Benchmarks> {
  const file = join(CONTENT_ROOT, "bench", "run.ts");
  if (!existsSync(file))
    throw new EnvironmentFault(
      "this installation comes without the benchmarks: there is no bench/",
    );
  return (await import(pathToFileURL(file).href)) as Benchmarks;
}
