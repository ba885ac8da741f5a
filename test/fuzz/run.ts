/** node test/fuzz/run.ts [--runs N] [--seed N] [--from N]: inputs of all kinds at every border; 1 where a promise is broken. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parseArgs } from "node:util";
import { openBorders } from "./borders.ts";
import { fuzz } from "./fuzzing.ts";

/** The heap may breathe by so much; what is kept of a million inputs would be far more. */
const HEAP_GROWTH_BYTES_MAX = 32 * 1_024 * 1_024;
/** What is filled once (code, caches, forty talks) is filled by then. */
const WARM_SHARE = 0.2;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    /** The number of the first input: a long run can be done in parts. */
    from: { type: "string", default: "0" },
  },
});
const [runs, seed, from] = [values.runs, values.seed, values.from].map(Number) as [
  number,
  number,
  number,
];
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const heapBytes = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};
const borders = await openBorders();
const startedMs = performance.now();
let warmBytes = 0;
const figures = await fuzz(borders, {
  runs,
  seed,
  from,
  sample: (run) => {
    if (run === Math.floor(runs * WARM_SHARE)) warmBytes = heapBytes();
  },
});
const endBytes = heapBytes();
const megabytes = (bytes: number) => `${(bytes / 1_024 / 1_024).toFixed(1)} MiB`;
for (const [name, { runs: count, slowestMs }] of Object.entries(figures.perBorder))
  console.info(`${name}: ${count} runs, slowest ${slowestMs.toFixed(1)} ms`);
console.info(
  `${figures.runs} runs from ${from} with seed ${seed} in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s; ` +
    `${figures.slow.length} slow, ${figures.noise} slow once; ` +
    `heap ${megabytes(warmBytes)} after a fifth, ${megabytes(endBytes)} at the end`,
);
for (const line of [...figures.faults, ...figures.slow.slice(0, 10)]) console.info(`  ${line}`);
const grown = endBytes - warmBytes > HEAP_GROWTH_BYTES_MAX;
process.exitCode = figures.faults.length + figures.slow.length > 0 || grown ? 1 : 0;
