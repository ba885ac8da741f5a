import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { LANGUAGES, bundle } from "../support/dialogue-scene.ts";
import { allKnown } from "../support/dialogue-ways.ts";
import {
  accessibilityFaults,
  openBrowser,
  printedPages,
  sidewaysScroll,
} from "./support/browser.ts";
import type { Device } from "./support/browser.ts";
import { openSite } from "./support/consultation.ts";
import type { Site } from "./support/consultation.ts";

const DEVICES: readonly (readonly [string, Device])[] = [
  ["desk", { width: 1280, height: 860 }],
  ["phone", { width: 390, height: 844, touch: true }],
];
/** The loss is left open, so that the result has something to look for. */
const { loss: _, ...KNOWN } = allKnown();
const MIND = { ...KNOWN, urgent: "yes", reported_promptly: "yes", good_result: "no" };
const STORY = "去年汛期，为抢时间先施工、后补手续。<b>&amp;</b>";

let browser: Browser;
let site: Site | undefined;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(async () => {
  await site?.close();
  site = undefined;
});
afterAll(() => browser.close());

async function expectFits({ page, faults }: Site): Promise<void> {
  expect(await sidewaysScroll(page)).toBe(0);
  expect(faults).toEqual([]);
}

describe.each(LANGUAGES)("a consultation on the page in %s", (language) => {
  it.each(DEVICES)(
    "goes from the notice to the verdict, its steps and a copy (%s)",
    async (name, device) => {
      const current = await openSite(browser, language, device);
      site = current;
      const { page, words } = current;
      const shoots = (what: string) => current.shoots(`${language}-${name}-${what}`);
      expect(await page.locator("#log").innerText()).toContain(words.said.notice_secrets);
      await shoots("1-notice");
      await current.taps(words.buttons.consent);
      await shoots("2-purpose");
      await current.taps(words.buttons.mistake);
      await current.taps(words.buttons.national);
      await current.taps(words.buttons.last_year);
      await current.says(STORY);
      // What was read in it is turned once and put away: all the questions are to be asked below.
      if ((await page.locator("#log").innerText()).includes(words.proposals.heard)) {
        await current.says("1");
        await shoots("3-readings");
        await expectFits(current);
        expect(await accessibilityFaults(page)).toEqual([]);
        await current.taps(words.proposals.discard);
      }
      await shoots("3-question");
      const asked = await current.answers(MIND, async (at) => {
        if (at === 4) {
          const before = await page.locator("#log > .entry").allInnerTexts();
          await current.reloads();
          expect(await page.locator("#log > .entry").allInnerTexts()).toEqual(before);
          await current.taps(words.buttons.why);
          await shoots("4-list-and-why");
        }
        if (at === 8) await expectFits(current);
      });
      expect(asked).toBeGreaterThan(8);
      await shoots("5-summary");
      await current.taps(words.buttons.confirm);
      const card = page.locator(".verdict");
      expect(await card.count()).toBe(1);
      expect(await card.locator(".distinction").count()).toBe(3);
      const said = await card.innerText();
      expect(said).toContain(words.verdict.who_decides);
      const names = bundle.policy.tiers.map((tier) =>
        language === "en" ? tier.name.en : tier.name.zh,
      );
      expect(names.some((tier) => said.includes(tier))).toBe(true);
      await shoots("6-verdict");
      expect(await accessibilityFaults(page)).toEqual([]);
      await expectFits(current);
      expect(await printedPages(page)).toBe(1);
      await current.taps(words.buttons.steps);
      await shoots("7-steps");
      await expectFits(current);
      await current.taps(words.buttons.copy);
      await current.taps(words.buttons.copy_text);
      await shoots("8-copy");
      const coming = page.waitForEvent("download");
      await page.locator("a.download").last().click();
      const download = await coming;
      expect(download.suggestedFilename()).toBe("distinguo.txt");
      const text = await readFile(await download.path(), "utf8");
      for (const line of [STORY, words.verdict.copy_answers, bundle.bundle])
        expect(text).toContain(line);
      expect(await page.locator("#log").innerText()).not.toMatch(/\{[a-z_]+\}/);
      await current.taps(words.buttons.copy_json);
      await expectFits(current);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  it("can be deleted: nothing is left on the page or on the disk, also after a reload", async () => {
    const current = await openSite(browser, language);
    site = current;
    const { page, words } = current;
    await current.taps(words.buttons.consent);
    await current.taps(words.buttons.mistake);
    await current.taps(words.buttons.national);
    await current.taps(words.buttons.skip_time);
    await current.says(STORY);
    expect(await current.caseFiles()).not.toEqual([]);
    await current.says("/forget");
    await current.taps(words.buttons.erase_yes);
    await current.shoots(`${language}-desk-9-deleted`);
    expect(await current.caseFiles()).toEqual([]);
    const shown = () => page.locator("#log").innerText();
    expect(await shown()).toContain(words.said.erased);
    expect(await shown()).not.toContain(STORY);
    await current.reloads();
    expect(await shown()).not.toContain(STORY);
    expect(await shown()).toContain(words.said.notice_secrets);
    expect(current.faults).toEqual([]);
  });
});
