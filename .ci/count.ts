/** Adds up the reports of all suites: `node .ci/count.ts FAILED_STEPS REPORT…` prints "N passed, N failed" and exits 1 on any failure. */
import { readFileSync } from "node:fs";
import { argv } from "node:process";

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** The parts of vitest's JSON report that count. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** false also where a test file could not be loaded, which fails no single test. */
  readonly success: boolean;
}

/** One suite's numbers; a suite that failed without a failing test, or left no report, counts as one failure. */
export function countOf(report: string | undefined): Count {
  const read = report === undefined ? undefined : parse(report);
  if (read === undefined) return { passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests: failed, success } = read;
  return { passed, failed: success ? failed : Math.max(failed, 1) };
}

function parse(report: string): Report | undefined {
  try {
    return JSON.parse(report) as Report;
  } catch {
    return undefined;
  }
}

/** The sum of all suites and of the steps that are no suite. */
export function totalOf(failedSteps: number, reports: readonly (string | undefined)[]): Count {
  const counts = reports.map(countOf);
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, failedSteps),
  };
}

function readReport(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const [failedSteps, ...files] = argv.slice(2);
  const { passed, failed } = totalOf(Number(failedSteps), files.map(readReport));
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
