/** What deciding and talking cost on this machine: `node bench/decide.ts` prints a table. Measures, and compares with nothing. */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { stdout, version } from "node:process";
import { loadBundle } from "../src/content/bundle.ts";
import type { Log } from "../src/ports.ts";
import type { Facts } from "../src/policy/account.ts";
import { compile } from "../src/policy/compile.ts";
import { decide } from "../src/policy/decide.ts";
import { sizeOf } from "../src/policy/diagram-walks.ts";
import { lowdbStore } from "../src/stores/lowdb-store.ts";
import { memoryStore } from "../src/stores/memory-store.ts";
import { completeAccount, partOf } from "./accounts.ts";
import { inMs, repeatable, table, timed, timingOf, type Timing } from "./measure.ts";
import { timedTurns } from "./turns.ts";

const SEED = 20_261_124;
const ACCOUNTS = 200;
const ROUNDS = 5;
const COMPILES = 10;
const CONSULTATIONS = 20;
const silent: Log = { info: () => undefined, error: () => undefined };

const read = await loadBundle(join(import.meta.dirname, ".."));
if (!read.ok) throw new Error("the content does not pass its check");
const bundle = read.value;

const took: number[] = [];
for (let i = 0; i < COMPILES; i += 1) {
  const startedMs = performance.now();
  compile(bundle.policy, null).decided(() => true);
  took.push(performance.now() - startedMs);
}

const compiled = bundle.compiled(null);
const pick = repeatable(SEED);
const complete = Array.from({ length: ACCOUNTS }, () => completeAccount(compiled, pick));
const half = complete.map((facts) => partOf(facts, Math.floor(compiled.facts.length / 2), pick));
const few = complete.map((facts) => partOf(facts, 5, pick));
const deciding = (accounts: readonly Facts[]) =>
  timed(accounts, ROUNDS, (facts) => decide(compiled, { facts }));

const folder = await mkdtemp(join(tmpdir(), "distinguo-bench-"));
try {
  const memory = await timedTurns(bundle, memoryStore(), CONSULTATIONS);
  const lowdb = await timedTurns(bundle, await lowdbStore(folder, { log: silent }), CONSULTATIONS);
  const row = (what: string, { count, p50Ms, p99Ms }: Timing) => [
    what,
    String(count),
    inMs(p50Ms),
    inMs(p99Ms),
  ];
  const facts = compiled.facts.length;
  stdout.write(
    [
      `Node ${version}, ${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}`,
      `${facts} facts, ${compiled.rules.length - 2} rules; the diagram that decides has ${sizeOf(
        compiled.diagram,
        compiled.decided(() => true),
      )} nodes; a consultation took ${memory.perConsultation} turns`,
      "",
      table(
        ["what", "times", "p50 ms", "p99 ms"],
        [
          row("compile the policy to the deciding diagram", timingOf(took)),
          row(`decide, all ${facts} facts known`, await deciding(complete)),
          row(`decide, ${Math.floor(facts / 2)} facts known`, await deciding(half)),
          row("decide, 5 facts known", await deciding(few)),
          row("one turn, cases in memory", memory.turn),
          row("one turn, cases on disk (synced)", lowdb.turn),
        ],
      ),
      "",
    ].join("\n"),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
