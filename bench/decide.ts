/** Section `decide`: complete and partial accounts of the shipped national rules, beside other engines. */
import { masksOf, type Account, type Facts } from "../src/policy/account.ts";
import { compile, type Compiled } from "../src/policy/compile.ts";
import { decide } from "../src/policy/decide.ts";
import { explain } from "../src/policy/explain.ts";
import { coldStarts } from "./cold-starts.ts";
import { NOT_INSTALLED, OURS, ownEngine, PEERS, readingsNow, situationAt } from "./engines.ts";
import { medianOf, rateDuring, rateOnce, repeatable } from "./measure.ts";
import { partOf, peopleOf } from "./people.ts";
import { agreement } from "./peers/agree.ts";
import type { Loaded, Peer } from "./peers/peer.ts";
import { nationalRules, type Situation } from "./peers/rulebook.ts";
import { commonSituation } from "./peers/situations.ts";
import { atLeast, bySize, type Cell, type Found, type Setting } from "./section.ts";

const SEED = 20_261_124;
const PRESUMED_PERCENT = 85;
const KNOWN = [40, 27, 15, 5];
const ZEN = "zen-engine";

/** Decisions a second, cold starts, and what an explanation costs. */
export async function measureDecide({ size, bundle }: Setting): Promise<Found> {
  const { policy } = bundle;
  const compiled = compile(policy, null, bundle.compiled(null).facts);
  const complete = await completeRates(compiled, size);
  const zen = complete.absent.includes(ZEN) ? undefined : complete.rate(ZEN, "common");
  const partial = await partialRates(compiled, size, zen);
  const whole = wholeVerdicts(compiled, size, zen);
  const cold = await coldStarts(bySize(size, 0, 3));
  const absent = complete.absent.join(", ");
  return {
    sheets: [
      {
        title: "Complete situations, decisions a second",
        head: ["engine", "load ms", "agrees", "common", "agrees, uniform", "uniform"],
        rows: complete.rows,
      },
      {
        title: "Exact range and the three distinctions of partial accounts",
        head: ["facts known", "a second", "times zen's complete decision"],
        rows: partial.rows,
      },
      {
        title: "The whole verdict, each account seen for the first time",
        head: [
          "facts known",
          "decide a second",
          "with explanation a second",
          "times zen, explained",
        ],
        rows: whole.rows,
      },
      {
        title: "A fresh process, from YAML to the first decision",
        head: ["engine", "ms"],
        rows: cold,
      },
    ],
    targets: [
      ...(["common", "uniform"] as const).map((kind) =>
        atLeast(
          `complete situations, ${kind}, beside closures`,
          1,
          complete.rate(OURS, kind) / complete.rate("closures", kind),
        ),
      ),
      ...(zen === undefined
        ? []
        : [
            atLeast(
              "range and distinctions, the slowest row, beside zen",
              20,
              partial.slowest / zen,
            ),
            atLeast(
              "full verdict with explanation, complete account, beside zen",
              1,
              whole.complete / zen,
            ),
          ]),
    ],
    notes: [
      "Rates are medians of rounds in which the engines take turns. Common: facts with a presumption keep to it in 85 of 100 cases; uniform: every value alike. Only situations that can occur.",
      "Agrees: situations decided as the closures decide them, which are made of the same rules by other code.",
      "The other engines decide complete situations only and explain nothing here; the whole verdict is range, lines, distinctions, rules, steps and what to ask, and the explanation adds the deciding answers, what would change the verdict and what is worth finding out.",
      "A cold start counts from the start of the process; the peers read the YAML plainly, ours either likewise or with every check and proof.",
      ...(absent === "" ? [] : [NOT_INSTALLED.replace("%s", absent)]),
    ],
  };
}

interface Rates {
  readonly rows: readonly (readonly Cell[])[];
  rate(engine: string, kind: "common" | "uniform"): number;
  readonly absent: readonly string[];
}

async function completeRates(compiled: Compiled, size: Setting["size"]): Promise<Rates> {
  const rulebook = nationalRules(compiled.policy);
  const own = ownEngine(compiled);
  const situations = possibleSituations(compiled, own, bySize(size, 100, 5000, 10_000));
  const ours: Peer = { name: OURS, load: () => Promise.resolve(own) };
  const engines: { name: string; loadMs: number; loaded: Loaded }[] = [];
  const absent: string[] = [];
  for (const peer of [...PEERS, ours]) {
    const { name } = peer;
    const startedMs = performance.now();
    const loaded =
      name === OURS ? ownEngine(compile(compiled.policy, null)) : await peer.load(rulebook);
    if (loaded === undefined) absent.push(name);
    else engines.push({ name, loaded, loadMs: performance.now() - startedMs });
  }
  const kinds = ["common", "uniform"] as const;
  const races = engines.flatMap(({ name, loaded }) =>
    kinds.map((kind) => {
      const prepared = situations[kind].map((situation) => loaded.prepare(situation));
      const run = () =>
        rateDuring(bySize(size, 10, 150), prepared, (one) => loaded.decide(one), loaded.sync);
      return { name, kind, run, rates: [] as number[] };
    }),
  );
  for (let round = 0; round < bySize(size, 1, 5); round += 1)
    for (const { run, rates } of races) rates.push(await run());
  const agreeing = async (list: readonly Situation[]) =>
    new Map(
      (await agreement([...PEERS, ours], rulebook, list)).map(({ peer, agrees, of }) => [
        peer,
        `${agrees} of ${of}`,
      ]),
    );
  const common = await agreeing(situations.common);
  const uniform = await agreeing(situations.uniform);
  const rate: Rates["rate"] = (name, kind) =>
    medianOf(races.find((race) => race.name === name && race.kind === kind)?.rates ?? []);
  return {
    absent,
    rate,
    rows: engines.map(({ name, loadMs }) => [
      name,
      loadMs,
      common.get(name) ?? "",
      rate(name, "common"),
      uniform.get(name) ?? "",
      rate(name, "uniform"),
    ]),
  };
}

function possibleSituations(compiled: Compiled, own: ReturnType<typeof ownEngine>, count: number) {
  const pick = repeatable(SEED);
  const many = (make: () => Situation | undefined) => {
    const list: Situation[] = [];
    while (list.length < count) {
      const situation = make();
      if (situation !== undefined && own.decide(own.prepare(situation)) !== "")
        list.push(situation);
    }
    return list;
  };
  return {
    common: many(() => commonSituation(compiled.policy, PRESUMED_PERCENT, pick)),
    uniform: many(() => {
      // One in a hundred can occur: only then is it worth naming its values.
      const places = Uint8Array.from(compiled.values, ({ length }) => pick(length));
      return own.decide(places) === "" ? undefined : situationAt(compiled, places);
    }),
  };
}

/** Accounts in which so many facts are known, of people drawn by the declared weights. */
function accountsWith(compiled: Compiled, known: number, count: number): readonly Facts[] {
  const pick = repeatable(SEED);
  return peopleOf(compiled, count, SEED + known).map(({ truth }) => partOf(truth, known, pick));
}

async function partialRates(compiled: Compiled, size: Setting["size"], zen: number | undefined) {
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

function wholeVerdicts(compiled: Compiled, size: Setting["size"], zen: number | undefined) {
  const work = (account: Account) => decide(compiled, account);
  const explained = (account: Account) => [decide(compiled, account), explain(compiled, account)];
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
