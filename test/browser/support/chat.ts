/** A person at the web chat: the real server and page, a scripted talk behind them. */
import type { Browser, Locator, Page } from "playwright-core";
import { webChannel } from "../../../src/channels/web.ts";
import { openPage, turnAfter } from "./browser.ts";
import type { Device } from "./browser.ts";
import { scriptedTalk } from "./talk.ts";
import type { Talk } from "./talk.ts";
import { webWords } from "./words.ts";

export interface Chat {
  readonly page: Page;
  readonly talk: Talk;
  /** Faults the page reported to its console; a healthy page has none. */
  readonly faults: string[];
  readonly field: Locator;
  /** A button that acts, by its words. */
  button(words: string): Locator;
  /** Taps a button and waits until the turn is over. */
  tap(words: string): Promise<void>;
  /** Types a message, sends it with Enter and waits until the turn is over. */
  send(words: string): Promise<void>;
  /** Presses a key that makes a turn, and waits until the turn is over. */
  press(key: string): Promise<void>;
  /** Loads the page again, and waits until it has heard where the talk stands. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the page and waits until it has heard where the talk stands. */
export async function openChat(browser: Browser, device: Device = {}, query = ""): Promise<Chat> {
  const talk = scriptedTalk();
  const channel = webChannel({
    host: "127.0.0.1",
    port: 0,
    clock: { nowMs: () => Date.now() },
    log: { info() {}, error() {} },
    words: webWords,
  });
  await channel.start(talk);
  const page = await openPage(browser, device);
  const chat = chatOn(page, talk, async () => {
    await page.context().close();
    await channel.stop();
  });
  await turnAfter(page, () => page.goto(channel.address() + query));
  return chat;
}

/** The way of someone who goes straight to the result. */
export async function goToVerdict(chat: Chat): Promise<void> {
  for (const words of ["已经发生了失误", "直接答题", "是", "以上都没有", "看结果"]) {
    await chat.tap(words);
  }
}

function chatOn(page: Page, talk: Talk, close: () => Promise<void>): Chat {
  const faults: string[] = [];
  page.on("console", (line) => void (line.type() === "error" && faults.push(line.text())));
  page.on("pageerror", (error) => void faults.push(error.message));
  const field = page.getByRole("textbox");
  const button = (words: string) => page.getByRole("button", { name: words, exact: true });
  const during = (act: () => Promise<unknown>) => turnAfter(page, act);
  return {
    page,
    talk,
    faults,
    field,
    button,
    close,
    tap: (words) => during(() => button(words).click()),
    press: (key) => during(() => page.keyboard.press(key)),
    reload: () => during(() => page.reload()),
    async send(words) {
      await field.fill(words);
      await during(() => field.press("Enter"));
    },
  };
}
