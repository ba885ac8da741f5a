/** The whole program as a process of its own, with a disk that can be told to fail, and all that it leaves behind. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { startBot } from "../faults/bot.ts";
import type { Life } from "../faults/bot.ts";
import { startBotApi } from "../support/bot-api.ts";
import type { BotApi } from "../support/bot-api.ts";
import { Visitor } from "../support/visitor.ts";
import { MACHINE } from "./people.ts";
import type { Place } from "./traces.ts";

const NOTHING_FAILS = { failingPercent: 0, slowPercent: 0, slowMsMax: 0, clockJumpMsMax: 0 };
/** Nothing listens there: whoever asks the model is refused at once. */
const NOBODY = "http://127.0.0.1:1/v1";

export interface House {
  readonly api: BotApi;
  readonly data: string;
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly life: Life;
  readonly address: string;
  /** Events of the log, in order. */
  readonly events: readonly string[];
  /** Answers that told of something going wrong, and those for operators. */
  readonly pages: Place[];
  /** Writes fail from now on. */
  breakDisk(): Promise<void>;
  mendDisk(): Promise<void>;
  /** A browser of its own. */
  visitor(): Visitor;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Keeps what was answered at this address, to be looked through. */
  keep(path: string, init?: RequestInit): Promise<Response>;
}

/** Starts it; throws when it does not come up. */
export async function openHouse(): Promise<House> {
  const root = await mkdtemp(join(tmpdir(), "distinguo-privacy-"));
  const data = join(root, "data");
  const outageFile = join(root, "outage.json");
  const api = await startBotApi();
  const events: string[] = [];
  const pages: Place[] = [];
  const environment = {
    DISTINGUO_DATA: data,
    LLM_BASE_URL: NOBODY,
    LLM_MODEL: "none",
    LLM_API_KEY: MACHINE.modelKey,
    PORT: "0",
    LOG_LEVEL: "debug",
  };
  const life = startBot({
    environment: { ...environment, TELEGRAM_API_ROOT: api.root, TELEGRAM_BOT_TOKEN: api.token },
    plan: { ...NOTHING_FAILS, seed: 1, folder: data, outageFile },
    fault: () => undefined,
    logged: ({ event }) => events.push(event),
  });
  const address = await life.ready;
  if (address === undefined) throw new Error(life.printed().errors.toString("utf8"));
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("user-agent", MACHINE.agent);
    headers.set("x-forwarded-for", MACHINE.source);
    return fetch(new URL(path, address), { ...init, headers });
  };
  const keep = async (path: string, init?: RequestInit) => {
    const answer = await ask(path, init);
    pages.push(await placeOf(answer, pages.length));
    return answer;
  };
  const outage = JSON.stringify({ codes: ["ENOSPC"], percent: 100 });
  return {
    api,
    data,
    root,
    environment,
    life,
    address,
    events,
    pages,
    ask,
    keep,
    breakDisk: () => writeFile(outageFile, outage),
    mendDisk: () => rm(outageFile, { force: true }),
    visitor: () => new Visitor({ origin: new URL(address).origin, ask }),
  };
}

async function placeOf(answer: Response, number: number): Promise<Place> {
  const head = [...answer.headers].map((pair) => pair.join(": ")).join("\n");
  const body = await answer.clone().text();
  return { name: `answer ${number}: ${answer.status}`, bytes: Buffer.from(`${head}\n\n${body}`) };
}

/** Ends it, starts and ends it once more, and answers all it printed and wrote; the folder is gone then. */
export async function leaveHouse(house: House): Promise<Left> {
  const { api, root, data, life, pages } = house;
  // It hears of nobody any more: the last poll fails, and is logged.
  await api.stop();
  life.stop();
  const { code, complaints } = await life.ended;
  const later = await secondLife(house);
  const files = await everyFileIn(data);
  await rm(root, { recursive: true });
  return {
    code,
    complaints,
    files,
    places: [
      ...printedBy(life, ""),
      ...printedBy(later, " of the second start"),
      ...pages,
      ...files,
    ],
  };
}

/** Leaves no process behind when a test fails on the way. */
export async function abandonHouse({ api, root, life }: House): Promise<void> {
  life.kill();
  await life.ended;
  await api.stop();
  await rm(root, { recursive: true, force: true });
}

async function secondLife({ environment, data }: House): Promise<Life> {
  const life = startBot({
    environment,
    plan: { ...NOTHING_FAILS, seed: 2, folder: data },
    fault: () => undefined,
    logged: () => undefined,
  });
  await life.ready;
  life.stop();
  await life.ended;
  return life;
}

function printedBy(life: Life, which: string): readonly Place[] {
  const { output, errors } = life.printed();
  return [
    { name: `standard output${which}`, bytes: output },
    { name: `standard error${which}`, bytes: errors },
  ];
}

export interface Left {
  readonly code: number | null;
  readonly complaints: readonly string[];
  readonly files: readonly Place[];
  readonly places: readonly Place[];
}

async function everyFileIn(folder: string): Promise<readonly Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = entry.isFile() ? await readFile(path) : Buffer.alloc(0);
      return { name: relative(folder, path), bytes };
    }),
  );
}
