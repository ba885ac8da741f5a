/** `cases FILE…`: predictions over coded cases, with a confusion table. Never fails on a wrong prediction. */
import * as z from "zod";
import { decide } from "../policy/decide.ts";
import { OutcomeClass } from "../policy/schema.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import { readYaml } from "../content/yaml.ts";
import type { World } from "../dialogue/world.ts";
import { accountFrom, CodedAccount } from "./account.ts";
import { readInputText, shippedBundle } from "./content.ts";
import {
  misuse,
  printJson,
  printLine,
  reportProblems,
  type ExitCode,
  type Invocation,
} from "./output.ts";

const CASES_MAX = 100_000;
const CaseInput = CodedAccount.extend({ id: z.coerce.string(), class: OutcomeClass.optional() });
const CasesFile = z.array(CaseInput).max(CASES_MAX);

interface Row {
  readonly id: string;
  readonly class?: OutcomeClass;
  readonly predicted: OutcomeClass;
  readonly range: readonly string[];
  readonly presumed: string;
}

export async function cases(invocation: Invocation): Promise<ExitCode> {
  if (invocation.args.length === 0)
    return misuse(invocation, "usage: distinguo cases FILE… [--json]");
  const bundle = await shippedBundle();
  if (!bundle.ok) return reportProblems(invocation, bundle.error);
  const rows: Row[] = [];
  const problems: Problem[] = [];
  for (const file of invocation.args) {
    const read = await rowsOf(file, bundle.value, invocation);
    if (read.ok) rows.push(...read.value);
    else problems.push(...read.error);
  }
  if (problems.length > 0) return reportProblems(invocation, problems);
  const coded = rows.filter((row) => row.class !== undefined);
  const agreement =
    coded.length === 0
      ? 0
      : coded.filter((row) => row.class === row.predicted).length / coded.length;
  const confusion = confusionOf(coded);
  if (invocation.json) printJson(invocation, { cases: rows, agreement, confusion });
  else printTable(invocation, rows, coded.length, agreement, confusion);
  return 0;
}

async function rowsOf(
  file: string,
  world: World,
  invocation: Invocation,
): Promise<Result<readonly Row[]>> {
  const text = await readInputText(file, invocation);
  return text.ok ? predictionsIn(file, text.value, world) : text;
}

/** Decides every case of a file. Problems: yaml/*, schema/* and those of accounts, each at its place. */
export function predictionsIn(file: string, text: string, world: World): Result<readonly Row[]> {
  const list = readYaml(file, text, CasesFile);
  if (!list.ok) return list;
  const problems: Problem[] = [];
  const rows = list.value.value.flatMap((entry, i) => {
    const account = accountFrom(entry, world, (path) => list.value.locate([i, ...path]));
    if (!account.ok) {
      problems.push(...account.error);
      return [];
    }
    const verdict = decide(world.compiled(account.value.pack), account.value);
    const { id, class: truth } = entry;
    return [
      {
        id,
        ...(truth === undefined ? {} : { class: truth }),
        predicted: verdict.class,
        range: verdict.range,
        presumed: verdict.presumed,
      },
    ];
  });
  return problems.length > 0 ? err(problems) : ok(rows);
}

type Confusion = Readonly<Record<string, Readonly<Record<string, number>>>>;

function confusionOf(rows: readonly Row[]): Confusion {
  const count = (truth: string, predicted: string) =>
    rows.filter((row) => row.class === truth && row.predicted === predicted).length;
  const classes = OutcomeClass.options;
  return Object.fromEntries(
    classes.map((truth) => [
      truth,
      Object.fromEntries(classes.map((predicted) => [predicted, count(truth, predicted)])),
    ]),
  );
}

function printTable(
  invocation: Invocation,
  rows: readonly Row[],
  coded: number,
  agreement: number,
  confusion: Confusion,
): void {
  for (const { id, class: truth, predicted, presumed, range } of rows) {
    const mark = truth === undefined ? " " : truth === predicted ? "=" : "x";
    printLine(
      invocation,
      `${mark} ${id}  ${truth ?? "-"}  predicted ${predicted} (${presumed})  range ${range.join(",")}`,
    );
  }
  if (coded === 0) return;
  const classes = OutcomeClass.options;
  const cell = (text: string) => text.padStart(15);
  printLine(invocation, "");
  printLine(invocation, `${"decided \\ said".padEnd(15)}${classes.map(cell).join("")}`);
  for (const truth of classes) {
    printLine(
      invocation,
      `${truth.padEnd(15)}${classes.map((predicted) => cell(String(confusion[truth]?.[predicted] ?? 0))).join("")}`,
    );
  }
  printLine(invocation, `agreement ${(agreement * 100).toFixed(1)}% of ${coded}`);
}
