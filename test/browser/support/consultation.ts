/** A person at the web chat of the whole program: real policy, real words, real store in a folder of its own. */
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { Language } from "../../../src/dialogue/reply.ts";
import type { WordsOf } from "../../../src/dialogue/words-schema.ts";
import { serve } from "../../../src/main.ts";
import { LIMITS } from "../../../src/app/rate-limit.ts";
import { readSettings } from "../../../src/settings.ts";
import { ROOT, bundle, silent } from "../../support/dialogue-scene.ts";
import type { Mind } from "../../support/dialogue-ways.ts";
import { openPage, turnAfter } from "./browser.ts";
import type { Device } from "./browser.ts";

/** A folder for pictures of the pages, made when there is none; absent: none are taken. */
const PICTURES = process.env["SCREENSHOTS"];

export interface Site {
  readonly page: Page;
  readonly words: WordsOf;
  /** What the page reported to its console as an error; a healthy page reports nothing. */
  readonly faults: string[];
  /** Taps the newest button with these words and waits until the turn is over. */
  taps(label: string): Promise<void>;
  says(text: string): Promise<void>;
  reloads(): Promise<void>;
  /** Answers every question by what is on the page; `between` acts before each. */
  answers(mind: Mind, between?: (asked: number) => Promise<void>): Promise<number>;
  /** Keeps a picture of the whole page, where pictures are wanted. */
  shoots(name: string): Promise<void>;
  /** Files of cases on the disk. */
  caseFiles(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts the program on a free port and opens its page. */
export async function openSite(
  browser: Browser,
  language: Language,
  device: Device = {},
): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), "distinguo-"));
  const folder = join(root, "data");
  const settings = readSettings({ DISTINGUO_DATA: folder, PORT: "0" });
  const served = await serve({
    settings,
    bundle,
    contentRoot: ROOT.pathname,
    log: silent,
    limits: { ...LIMITS, person: { burst: 1_000, everyMs: 1 } },
  });
  const locale = language === "en" ? "en-GB" : "zh-CN";
  const page = await openPage(browser, { ...device, locale });
  const faults: string[] = [];
  page.on("console", (line) => void (line.type() === "error" && faults.push(line.text())));
  page.on("pageerror", (error) => void faults.push(error.message));
  const during = (act: () => Promise<unknown>) => turnAfter(page, act);
  const taps = (label: string) =>
    during(() => page.getByRole("button", { name: label, exact: true }).last().click());
  await during(() => page.goto(served.address));
  const field = page.getByRole("textbox");
  return {
    page,
    words: bundle.words[language],
    faults,
    taps,
    says: async (text) => {
      await field.fill(text);
      await during(() => field.press("Enter"));
    },
    reloads: () => during(() => page.reload()),
    answers: (mind, between) => answerAll(page, language, mind, taps, between),
    shoots: (name) => shoot(page, name),
    caseFiles: async () => {
      const all = await readdir(join(folder, "cases"), { recursive: true, withFileTypes: true });
      const files = all.filter((file) => file.isFile());
      return files.map(({ name }) => name);
    },
    close: async () => {
      await page.context().close();
      await served.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function answerAll(
  page: Page,
  language: Language,
  mind: Mind,
  taps: Site["taps"],
  between: ((asked: number) => Promise<void>) | undefined,
): Promise<number> {
  const { buttons, questions, yes_no: yesNo } = bundle.words[language];
  for (let asked = 0; ; asked += 1) {
    await between?.(asked);
    const first = await page.locator(".entry.question .blocks p:first-child").last().innerText();
    const found = Object.entries(questions).find(([, words]) => words.ask === first);
    if (found === undefined) return asked;
    const [id, { choices, items }] = found;
    const labels = await page.locator(".entry.question").last().locator(".words").allInnerTexts();
    if (items === undefined) {
      const facts = bundle.policy.questions.find((question) => question.id === id)?.facts;
      const value = mind[facts?.[0] ?? ""] ?? "";
      const label = choices?.[value] ?? yesNo[value as "yes"];
      await taps(label !== undefined && labels.includes(label) ? label : buttons.unsure);
      continue;
    }
    const ticks = Object.entries(items).filter(
      ([fact, label]) => mind[fact] === "yes" && labels.includes(label),
    );
    for (const [, label] of ticks) await taps(label);
    await taps(ticks.length === 0 ? buttons.none_of_these : buttons.done);
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}
