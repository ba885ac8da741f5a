import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UPDATE_BYTES_MAX } from "../../src/channels/telegram-webhook.ts";
import type { TelegramChannel } from "../../src/channels/telegram.ts";
import { APOLOGY, handled, reply, row, setScene } from "../support/bot-api-scene.ts";
import type { Scene } from "../support/bot-api-scene.ts";

const SECRET = "a-secret_of_the_webhook";
const HEADER = "x-telegram-bot-api-secret-token";

let scene: Scene;
let url: string;
let close: () => void;
beforeEach(async () => {
  const mounted: { channel?: TelegramChannel } = {};
  // The server the web chat runs on, which mounts the handler.
  const server = createAdaptorServer({
    fetch: async (request) => mounted.channel?.webhook(request) ?? new Response(),
    overrideGlobalObjects: false,
  }) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/telegram`;
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  scene = await setScene({ webhook: { url, secret: SECRET } });
  mounted.channel = scene.channel;
});
afterEach(async () => {
  await scene.end();
  close();
});

const start = () => scene.channel.start(scene.conversations);
const statuses = () => scene.api.webhookCalls.map(({ status }) => status);
const post = (init: RequestInit) =>
  fetch(url, { method: "POST", headers: { [HEADER]: SECRET }, ...init });

describe("the webhook", () => {
  it("is set with its secret, for the kinds of update that are served", async () => {
    await start();
    expect(scene.api.webhook()).toEqual({ url, secret: SECRET });
    const call = scene.api.calls.find(({ method }) => method === "setWebhook");
    expect(call?.parameters["allowed_updates"]).toEqual([
      "message",
      "edited_message",
      "callback_query",
    ]);
    expect(scene.api.calls.some(({ method }) => method === "getUpdates")).toBe(false);
  });

  it("refused by Telegram is a fault of the machine", async () => {
    scene.api.fail("setWebhook", { code: 400, description: "Bad Request: bad webhook" });
    await expect(start()).rejects.toThrow(/TELEGRAM_WEBHOOK_URL/);
  });

  it("carries a consultation: words, buttons, edits", async () => {
    scene.conversations.answer = ({ input }) =>
      input.type === "text"
        ? handled(reply("1.0", "上会了吗？", { choices: [row("是", "否")] }))
        : handled([
            reply("2.0", "记下了", { closes: { reply: "1.0", text: "是否上会：是" } }),
            String(person.heard()[0]?.id),
          ]);
    await start();
    const person = scene.api.person();
    person.says("/start");
    await scene.api.settled();
    person.taps("是");
    await scene.api.settled();
    expect(person.heard().map(({ text, buttons }) => [text, buttons])).toEqual([
      ["是否上会：是", []],
      ["记下了", []],
    ]);
    expect(person.waiting()).toBe(0);
    expect(statuses()).toEqual([200, 200]);
  });

  it("answers only after the turn is stored", async () => {
    const gate = Promise.withResolvers<void>();
    scene.conversations.answer = async () => {
      await gate.promise;
      return handled();
    };
    await start();
    scene.api.person().says("一");
    await scene.api.until("the turn is in hand", () => scene.conversations.incoming.length === 1);
    expect(scene.api.pending()).toHaveLength(1);
    expect(statuses()).toEqual([]);
    gate.resolve();
    await scene.api.settled();
    expect(statuses()).toEqual([200]);
  });

  it.each([
    ["rejected", () => Promise.reject(new Error("disk")), [APOLOGY["zh-CN"], "好"]],
    ["busy", async () => ({ status: "busy", replies: [] }) as const, ["好"]],
  ])("answers 503 when handling was %s, and Telegram sends it again", async (_, answer, words) => {
    let offers = 0;
    scene.conversations.answer = () => {
      offers += 1;
      return offers < 4 ? answer() : handled(reply("1.0", "好"));
    };
    await start();
    const person = scene.api.person();
    person.says("一");
    await scene.api.settled();
    expect(statuses()).toEqual([503, 503, 503, 200]);
    expect(person.heard().map(({ text }) => text)).toEqual(words);
  });

  it("answers 503 once the channel stopped, so that nothing is lost", async () => {
    await start();
    await scene.channel.stop();
    scene.api.person().says("一");
    await scene.api.until("it was refused", () => statuses().includes(503));
    expect(scene.api.pending()).toHaveLength(1);
    expect(scene.conversations.incoming).toEqual([]);
  });

  const update = JSON.stringify({ update_id: 1, message: {} });
  const wrong = { [HEADER]: "a-secret_of_the_webhooK" };
  const refused: readonly (readonly [string, number, RequestInit])[] = [
    ["without the secret", 401, { headers: {}, body: update }],
    ["with another secret", 401, { headers: wrong, body: update }],
    ["with an empty secret", 401, { headers: { [HEADER]: "" }, body: update }],
    ["too large for an update", 413, { body: "x".repeat(UPDATE_BYTES_MAX + 1) }],
    ["that is not JSON", 400, { body: "{" }],
    ["that is no update", 400, { body: '{"update_id":"one"}' }],
    ["without a body", 400, {}],
    ["to read", 405, { method: "GET" }],
  ];
  it.each(refused)("refuses a request %s: %d", async (_, status, init) => {
    await start();
    const answer = await post(init);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe("");
    expect(scene.conversations.incoming).toEqual([]);
  });

  it("takes an update that is not as documented off Telegram's hands", async () => {
    await start();
    expect((await post({ body: update })).status).toBe(200);
    expect(scene.conversations.incoming).toEqual([]);
  });
});

describe("a channel without a webhook", () => {
  it("answers 404 where it is mounted all the same", async () => {
    const polling = await setScene();
    const answer = await polling.channel.webhook(
      new Request("http://x/telegram", { method: "POST" }),
    );
    expect(answer.status).toBe(404);
    await polling.end();
  });
});
