/** `read FILE|-`: narratives → the facts they tell, each with its words; with --score, how well that agrees with coded facts. */
import * as z from "zod";
import type { Bundle } from "../content/bundle.ts";
import { readYaml } from "../content/yaml.ts";
import { err, ok, type Problem, type Result } from "../policy/result.ts";
import { factsOf, possibleTogether } from "../dialogue/proposal-possible.ts";
import { readNarrative, type Proposal } from "../reader/reader.ts";
import { scoreOf, type Measure, type Score } from "../reader/score.ts";
import { lengthsOf, type Lengths } from "../reader/spared.ts";
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

const NARRATIVES_MAX = 100_000;

/** A coded case may carry anything beside; a narrative of any length is taken, and read as far as the reader reads. */
const NarrativeInput = CodedAccount.extend({
  id: z.coerce.string(),
  narrative_zh: z.string().optional(),
  narrative_en: z.string().optional(),
}).refine(
  ({ narrative_zh, narrative_en }) => narrative_zh !== undefined || narrative_en !== undefined,
  { path: ["narrative_zh"], message: "a case needs its narrative" },
);
const NarrativesFile = z.array(NarrativeInput).max(NARRATIVES_MAX);
type Entry = z.infer<typeof NarrativeInput>;

interface Row {
  readonly id: string;
  readonly coded: Readonly<Record<string, string>>;
  readonly proposals: readonly Proposal[];
}

export async function read(invocation: Invocation): Promise<ExitCode> {
  const [file, ...rest] = invocation.args;
  if (file === undefined || rest.length > 0)
    return misuse(invocation, "usage: distinguo read FILE|- [--json] [--score]");
  const bundle = await shippedBundle();
  if (!bundle.ok) return reportProblems(invocation, bundle.error);
  const isScored = invocation.options["score"] !== undefined;
  const rows = await rowsOf(file, bundle.value, invocation, isScored);
  if (!rows.ok) return reportProblems(invocation, rows.error);
  const scored = isScored ? scoredOf(bundle.value, rows.value) : undefined;
  if (invocation.json) printJson(invocation, { cases: rows.value.map(caseJson), ...scored });
  else for (const line of linesOf(rows.value, scored)) printLine(invocation, line);
  return 0;
}

/** Coded facts are looked at only where they are to be compared with. */
async function rowsOf(
  file: string,
  bundle: Bundle,
  invocation: Invocation,
  isScored: boolean,
): Promise<Result<readonly Row[]>> {
  const text = await readInputText(file, invocation);
  return text.ok ? readingsIn(file, text.value, bundle, isScored) : text;
}

/** Reads every narrative of a file. Problems: yaml/*, schema/* and those of accounts, each at its place. */
export function readingsIn(
  file: string,
  text: string,
  bundle: Bundle,
  isScored: boolean,
): Result<readonly Row[]> {
  const list = readYaml(file, text, NarrativesFile);
  if (!list.ok) return list;
  const problems: Problem[] = [];
  const rows = list.value.value.map((entry, i) => {
    const account = isScored
      ? accountFrom({ facts: entry.facts }, bundle, (path) => list.value.locate([i, ...path]))
      : ok({ facts: {} });
    if (!account.ok) problems.push(...account.error);
    const coded = account.ok ? account.value.facts : {};
    return { id: entry.id, coded, proposals: proposalsOf(entry, bundle) };
  });
  return problems.length > 0 ? err(problems) : ok(rows);
}

function proposalsOf({ narrative_zh, narrative_en }: Entry, bundle: Bundle): readonly Proposal[] {
  const language = narrative_zh === undefined ? "en" : "zh-CN";
  const narrative = narrative_zh ?? narrative_en ?? "";
  return possibleTogether(
    bundle.compiled(null),
    readNarrative(narrative, bundle.patterns[language], language),
  );
}

function caseJson({ id, proposals }: Row) {
  const facts = proposals.map(
    ({ fact, value, quote: { text, start, end }, pattern }) =>
      [fact, { value, quote: text, start, end, pattern }] as const,
  );
  return { id, facts: Object.fromEntries(facts) };
}

interface Scored {
  readonly score: Score;
  readonly questions: {
    /** Null where the coded facts contradict each other. */
    readonly cases: readonly (({ readonly id: string; readonly saved: number } & Lengths) | null)[];
    readonly median: number | null;
    readonly mean: number | null;
  };
}

function scoredOf(bundle: Bundle, rows: readonly Row[]): Scored {
  const score = scoreOf(
    rows.map(({ coded, proposals }) => ({ coded, proposed: factsOf(proposals) })),
  );
  const cases = rows.map(({ id, coded, proposals }) => {
    const found = lengthsOf(
      bundle.compiled(null),
      bundle.policy.questions,
      coded,
      factsOf(proposals),
    );
    return found === undefined ? null : { id, ...found, saved: found.without - found.confirmed };
  });
  const saved = cases.flatMap((one) => (one === null ? [] : [one.saved])).toSorted((a, b) => a - b);
  const middle = saved.length >> 1;
  const median =
    saved.length === 0
      ? null
      : ((saved[middle] as number) + (saved[saved.length - 1 - middle] as number)) / 2;
  const mean = saved.length === 0 ? null : saved.reduce((sum, n) => sum + n, 0) / saved.length;
  return { score, questions: { cases, median, mean } };
}

function linesOf(rows: readonly Row[], scored: Scored | undefined): readonly string[] {
  const told = rows.flatMap(({ id, proposals }) => [
    `${id}: ${proposals.length === 0 ? "nothing read" : ""}`.trimEnd(),
    // A quotation may hold anything: line breaks and control characters are shown as such.
    ...proposals.map(
      ({ fact, value, quote }) => `  ${fact}: ${value}  ${JSON.stringify(quote.text)}`,
    ),
  ]);
  if (scored === undefined) return told;
  const { score, questions } = scored;
  return [
    ...told,
    "",
    ...Object.entries(score.facts).map(([fact, measure]) => measureLine(fact, measure)),
    measureLine("over all", score.overall),
    measureLine("over facts coded anywhere", score.codedAnywhere),
    `questions saved: median ${questions.median ?? "-"}, mean ${questions.mean?.toFixed(1) ?? "-"}`,
  ];
}

const share = (value: number | null) => (value === null ? "    -" : value.toFixed(3));

function measureLine(
  name: string,
  { precision, recall, f1, right, proposed, coded }: Measure,
): string {
  const shares = `precision ${share(precision)}  recall ${share(recall)}  F1 ${share(f1)}`;
  return `${name.padEnd(26)} ${shares}  (${right} right of ${proposed} proposed, ${coded} coded)`;
}
