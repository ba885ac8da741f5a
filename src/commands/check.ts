/** `check [DIR]`: everything wrong with a content folder, at file, line and column. */
import { resolve } from "node:path";
import { describe } from "../content/describe.ts";
import { examineFolder, type Examined } from "../content/bundle.ts";
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
  const root = folder === undefined ? CONTENT_ROOT : resolve(folder);
  const { bundle, theorems } = await examineFolder(root, new Date().toISOString().slice(0, 10));
  const problems = bundle.ok ? [] : bundle.error;
  if (invocation.json) {
    printJson(invocation, {
      ok: bundle.ok,
      problems: problems.map(problemJson),
      theorems,
      ...(bundle.ok ? { bundle: bundle.value.bundle } : {}),
    });
  } else {
    for (const problem of problems) printLine(invocation, describe(problem));
    for (const theorem of theorems) printLine(invocation, lineOf(theorem));
    printLine(
      invocation,
      bundle.ok ? `ok ${bundle.value.bundle}` : `${problems.length} problem(s)`,
    );
  }
  return bundle.ok ? 0 : 1;
}

function lineOf({ id, holds, ms, note }: Examined["theorems"][number]): string {
  const more = note === undefined ? "" : `: ${note}`;
  return `${holds ? "holds" : "fails"} ${id} (${ms} ms)${more}`;
}
