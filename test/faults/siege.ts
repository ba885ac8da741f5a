/** The siege: many people talk to a bot that is killed and started again and again, on a disk and a network that fail. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { loadBundle } from "../../src/content/bundle.ts";
import { diceOf } from "../proof/dice.ts";
import type { Dice } from "../proof/dice.ts";
import { startBotApi } from "../support/bot-api.ts";
import type { BotApi } from "../support/bot-api.ts";
import { startBot } from "./bot.ts";
import type { Life } from "./bot.ts";
import type { FaultPlan } from "./plan.ts";
import { simulate } from "./person.ts";
import type { Simulated } from "./person.ts";
import { readerOf } from "./reading.ts";
import { judge } from "./judge.ts";
import type { Verdict } from "./judge.ts";
import { chatOf, trouble } from "./trouble.ts";
import type { Trouble } from "./trouble.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const LOOK_EVERY_MS = 25;
/** A person thinks this long, at most, between two things they do. */
const THINKING_MS_MAX = 500;
/** A process that does not come up is ended here. */
const LIFE_MS_MAX = 20_000;
const START_MS_MAX = 30_000;
const CALM_MS_MAX = 120_000;

export interface SiegeSettings {
  readonly seed: number;
  readonly people: number;
  readonly kills: number;
  /** Told now and then how far it is. */
  progress?(line: string): void;
}

export interface Outcome extends Verdict {
  readonly seed: number;
  readonly people: number;
  readonly kills: number;
  /** Starts of the process, those that the faults did not let come up included. */
  readonly starts: number;
  readonly updates: number;
  /** Updates handed out by the emulator to more than one life of the bot, or again after they were confirmed. */
  readonly redelivered: number;
  readonly faults: ReadonlyMap<string, number>;
  /** Ends that were neither a kill, a clean stop nor a clear line about the environment. */
  readonly crashes: readonly string[];
  readonly seconds: number;
}

export async function siege(settings: SiegeSettings): Promise<Outcome> {
  const beganMs = performance.now();
  const folder = await mkdtemp(join(tmpdir(), "distinguo-siege-"));
  const dice = diceOf(settings.seed);
  const field = trouble(dice);
  const api = await startBotApi(field.chance);
  try {
    const people = await peopleOf(api, settings, dice);
    field.people(new Map(people.map((one) => [one.id, one])));
    const campaign = newCampaign(api, folder, field, settings, dice);
    const ending = new AbortController();
    const crowd = keepTalking(api, people, dice, ending.signal);
    while (campaign.kills() < settings.kills) await campaign.live();
    field.calm();
    ending.abort();
    await crowd;
    const last = await campaign.lastLife();
    const verdict = await judge(api, people, CALM_MS_MAX);
    last.stop();
    await campaign.over(last);
    return {
      ...settings,
      ...verdict,
      ...campaign.told(),
      kills: campaign.kills(),
      unreadable: [...verdict.unreadable, ...campaign.setAside],
      updates: field.updates(),
      redelivered: field.redelivered(),
      seconds: Math.round((performance.now() - beganMs) / 1_000),
    };
  } finally {
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function peopleOf(api: BotApi, { people, seed }: SiegeSettings, dice: Dice) {
  const bundle = await loadBundle(ROOT);
  if (!bundle.ok) throw new Error("the shipped content has problems");
  const readers = {
    "zh-CN": readerOf(bundle.value, "zh-CN"),
    en: readerOf(bundle.value, "en"),
  };
  return Array.from({ length: people }, (_, index): Simulated => {
    const language = dice.below(2) === 0 ? "zh-CN" : "en";
    const person = api.person({
      id: 1_000 + index,
      language: language === "en" ? "en" : "zh-hans",
    });
    return simulate(person, readers[language], diceOf(seed * 1_009 + index));
  });
}

/** Everybody thinks, looks and acts until the signal. */
async function keepTalking(
  api: BotApi,
  people: readonly Simulated[],
  dice: Dice,
  signal: AbortSignal,
): Promise<void> {
  const due = new Map(people.map((one) => [one, dice.below(THINKING_MS_MAX)]));
  let nowMs = 0;
  while (!signal.aborted) {
    const waiting = new Set(api.pending().map(chatOf));
    for (const one of people) {
      if ((due.get(one) ?? 0) > nowMs) continue;
      one.act(waiting.has(one.id));
      due.set(one, nowMs + LOOK_EVERY_MS + dice.below(THINKING_MS_MAX));
    }
    await pause(LOOK_EVERY_MS);
    nowMs += LOOK_EVERY_MS;
  }
}

interface Campaign {
  /** One life of the bot, from its start to its kill. */
  live(): Promise<void>;
  kills(): number;
  /** A life that nothing befalls; resolves once it takes messages. */
  lastLife(): Promise<Life>;
  over(life: Life): Promise<void>;
  /** Why the store set files aside, one entry each. */
  readonly setAside: readonly string[];
  told(): Pick<Outcome, "starts" | "faults" | "crashes">;
}

function newCampaign(
  api: BotApi,
  folder: string,
  field: Trouble,
  settings: SiegeSettings,
  dice: Dice,
): Campaign {
  const setAside: string[] = [];
  const crashes: string[] = [];
  let [kills, starts] = [0, 0];
  const data = join(folder, "data");
  const begin = (plan: FaultPlan): Life => {
    starts += 1;
    return startBot({
      environment: {
        DISTINGUO_DATA: data,
        DISTINGUO_KEY_FILE: `${data}.key`,
        TELEGRAM_API_ROOT: api.root,
        TELEGRAM_BOT_TOKEN: api.token,
        PORT: "0",
        LOG_LEVEL: "error",
      },
      plan,
      fault: (kind) => field.count(kind),
      logged: ({ event, why }) => {
        if (event === "store.set-aside") setAside.push(`set aside: ${why}`);
      },
    });
  };
  const over = async (life: Life): Promise<void> => {
    const { code, complaints } = await life.ended;
    if (code === null) kills += 1;
    else if (code !== 0 && (code !== 3 || complaints.length !== 1))
      crashes.push(`exit ${code}: ${complaints.slice(0, 3).join(" / ")}`);
  };
  return {
    setAside,
    kills: () => kills,
    told: () => ({ starts, faults: field.faults(), crashes }),
    live: async () => {
      const life = begin(planOf(folder, dice));
      const limit = setTimeout(() => life.kill(), LIFE_MS_MAX);
      field.ending(life);
      await over(life);
      clearTimeout(limit);
      settings.progress?.(`${kills} of ${settings.kills} kills`);
    },
    lastLife: async () => {
      const life = begin({ ...CALM, seed: 0, folder });
      const address = await Promise.race([
        life.ready,
        pause(START_MS_MAX, undefined, { ref: false }),
      ]);
      if (address === undefined) {
        life.kill();
        const { complaints } = await life.ended;
        throw new Error(`the bot does not start any more: ${complaints.join(" / ")}`);
      }
      return life;
    },
    over,
  };
}

const CALM = { failingPercent: 0, slowPercent: 0, slowMsMax: 0, clockJumpMsMax: 0 };
const DAY_MS = 86_400_000;

function planOf(folder: string, dice: Dice): FaultPlan {
  return {
    seed: dice.below(1_000_000),
    folder,
    failingPercent: dice.pick([0, 0, 1, 3]),
    slowPercent: dice.pick([0, 5, 15]),
    slowMsMax: 60,
    clockJumpMsMax: dice.pick([0, 3_600_000, 3 * DAY_MS]),
    ...(dice.below(3) > 0 ? {} : { killAtWrite: 1 + dice.below(150) }),
  };
}
