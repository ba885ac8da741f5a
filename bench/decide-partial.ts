/** How fast partial accounts are decided and explained, which the other engines do not do. */
import { masksOf, type Account, type Facts } from "../src/policy/account.ts";
import { compile, type Compiled } from "../src/policy/compile.ts";
import { decide, groundsOf } from "../src/policy/decide.ts";
import { explain } from "../src/policy/explain.ts";
import { outcomesOf } from "../src/policy/readings.ts";
import type { Question } from "../src/policy/schema-support.ts";
import { readingsNow } from "./engines.ts";
import { interview, ownInterviewer } from "./interview.ts";
import { medianOf, rateDuring, rateOnce, repeatable } from "./measure.ts";
import { partOf, peopleOf } from "./people.ts";
import { bySize, type Cell, type Setting } from "./section.ts";

const SEED = 20_261_124;
const KNOWN = [40, 27, 15, 5];

/** Accounts in which so many facts are known, of people drawn by the declared weights. */
function accountsWith(compiled: Compiled, known: number, count: number): readonly Facts[] {
  const pick = repeatable(SEED);
  return peopleOf(compiled, count, SEED + known).map(({ truth }) => partOf(truth, known, pick));
}

/** Takes the rate of what ours is held against once more. */
type Other = (() => Promise<number>) | undefined;

/** The median rate, and the median of how many times the other's it is; 0 where there is no other. */
function held(rates: readonly number[], others: readonly number[]) {
  const times = medianOf(rates.map((rate, round) => rate / (others[round] ?? Infinity)));
  return { rate: medianOf(rates), times };
}

/** The exact range of tiers and the sides of the three distinctions, under the masks of accounts. */
export async function partialRates(compiled: Compiled, size: Setting["size"], other: Other) {
  const readings = readingsNow(compiled);
  const races = KNOWN.map((known) => {
    const accounts = accountsWith(compiled, known, bySize(size, 50, 2000));
    const masks = accounts.map((facts) => masksOf(compiled, facts));
    return { known, masks, rates: [] as number[] };
  });
  const others: number[] = [];
  for (let round = 0; round < bySize(size, 1, 5); round += 1) {
    if (other !== undefined) others.push(await other());
    for (const { masks, rates } of races)
      rates.push(
        await rateDuring(bySize(size, 10, 200), masks, (open) => outcomesOf(readings, open)),
      );
  }
  const found = races.map(({ known, rates }) => ({ known, ...held(rates, others) }));
  return {
    rows: found.map(({ known, rate, times }): Cell[] => [
      known,
      rate,
      other === undefined ? "" : times,
    ]),
    /** How many times the other's rate the slowest row has. */
    least: Math.min(...found.map(({ times }) => times)),
  };
}

/** As many accounts as one row of whole verdicts takes, in the order in which they are decided. */
interface Course {
  readonly known: Cell;
  readonly perBatch: number;
  readonly batches: number;
  /** Batches before anything counts. */
  readonly warming: number;
  readonly accounts: readonly Account[];
}

/** All facts known; some of them; and talks turn by turn, where what was left the turn before is remembered, as in use. */
function coursesOf(
  compiled: Compiled,
  questions: readonly Question[],
  size: Setting["size"],
): readonly Course[] {
  const every = compiled.facts.length;
  const courseOf = (known: Cell, perBatch: number, accountsOf: (count: number) => Account[]) => {
    // As the other engine is warm by then, so are we: it takes some thousand accounts.
    const batches = bySize(size, 1, known === every ? 15 : 5);
    const warming = bySize(size, 1, known === every ? 12 : 5);
    const accounts = accountsOf(perBatch * (2 * batches + warming));
    return { known, perBatch, batches, warming, accounts };
  };
  return [
    courseOf(every, bySize(size, 5, 300), (count) => knowing(compiled, every, count)),
    courseOf("in a talk", bySize(size, 5, 300), (count) => talked(compiled, questions, count)),
    ...KNOWN.map((some) =>
      courseOf(some, bySize(size, 5, 60), (count) => knowing(compiled, some, count)),
    ),
  ];
}

const knowing = (compiled: Compiled, some: number, count: number): Account[] =>
  accountsWith(compiled, some, count).map((facts) => ({ facts }));

/** Turns of a talk, at the least. */
const TURNS_MIN = 5;
const UNSURE_SHARE = 0.2;

/** Turn by turn, one talk after the other. */
function talked(compiled: Compiled, questions: readonly Question[], count: number): Account[] {
  // Another policy of the same facts: what these talks find out must not be remembered when they are timed.
  const apart = compile(compiled.policy, null, compiled.facts);
  const interviewer = ownInterviewer(apart, questions, "dialogue");
  return peopleOf(apart, Math.ceil(count / TURNS_MIN), SEED)
    .values()
    .flatMap((person) => interview(apart, interviewer, person, UNSURE_SHARE).accounts)
    .take(count)
    .toArray();
}

/** All of a verdict, without and with its explanation; every account is new. */
export async function wholeVerdicts(
  compiled: Compiled,
  questions: readonly Question[],
  size: Setting["size"],
  other: Other,
) {
  const work = (account: Account) => decide(compiled, account);
  const explained = (account: Account) => {
    const grounds = groundsOf(compiled, account);
    return [decide(compiled, account, grounds), explain(compiled, account, grounds)];
  };
  const rows: Cell[][] = [];
  for (const { known, perBatch, batches, warming, accounts } of coursesOf(
    compiled,
    questions,
    size,
  )) {
    const left = [...accounts];
    const next = () => left.splice(0, perBatch);
    for (let batch = 0; batch < warming; batch += 1) rateOnce(next(), explained);
    const [plain, full, others]: [number[], number[], number[]] = [[], [], []];
    for (let batch = 0; batch < batches; batch += 1) {
      if (other !== undefined) others.push(await other());
      plain.push(rateOnce(next(), work));
      full.push(rateOnce(next(), explained));
    }
    const { rate, times } = held(full, others);
    rows.push([known, medianOf(plain), rate, other === undefined ? "" : times]);
  }
  /** `complete`: how many times the other's rate a complete account is explained. */
  return { complete: Number(rows[0]?.at(-1)), rows };
}
