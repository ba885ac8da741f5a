/** node test/proof/run.ts: how many of the seeded faults the check finds, kind by kind; 1 where it misses one or errs. */
import { shippedContent } from "./content.ts";
import { faultsIn, type Fault } from "./faults.ts";
import { harmlessIn } from "./harmless.ts";
import { missedBy, problemsOf, listed } from "./runs.ts";

const shipped = await shippedContent();
const faults = faultsIn(shipped);
let failed = 0;
for (const [kind, seeded] of Map.groupBy(faults, (fault: Fault) => fault.kind)) {
  const missed = seeded.flatMap((fault) => {
    const found = missedBy(fault);
    return found === undefined ? [] : [`${fault.name} (found: ${found.join(", ") || "nothing"})`];
  });
  failed += missed.length;
  console.info(`${kind}: ${seeded.length} seeded, ${seeded.length - missed.length} found`);
  for (const name of missed) console.info(`  missed: ${name}`);
}
const untouched = { name: "nothing was changed", texts: shipped.texts };
const harmless = [untouched, ...harmlessIn(shipped)];
let alarms = 0;
for (const { name, texts } of harmless) {
  const problems = problemsOf(texts);
  if (problems.length === 0) continue;
  alarms += 1;
  console.info(`false alarm: ${name}`);
  for (const line of listed(problems)) console.info(`  ${line}`);
}
console.info(
  `${faults.length} faults, ${faults.length - failed} found; ${harmless.length} harmless copies, ${alarms} false alarms`,
);
process.exitCode = failed + alarms > 0 ? 1 : 0;
