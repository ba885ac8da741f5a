/** Section `explain`: what the parts of an explanation take, on accounts as people leave them in the middle of a talk. */
import type { Account } from "../src/policy/account.ts";
import { nextQuestion } from "../src/policy/asking.ts";
import { changesOf } from "../src/policy/changes.ts";
import { compile, type Compiled } from "../src/policy/compile.ts";
import { decide, groundsOf, type Grounds } from "../src/policy/decide.ts";
import { decisiveAnswers, worthSeeking } from "../src/policy/explain.ts";
import { interview, ownInterviewer } from "./interview.ts";
import { msOf, repeatable, timingOf } from "./measure.ts";
import { peopleOf } from "./people.ts";
import { bySize, type Found, type Setting } from "./section.ts";

const SEED = 77;
const UNSURE_SHARE = 0.2;
const WARM_UP_SHARE = 0.2;

/** Percentiles over accounts, each seen once. */
export function measureExplain({ size, bundle }: Setting): Promise<Found> {
  const { policy } = bundle;
  const again = () => compile(policy, null, bundle.compiled(null).facts);
  const accounts = accountsOf(again(), policy.questions, bySize(size, 10, 1000));
  // Nothing is remembered from the talks that made the accounts.
  const compiled = again();
  const parts: readonly (readonly [string, (grounds: Grounds, account: Account) => unknown])[] = [
    ["the answers that settle it", decisiveAnswers],
    ["what would change it", changesOf],
    ["what is worth finding out", worthSeeking],
    [
      "the next question",
      ({ law, readings, masks }, account) =>
        nextQuestion(law, readings, masks, account, {
          questions: policy.questions,
          kind: "dialogue",
          topic: undefined,
        }),
    ],
    ["the verdict", (_, account) => decide(compiled, account)],
  ];
  const took = accounts.map((account) => {
    const grounds = groundsOf(compiled, account);
    if (grounds === undefined) throw new Error("a talk led to a contradiction");
    return parts.map(([, part]) => msOf(() => part(grounds, account)));
  });
  const measured = took.slice(Math.floor(took.length * WARM_UP_SHARE));
  const rows = parts.map(([what], at) => {
    const { count, p50Ms, p99Ms } = timingOf(measured.map((ms) => ms[at] ?? 0));
    return [what, count, p50Ms, p99Ms];
  });
  return Promise.resolve({
    sheets: [
      {
        title: "Accounts in the middle of a talk",
        head: ["what", "accounts", "p50 ms", "p99 ms"],
        rows,
      },
    ],
    targets: [],
    notes: [
      "One account of each person, at a random turn of a dialogue in which every fifth question is answered with 不清楚; the first fifth of the accounts is not counted. What one part finds out about an account may help the parts below it, as it does in use.",
    ],
  });
}

function accountsOf(
  compiled: Compiled,
  questions: Parameters<typeof ownInterviewer>[1],
  count: number,
): readonly Account[] {
  const interviewer = ownInterviewer(compiled, questions, "dialogue");
  const pick = repeatable(SEED);
  return peopleOf(compiled, count, SEED).map((person) => {
    const { accounts } = interview(compiled, interviewer, person, UNSURE_SHARE);
    return accounts[pick(accounts.length)] ?? { facts: {} };
  });
}
