/** How fast partial accounts are decided and explained, which the other engines do not do. */
import { masksOf, type Account, type Facts } from "../src/policy/account.ts";
import type { Compiled } from "../src/policy/compile.ts";
import { decide, groundsOf } from "../src/policy/decide.ts";
import { explain } from "../src/policy/explain.ts";
import { outcomesOf } from "../src/policy/readings.ts";
import { readingsNow } from "./engines.ts";
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

/** All of a verdict, without and with its explanation; every account is new. */
export async function wholeVerdicts(compiled: Compiled, size: Setting["size"], other: Other) {
  const work = (account: Account) => decide(compiled, account);
  const explained = (account: Account) => {
    const grounds = groundsOf(compiled, account);
    return [decide(compiled, account, grounds), explain(compiled, account, grounds)];
  };
  const rows: Cell[][] = [];
  let complete = 0;
  for (const known of [compiled.facts.length, ...KNOWN]) {
    const allKnown = known === compiled.facts.length;
    const count = bySize(size, 5, allKnown ? 300 : 60);
    // As the other engine is warm by then, so are we: it takes some thousand accounts.
    const batches = bySize(size, 1, allKnown ? 15 : 3);
    const warming = bySize(size, 1, allKnown ? 12 : 1);
    const accounts = accountsWith(compiled, known, count * (2 * batches + warming)).map(
      (facts) => ({ facts }),
    );
    const next = () => accounts.splice(0, count);
    for (let batch = 0; batch < warming; batch += 1) rateOnce(next(), explained);
    const [plain, full, others]: [number[], number[], number[]] = [[], [], []];
    for (let batch = 0; batch < batches; batch += 1) {
      if (other !== undefined) others.push(await other());
      plain.push(rateOnce(next(), work));
      full.push(rateOnce(next(), explained));
    }
    const { rate, times } = held(full, others);
    if (allKnown) complete = times;
    rows.push([known, medianOf(plain), rate, other === undefined ? "" : times]);
  }
  /** `complete`: how many times the other's rate a complete account is explained. */
  return { complete, rows };
}
