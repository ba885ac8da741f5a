/** What the check says of copies: which faults it finds, and where it finds one that is none. */
import { bundleOf } from "../../src/content/bundle.ts";
import { describe } from "../../src/content/describe.ts";
import type { Texts } from "../../src/content/folder.ts";
import type { Problem } from "../../src/policy/result.ts";
import type { Fault } from "./faults.ts";

/** The day of the check: what is cited has to be in force on it. */
const DAY = "2026-06-30";

/** Everything the check finds. */
export function problemsOf(texts: Texts): readonly Problem[] {
  const bundle = bundleOf(texts, DAY);
  return bundle.ok ? [] : bundle.error;
}

/** The codes found instead of any that was to be found; undefined where one of those was. */
export function missedBy(fault: Fault): readonly string[] | undefined {
  const found = [...new Set(problemsOf(fault.texts).map(({ code }) => code as string))];
  return found.some((code) => fault.codes.includes(code)) ? undefined : found;
}

/** Problems as lines an editor reads. */
export function listed(problems: readonly Problem[]): readonly string[] {
  return problems.map(describe);
}
