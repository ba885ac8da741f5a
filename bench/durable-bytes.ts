/** How many bytes a case takes, and what is said in a consultation. */
import { join } from "node:path";
import type { Bundle } from "../src/content/bundle.ts";
import type { Case } from "../src/dialogue/case.ts";
import type { Reply } from "../src/dialogue/reply.ts";
import type { CaseStore } from "../src/ports.ts";
import { memoryStore } from "../src/stores/memory-store.ts";
import { linesOf } from "./consultations.ts";
import { bytesBelow } from "./durable-files.ts";
import { openOwnStore, openTalk, ownPlaces } from "./durable-own.ts";
import { speakerOf, type Channel } from "./durable-person.ts";
import { meanOf, repeatable } from "./measure.ts";
import { conversationsOver, QUESTIONS } from "./peers-durable/grammy-conversations.ts";
import type { Said, Script } from "./peers-durable/contestant.ts";

const SEED = 101;

/** Over all consultations. */
export interface Bytes {
  readonly mean: number;
  readonly worst: number;
}

export interface StoredBytes {
  readonly channel: Channel;
  /** Once the verdict was given. */
  readonly atEnd: Bytes;
  readonly atAnyTurn: Bytes;
}

/** Files of cases without narrative and with nothing left to deliver, at each turn of whole consultations. */
export async function storedBytes(
  bundle: Bundle,
  folder: string,
  consultations: number,
  channel: Channel,
): Promise<StoredBytes> {
  const atEnd: number[] = [];
  const atAnyTurn: number[] = [];
  const walk = { bundle, folder, consultations, channel, kept: "bare" } as const;
  await walked(walk, (sizes) => {
    atEnd.push(sizes.at(-1) ?? 0);
    atAnyTurn.push(...sizes);
  });
  return { channel, atEnd: bytesOf(atEnd), atAnyTurn: bytesOf(atAnyTurn) };
}

function bytesOf(values: readonly number[]): Bytes {
  const worst = values.reduce((most, value) => Math.max(most, value), 0);
  return { mean: meanOf(values), worst };
}

/** What peers say and what the floor writes: taken from consultations of distinguo, the reply not yet delivered included. */
export async function scriptOf(
  bundle: Bundle,
  folder: string,
  consultations: number,
): Promise<Script> {
  const said: Said[] = [];
  const all: number[] = [];
  const walk = { bundle, folder, consultations, channel: "web", kept: "whole" } as const;
  await walked(walk, (sizes, drawn) => {
    all.push(...sizes);
    said.push(...drawn);
  });
  const questions = said.filter(({ html }) => html.length < MESSAGE_UNITS_MAX).slice(0, QUESTIONS);
  return { said: questions, sizes: all };
}

/** Peers send each line as one message. */
const MESSAGE_UNITS_MAX = 4_000;

interface Walk {
  readonly bundle: Bundle;
  readonly folder: string;
  readonly consultations: number;
  readonly channel: Channel;
  /** bare: without what was told and what is still to be delivered. */
  readonly kept: "bare" | "whole";
}

async function walked(
  { bundle, folder, consultations, channel, kept }: Walk,
  found: (sizes: readonly number[], said: readonly Said[]) => void,
): Promise<void> {
  const pick = repeatable(SEED);
  const scale = await scaleIn(folder);
  for (let seed = 0; seed < consultations; seed += 1) {
    const cases = new Map<string, Case>();
    const speak = speakerOf(await openTalk(bundle, noting(cases)), channel, seed);
    const sizes: number[] = [];
    const said: Said[] = [];
    const lines = linesOf(pick);
    let last: Reply | undefined;
    for (let line = lines.next(); line.done !== true; line = lines.next(last)) {
      const turned = await speak(line.value);
      ({ last } = turned);
      said.push(...turned.said);
      for (const known of cases.values())
        sizes.push(await scale.weigh(kept === "bare" ? bare(known) : known));
    }
    await scale.clear();
    found(sizes, said);
  }
}

/** A memory store whose cases can be looked at, whatever they are called. */
function noting(cases: Map<string, Case>): CaseStore {
  const store = memoryStore();
  return {
    ...store,
    async save(next, revision) {
      cases.set(next.id, next);
      return store.save(next, revision);
    },
  };
}

function bare({ narrative: _, ...rest }: Case): Case {
  return { ...rest, outbox: [] };
}

interface Scale {
  /** Bytes of the case's file, which the real store writes. */
  weigh(known: Case): Promise<number>;
  /** Makes room for another case: there is one at a time. */
  clear(): Promise<void>;
}

async function scaleIn(folder: string): Promise<Scale> {
  const disk = await openOwnStore(folder);
  const cases = join(ownPlaces(folder).dataFolder, "cases");
  let [id, revision] = ["", 0];
  return {
    async weigh(known) {
      id = known.id;
      if ((await disk.save(known, revision)) !== "saved")
        throw new Error("the case could not be saved");
      revision += 1;
      return bytesBelow(cases);
    },
    async clear() {
      await disk.erase(id);
      revision = 0;
    },
  };
}

export interface Replayed {
  /** Bytes of JSON that grammY conversations keeps of a chat after as many answers; 0: no longer talking. */
  readonly bytesAfter: readonly number[];
  /** Processor time of each turn. */
  readonly cpuUs: readonly number[];
}

/** grammY conversations with its state in memory, an interview of `questions`; undefined where it is not installed. */
export async function replayed(
  said: readonly Said[],
  questions: number,
  people: number,
): Promise<Replayed | undefined> {
  const states = new Map<string, string>();
  const asked = Array.from({ length: questions }, (_, at) => said[at % said.length] as Said);
  const talking = await conversationsOver(
    {
      read: async (chat) => {
        const text = states.get(chat);
        return text === undefined ? undefined : (JSON.parse(text) as unknown);
      },
      write: async (chat, state) => void states.set(chat, JSON.stringify(state)),
      delete: async (chat) => void states.delete(chat),
    },
    asked,
  );
  if (talking === undefined) return undefined;
  const persons = Array.from({ length: people }, (_, number) => talking.person(number));
  const bytesAfter: number[] = [];
  const cpuUs: number[] = [];
  for (let turn = 0; turn < questions; turn += 1) {
    const before = process.cpuUsage();
    // Together: the plugin waits on timers, which would leave the processor idle.
    await Promise.all(persons.map((next) => next()));
    const { user, system } = process.cpuUsage(before);
    cpuUs.push((user + system) / people);
    bytesAfter.push(Buffer.byteLength(states.get("1") ?? ""));
  }
  return { bytesAfter, cpuUs };
}
