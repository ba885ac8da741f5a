/** `classify FILE|-`: facts → verdict. */
import { decide } from "../policy/decide.ts";
import { reportOf } from "../policy/report.ts";
import { readYaml } from "../content/yaml.ts";
import { AccountInput, accountFrom } from "./account.ts";
import { readInputText, shippedBundle } from "./content.ts";
import {
  misuse,
  printJson,
  printLine,
  reportProblems,
  type ExitCode,
  type Invocation,
} from "./output.ts";

export async function classify(invocation: Invocation): Promise<ExitCode> {
  const [file, ...rest] = invocation.args;
  if (file === undefined || rest.length > 0)
    return misuse(invocation, "usage: distinguo classify FILE|- [--json]");
  const text = await readInputText(file, invocation);
  if (!text.ok) return reportProblems(invocation, text.error);
  const input = readYaml(file, text.value, AccountInput);
  if (!input.ok) return reportProblems(invocation, input.error);
  const bundle = await shippedBundle();
  if (!bundle.ok) return reportProblems(invocation, bundle.error);
  const account = accountFrom(input.value.value, bundle.value, input.value.locate);
  if (!account.ok) return reportProblems(invocation, account.error);
  const compiled = bundle.value.compiled(account.value.pack);
  const verdict = decide(compiled, account.value);
  const report = reportOf(compiled, account.value, verdict, bundle.value.bundle, "reviewer");
  if (invocation.json) printJson(invocation, report);
  else for (const line of linesOf(report)) printLine(invocation, line);
  return 0;
}

function linesOf(report: ReturnType<typeof reportOf>): readonly string[] {
  const sides = Object.entries(report.distinctions).map(([id, side]) => `${id} ${side}`);
  return [
    `range: ${report.range.join(", ") || "none: the facts contradict each other"}${report.settled ? " (settled)" : ""}`,
    `presumed: ${report.presumed} (${report.class})`,
    `accountability: ${report.lines.accountability.join(", ")}`,
    `discipline: ${report.lines.discipline.join(", ")}`,
    `distinctions: ${sides.join(", ")}`,
    ...(report.conflict.length === 0 ? [] : [`in conflict: ${report.conflict.join(", ")}`]),
    ...report.reasons.flatMap(({ rule, because, cites, defaults }) => [
      `because (${rule}): ${because}`,
      ...cites.map(({ source, article }) => `  《${source}》${article}`),
      ...defaults.map((line) => `  ${line}`),
    ]),
    ...decisiveLines(report.decisive),
    ...(report.ask.length === 0 ? [] : [`still open: ${report.ask.join(", ")}`]),
    ...(report.seek.length === 0 ? [] : [`worth seeking: ${report.seek.join(", ")}`]),
    ...(report.changes ?? []).map(
      ({ facts, to, inHand }) =>
        `would be ${to}: ${pairs(facts)}${inHand ? " (still in hand)" : ""}`,
    ),
    ...report.measures.map(({ what, owner_name }) => `step: ${what}（${owner_name}）`),
  ];
}

const pairs = (facts: Readonly<Record<string, string>>) =>
  Object.entries(facts)
    .map(([fact, value]) => `${fact}: ${value}`)
    .join(", ");

function decisiveLines(decisive: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(decisive).length === 0 ? [] : [`settled by: ${pairs(decisive)}`];
}
