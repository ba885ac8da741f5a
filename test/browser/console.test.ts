import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newOwnerLink } from "../../src/accounts/setting-up.ts";
import {
  codeNow,
  invited,
  openConsole,
  owner,
  PASSWORD,
  STEP_MS,
} from "../channels/console-scene.ts";
import type { ConsoleScene } from "../channels/console-scene.ts";
import { accessibilityFaults, openBrowser, openPage, sidewaysScroll } from "./support/browser.ts";

let browser: Browser;
let scene: ConsoleScene;
let server: ReturnType<typeof createAdaptorServer>;
let address = "";
const SECOND = "lost-phone";
/** Where pictures of the pages go; none are taken without it. */
const PICTURES = process.env["PICTURES"];

beforeAll(async () => {
  browser = await openBrowser();
  scene = await openConsole();
  await invited(scene, await owner(scene), ["reviewer"], SECOND);
  server = createAdaptorServer({ fetch: scene.app.fetch });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.close();
  await scene.close();
});

/** The page as it stands: nothing sticks out sideways, and nobody is shut out. */
async function fits(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined)
    await page.screenshot({ path: `${PICTURES}/console-${name}.png`, fullPage: true });
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
}

describe.each([
  ["desktop", { width: 1280, height: 860, locale: "zh-CN" }],
  ["phone", { width: 390, height: 844, locale: "zh-CN", touch: true }],
  ["dark", { width: 390, height: 844, locale: "en", colorScheme: "dark" }],
] as const)("the console on a %s", (device, how) => {
  it("takes an owner from the link to the audit log", async () => {
    const page = await openPage(browser, how);
    const faults: string[] = [];
    page.on("console", (line) => {
      if (line.type() === "error" && !line.text().includes("422")) faults.push(line.text());
    });
    const name = `owner-${device}`;
    await page.goto(`${address}/console/setup#${await newOwnerLink(scene.desk)}`);
    await page.waitForFunction(() => location.hash === "");
    expect(await page.locator("#token-field").isVisible()).toBe(false);
    await page.fill("#name", name);
    await page.fill("#password", "short");
    await page.click("button.main");
    await fits(page, `${device}-setup`);
    await page.fill("#password", PASSWORD);
    await page.click("button.main");
    await page.waitForURL("**/console/enrol");
    await fits(page, `${device}-enrol`);
    const secret = (await page.textContent("#secret")) ?? "";
    await page.fill("#code", codeNow(scene, secret));
    await page.click("button.main");
    expect(await page.locator(".codes li").count()).toBe(10);
    await fits(page, `${device}-recovery`);
    for (const place of ["accounts", "me", "audit?check=1"]) {
      await page.goto(`${address}/console/${place}`);
      await fits(page, `${device}-${place.split("?")[0]}`);
    }
    await page.goto(`${address}/console/accounts`);
    const row = page.locator("tr", { has: page.locator("th", { hasText: SECOND }) });
    await row.locator("summary").click();
    await fits(page, `${device}-reset`);
    await row.locator("details button").click();
    expect(await page.textContent("#reset-code")).toMatch(/^\w{4}(-\w{4}){3}$/);
    await fits(page, `${device}-reset-code`);
    await page.click("button.plain");
    await page.waitForURL("**/console/log-in");
    await fits(page, `${device}-log-in`);
    await page.fill("#name", name);
    await page.fill("#password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/console/second-factor");
    await fits(page, `${device}-second-factor`);
    scene.nowMs += STEP_MS;
    await page.fill("#code", codeNow(scene, secret));
    await page.keyboard.press("Enter");
    await page.waitForURL("**/console/accounts");
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
