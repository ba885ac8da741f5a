/** `check [DIR]`: everything wrong with a content folder, at file, line and column. */
import { resolve } from "node:path";
import { describe } from "../content/describe.ts";
import { loadBundle } from "../content/bundle.ts";
import { CONTENT_ROOT } from "./content.ts";
import {
  misuse,
  printJson,
  printLine,
  problemJson,
  type ExitCode,
  type Invocation,
} from "./output.ts";

export async function check(invocation: Invocation): Promise<ExitCode> {
  const [folder, ...rest] = invocation.args;
  if (rest.length > 0) return misuse(invocation, "usage: distinguo check [DIR] [--json]");
  const bundle = await loadBundle(folder === undefined ? CONTENT_ROOT : resolve(folder));
  const problems = bundle.ok ? [] : bundle.error;
  const theorems = bundle.ok ? bundle.value.theorems : [];
  if (invocation.json) {
    printJson(invocation, {
      ok: bundle.ok,
      problems: problems.map(problemJson),
      theorems,
      ...(bundle.ok ? { bundle: bundle.value.bundle } : {}),
    });
  } else {
    for (const problem of problems) printLine(invocation, describe(problem));
    for (const { id, ms } of theorems) printLine(invocation, `holds ${id} (${ms} ms)`);
    printLine(
      invocation,
      bundle.ok ? `ok ${bundle.value.bundle}` : `${problems.length} problem(s)`,
    );
  }
  return bundle.ok ? 0 : 1;
}
