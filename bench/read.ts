/** Section `read`: what reading a narrative costs. */
import { memoryUsage } from "node:process";
import type { Bundle } from "../src/content/bundle.ts";
import { readNarrative } from "../src/reader/reader.ts";
import { percentileOf, repeatable, timingOf } from "./measure.ts";
import { bySize, type Cell, type Found, type Setting } from "./section.ts";

const LENGTHS = [250, 1_000, 4_000];
const TARGET_LENGTH = 1_000;
const TARGET_P99_MS = 5;
const GROWTH_BYTES_MAX = 8_000_000;
const WARM_UP = 100;
const SEED = 91;
/** Memory is looked at so often in a run. */
const LOOKS = 8;

/** Made-up narratives: the sentences of the patterns' own examples, in Chinese, in a random order. */
export async function measureRead({ size, bundle }: Setting): Promise<Found> {
  const readings = bySize(size, 20, 2_000);
  const rows = LENGTHS.map((length) => timedRow(bundle, length, readings));
  const target = rows.find(([length]) => length === TARGET_LENGTH)?.[3];
  const p99Ms = typeof target === "number" ? target : Infinity;
  const growth = growthOf(bundle, readings);
  return {
    sheets: [
      {
        title: "One narrative, every one read for the first time",
        head: ["characters", "narratives", "p50 ms", "p99 ms", "proposals"],
        rows,
      },
    ],
    targets: [
      {
        what: "1,000 characters, p99",
        wanted: `under ${TARGET_P99_MS} ms`,
        reached: `${p99Ms.toFixed(2)} ms`,
        met: p99Ms < TARGET_P99_MS,
      },
      {
        what: "memory (resident), last third of a run beside the first",
        wanted: `grows by less than ${GROWTH_BYTES_MAX / 1e6} MB`,
        reached: `${(growth / 1e6).toFixed(1)} MB`,
        met: growth < GROWTH_BYTES_MAX,
      },
    ],
    notes: [
      "Read by the shipped Chinese patterns once they are compiled and the dictionary is loaded, which happens once and takes a few tenths of a second and about 40 MB.",
    ],
  };
}

function timedRow(bundle: Bundle, length: number, readings: number): Cell[] {
  const make = narratives(bundle, length);
  const proposals: number[] = [];
  const took: number[] = [];
  for (let i = -WARM_UP; i < readings; i += 1) {
    const text = make();
    const startedMs = performance.now();
    const found = readNarrative(text, bundle.patterns["zh-CN"], "zh-CN");
    if (i < 0) continue;
    took.push(performance.now() - startedMs);
    proposals.push(found.length);
  }
  const { count, p50Ms, p99Ms } = timingOf(took);
  return [length, count, p50Ms, p99Ms, percentileOf(proposals, 0.5)];
}

/** By how many bytes the smallest size seen late in a run exceeds the largest seen early. */
function growthOf(bundle: Bundle, readings: number): number {
  const make = narratives(bundle, TARGET_LENGTH);
  const seen: number[] = [];
  for (let look = 0; look < LOOKS * 3; look += 1) {
    for (let i = 0; i < readings / LOOKS; i += 1)
      readNarrative(make(), bundle.patterns["zh-CN"], "zh-CN");
    seen.push(memoryUsage.rss());
  }
  return Math.max(0, Math.min(...seen.slice(-LOOKS)) - Math.max(...seen.slice(0, LOOKS)));
}

/** Makes narratives of a length, the same ones in every run. */
function narratives({ patterns }: Bundle, length: number): () => string {
  const sentences = patterns["zh-CN"].patterns.flatMap(
    ({ examples, counter_examples: counter }) => [
      ...examples.map((example) => (typeof example === "string" ? example : example.text)),
      ...counter,
    ],
  );
  const pick = repeatable(SEED);
  return () => {
    let text = "";
    while (text.length < length) text += sentences[pick(sentences.length)] ?? "";
    return text.slice(0, length);
  };
}
