import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBotApi } from "../support/bot-api.ts";
import type { BotApi, Person } from "../support/bot-api.ts";
import { shippedBundle } from "../support/shipped.ts";
import type { Bundle } from "../../src/content/bundle.ts";
import { startBot } from "./bot.ts";
import type { Life } from "./bot.ts";
import type { Outage } from "./plan.ts";

const SILENT = { failingPercent: 0, slowPercent: 0, slowMsMax: 0, clockJumpMsMax: 0 };
const CODES = ["ENOSPC", "EROFS", "EACCES"];

let folder = "";
let bundle: Bundle;
let api: BotApi;
let life: Life;
let address = "";

const outageFile = () => join(folder, "outage.json");
const begins = (outage: Outage) => writeFile(outageFile(), JSON.stringify(outage));
const ends = () => rm(outageFile(), { force: true });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "distinguo-refusal-"));
  bundle = await shippedBundle();
  api = await startBotApi();
  const data = join(folder, "data");
  life = startBot({
    environment: {
      DISTINGUO_DATA: data,
      DISTINGUO_KEY_FILE: join(folder, "key"),
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_BOT_TOKEN: api.token,
      PORT: "0",
      LOG_LEVEL: "error",
    },
    plan: { ...SILENT, seed: 1, folder: data, outageFile: outageFile() },
    fault: () => undefined,
    logged: () => undefined,
  });
  address = (await life.ready) ?? "";
});
afterAll(async () => {
  life.stop();
  await life.ended;
  await api.stop();
  await rm(folder, { recursive: true });
});

let newcomers = 500;

/** Somebody who has read the notice and is asked what it is about. */
async function newcomer(): Promise<Person> {
  const person = api.person({ id: newcomers, language: "en" });
  newcomers += 1;
  person.says("/start");
  await api.until("the notice is shown", () => person.buttons().length > 0);
  person.taps(bundle.words.en.buttons.consent);
  await api.settled();
  return person;
}
const texts = (person: Person) => person.heard().map(({ text }) => text);

describe.each(CODES)("when the disk refuses with %s", (code) => {
  it("a person in Telegram is told once that the answer was not kept, and it is kept when the disk recovers", async () => {
    const person = await newcomer();
    const { said, buttons } = bundle.words.en;
    const before = texts(person).length;
    await begins({ codes: [code], percent: 100 });
    person.taps(buttons.mistake);
    await api.until("the apology came", () => texts(person).includes(said.apology));
    expect(texts(person).slice(before)).toEqual([said.apology]);
    expect(api.pending()).toHaveLength(1);
    await ends();
    await api.settled();
    expect(texts(person).slice(before)).toEqual([said.apology, said.place]);
  });

  it("a person on the web is told so too, and the same event counts once when the disk recovers", async () => {
    const { said } = bundle.words.en;
    const page = await fetch(address);
    const cookie = page.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
    const turn = async (eventId: string, input: object) => {
      const answer = await fetch(new URL("api/turn", address), {
        method: "POST",
        headers: { "content-type": "application/json", cookie, origin: new URL(address).origin },
        body: JSON.stringify({ eventId, input, acknowledged: [], language: "en" }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    await begins({ codes: [code], percent: 100 });
    const opening = [crypto.randomUUID(), { type: "open" }] as const;
    expect(await turn(...opening)).toEqual({ status: 503, body: { apology: said.apology } });
    await ends();
    expect(await turn(...opening)).toMatchObject({ status: 200, body: { status: "handled" } });
    expect(await turn(...opening)).toMatchObject({ status: 200, body: { status: "duplicate" } });
  });
});

describe("a disk that fails now and then, wherever in a write", () => {
  it("leaves nobody behind: the same process serves everybody once it recovers", async () => {
    const people = await Promise.all(Array.from({ length: 12 }, newcomer));
    await begins({ codes: ["EIO", "EROFS"], percent: 30 });
    for (const person of people) person.taps(bundle.words.en.buttons.mistake);
    await api.until("someone was told", () =>
      people.some((person) => texts(person).includes(bundle.words.en.said.apology)),
    );
    await ends();
    await api.settled();
    for (const person of people) {
      expect(texts(person).at(-1)).toBe(bundle.words.en.said.place);
      person.says("/start");
    }
    await api.settled();
    expect(people.map((person) => texts(person).at(-1))).toEqual(
      people.map(() => bundle.words.en.said.place),
    );
  });
});
