/** Section `durable`: turns that are on the disk before they are replied to, and what a case takes there. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  replayed,
  scriptOf,
  storedBytes,
  type Replayed,
  type StoredBytes,
} from "./durable-bytes.ts";
import { inTemporaryFolder, mediumNote } from "./durable-files.ts";
import { flightsOf, flown, type Flight, type Flights, type Span } from "./durable-flight.ts";
import { laterTurns, type Later } from "./durable-later.ts";
import { IN_MEMORY, OWN, ownInMemory, ownOnDisk, ownToldAtOnce } from "./durable-own.ts";
import { meanOf } from "./measure.ts";
import type { Contestant, Script, Talking } from "./peers-durable/contestant.ts";
import { floor } from "./peers-durable/floor.ts";
import { grammyConversations } from "./peers-durable/grammy-conversations.ts";
import { sqlite } from "./peers-durable/sqlite.ts";
import { telegrafScenes } from "./peers-durable/telegraf-scenes.ts";
import { atLeast, atMost, bySize, type Found, type Setting, type Sheet } from "./section.ts";
import type { Target } from "./section.ts";

const OVER_FLOOR_US = 250;
const OF_FLOOR = 0.7;
const TIMES_CONVERSATIONS = 3;
const CPU_US_MAX = 150;
/** Of the processor time of an early turn: medians of two runs of the same thing differ by as much. */
const LATER_MAX = 1.1;
const CASE_BYTES_MAX = 1_024;
/** Answers after which a peer's state is looked at. */
const TURNS = [20, 100];
const QUESTIONS_LONG = 110;

interface Sizes {
  readonly people: readonly number[];
  /** In flight, where the targets ask for many. */
  readonly many: number;
  readonly rounds: number;
  readonly span: Span;
  readonly consultations: number;
  readonly later: number;
}

const sizesOf = ({ size }: Setting): Sizes =>
  bySize<Sizes>(
    size,
    {
      people: [1, 8],
      many: 8,
      rounds: 1,
      span: { warmMs: 20, countMs: 100 },
      consultations: 2,
      later: 2,
    },
    {
      people: [1, 8, 64, 512],
      many: 64,
      rounds: 3,
      span: { warmMs: 300, countMs: 1_000 },
      consultations: 200,
      later: 60,
    },
    {
      people: [1, 8, 64, 512],
      many: 64,
      rounds: 7,
      span: { warmMs: 1_000, countMs: 3_000 },
      consultations: 200,
      later: 200,
    },
  );

/** Turns a second beside the peers and beside the bare write; bytes of a case; a late turn beside an early one. */
export async function measureDurable(setting: Setting): Promise<Found> {
  const { bundle } = setting;
  const sizes = sizesOf(setting);
  return inTemporaryFolder(async (root) => {
    const script = await scriptOf(
      bundle,
      await folderIn(root, "script"),
      Math.min(20, sizes.consultations),
    );
    const rows = await rowsOf(setting, root, script, sizes);
    const bytes: StoredBytes[] = [];
    for (const channel of ["web", "telegram"] as const) {
      const folder = await folderIn(root, `bytes-${channel}`);
      bytes.push(await storedBytes(bundle, folder, sizes.consultations, channel));
    }
    const later = await laterTurns(bundle, sizes.later);
    const log = await replayed(script.said, QUESTIONS_LONG, Math.min(20, sizes.later));
    return {
      sheets: [turnsSheet(rows), bytesSheet(bytes, log), laterSheet(later, log)],
      targets: [...rateTargets(rows, sizes.many), ...otherTargets(rows, bytes, later)],
      notes: [
        await mediumNote(root),
        "A turn of distinguo is load, decision, next question, save, and the reply drawn as Telegram HTML, through the same Conversations.handle that channels use, with receipts; people tap, answer at random, and begin spread over a consultation. Delivery is told with the next answer, as the web chat does; told at once, as Telegram does, it is a save more for each reply.",
        "Peers say lines that were drawn beforehand and decide nothing; their calls to the Bot API are answered in the process. The floor writes as many bytes as the store does, with a temporary file, fdatasync, rename, and a sync of the folder. Telegraf's session is not synced and holds one entry a person; node:sqlite keeps as many bytes, and its calls block, so never more than one is in flight.",
        "File calls go through Node's pool of threads (UV_THREADPOOL_SIZE, 4 unless set): however many people there are, no more writes than that are under way.",
      ],
    };
  });
}

interface Row extends Flights {
  readonly name: string;
  readonly people: number;
}

async function rowsOf(
  { bundle }: Setting,
  root: string,
  script: Script,
  sizes: Sizes,
): Promise<readonly Row[]> {
  const inMemory = ownInMemory(bundle);
  const contestants = [
    floor,
    ownOnDisk(bundle),
    ownToldAtOnce(bundle),
    grammyConversations,
    telegrafScenes,
    sqlite,
    inMemory,
  ];
  const crowds = await crowdsOf(contestants, root, script, Math.max(...sizes.people));
  const rows: Row[] = [];
  // The many first: by the time one person is alone, code has been used as much as in a process that is up for a while.
  for (const people of sizes.people.toSorted((a, b) => b - a)) {
    const able = crowds.filter((crowd) => crowd.people.length >= people);
    const flights = new Map<Crowd, Flight[]>(able.map((crowd) => [crowd, []]));
    // Taking turns: the disk is shared, and faster at one time than at another.
    for (let round = 0; round < sizes.rounds; round += 1)
      for (const [crowd, found] of flights)
        found.push(await flown(crowd.people.slice(0, people), sizes.span));
    for (const [{ name }, found] of flights) rows.push({ name, people, ...flightsOf(found) });
  }
  for (const { talking } of crowds) await talking.close();
  return rows.toSorted((a, b) => a.people - b.people);
}

