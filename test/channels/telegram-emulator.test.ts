import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBotApi } from "../support/bot-api.ts";
import type { BotApi } from "../support/bot-api.ts";
import { parseHtml } from "../support/bot-api-html.ts";

let api: BotApi;
beforeAll(async () => {
  api = await startBotApi();
});
afterAll(() => api.stop());

/** A call as any client makes it; the answer is the Bot API's envelope. */
async function call(method: string, parameters: object = {}, token = api.token) {
  const answer = await fetch(`${api.root}/bot${token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(parameters),
  });
  return (await answer.json()) as {
    readonly ok: boolean;
    readonly error_code?: number;
    readonly description?: string;
    readonly result?: unknown;
  };
}

describe("the emulated Bot API", () => {
  it("knows one token, and the methods it knows", async () => {
    expect(await call("getMe")).toMatchObject({ ok: true, result: { is_bot: true } });
    expect(await call("getMe", {}, "1:other")).toMatchObject({ ok: false, error_code: 401 });
    expect(await call("sendRocket")).toMatchObject({ ok: false, error_code: 404 });
  });

  const text = (words: string) => ({ text: words, parse_mode: "HTML" });
  const button = (data: string) => ({
    text: "好",
    reply_markup: { inline_keyboard: [[{ text: "是", callback_data: data }]] },
  });
  const refused: readonly (readonly [string, object, string])[] = [
    ["no text", {}, "message text is empty"],
    ["nothing to be seen", { text: " \n\u200b" }, "text must be non-empty"],
    ["a text of 4,097 units", { text: "长".repeat(4_097) }, "message is too long"],
    ["half a character", { text: "\ud83d" }, "encoded in UTF-8"],
    ["a tag left open", text("<b>a"), "Can't find end tag"],
    ["a tag never opened", text("a</b>"), "Unexpected end tag"],
    ["tags that cross", text("<b><i>a</b></i>"), "Unmatched end tag"],
    ["a tag unknown", text("<p>a</p>"), "Unsupported start tag"],
    ["a tag cut off", text("a <b"), "Unclosed start tag"],
    ["an attribute without quotes", text("<a href=x>a</a>"), "Unsupported start tag"],
    ["an ampersand not escaped", text("a & b"), "Bad entity"],
    ["an entity cut off", text("a &am"), "Bad entity"],
    ["an entity unknown", text("a &nbsp;"), "Bad entity"],
    ["a token of 65 bytes", button("x".repeat(65)), "BUTTON_DATA_INVALID"],
    ["a token of 22 Chinese characters", button("令".repeat(22)), "BUTTON_DATA_INVALID"],
  ];
  it.each(refused)("refuses a message with %s", async (_, message, description) => {
    const person = api.person();
    const answer = await call("sendMessage", { chat_id: person.id, ...message });
    expect(answer).toMatchObject({ ok: false, error_code: 400 });
    expect(answer.description).toContain(description);
    expect(person.chat()).toEqual([]);
  });

  it("counts what is shown, not the markup", async () => {
    const person = api.person();
    const words = `<b>${"&amp;".repeat(4_096)}</b>`;
    expect(await call("sendMessage", { chat_id: person.id, ...text(words) })).toMatchObject({
      ok: true,
    });
    expect(person.chat()[0]?.text).toBe("&".repeat(4_096));
  });

  it("reads markup into text and what is laid over it", () => {
    expect(
      parseHtml('<b>结&lt;</b> <a href="https://x.cn/?a&amp;b">果</a>&#20013;&#x6587;'),
    ).toEqual({
      text: "结< 果中文",
      entities: [
        { type: "bold", offset: 0, length: 2 },
        { type: "text_link", offset: 3, length: 1, url: "https://x.cn/?a&b" },
      ],
    });
  });

  it("knows no chat that was never opened", async () => {
    const answer = await call("sendMessage", { chat_id: 999_999, text: "好" });
    expect(answer.description).toContain("chat not found");
  });

  it("edits its own messages, and only those that are there and would change", async () => {
    const person = api.person();
    const said = person.says("我");
    const chat = { chat_id: person.id };
    await call("sendMessage", { ...chat, ...button("1") });
    const id = person.heard()[0]?.id ?? 0;
    const edit = (message: number, words: string) =>
      call("editMessageText", { ...chat, message_id: message, ...button("1"), text: words });
    expect((await edit(id, "好")).description).toContain("message is not modified");
    expect((await edit(id, "改好")).ok).toBe(true);
    expect((await edit(id + 1, "好")).description).toContain("message to edit not found");
    expect((await edit(said, "好")).description).toContain("message can't be edited");
    expect((await call("editMessageReplyMarkup", { ...chat, message_id: id })).ok).toBe(true);
    expect(person.heard()).toMatchObject([{ text: "改好", buttons: [], edits: 2 }]);
  });

  it("answers a tap once", async () => {
    const person = api.person();
    await call("sendMessage", { chat_id: person.id, ...button("1") });
    person.taps("是");
    const query = api.pending().at(-1)?.callback_query;
    expect(query?.data).toBe("1");
    expect(person.waiting()).toBe(1);
    const answer = () => call("answerCallbackQuery", { callback_query_id: query?.id });
    expect((await answer()).ok).toBe(true);
    expect((await answer()).description).toContain("query is too old");
    expect(person.waiting()).toBe(0);
  });

  it("refuses a command menu the real one would refuse", async () => {
    const set = (command: string, description: string) =>
      call("setMyCommands", { commands: [{ command, description }], language_code: "zh" });
    expect((await set("Start", "开始")).description).toContain("BOT_COMMAND_INVALID");
    expect((await set("start", "")).description).toContain("BOT_COMMAND_DESCRIPTION_INVALID");
    expect((await set("start", "开始")).ok).toBe(true);
    const menu = await call("getMyCommands", { language_code: "zh" });
    expect(menu.result).toEqual([{ command: "start", description: "开始" }]);
  });
});

describe("updates of the emulated Bot API", () => {
  const poll = (parameters: object = {}) => call("getUpdates", parameters);

  it("come again until a poll from beyond them confirms them", async () => {
    await poll({ offset: -1 });
    await poll({ offset: (api.pending()[0]?.update_id ?? 0) + 1 });
    const person = api.person();
    person.says("一");
    person.says("二");
    const [first, second] = api.pending();
    expect((await poll()).result).toHaveLength(2);
    expect((await poll({ limit: 1 })).result).toMatchObject([{ update_id: first?.update_id }]);
    expect((await poll({ offset: second?.update_id })).result).toHaveLength(1);
    expect((await poll({ offset: (second?.update_id ?? 0) + 1 })).result).toEqual([]);
    expect(api.pending()).toEqual([]);
  });

  it("end a long poll as they come", async () => {
    const polling = poll({ timeout: 50 });
    await api.until("it polls", () => api.calls.at(-1)?.parameters["timeout"] === 50);
    api.person().says("来了");
    expect((await polling).result).toMatchObject([{ message: { text: "来了" } }]);
    await poll({ offset: (api.pending()[0]?.update_id ?? 0) + 1 });
  });

  it("go to one poll at a time, and to none while a webhook is set", async () => {
    const polling = poll({ timeout: 50 });
    await api.until("it polls", () => api.calls.at(-1)?.parameters["timeout"] === 50);
    await poll();
    expect(await polling).toMatchObject({ ok: false, error_code: 409 });
    await call("setWebhook", { url: "http://127.0.0.1:9/", secret_token: "s" });
    expect(await call("getWebhookInfo")).toMatchObject({ result: { url: "http://127.0.0.1:9/" } });
    expect(await poll()).toMatchObject({ ok: false, error_code: 409 });
    await call("deleteWebhook");
    expect(await poll()).toMatchObject({ ok: true });
  });

  it("are refused a webhook without an address or with a secret of other characters", async () => {
    expect((await call("setWebhook", { url: "nowhere" })).error_code).toBe(400);
    expect((await call("setWebhook", { url: "http://x/", secret_token: "密" })).error_code).toBe(
      400,
    );
  });
});

describe("a fault asked for", () => {
  it("befalls as many calls as it says, then the next fault, then none", async () => {
    api.fail("getMe", { code: 429, retryAfterSeconds: 7, times: 2 });
    api.fail("getMe", { code: 500 });
    const limited = { error_code: 429, parameters: { retry_after: 7 } };
    expect(await call("getMe")).toMatchObject(limited);
    expect(await call("getMe")).toMatchObject(limited);
    expect(await call("getMe")).toMatchObject({ error_code: 500 });
    expect(await call("getMe")).toMatchObject({ ok: true });
  });

  it("cuts the connection before or after the call was done", async () => {
    const person = api.person();
    const send = () => call("sendMessage", { chat_id: person.id, text: "好" });
    api.fail("sendMessage", { drop: "before" });
    api.fail("sendMessage", { drop: "after" });
    await expect(send()).rejects.toThrow();
    expect(person.heard()).toHaveLength(0);
    await expect(send()).rejects.toThrow();
    expect(person.heard()).toHaveLength(1);
  });
});
