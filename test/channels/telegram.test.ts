import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TURNS_AT_ONCE_MAX } from "../../src/channels/telegram-turns.ts";
import { handled, NOW_MS, reply, row, setScene } from "../support/bot-api-scene.ts";
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

describe("what people send", () => {
  it("reaches the conversation as a turn of its own", async () => {
    await start();
    const person = scene.api.person({ id: 7, language: "en" });
    person.says("I approved it");
    await scene.api.settled();
    expect(scene.conversations.incoming).toEqual([
      {
        conversation: "telegram:7",
        eventId: "u1000",
        input: { type: "text", text: "I approved it" },
        atMs: NOW_MS,
        languageHint: "en",
      },
    ]);
  });

  it("that the bot cannot read is passed on as that", async () => {
    await start();
    const person = scene.api.person();
    for (const what of ["photo", "voice", "sticker", "document", "video", "location"] as const)
      person.sends(what);
    person.edits(person.says("写错了"), "改过来");
    await scene.api.settled();
    expect(
      scene.conversations.incoming.map(({ input }) =>
        input.type === "unsupported" ? input.what : input.type,
      ),
    ).toEqual(["photo", "voice", "sticker", "file", "file", "other", "text", "edit"]);
  });

  it("in a group, or of a kind unknown, is confirmed and ignored", async () => {
    await start();
    const person = scene.api.person();
    person.saysInGroup("大家好");
    scene.api.push({ poll_answer: { poll_id: "1", option_ids: [], option_persistent_ids: [] } });
    scene.api.push({ message: {} } as never);
    person.says("单独说");
    await scene.api.settled();
    expect(texts()).toEqual(["单独说"]);
    expect(scene.api.calls.some(({ method }) => method === "sendMessage")).toBe(false);
  });

  it("by tapping is answered at once, also when it is stale or carries nothing", async () => {
    const gate = Promise.withResolvers<void>();
    scene.conversations.answer = async ({ input }) => {
      if (input.type === "text")
        return handled(reply("1.0", "上会了吗？", { choices: [row("是", "否")] }));
      await gate.promise;
      return handled();
    };
    await start();
    const person = scene.api.person();
    person.says("/start");
    await scene.api.settled();
    const button = person.button("是");
    person.presses(button);
    person.presses(button);
    person.presses({ ...button, message: 9_999 });
    scene.api.push({
      callback_query: {
        id: "q-old",
        from: { id: person.id, is_bot: false, first_name: "张" },
        chat_instance: "1",
      },
    });
    await scene.api.until("no tap waits", () => person.waiting() === 0);
    gate.resolve();
    await scene.api.settled();
    expect(texts()).toEqual(["/start", "choice", "choice", "choice", "unsupported"]);
    expect(failures()).toEqual([]);
  });

  it("is taken in order in one chat, at the same time in different ones", async () => {
    const started: string[] = [];
    const gates = new Map<string, () => void>();
    scene.conversations.answer = async ({ input }) => {
      const text = input.type === "text" ? input.text : "";
      started.push(text);
      await new Promise<void>((resolve) => gates.set(text, resolve));
      return handled();
    };
    const [first, second] = [scene.api.person(), scene.api.person()];
    first.says("甲1");
    first.says("甲2");
    second.says("乙1");
    await start();
    await scene.api.until("both chats are served", () => started.length === 2);
    expect(started).toEqual(["甲1", "乙1"]);
    gates.get("乙1")?.();
    gates.get("甲1")?.();
    await scene.api.until("the next one is begun", () => gates.has("甲2"));
    gates.get("甲2")?.();
    await scene.api.settled();
  });

  it("by very many people is taken a bounded number at a time, and all of it", async () => {
    let now = 0;
    let most = 0;
    scene.conversations.answer = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return handled();
    };
    for (let index = 0; index < 250; index += 1) scene.api.person().says(String(index));
    await start();
    await scene.api.settled();
    expect(new Set(texts()).size).toBe(250);
    expect(texts()).toHaveLength(250);
    expect(most).toBeLessThanOrEqual(TURNS_AT_ONCE_MAX);
  });
});

describe("polling", () => {
  it("goes on after the server failed, refused or hung up", async () => {
    await start();
    for (const fault of [
      { code: 500 },
      { code: 409 },
      { drop: "before" },
      { drop: "after" },
    ] as const)
      scene.api.fail("getUpdates", fault);
    const person = scene.api.person();
    person.says("一");
    await scene.api.until("every fault was met", () => failures().length === 4);
    person.says("二");
    await scene.api.settled();
    expect(new Set(texts())).toEqual(new Set(["一", "二"]));
    expect(
      failures()
        .map(({ fields }) => fields["error"])
        .slice(0, 2),
    ).toEqual(["500", "409"]);
  });

  it("does not ask again and again while a turn is in hand", async () => {
    await scene.end();
    scene = await setScene({ timing: { besidePauseMs: 60_000 } });
    const gate = Promise.withResolvers<void>();
    scene.conversations.answer = async () => {
      await gate.promise;
      return handled();
    };
    await start();
    scene.api.person().says("一");
    await scene.api.until("the turn is in hand", () => texts().length === 1);
    const { root, token, calls } = scene.api;
    for (let index = 0; index < 30; index += 1) await fetch(`${root}/bot${token}/getMe`);
    expect(calls.filter(({ method }) => method === "getUpdates")).toHaveLength(1);
    gate.resolve();
    await scene.api.settled();
  });

  it("asks for nothing but what it serves, and waits while nothing comes", async () => {
    await start();
    scene.api.person().says("一");
    await scene.api.settled();
    const polls = scene.api.calls.filter(({ method }) => method === "getUpdates");
    expect(polls.length).toBeLessThanOrEqual(3);
    expect(polls.at(-1)?.parameters).toMatchObject({
      offset: 1_001,
      timeout: 5,
      allowed_updates: ["message", "edited_message", "callback_query"],
    });
  });
});

describe("stopping", () => {
  it("ends the poll, finishes the turn in hand, and confirms it", async () => {
    const gate = Promise.withResolvers<void>();
    scene.conversations.answer = async () => {
      await gate.promise;
      return handled(reply("1.0", "记下了"));
    };
    await start();
    const person = scene.api.person();
    person.says("一");
    await scene.api.until("the turn is in hand", () => texts().length === 1);
    const stopping = scene.channel.stop();
    gate.resolve();
    await stopping;
    expect(person.heard().map(({ text }) => text)).toEqual(["记下了"]);
    expect(scene.api.pending()).toEqual([]);
  });

  it("gives up what waits to be offered again, and leaves it unconfirmed", async () => {
    await scene.end();
    scene = await setScene({
      timing: { longPollSeconds: 5, firstPauseMs: 60_000, pauseMsMax: 60_000 },
    });
    scene.conversations.answer = () => Promise.reject(new Error("no"));
    await start();
    const person = scene.api.person();
    person.says("一");
    await scene.api.until("it was offered", () => person.heard().length === 1);
    await scene.channel.stop();
    expect(scene.api.pending()).toHaveLength(1);
    expect(texts()).toEqual(["一"]);
  });

  it("can be asked for before starting, and twice", async () => {
    await scene.channel.stop();
    await start();
    await Promise.all([scene.channel.stop(), scene.channel.stop()]);
  });
});
