import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  accessibilityFaults,
  openBrowser,
  printedPages,
  sidewaysScroll,
} from "./support/browser.ts";
import type { Device } from "./support/browser.ts";
import { goToVerdict, openChat } from "./support/chat.ts";
import type { Chat } from "./support/chat.ts";

const PHONE = { width: 390, height: 844, touch: true };
const STORY = "去年三月，党组会研究后先拿出一部分专项资金修了排水。";

let browser: Browser;
let chat: Chat | undefined;

beforeAll(async () => {
  browser = await openBrowser();
});

afterEach(async () => {
  await chat?.close();
  chat = undefined;
});

afterAll(() => browser.close());

async function open(device: Device = {}, query = ""): Promise<Chat> {
  chat = await openChat(browser, device, query);
  return chat;
}

/** Everything said so far, one line an entry. */
const said = ({ page }: Chat) => page.locator("#log > .entry").allInnerTexts();
const focused = ({ page }: Chat) =>
  page.evaluate(() => document.activeElement?.querySelector(".words")?.textContent ?? "");

describe("a conversation on the page", () => {
  it("can be answered within a second of loading", async () => {
    const current = await open();
    await current.reload();
    expect(await current.page.evaluate(() => performance.now())).toBeLessThan(1_000);
  });

  it("folds an answered question into its line, and its buttons are gone", async () => {
    const current = await open();
    for (const words of ["已经发生了失误", "直接答题"]) await current.tap(words);
    await current.tap("不清楚");
    expect(await said(current)).toContainEqual(expect.stringContaining("是否上会：不清楚"));
    expect(await current.page.getByText("当时这件事有没有上会研究").count()).toBe(0);
    expect(await current.button("不清楚").count()).toBe(0);
    expect(current.faults).toEqual([]);
  });

  it("shows what was typed as text, whatever it looks like", async () => {
    const current = await open();
    await current.send("<img src=x onerror=alert(1)>&amp;");
    await current.page.getByText("<img src=x onerror=alert(1)>&amp;").waitFor();
    expect(await current.page.locator("#log img").count()).toBe(0);
    expect(await current.field.inputValue()).toBe("");
  });

  it("ticks a checklist in place and keeps the focus on the item", async () => {
    const current = await open();
    for (const words of ["已经发生了失误", "直接答题", "否"]) await current.tap(words);
    const { length } = await said(current);
    const item = current.button("造成人员伤亡");
    expect(await item.getAttribute("aria-pressed")).toBe("false");
    await item.focus();
    await current.press("Space");
    expect(await current.button("选好了（1）").isVisible()).toBe(true);
    expect(await item.getAttribute("aria-pressed")).toBe("true");
    expect(await item.innerText()).toContain("☑");
    // Past the tenth turn: ids are compared by number.
    for (let turn = 6; turn < 13; turn += 1) await current.press("Space");
    expect(await item.getAttribute("aria-pressed")).toBe("false");
    expect(await focused(current)).toBe("造成人员伤亡");
    expect(await said(current)).toHaveLength(length);
  });

  it("acknowledges what it drew, once", async () => {
    const current = await open();
    for (const words of ["已经发生了失误", "直接答题"]) await current.tap(words);
    expect(current.talk.heard.map(({ acknowledged }) => acknowledged)).toEqual([
      [],
      ["1.0", "1.1"],
      ["2.0"],
    ]);
  });

  it("speaks the language of the latest reply, and says so to screen readers", async () => {
    const current = await open({ locale: "en-US" }, "?lang=zh-CN");
    expect(current.talk.heard[0]?.languageHint).toBe("zh-CN");
    await current.tap("English");
    expect(await current.button("Send").isVisible()).toBe(true);
    expect(await current.page.locator("html").getAttribute("lang")).toBe("en");
    expect(await current.page.locator(".entry").first().getAttribute("lang")).toBe("zh-CN");
  });

  it("starts over when the server does: everything was deleted", async () => {
    const current = await open();
    await goToVerdict(current);
    await current.tap("全部删除");
    await current.send("还在吗");
    expect((await said(current))[0]).toBe("还在吗");
    expect(await current.page.locator(".verdict").count()).toBe(0);
  });
});

