/** Starts a real browser for tests, and asks of a page what every page must fulfil. */
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser; the caller closes it. Rejects when there is none at CHROMIUM or /usr/bin/chromium. */
export function openBrowser(): Promise<Browser> {
  // Without a UTF-8 locale Chromium saves a file with a Chinese name as "download".
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  return chromium.launch({ executablePath: EXECUTABLE, args: QUIET, chromiumSandbox: false, env });
}

/** What a person holds in their hands. Sizes in CSS pixels. */
export interface Device {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  readonly locale?: string;
  readonly touch?: boolean;
}

/** A page of its own context: no cookie, no storage of an earlier one. Closing `page.context()` ends it. */
export async function openPage(browser: Browser, device: Device = {}): Promise<Page> {
  const { width = 1280, height = 860, colorScheme = "light", locale = "zh-CN" } = device;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale,
    hasTouch: device.touch ?? false,
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  return context.newPage();
}

/** Does what makes the page post a turn, and waits until that turn is over, well or not. */
export async function turnAfter(page: Page, act: () => Promise<unknown>): Promise<void> {
  const posted = page.waitForRequest("**/api/turn");
  await act();
  await posted;
  await page.waitForFunction(() => document.querySelector("#log[data-busy]") === null);
}

/** Accessibility faults on the page as it stands, one line each; none is an empty list. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(" ")})`,
  );
}

/** How far the page can be scrolled sideways, in CSS pixels; a page that fits gives 0. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** The pages that printing gives. */
export async function printedPages(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
