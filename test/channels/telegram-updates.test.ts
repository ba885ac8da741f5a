import { describe, expect, it } from "vitest";
import { languageOf, readUpdate } from "../../src/channels/telegram-updates.ts";

const NOW_MS = 1_790_000_000_000;
const person = { id: 7, is_bot: false, first_name: "张三", language_code: "zh-hans" };
const chat = { id: 7, type: "private", first_name: "张三" };
const group = { id: -5, type: "group", title: "工作群" };
const message = { message_id: 3, date: 1, from: person, chat };
const file = { file_id: "f", file_unique_id: "f" };
const query = { id: "q1", from: person, chat_instance: "1" };

const read = (fields: object, pack?: string) =>
  readUpdate({ update_id: 42, ...fields }, NOW_MS, pack);

describe("an update", () => {
  it("with text becomes a turn of the chat's conversation", () => {
    expect(read({ message: { ...message, text: "/start" } }, "zhejiang")).toEqual({
      turn: {
        chat: 7,
        incoming: {
          conversation: "telegram:7",
          eventId: "u42",
          input: { type: "text", text: "/start" },
          atMs: NOW_MS,
          languageHint: "zh-CN",
          pack: "zhejiang",
        },
      },
    });
  });

  it("of a tapped button becomes a choice, and its query waits for an answer", () => {
    const { turn, query: asked } = read({ callback_query: { ...query, message, data: "3.0.1" } });
    expect(turn?.incoming.input).toEqual({ type: "choice", token: "3.0.1" });
    expect(asked).toBe("q1");
  });

  const unsupported: readonly (readonly [string, object, string])[] = [
    ["a photo", { message: { ...message, photo: [file], caption: "看" } }, "photo"],
    ["a voice message", { message: { ...message, voice: file } }, "voice"],
    ["a sticker", { message: { ...message, sticker: file } }, "sticker"],
    ["a document", { message: { ...message, document: file } }, "file"],
    ["a video", { message: { ...message, video: file } }, "file"],
    ["a location", { message: { ...message, location: {} } }, "other"],
    ["an edit", { edited_message: { ...message, text: "改" } }, "edit"],
    ["a tap without data", { callback_query: { ...query, message } }, "other"],
    ["a tap without a message", { callback_query: { ...query, data: "3.0.1" } }, "other"],
  ];
  it.each(unsupported)("of %s is passed on as not supported", (_, fields, what) => {
    const { turn } = read(fields);
    expect(turn?.incoming.input).toEqual({ type: "unsupported", what });
    expect(turn?.incoming.conversation).toBe("telegram:7");
  });

  const ignored: readonly (readonly [string, object])[] = [
    ["in a group", { message: { ...message, chat: group, text: "大家好" } }],
    ["edited in a group", { edited_message: { ...message, chat: group, text: "大家好" } }],
    ["of another kind", { my_chat_member: { chat } }],
  ];
  it.each(ignored)("%s asks for nothing", (_, fields) => {
    expect(read(fields)).toEqual({});
  });

  it("of a tap in a group is answered and no more", () => {
    const tap = { ...query, message: { ...message, chat: group }, data: "3.0.1" };
    expect(read({ callback_query: tap })).toEqual({ query: "q1" });
  });

  it("without a sender gives no hint at a language", () => {
    const { turn } = read({ message: { message_id: 3, date: 1, chat, text: "好" } });
    expect(turn?.incoming).not.toHaveProperty("languageHint");
  });
});

describe("the language of a person", () => {
  it.each([
    ["zh", "zh-CN"],
    ["zh-hans", "zh-CN"],
    ["ZH-TW", "zh-CN"],
    ["en", "en"],
    ["fr", "en"],
  ])("%s is served in %s", (code, language) => {
    expect(languageOf({ ...person, language_code: code })).toBe(language);
  });

  it("that does not say is served in English", () => {
    expect(languageOf({ id: 7, is_bot: false, first_name: "A" })).toBe("en");
  });
});
