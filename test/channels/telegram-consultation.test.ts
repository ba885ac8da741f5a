import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { entriesOf } from "../../src/dialogue/reviewing.ts";
import { talkOf } from "../../src/dialogue/world.ts";
import { accountOf } from "../../src/dialogue/answers.ts";
import { render } from "../../src/dialogue/views/render.ts";
import { decide } from "../../src/policy/decide.ts";
import { serve } from "../../src/main.ts";
import { readSettings } from "../../src/settings.ts";
import { startBotApi } from "../support/bot-api.ts";
import type { BotApi } from "../support/bot-api.ts";
import { ROOT, bundle, silent } from "../support/dialogue-scene.ts";
import { phone, startBot } from "../support/dialogue-telegram.ts";
import type { Phone } from "../support/dialogue-telegram.ts";
import { allKnown } from "../support/dialogue-ways.ts";

const MESSAGE_CHARACTERS_MAX = 4_096;
const MIND = allKnown({ urgent: "yes", reported_promptly: "yes", procedure_simplified: "yes" });

let api: BotApi;
let root: string;
let folder: string;
beforeEach(async () => {
  [api, root] = await Promise.all([startBotApi(), mkdtemp(join(tmpdir(), "distinguo-"))]);
  folder = join(root, "data");
});
afterEach(async () => {
  await api.stop();
  await rm(root, { recursive: true, force: true });
});

async function running(): Promise<Awaited<ReturnType<typeof startBot>>> {
  const bot = await startBot(api, folder);
  onTestFinished(() => bot.stop());
  return bot;
}

const buttons = (language: "zh-CN" | "en") => bundle.words[language].buttons;
const heard = ({ person }: Phone) => person.heard();
const lastHeard = (one: Phone) => heard(one).at(-1);

/** From the first message to the first question. */
async function toQuestions(one: Phone, language: "zh-CN" | "en", story: string): Promise<void> {
  const words = buttons(language);
  await one.says("/start");
  await one.taps(words.consent);
  await one.taps(words.mistake);
  await one.taps(words.national);
  await one.says("2024年5月");
  await one.says(story);
}

/** What is on the screen is the verdict of the account on the disk. */
async function expectVerdict(one: Phone): Promise<void> {
  const kept = await one.stored();
  if (kept === undefined) throw new Error("nothing is stored");
  const seen = talkOf(kept, bundle);
  expect(kept.state).toBe("verdict");
  const screen = heard(one)
    .slice(-4)
    .map(({ text }) => text)
    .join("\n");
  for (const block of render("verdict", seen).blocks)
    if (block.type === "text" || block.type === "heading") expect(screen).toContain(block.text);
  const verdict = decide(seen.compiled, accountOf(seen));
  const tier = bundle.policy.tiers.find(({ id }) => id === verdict.presumed)?.name;
  expect(screen).toContain(kept.language === "en" ? tier?.en : tier?.zh);
}

/** Only the newest message with buttons can still be answered on; none is too long for Telegram. */
function expectTidy(one: Phone): void {
  for (const { text } of heard(one))
    expect(text.length).toBeLessThanOrEqual(MESSAGE_CHARACTERS_MAX);
  expect(heard(one).filter(({ buttons: rows }) => rows.length > 0)).toHaveLength(1);
}

