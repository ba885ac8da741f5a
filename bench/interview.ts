/** Interviews of made-up people on the shipped policy, and whether each ended as it should. */
import { masksOf, type Account } from "../src/policy/account.ts";
import { askedForTier, nextQuestion } from "../src/policy/asking.ts";
import type { Compiled } from "../src/policy/compile.ts";
import { groundsOf, type Grounds } from "../src/policy/decide.ts";
import type { Question } from "../src/policy/schema-support.ts";
import { readingsNow } from "./engines.ts";
import type { Person } from "./people.ts";
import type { Asker } from "./peers/publicodes-asker.ts";

/** One way of asking; `begin` starts the next interview. */
export interface Interviewer {
  begin(): void;
  /** The facts of the next question; undefined where the interview ends. */
  next(account: Account): readonly string[] | undefined;
  /** What came of a fact; undefined: the person is unsure. */
  told(fact: string, value: string | undefined): void;
}

export interface Interview {
  readonly questions: number;
  /** The account before each question and at the end. */
  readonly accounts: readonly Account[];
  readonly tookMs: readonly number[];
  /** The tiers it ends with are not those that the whole truth leaves, but for what the person is unsure of. */
  readonly wrong: boolean;
  /** It ended though something could still change the range. */
  readonly premature: boolean;
  /** Questions none of whose facts could change the range. */
  readonly unneeded: number;
}

const QUESTIONS_MAX = 200;

/** `unsureShare` of the questions are answered with 不清楚, of a checklist as a whole. */
export function interview(
  compiled: Compiled,
  interviewer: Interviewer,
  { truth, throws }: Person,
  unsureShare: number,
): Interview {
  let account: Account = { facts: {}, unsure: [] };
  const accounts = [account];
  const tookMs: number[] = [];
  let unneeded = 0;
  interviewer.begin();
  for (;;) {
    const startedMs = performance.now();
    const asked = interviewer.next(account);
    tookMs.push(performance.now() - startedMs);
    const open = askedIn(compiled, account);
    if (asked === undefined) {
      const ended = judged(compiled, account, truth, open);
      return { ...ended, questions: accounts.length - 1, accounts, tookMs, unneeded };
    }
    if (!asked.some((fact) => open.includes(fact))) unneeded += 1;
    const unsure = (throws[asked[0] ?? ""] ?? 1) < unsureShare;
    for (const fact of asked) {
      if (fact in account.facts || account.unsure?.includes(fact) === true) continue;
      interviewer.told(fact, unsure ? undefined : truth[fact]);
      account = unsure
        ? { ...account, unsure: [...(account.unsure ?? []), fact] }
        : { ...account, facts: { ...account.facts, [fact]: truth[fact] ?? "" } };
    }
    accounts.push(account);
    if (accounts.length > QUESTIONS_MAX) throw new Error("an interview does not come to its end");
  }
}

function judged(
  compiled: Compiled,
  account: Account,
  truth: Account["facts"],
  open: readonly string[],
) {
  const { tiers } = readingsNow(compiled).flat;
  const unsure = new Set(account.unsure);
  const known = Object.fromEntries(Object.entries(truth).filter(([fact]) => !unsure.has(fact)));
  return {
    premature: open.length > 0,
    wrong: tiers.union(masksOf(compiled, account.facts)) !== tiers.union(masksOf(compiled, known)),
  };
}

/** What can still change the range. */
function askedIn(compiled: Compiled, account: Account): readonly string[] {
  const { law, readings, masks } = groundsOfPossible(compiled, account);
  return askedForTier(law, readings, masks, account);
}

function groundsOfPossible(compiled: Compiled, account: Account): Grounds {
  const grounds = groundsOf(compiled, account);
  if (grounds === undefined) throw new Error("a possible situation contradicts itself");
  return grounds;
}

/** Ours: the next question of a list, as the dialogue finds it. `kind` names the list. */
export function ownInterviewer(
  compiled: Compiled,
  questions: readonly Question[],
  kind: string,
): Interviewer {
  let topic: string | undefined;
  return {
    begin: () => void (topic = undefined),
    told: () => undefined,
    next(account) {
      const { law, readings, masks } = groundsOfPossible(compiled, account);
      const found = nextQuestion(law, readings, masks, account, { questions, kind, topic });
      topic = found?.topic ?? topic;
      return found?.facts;
    },
  };
}

/** The questions one after the other, until nothing asked can change the range. */
export function inFixedOrder(compiled: Compiled, facts: readonly string[]): Interviewer {
  let place = 0;
  return {
    begin: () => void (place = 0),
    told: () => undefined,
    next(account) {
      if (askedIn(compiled, account).length === 0) return undefined;
      const fact = facts[place];
      place += 1;
      return fact === undefined ? undefined : [fact];
    },
  };
}

/** publicodes asks for the missing fact that it scores highest. */
export function publicodesInterviewer(asker: Asker): Interviewer {
  return {
    begin: () => asker.reset(),
    told(fact, value) {
      if (value === undefined) asker.unsure(fact);
      else asker.answer(fact, value);
    },
    next() {
      const fact = asker.next();
      return fact === undefined ? undefined : [fact];
    },
  };
}
