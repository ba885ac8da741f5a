/** Section `ask`: how many questions made-up people are asked until nothing more can change the range of tiers. */
import { openMasks, compile, type Compiled } from "../src/policy/compile.ts";
import { masksOf } from "../src/policy/account.ts";
import { residualsOf, sharesOf } from "../src/policy/asking.ts";
import { decisiveOf } from "../src/policy/decisive.ts";
import type { Question } from "../src/policy/schema-support.ts";
import { askMadeUp } from "./ask-made-up.ts";
import { NOT_INSTALLED, readingsNow } from "./engines.ts";
import {
  inFixedOrder,
  interview,
  ownInterviewer,
  publicodesInterviewer,
  type Interview,
  type Interviewer,
} from "./interview.ts";
import { meanOf, percentileOf } from "./measure.ts";
import { optimumOf } from "./optimum.ts";
import { peopleOf, type Person } from "./people.ts";
import { publicodesAsker } from "./peers/publicodes-asker.ts";
import { nationalRules } from "./peers/rulebook.ts";
import { atMost, bySize, type Cell, type Found, type Setting, type Sheet } from "./section.ts";

const SEED = 4242;
const UNSURE_PERCENTS = [0, 20, 40];
const WARM_UP_PEOPLE = 200;

/** The shipped policy, then the made-up ones. */
export async function measureAsk(setting: Setting): Promise<Found> {
  const { size, bundle } = setting;
  // Compiled anew, so that nothing is remembered from elsewhere.
  const compiled = compile(bundle.policy, null, bundle.compiled(null).facts);
  const people = peopleOf(compiled, bySize(size, 10, 1000), SEED);
  const few = people.slice(0, bySize(size, 3, 100, 1000));
  const dialogue = ownInterviewer(compiled, bundle.policy.questions, "dialogue");
  const talks = UNSURE_PERCENTS.map((percent) =>
    rowOf("distinguo's dialogue", compiled, dialogue, people, percent),
  );
  const asker = await publicodesAsker(nationalRules(bundle.policy));
  const theirs = asker === undefined ? undefined : publicodesInterviewer(asker);
  const facts = bundle.policy.questions.flatMap((question) => question.facts);
  const ours = ownInterviewer(compiled, oneByOne(bundle.policy.topics[0] ?? "", facts), "facts");
  const single = UNSURE_PERCENTS.map((percent): Beside => ({
    ours: rowOf("distinguo", compiled, ours, few, percent),
    publicodes: theirs && rowOf("publicodes", compiled, theirs, few, percent),
    fixed: rowOf(
      "the policy's order, stopping early",
      compiled,
      inFixedOrder(compiled, facts),
      few,
      percent,
    ),
  }));
  const madeUp = await askMadeUp(setting);
  const [sure] = single;
  return {
    sheets: [
      interviewSheet(
        "The questions of the shipped dialogue, a checklist being one question",
        talks,
      ),
      interviewSheet(
        "The same policy fact by fact, without topics",
        single.flatMap((each) => [
          each.ours,
          ...(each.publicodes ? [each.publicodes] : []),
          each.fixed,
        ]),
      ),
      boundSheet(compiled, few, bySize(size, 1000, 100_000)),
      timeSheet(talks, people.length, sure),
      ...madeUp.sheets,
    ],
    targets: [
      ...(sure?.publicodes === undefined
        ? []
        : [
            atMost(
              "shipped policy, fact by fact, nobody unsure: mean beside publicodes",
              0.75,
              sure.ours.mean / sure.publicodes.mean,
            ),
          ]),
      ...madeUp.targets,
    ],
    notes: [
      "People are drawn by the weights that the policy declares, among situations that can occur; which facts a person is unsure of is the same for every way of asking.",
      "Wrong: the final range is not that of the whole truth with what is unsure left open. Premature: something could still change the range. Unneeded: questions, of all people, none of whose facts could change it; publicodes is not told which situations cannot occur, and leaves off where what it would look at next is unsure.",
      "Oracle: the fewest answers that force the tier for somebody whose answers are known beforehand; no way of asking can need fewer.",
      ...madeUp.notes,
      ...(asker === undefined ? [NOT_INSTALLED.replace("%s", "publicodes")] : []),
    ],
  };
}

