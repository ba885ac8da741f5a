import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { telegramChannel } from "../../src/channels/telegram.ts";
import type { TelegramSettings } from "../../src/channels/telegram.ts";
import { EnvironmentFault } from "../../src/ports.ts";
import { recordingLog, setScene, settingsFor } from "../support/bot-api-scene.ts";
import type { Scene } from "../support/bot-api-scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.end());

const start = () => scene.channel.start(scene.conversations);
const texts = () =>
  scene.conversations.incoming.map(({ input }) =>
    input.type === "text" ? input.text : input.type,
  );
const failures = () => scene.log.filter(({ level }) => level === "error");

describe("the Telegram channel, when it starts", () => {
  it("offers the commands in Chinese, in English, and in Chinese to everybody else", async () => {
    await start();
    const chinese = [
      { command: "start", description: "开始" },
      { command: "delete", description: "全部删除" },
    ];
    expect(scene.api.commands("")).toEqual(chinese);
    expect(scene.api.commands("zh")).toEqual(chinese);
    expect(scene.api.commands("en").map(({ description }) => description)).toEqual([
      "Begin",
      "Delete everything",
    ]);
  });

  it("serves without a command menu when Telegram does not take it", async () => {
    scene.api.fail("setMyCommands", { code: 400, description: "Bad Request: BOT_COMMAND_INVALID" });
    await start();
    expect(failures()).toEqual([
      { level: "error", event: "telegram/commands-not-set", fields: { error: "400" } },
    ]);
    scene.api.person().says("在吗");
    await scene.api.settled();
    expect(texts()).toEqual(["在吗"]);
  });

  it("takes over from a webhook that an earlier run left", async () => {
    await fetch(`${scene.api.root}/bot${scene.api.token}/setWebhook?url=http://127.0.0.1:9/x`);
    scene.api.person().says("等了很久");
    await start();
    await scene.api.settled();
    expect(texts()).toEqual(["等了很久"]);
  });

  const token = "99:not-the-token-of-this-bot";
  const faults: readonly (readonly [string, Partial<TelegramSettings>, string])[] = [
    ["a token Telegram does not know", { token }, "check TELEGRAM_BOT_TOKEN"],
    ["a token that is none", { token: "secret-but-no-token" }, "TELEGRAM_BOT_TOKEN"],
    ["no server at the address", { apiRoot: "http://127.0.0.1:9" }, "ECONNREFUSED"],
    ["an address that is none", { apiRoot: "nowhere" }, "TELEGRAM_API_ROOT"],
    [
      "a webhook address that is none",
      { webhook: { url: "x", secret: "s" } },
      "TELEGRAM_WEBHOOK_URL",
    ],
    [
      "a secret Telegram would refuse",
      { webhook: { url: "https://x.cn/t", secret: "密" } },
      "TELEGRAM_WEBHOOK_SECRET",
    ],
  ];
  it.each(faults)("says in one line what is wrong: %s", async (_, change, hint) => {
    const log = recordingLog();
    const settings = { ...settingsFor(scene.api, log), ...change };
    const fault: unknown = await telegramChannel(settings)
      .start(scene.conversations)
      .catch((error: unknown) => error);
    if (!(fault instanceof EnvironmentFault)) throw new Error("expected an EnvironmentFault");
    expect(fault.message).toContain(hint);
    expect(fault.message).not.toContain("\n");
    for (const shown of [fault.message, String(fault.cause), JSON.stringify(log.lines)])
      expect(shown).not.toContain(settings.token);
  });

  it("survives a server that is slow to come up", async () => {
    scene.api.fail("getMe", { code: 502, times: 2 });
    scene.api.fail("deleteWebhook", { drop: "before" });
    await start();
    expect(failures()).toEqual([]);
  });

  it("takes an address with a slash at its end", async () => {
    const channel = telegramChannel({
      ...settingsFor(scene.api, recordingLog()),
      apiRoot: `${scene.api.root}/`,
    });
    await channel.start(scene.conversations);
    await channel.stop();
  });
});