describe("a consultation in Telegram", () => {
  it("about a mistake goes from /start to the verdict, the steps, a copy and the end", async () => {
    const bot = await running();
    const one = await phone(api, folder, "zh-CN");
    const words = bundle.words["zh-CN"];
    await toQuestions(one, "zh-CN", "汛期抢修，先施工后补手续。<b>&</b>");
    const first = one.person.button(words.questions["stage"]?.choices?.["under_inquiry"] ?? "");
    const asked = await one.answers({ ...MIND, stage: "under_inquiry" }, async (at) => {
      const before = (await one.stored())?.answers;
      if (at === 2) await one.turn(() => one.person.sends("photo"));
      if (at === 3) await one.turn(() => one.person.sends("sticker"));
      if (at === 4) await one.turn(() => one.person.presses(first));
      if (at === 5) {
        const said: number[] = [];
        await one.turn(() => said.push(one.person.says("等一下")));
        await one.turn(() => one.person.edits(said[0] ?? 0, words.buttons.unsure));
      }
      expect((await one.stored())?.answers).toEqual(before);
      expectTidy(one);
    });
    expect(asked).toBeGreaterThan(8);
    expect(lastHeard(one)?.text).toContain(words.said.summary);
    await one.taps(words.buttons.confirm);
    await expectVerdict(one);
    await one.taps(words.buttons.steps);
    await one.taps(words.buttons.copy);
    await one.taps(words.buttons.copy_text);
    await one.taps(words.buttons.copy_json);
    const files = heard(one).flatMap(({ file }) => (file === undefined ? [] : [file]));
    expect(files.map(({ name }) => name)).toEqual(["distinguo.txt", "distinguo.json"]);
    expect(files[0]?.text).toContain("汛期抢修，先施工后补手续。<b>&</b>");
    expect(JSON.parse(files[1]?.text ?? "")).toMatchObject({ purpose: "mistake" });
    await one.taps(words.buttons.close);
    expect((await one.stored())?.state).toBe("closed");
    expect(bot.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("in English goes on where it stood when the whole bot starts anew in the middle", async () => {
    let bot = await startBot(api, folder);
    const one = await phone(api, folder, "en");
    await toQuestions(one, "en", "We started the repair before the paperwork.");
    const asked = await one.answers(MIND, async (at) => {
      if (at !== 3 && at !== 7) return;
      await bot.stop();
      bot = await startBot(api, folder);
    });
    onTestFinished(() => bot.stop());
    expect(asked).toBeGreaterThan(8);
    await one.taps(buttons("en").confirm);
    await expectVerdict(one);
    expect((await one.stored())?.language).toBe("en");
    expectTidy(one);
  });

  it("has commands in the menu of both languages", async () => {
    await running();
    expect(api.commands("en").map(({ command }) => command)).toContain("forget");
    expect(api.commands("zh")).toHaveLength(api.commands("en").length);
  });

  it("takes typed answers, and says so when one was not understood", async () => {
    await running();
    const one = await phone(api, folder, "zh-CN");
    const words = bundle.words["zh-CN"];
    await toQuestions(one, "zh-CN", "经过。");
    await one.says("唔");
    expect(heard(one).at(-2)?.text).toBe(words.said.not_understood);
    await one.says(words.questions["stage"]?.choices?.["under_inquiry"] ?? "");
    expect((await one.stored())?.answers).toHaveLength(1);
    await one.says("/why@distinguo_bot");
    expect(lastHeard(one)).toMatchObject({ edits: 1 });
    expect((await one.stored())?.asking?.why).toBe(true);
  });
});

describe("the reviewer's checklist in Telegram", () => {
  it("goes through every entry and ends in tables as documents", async () => {
    await running();
    const one = await phone(api, folder, "zh-CN");
    const words = bundle.words["zh-CN"];
    await one.says("/start");
    await one.says("/checklist");
    await one.taps(words.buttons.review_start);
    const kept = await one.stored();
    const entries = kept === undefined ? [] : entriesOf(talkOf(kept, bundle));
    await one.taps(words.buttons.review_note);
    await one.says("=见会议纪要");
    for (const _ of entries.slice(0, 6)) {
      await one.turn(() => one.person.taps(lastHeard(one)?.buttons[0]?.[0] ?? ""));
      await one.taps(words.evidence_states.documented);
    }
    await one.taps(words.buttons.review_finish);
    await one.taps(words.buttons.review_export_csv);
    await one.taps(words.buttons.review_export_json);
    const files = heard(one).flatMap(({ file }) => (file === undefined ? [] : [file]));
    expect(files.map(({ name }) => name)).toEqual(["checklist.csv", "checklist.json"]);
    expect(files[0]?.text).toContain("'=见会议纪要");
    const table = JSON.parse(files[1]?.text ?? "") as { findings: object[]; account: object };
    expect(table.findings).toHaveLength(entries.length);
    await one.taps(words.buttons.leave);
    expect((await one.stored())?.state).toBe("notice");
  });
});

describe("deleting everything in Telegram", () => {
  it("leaves no case on the disk, and old buttons begin none", async () => {
    await running();
    const one = await phone(api, folder, "zh-CN");
    const words = bundle.words["zh-CN"];
    await toQuestions(one, "zh-CN", "这句话不应留下。");
    const old = one.person.button(words.questions["stage"]?.choices?.["under_inquiry"] ?? "");
    await one.says("/forget");
    await one.taps(words.buttons.erase_yes);
    await api.until("the farewell arrived", () => lastHeard(one)?.text === words.said.erased);
    expect(await one.stored()).toBeUndefined();
    const files = await readdir(join(folder, "cases"), { recursive: true, withFileTypes: true });
    expect(files.filter((file) => file.isFile())).toEqual([]);
    one.person.presses(old);
    await api.until("it was answered", () => lastHeard(one)?.text === words.said.gone);
    expect(await one.stored()).toBeUndefined();
    await one.taps(words.buttons.consent);
    expect(await one.stored()).toMatchObject({ state: "notice", answers: [] });
  });
});

describe("the webhook, mounted in the web chat", () => {
  it("carries a whole consultation, and the page is served beside it", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/telegram/hook`;
    const settings = readSettings({
      DISTINGUO_DATA: folder,
      PORT: String(port),
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_WEBHOOK_URL: url,
      TELEGRAM_WEBHOOK_SECRET: "a-secret_of_the_webhook",
    });
    const served = await serve({ settings, bundle, contentRoot: ROOT.pathname, log: silent });
    onTestFinished(() => served.stop());
    expect(api.webhook()).toEqual({ url, secret: "a-secret_of_the_webhook" });
    const one = await phone(api, folder, "zh-CN");
    await toQuestions(one, "zh-CN", "经过。");
    await one.answers(MIND);
    await one.taps(buttons("zh-CN").confirm);
    await expectVerdict(one);
    expect(api.webhookCalls.every(({ status }) => status === 200)).toBe(true);
    expect((await fetch(served.address)).status).toBe(200);
    expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(401);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
