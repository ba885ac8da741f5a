/** Section `stored`: whether a turn, or a start, is dearer the more cases are stored. */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execPath } from "node:process";
import { promisify } from "node:util";
import type { Bundle } from "../src/content/bundle.ts";
import { inTemporaryFolder, mediumNote } from "./durable-files.ts";
import { flightsOf, flown, type Flight, type Flights, type NextTurn } from "./durable-flight.ts";
import { openOwnTalk, ownPlaces } from "./durable-own.ts";
import { personOf } from "./durable-person.ts";
import { medianOf } from "./measure.ts";
import { atMost, bySize, type Cell, type Found, type Setting, type Size } from "./section.ts";
import { filledTo } from "./stored-fill.ts";

/** Of a turn, and of a start, with the fewest cases stored. */
const TIMES_MAX = 1.2;
const MIB = 1024 * 1024;

interface Sizes {
  readonly cases: readonly number[];
  /** At once, for the slowest turns. */
  readonly crowd: number;
  readonly rounds: number;
  readonly warmMs: number;
  readonly countMs: number;
  readonly starts: number;
}

const sizesOf = (size: Size): Sizes =>
  bySize<Sizes>(
    size,
    { cases: [100], crowd: 8, rounds: 1, warmMs: 10, countMs: 100, starts: 1 },
    {
      cases: [100, 10_000, 100_000],
      crowd: 512,
      rounds: 7,
      warmMs: 200,
      countMs: 1_000,
      starts: 5,
    },
    {
      cases: [100, 10_000, 100_000, 1_000_000],
      crowd: 512,
      rounds: 15,
      warmMs: 500,
      countMs: 2_000,
      starts: 9,
    },
  );

/** Turns, starts and memory with few and with very many cases in the folder. */
export async function measureStored({ size, bundle }: Setting): Promise<Found> {
  const sizes = sizesOf(size);
  return inTemporaryFolder(async (root) => {
    const folders: Filled[] = [];
    for (const cases of sizes.cases) folders.push(await filled(bundle, root, cases, sizes.crowd));
    const one = await inRounds(folders, 1, sizes);
    const crowd = await inRounds(folders, sizes.crowd, sizes);
    const starts = await startsOf(folders, sizes.starts);
    const rows = folders.map(({ cases }, at): Cell[] => {
      const [turn, busy, start] = [one[at], crowd[at], starts[at]];
      return [
        cases,
        turn?.p50Ms ?? 0,
        turn?.p99Ms ?? 0,
        busy?.perSecond ?? 0,
        busy?.p99Ms ?? 0,
        start?.tookMs ?? 0,
        (start?.residentBytes ?? 0) / MIB,
      ];
    });
    return {
      sheets: [{ title: "By cases stored", head: headOf(sizes.crowd), rows }],
      targets: [
        dearest(
          "median turn of one person",
          one.map(({ p50Ms }) => p50Ms),
        ),
        dearest(
          `median turn of ${sizes.crowd} people at once`,
          crowd.map(({ p50Ms }) => p50Ms),
        ),
      ],
      notes: [
        await mediumNote(root),
        "Cases are copies of a real one under names of the store's kind, all in place and synced before anything is measured. The people who talk add theirs, a few hundred in every folder, and begin with the first turn of a consultation. Folders take turns, round by round.",
        "A start is opening the store and asking it for one case, in a process of its own; its memory is everything that process holds, Node and the modules loaded included.",
      ],
    };
  });
}

const headOf = (crowd: number): readonly string[] => [
  "cases stored",
  "p50 ms, one person",
  "p99 ms, one person",
  `turns a second, ${crowd} people`,
  `p99 ms, ${crowd} people`,
  "start ms",
  "memory MiB",
];

/** The dearest beside the one with the fewest cases. */
const dearest = (what: string, costs: readonly number[]) =>
  atMost(`${what}, most cases to fewest`, TIMES_MAX, Math.max(...costs) / (costs[0] ?? 1));

interface Filled {
  readonly cases: number;
  readonly folder: string;
  readonly people: readonly NextTurn[];
}

async function filled(bundle: Bundle, root: string, cases: number, crowd: number): Promise<Filled> {
  const folder = join(root, String(cases));
  await mkdir(folder);
  const talk = await openOwnTalk(bundle, folder);
  const people = Array.from({ length: crowd }, (_, number) => personOf(talk, "web", number));
  // A whole consultation makes the case that is copied.
  const model = personOf(talk, "web", crowd);
  for (let turn = 0; turn < MODEL_TURNS; turn += 1) await model();
  await filledTo(ownPlaces(folder).dataFolder, cases);
  return { cases, folder, people };
}

/** Well into a consultation. */
const MODEL_TURNS = 12;

async function inRounds(
  folders: readonly Filled[],
  people: number,
  { rounds, warmMs, countMs }: Sizes,
): Promise<readonly Flights[]> {
  const flights = folders.map((): Flight[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, { people: all }] of folders.entries())
      flights[at]?.push(await flown(all.slice(0, people), { warmMs, countMs }));
  return flights.map(flightsOf);
}

interface Start {
  readonly tookMs: number;
  readonly residentBytes: number;
}

/** Medians of fresh processes, the folders taking turns. */
async function startsOf(folders: readonly Filled[], times: number): Promise<readonly Start[]> {
  const found = folders.map((): Start[] => []);
  for (let time = 0; time < times; time += 1)
    for (const [at, { folder }] of folders.entries()) found[at]?.push(await startIn(folder));
  return found.map((starts) => ({
    tookMs: medianOf(starts.map(({ tookMs }) => tookMs)),
    residentBytes: medianOf(starts.map(({ residentBytes }) => residentBytes)),
  }));
}

async function startIn(folder: string): Promise<Start> {
  const program = join(import.meta.dirname, "stored-open.ts");
  const { stdout } = await promisify(execFile)(execPath, [program, folder]);
  return JSON.parse(stdout) as Start;
}
