/**
 * node test/proof/agree.ts [ACCOUNTS] [SEED]: are the ranges and the distinctions read off the diagrams those of the
 * rules? A million random partial accounts, unless another number is given, under the national rules and each pack;
 * 1 at the first one on which they differ, which is printed.
 */
import { shippedData } from "../support/shipped.ts";
import { accounts, agree, readOff } from "./agreement.ts";
import { diceOf } from "./dice.ts";

const ACCOUNTS = 1_000_000;
const SEED = 20_160_118;
/** Accounts between two lines of progress. */
const STEP = 50_000;
/** Numbers of known facts are counted in groups of so many. */
const GROUP = 5;

const wanted = numberFrom(process.argv[2], ACCOUNTS);
const seed = numberFrom(process.argv[3], SEED);
const began = Date.now();
const known = new Map<number, number>();
const laws = new Map<string, number>();
const tiers = new Map<number, number>();
let done = 0;

console.info(`seed ${seed}, ${wanted} accounts`);
for (const drawn of accounts(await shippedData(), diceOf(seed), readOff)) {
  if (!agree(drawn)) {
    console.info(`account ${done + 1} differs:\n${JSON.stringify(drawn, undefined, 2)}`);
    process.exitCode = 1;
    break;
  }
  const group = Math.floor(Object.keys(drawn.facts).length / GROUP) * GROUP;
  count(known, group);
  count(laws, drawn.law);
  count(tiers, drawn.slow.range.length);
  done += 1;
  if (done % STEP === 0) console.info(`${done} agree, ${seconds()} s`);
  if (done >= wanted) break;
}
console.info(`${done} accounts agree, seed ${seed}, ${seconds()} s`);
console.info(`known facts: ${listed(known, (from) => `${from}–${from + GROUP - 1}`)}`);
console.info(`tiers still possible: ${listed(tiers, String)}`);
console.info(`laws: ${listed(laws, String)}`);

function numberFrom(text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`not a number: ${text}`);
  return number;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function listed<K extends number | string>(counts: Map<K, number>, name: (key: K) => string) {
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, times]) => `${name(key)}: ${times}`)
    .join(", ");
}

function seconds(): string {
  return ((Date.now() - began) / 1_000).toFixed(0);
}