/** One policy asked in three ways. */
interface Beside {
  readonly ours: Row;
  readonly publicodes: Row | undefined;
  readonly fixed: Row;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly mean: number;
  readonly interviews: readonly Interview[];
}

function rowOf(
  by: string,
  compiled: Compiled,
  interviewer: Interviewer,
  people: readonly Person[],
  unsurePercent: number,
): Row {
  const interviews = people.map((person) =>
    interview(compiled, interviewer, person, unsurePercent / 100),
  );
  const lengths = interviews.map(({ questions }) => questions);
  const at = (share: number) => percentileOf(lengths, share);
  const count = (what: "wrong" | "premature") => interviews.filter((one) => one[what]).length;
  const unneeded = interviews.reduce((sum, one) => sum + one.unneeded, 0);
  const mean = meanOf(lengths);
  return {
    mean,
    interviews,
    cells: [
      by,
      unsurePercent,
      people.length,
      mean,
      at(0.5),
      at(0.95),
      Math.max(...lengths),
      count("wrong"),
      count("premature"),
      unneeded,
    ],
  };
}

function interviewSheet(title: string, rows: readonly Row[]): Sheet {
  const counts = ["mean", "median", "p95", "worst", "wrong", "premature", "unneeded"];
  return {
    title,
    head: ["asked by", "% unsure", "people", ...counts],
    rows: rows.map(({ cells }) => cells),
  };
}

/** Every fact a question of its own, all in one topic. */
function oneByOne(topic: string, facts: readonly string[]): readonly Question[] {
  return facts.map((fact) => ({ id: fact, topic, kind: "single", always: false, facts: [fact] }));
}

/** The exact optimum is given up once more than so many remains can come up. */
function boundSheet(compiled: Compiled, people: readonly Person[], remainsMax: number): Sheet {
  const readings = readingsNow(compiled);
  const { tiers } = readings.flat;
  const every = compiled.facts.map((_, variable) => variable);
  const open = openMasks(compiled);
  const sizes = people.map(
    ({ truth }) =>
      decisiveOf(readings, masksOf(compiled, truth), open, every).filter((is) => is === 1).length,
  );
  const residuals = residualsOf(compiled, tiers);
  const optimum = optimumOf(
    residuals,
    residuals.of(open, new Set()),
    sharesOf(compiled),
    remainsMax,
  );
  const reach = `out of reach: more than ${remainsMax.toLocaleString("en")} remains can come up`;
  return {
    title: "Bounds of the shipped policy, fact by fact, nobody unsure",
    head: ["bound", "people", "mean"],
    rows: [
      ["oracle", people.length, meanOf(sizes)],
      ["exact optimum", people.length, optimum === undefined ? reach : optimum.questions],
    ],
  };
}

/** Of the dialogue the first people find nothing remembered; fact by fact beside publicodes. */
function timeSheet([first]: readonly Row[], people: number, single: Beside | undefined): Sheet {
  const took = (row: Row | undefined, from = 0, to?: number) =>
    row?.interviews.slice(from, to).flatMap(({ tookMs }) => tookMs) ?? [];
  const warmUp = Math.min(WARM_UP_PEOPLE, Math.ceil(people / 2));
  const row = (what: string, ms: readonly number[]): Cell[] => [
    what,
    ms.length,
    percentileOf(ms, 0.5),
    percentileOf(ms, 0.99),
    Math.max(...ms),
  ];
  return {
    title: "Time to find the next question, nobody unsure",
    head: ["turns", "count", "p50 ms", "p99 ms", "most ms"],
    rows: [
      row("dialogue, the first person after a start", took(first, 0, 1)),
      row(`dialogue, the first ${warmUp} people`, took(first, 0, warmUp)),
      row("dialogue, everybody after them", took(first, warmUp)),
      row("fact by fact, distinguo", took(single?.ours)),
      ...(single?.publicodes ? [row("fact by fact, publicodes", took(single.publicodes))] : []),
    ],
  };
}
