/** How fast partial accounts are decided and explained, which the other engines do not do. */
import { masksOf, type Account, type Facts } from "../src/policy/account.ts";
import type { Compiled } from "../src/policy/compile.ts";
import { decide, groundsOf } from "../src/policy/decide.ts";
import { explain } from "../src/policy/explain.ts";
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

/** The exact range of tiers and the sides of the three distinctions, under the masks of accounts. */
export async function partialRates(
  compiled: Compiled,
  size: Setting["size"],
  zen: number | undefined,
) {
  const { tiers, distinctions } = readingsNow(compiled).flat;
  const rows: Cell[][] = [];
  let slowest = Infinity;
  for (const known of KNOWN) {
    const masks = accountsWith(compiled, known, bySize(size, 50, 2000)).map((facts) =>
      masksOf(compiled, facts),
    );
    const rates: number[] = [];
    for (let round = 0; round < bySize(size, 1, 5); round += 1)
      rates.push(
        await rateDuring(bySize(size, 10, 200), masks, (open) => {
          const { one, two, three } = distinctions;
          return tiers.union(open) + one.union(open) + two.union(open) + three.union(open);
        }),
      );
    const rate = medianOf(rates);
    slowest = Math.min(slowest, rate);
    rows.push([known, rate, zen === undefined ? "" : rate / zen]);
  }
  return { rows, slowest };
}

/** All of a verdict, without and with its explanation; every account is new. */
export function wholeVerdicts(compiled: Compiled, size: Setting["size"], zen: number | undefined) {
  const work = (account: Account) => decide(compiled, account);
  const explained = (account: Account) => {
    const grounds = groundsOf(compiled, account);
    return [decide(compiled, account, grounds), explain(compiled, account, grounds)];
  };
  const batches = bySize(size, 1, 3);
  const rates = [compiled.facts.length, ...KNOWN].map((known) => {
    const count = bySize(size, 5, known === compiled.facts.length ? 300 : 60);
    const accounts = accountsWith(compiled, known, count * (2 * batches + 1)).map((facts) => ({
      facts,
    }));
    const next = () => accounts.splice(0, count);
    rateOnce(next(), explained);
    const [plain, full]: [number[], number[]] = [[], []];
    for (let batch = 0; batch < batches; batch += 1) {
      plain.push(rateOnce(next(), work));
      full.push(rateOnce(next(), explained));
    }
    return { known, plain: medianOf(plain), full: medianOf(full) };
  });
  return {
    complete: rates[0]?.full ?? 0,
    rows: rates.map(({ known, plain, full }) => [
      known,
      plain,
      full,
      zen === undefined ? "" : full / zen,
    ]),
  };
}
