/** How fast the engines decide complete situations, and whether they agree. */
import { isPossible } from "../src/policy/account.ts";
import { compile, type Compiled } from "../src/policy/compile.ts";
import { OURS, ownEngine, PEERS, placesOf, situationAt } from "./engines.ts";
import { medianOf, rateDuring, repeatable } from "./measure.ts";
import { agreement } from "./peers/agree.ts";
import type { Loaded, Peer } from "./peers/peer.ts";
import { nationalRules, type Situation } from "./peers/rulebook.ts";
import { commonSituation } from "./peers/situations.ts";
import { bySize, type Cell, type Setting } from "./section.ts";

const SEED = 20_261_124;
const PRESUMED_PERCENT = 85;

/** A row an engine. */
export interface Rates {
  readonly rows: readonly (readonly Cell[])[];
  rate(engine: string, kind: "common" | "uniform"): number;
  /** Takes an engine's rate on common situations once more; undefined where the engine is absent. */
  again(engine: string): (() => Promise<number>) | undefined;
  readonly absent: readonly string[];
}

/** Every engine on common and on uniform situations. */
export async function completeRates(compiled: Compiled, size: Setting["size"]): Promise<Rates> {
  const rulebook = nationalRules(compiled.policy);
  const own = ownEngine(compiled);
  const situations = possibleSituations(compiled, bySize(size, 100, 5000, 10_000));
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
    again: (name) => races.find((race) => race.name === name && race.kind === "common")?.run,
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

function possibleSituations(compiled: Compiled, count: number) {
  const pick = repeatable(SEED);
  const canOccur = (places: Uint8Array) =>
    isPossible(
      compiled,
      places.map((place) => 1 << place),
    );
  const many = (make: () => Situation | undefined) => {
    const list: Situation[] = [];
    while (list.length < count) {
      const situation = make();
      if (situation !== undefined) list.push(situation);
    }
    return list;
  };
  return {
    common: many(() => {
      const situation = commonSituation(compiled.policy, PRESUMED_PERCENT, pick);
      return canOccur(placesOf(compiled, situation)) ? situation : undefined;
    }),
    uniform: many(() => {
      // One in a hundred can occur: only then is it worth naming its values.
      const places = Uint8Array.from(compiled.values, ({ length }) => pick(length));
      return canOccur(places) ? situationAt(compiled, places) : undefined;
    }),
  };
}
