/** node test/faults/run.ts [--seed N] [--kills 300] [--people 200]: the long siege, as a table; 1 where a promise broke. */
import { parseArgs } from "node:util";
import { siege } from "./siege.ts";
import { breachesOf, tableOf } from "./table.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    kills: { type: "string", default: "300" },
    people: { type: "string", default: "200" },
  },
});
const [seed, kills, people] = [values.seed, values.kills, values.people].map(Number) as [
  number,
  number,
  number,
];
console.info(`seed ${seed}`);
const outcome = await siege({
  seed,
  kills,
  people,
  progress: (line) => process.stderr.write(`\r${line}`),
});
process.stderr.write("\n");
console.info(tableOf(outcome));
const breaches = breachesOf(outcome);
for (const line of breaches) console.info(line);
process.exitCode = breaches.length === 0 ? 0 : 1;
