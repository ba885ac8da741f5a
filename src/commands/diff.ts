/** `diff DIR_A DIR_B`: every class of situation whose verdict changes from one content folder to another. */
import { isAbsolute, join, resolve } from "node:path";
import { loadBundle, type Bundle } from "../content/bundle.ts";
import { compareContent, type ContentComparison } from "../policy/compare.ts";
import { DiagramTooLarge } from "../policy/diagram.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import { linesOf } from "./diff-text.ts";
import {
  misuse,
  printJson,
  printLine,
  reportProblems,
  type ExitCode,
  type Invocation,
} from "./output.ts";

export async function diff(invocation: Invocation): Promise<ExitCode> {
  const [before, after, ...rest] = invocation.args;
  if (before === undefined || after === undefined || rest.length > 0)
    return misuse(invocation, "usage: distinguo diff DIR_A DIR_B [--json]");
  const bundles = await loadBoth(before, after);
  if (!bundles.ok) return reportProblems(invocation, bundles.error);
  const [was, is] = bundles.value;
  const compared = comparedFrom(was, is, after);
  if (!compared.ok) return reportProblems(invocation, compared.error);
  if (invocation.json)
    printJson(invocation, { ...compared.value, from: was.bundle, to: is.bundle });
  else for (const line of linesOf(compared.value, presumedIn(is, was))) printLine(invocation, line);
  return 0;
}

/** What is wrong with either folder, both at once; a folder given twice is read once. */
async function loadBoth(
  before: string,
  after: string,
): Promise<Result<readonly [was: Bundle, is: Bundle]>> {
  const was = await loadBundle(resolve(before));
  const is = resolve(before) === resolve(after) ? was : await loadBundle(resolve(after));
  if (was.ok && is.ok) return ok([was.value, is.value]);
  return err([...problemsIn(before, was), ...(is === was ? [] : problemsIn(after, is))]);
}

/** Files are named within their folder: here it has to be said which. */
function problemsIn(folder: string, loaded: Result<Bundle>): readonly Problem[] {
  if (loaded.ok) return [];
  return loaded.error.map(({ at, ...problem }) => ({
    ...problem,
    at:
      at === undefined
        ? { file: folder, line: 1, column: 1 }
        : { ...at, file: isAbsolute(at.file) ? at.file : join(folder, at.file) },
  }));
}

function comparedFrom(was: Bundle, is: Bundle, folder: string): Result<ContentComparison> {
  try {
    // The same texts make the same bundle: then it is one, compared with itself.
    return ok(compareContent(was, was.bundle === is.bundle ? was : is));
  } catch (error) {
    if (!(error instanceof DiagramTooLarge)) throw error;
    const message = `has too little in common with the other folder to compare the two: ${error.message}`;
    return err([{ code: "diff/too-large", message, at: { file: folder, line: 1, column: 1 } }]);
  }
}

/** Fact id → presumed value; where the two differ the first given counts last. */
function presumedIn(...bundles: readonly Bundle[]): ReadonlyMap<string, string> {
  const facts = bundles.flatMap(({ policy, packs }) => [
    ...policy.facts,
    ...packs.flatMap((pack) => pack.facts),
  ]);
  return new Map(
    facts.flatMap(({ id, presumption }) =>
      presumption === "none" ? [] : [[id, presumption.value] as const],
    ),
  );
}