describe("the keyboard", () => {
  it("picks the n-th choice by its digit, but types digits in the text field", async () => {
    const current = await open();
    await current.press("1");
    expect(await current.button("直接答题").isVisible()).toBe(true);
    await current.field.focus();
    await current.page.keyboard.type("1");
    expect(await current.field.inputValue()).toBe("1");
    expect(current.talk.heard).toHaveLength(2);
  });

  it("leaves digits alone when asked to", async () => {
    const current = await open({}, "?keys=off");
    await current.page.keyboard.press("1");
    await current.send("你好");
    expect(current.talk.heard.map(({ input }) => input.type)).toEqual(["open", "text"]);
  });

  it("goes from the text field to the choices with Esc, and on to the next choices", async () => {
    const current = await open();
    await current.field.focus();
    await current.page.keyboard.press("Escape");
    expect(await focused(current)).toBe("已经发生了失误");
    await current.press("Enter");
    expect(await focused(current)).toBe("直接答题");
  });

  it("never takes the focus away from the text field", async () => {
    const current = await open();
    await current.send(STORY);
    expect(await current.field.evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it("does not send while a Chinese input method is choosing words", async () => {
    const current = await open();
    await current.field.fill("kaihui");
    await current.field.dispatchEvent("keydown", { key: "Enter", isComposing: true });
    await current.field.press("Shift+Enter");
    expect(await current.field.inputValue()).toBe("kaihui\n");
    expect(current.talk.heard).toHaveLength(1);
  });
});

describe("when something fails", () => {
  it.each(["unstored", "busy"] as const)(
    "apologises, keeps the words and sends them again under the same id (%s)",
    async (ending) => {
      const current = await open();
      current.talk.next = ending;
      await current.send(STORY);
      const alert = current.page.getByRole("alert");
      expect(await alert.innerText()).toContain("刚才那一步没有存上");
      expect(await current.field.inputValue()).toBe(STORY);
      await current.tap("再发一次");
      expect(await alert.isHidden()).toBe(true);
      expect(await current.page.getByText(STORY, { exact: true }).count()).toBe(1);
      const [, first, second] = current.talk.heard;
      expect(second?.eventId).toBe(first?.eventId);
    },
  );

  it("counts a turn once that was stored though its answer was lost, over a reload", async () => {
    const current = await open();
    current.talk.next = "unheard";
    await current.send(STORY);
    await current.reload();
    expect(await current.field.inputValue()).toBe(STORY);
    await current.field.focus();
    await current.press("Enter");
    const [, first, , again] = current.talk.heard;
    expect(again?.eventId).toBe(first?.eventId);
    expect(await current.page.getByText("记下了").count()).toBe(1);
  });

  it("says so when the server cannot be reached, and the choice can be tapped again", async () => {
    const current = await open();
    await current.page.context().setOffline(true);
    await current.tap("已经发生了失误");
    expect(await current.page.getByRole("alert").innerText()).toContain("连不上服务器");
    await current.page.context().setOffline(false);
    await current.tap("已经发生了失误");
    expect(await current.button("直接答题").isVisible()).toBe(true);
  });

  it("finds its way back when the cookie is gone", async () => {
    const current = await open();
    await current.page.context().clearCookies();
    await current.send(STORY);
    expect(await current.page.getByRole("alert").innerText()).toContain("没有成功");
    await current.tap("再发一次");
    expect(await current.page.getByText("记下了").isVisible()).toBe(true);
  });

  it("shows the same transcript after a reload, without a word twice", async () => {
    const current = await open();
    await current.send(STORY);
    const before = await said(current);
    await current.reload();
    expect(await said(current)).toEqual(before);
    await current.tap("是");
    expect(await said(current)).toContainEqual(expect.stringContaining("是否上会：是"));
  });
});

describe("results and files", () => {
  it("draws three scales that lean as the words beside them say", async () => {
    const current = await open();
    await goToVerdict(current);
    const rows = current.page.locator(".distinction");
    const lean = (index: number) =>
      rows
        .nth(index)
        .locator(".beam")
        .evaluate((beam) =>
          Math.sign(Number(beam.getAttribute("y1")) - Number(beam.getAttribute("y2"))),
        );
    expect(await Promise.all([0, 1, 2].map(lean))).toEqual([1, -1, 0]);
    expect(await rows.nth(1).locator(".weight").count()).toBe(3);
    for (const words of ["○", "不可容", "专项资金用途有明文限制", "挪用专项资金"]) {
      expect(await rows.nth(1).innerText()).toContain(words);
    }
  });

  it("prints the card, and only the card, on one page", async () => {
    const current = await open();
    await current.send(STORY.repeat(40));
    for (const words of ["是", "以上都没有", "看结果"]) await current.tap(words);
    expect(await printedPages(current.page)).toBe(1);
    await current.page.emulateMedia({ media: "print" });
    expect(await current.page.getByText("可能从轻或减轻处理").isVisible()).toBe(true);
    expect(await current.page.getByText(STORY).isVisible()).toBe(false);
    expect(await current.button("提交审核").isVisible()).toBe(false);
  });

  it("offers a file for download, with a preview that is only text", async () => {
    const current = await open();
    await goToVerdict(current);
    await current.tap("导出");
    const coming = current.page.waitForEvent("download");
    await current.page.getByRole("link", { name: "下载 情况说明.txt" }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe("情况说明.txt");
    expect(await readFile(await download.path(), "utf8")).toContain("<b>原文照录</b>");
    await current.page.getByText("看看内容").click();
    expect(await current.page.locator("pre").innerText()).toContain("<b>原文照录</b>");
    expect(current.faults).toEqual([]);
  });
});

describe("for everyone", () => {
  it.each<[string, Device]>([
    ["a desk, light", {}],
    ["a desk, dark", { colorScheme: "dark" }],
    ["a phone, light", PHONE],
    ["a phone, dark", { ...PHONE, colorScheme: "dark" }],
  ])("has no accessibility fault on %s", async (_, device) => {
    const current = await open(device);
    expect(await accessibilityFaults(current.page)).toEqual([]);
    await current.send(STORY);
    await current.tap("否");
    await current.tap("造成人员伤亡");
    expect(await accessibilityFaults(current.page)).toEqual([]);
    for (const words of ["造成人员伤亡", "以上都没有", "看结果", "导出"]) await current.tap(words);
    current.talk.next = "unstored";
    await current.send(STORY);
    expect(await accessibilityFaults(current.page)).toEqual([]);
  });

  it.each([320, 390, 640])("never scrolls sideways at %i px", async (width) => {
    const current = await open({ width, height: 640 });
    await current.send(`${STORY}${"a".repeat(200)}`);
    for (const words of ["是", "造成人员伤亡"]) await current.tap(words);
    expect(await sidewaysScroll(current.page)).toBe(0);
    for (const words of ["造成人员伤亡", "以上都没有", "看结果", "导出"]) await current.tap(words);
    expect(await sidewaysScroll(current.page)).toBe(0);
  });

  it("gives every answer at least 44 px to tap", async () => {
    const current = await open(PHONE);
    for (const words of ["已经发生了失误", "直接答题"]) await current.tap(words);
    for (const words of ["是", "否", "不清楚", "发送"]) {
      const box = await current.button(words).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
  });
});