interface Crowd {
  readonly name: string;
  readonly talking: Talking;
  readonly people: readonly (() => Promise<void>)[];
}

/** Everybody, begun at different places of a dialogue: at its start turns are cheaper. */
async function crowdsOf(
  contestants: readonly Contestant[],
  root: string,
  script: Script,
  people: number,
): Promise<readonly Crowd[]> {
  const crowds: Crowd[] = [];
  for (const [at, contestant] of contestants.entries()) {
    const { name, dialogueTurns, peopleMax = people } = contestant;
    const talking = await contestant.open(await folderIn(root, `crowd-${at}`), script);
    if (talking === undefined) continue;
    const persons = Array.from({ length: Math.min(people, peopleMax) }, (_, number) =>
      talking.person(number),
    );
    await Promise.all(
      persons.map(async (turn, number) => {
        for (let begun = 0; begun < number % dialogueTurns; begun += 1) await turn();
      }),
    );
    crowds.push({ name, talking, people: persons });
  }
  return crowds;
}

async function folderIn(root: string, name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  return folder;
}

function turnsSheet(rows: readonly Row[]): Sheet {
  return {
    title: "Turns on the disk",
    head: ["what", "people at once", "turns a second", "p50 ms", "p99 ms", "processor µs a turn"],
    rows: rows.map(({ name, people, perSecond, p50Ms, p99Ms, cpuUs }) => [
      name,
      people,
      perSecond,
      p50Ms,
      p99Ms,
      cpuUs,
    ]),
  };
}

function bytesSheet(bytes: readonly StoredBytes[], log: Replayed | undefined): Sheet {
  const peer = log?.bytesAfter;
  return {
    title: "Bytes of a case, without narrative and with nothing left to deliver",
    head: ["when", "mean", "worst"],
    rows: [
      ...bytes.flatMap(({ channel, atEnd, atAnyTurn }) => [
        [`distinguo, ${channel}, at the verdict`, atEnd.mean, atEnd.worst],
        [`distinguo, ${channel}, at any turn`, atAnyTurn.mean, atAnyTurn.worst],
      ]),
      ...(peer === undefined
        ? []
        : TURNS.map((turn) => [
            `grammY conversations, after ${turn} answers`,
            peer[turn] ?? 0,
            peer[turn] ?? 0,
          ])),
    ],
  };
}

const EARLY = [1, 10] as const;
const LATE = [91, 100] as const;

function laterSheet({ earlyMs, lateMs }: Later, log: Replayed | undefined): Sheet {
  const mean = ([from, until]: readonly [number, number]) =>
    meanOf(log?.cpuUs.slice(from, until + 1) ?? []);
  return {
    title: "A late turn beside an early one, µs in memory",
    head: ["what", "early", "about turn 100"],
    rows: [
      ["distinguo, the same questions and answers", earlyMs * 1000, lateMs * 1000],
      ...(log === undefined
        ? []
        : [["grammY conversations, turns 1 to 10 and 91 to 100", mean(EARLY), mean(LATE)]]),
    ],
  };
}

const rowOf = (rows: readonly Row[], name: string, people: number): Row | undefined =>
  rows.find((row) => row.name === name && row.people === people);

function rateTargets(rows: readonly Row[], many: number): readonly Target[] {
  const [own, bare] = [rowOf(rows, OWN, 1), rowOf(rows, floor.name, 1)];
  const [ownMany, bareMany] = [rowOf(rows, OWN, many), rowOf(rows, floor.name, many)];
  const peer = rowOf(rows, grammyConversations.name, many);
  if (own === undefined || bare === undefined || ownMany === undefined || bareMany === undefined)
    throw new Error("a row of the targets was not measured");
  const overUs = (own.p50Ms - bare.p50Ms) * 1000;
  return [
    atMostOf("one person, median turn above the bare write", "µs", OVER_FLOOR_US, overUs),
    atLeast(
      `${many} people, turns a second beside bare writes`,
      OF_FLOOR,
      ownMany.perSecond / bareMany.perSecond,
    ),
    ...(peer === undefined
      ? []
      : [
          atLeast(
            `${many} people, turns a second beside grammY conversations on files as safe`,
            TIMES_CONVERSATIONS,
            ownMany.perSecond / peer.perSecond,
          ),
        ]),
  ];
}

function otherTargets(
  rows: readonly Row[],
  bytes: readonly StoredBytes[],
  { earlyMs, lateMs }: Later,
): readonly Target[] {
  const memory = rowOf(rows, IN_MEMORY, 1);
  return [
    atMostOf("a turn without the disk, processor time", "µs", CPU_US_MAX, memory?.cpuUs ?? 0),
    atMost("a turn about turn 100 beside the same turn early", LATER_MAX, lateMs / earlyMs),
    ...bytes.flatMap(({ channel, atEnd, atAnyTurn }) => [
      atMostOf(`a case of ${channel} at the verdict, mean`, "bytes", CASE_BYTES_MAX, atEnd.mean),
      atMostOf(`a case of ${channel} at any turn, worst`, "bytes", CASE_BYTES_MAX, atAnyTurn.worst),
    ]),
  ];
}

function atMostOf(what: string, unit: string, most: number, reached: number): Target {
  return {
    what,
    wanted: `at most ${most} ${unit}`,
    reached: `${Math.round(reached)} ${unit}`,
    met: reached <= most,
  };
}
