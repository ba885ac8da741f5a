import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OFFERS_MAX } from "../../src/channels/telegram-turns.ts";
import type { Incoming } from "../../src/ports.ts";
import { APOLOGY, fakeConversations, handled, reply, setScene } from "../support/bot-api-scene.ts";
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

describe("an update whose turn is not stored", () => {
  const fullDisk = () => Object.assign(new Error("张三 said something"), { code: "ENOSPC" });

  it("is offered again until it is, with one apology in the person's language", async () => {
    let offers = 0;
    scene.conversations.answer = () => {
      offers += 1;
      if (offers < 4) throw fullDisk();
      return handled(reply("1.0", "Recorded."));
    };
    await start();
    const person = scene.api.person({ language: "en" });
    person.says("Yes");
    await scene.api.settled();
    expect(offers).toBe(4);
    expect(new Set(scene.conversations.incoming.map(({ eventId }) => eventId)).size).toBe(1);
    expect(person.heard().map(({ text }) => text)).toEqual([APOLOGY.en, "Recorded."]);
  });

  it("stays unconfirmed until then, and later ones of the chat wait behind it", async () => {
    let broken = true;
    scene.conversations.answer = () => {
      if (broken) throw fullDisk();
      return handled();
    };
    await start();
    const person = scene.api.person();
    person.says("一");
    person.says("二");
    await scene.api.until("it was offered twice", () => texts().length >= 2);
    expect(scene.api.pending()).toHaveLength(2);
    expect(texts()).not.toContain("二");
    broken = false;
    await scene.api.settled();
    expect(texts().slice(-2)).toEqual(["一", "二"]);
  });

  it("does not keep other chats waiting", async () => {
    const [stuck, other] = [scene.api.person(), scene.api.person()];
    let broken = true;
    scene.conversations.answer = ({ conversation }) => {
      if (broken && conversation === `telegram:${stuck.id}`) throw fullDisk();
      return handled(reply("1.0", "好"));
    };
    await start();
    stuck.says("一");
    other.says("二");
    await scene.api.until("the other is answered", () => other.heard().length === 1);
    expect(scene.api.pending().length).toBeGreaterThan(0);
    broken = false;
    await scene.api.settled();
  });

  it("because others keep winning is offered again without a word", async () => {
    let offers = 0;
    scene.conversations.answer = () => {
      offers += 1;
      return offers < 3 ? { status: "busy", replies: [] } : handled();
    };
    await start();
    const person = scene.api.person();
    person.says("一");
    await scene.api.settled();
    expect(offers).toBe(3);
    expect(person.heard()).toEqual([]);
  });

  it.each([
    ["fails", () => Promise.reject(fullDisk())],
    ["is busy", async () => ({ status: "busy", replies: [] }) as const],
  ])("after the last offer that %s is passed over with one apology", async (_, answer) => {
    const others = fakeConversations();
    scene.conversations.answer = (incoming: Incoming) =>
      incoming.eventId === "u1000" ? answer() : others.answer(incoming);
    await start();
    const person = scene.api.person();
    person.says("永远存不上");
    person.says("下一句");
    await scene.api.settled();
    expect(texts()).toEqual([...Array.from({ length: OFFERS_MAX }, () => "永远存不上"), "下一句"]);
    expect(person.heard().map(({ text }) => text)).toEqual([APOLOGY["zh-CN"]]);
    expect(failures().at(-1)).toEqual({
      level: "error",
      event: "telegram/update-passed-over",
      fields: { kind: "text" },
    });
  });

  it("is never quoted in the log, nor is the token", async () => {
    scene.conversations.answer = () => {
      throw fullDisk();
    };
    scene.api.fail("sendMessage", { drop: "before", times: 50 });
    await start();
    scene.api.person().says("不能外传");
    await scene.api.settled();
    const logged = JSON.stringify(scene.log);
    expect(logged).toContain("ENOSPC");
    for (const secret of ["不能外传", "张三", scene.api.token])
      expect(logged).not.toContain(secret);
  });
});

describe("a process that is killed before the turn is stored", () => {
  it("loses nothing: the next one gets the update again", async () => {
    const program = `
      import { telegramChannel } from ${JSON.stringify(new URL("../../src/channels/telegram.ts", import.meta.url).href)};
      const quiet = { info() {}, error() {} };
      const { root, token } = JSON.parse(process.argv[1]);
      const channel = telegramChannel({ token, apiRoot: root, clock: { nowMs: () => 0 }, log: quiet });
      await channel.start({
        handle: () => new Promise(() => console.log("in hand")),
        delivered: async () => {},
        apology: () => "-",
        commands: () => [],
      });
    `;
    const { root, token } = scene.api;
    const given = ["--input-type=module", "-e", program, JSON.stringify({ root, token })];
    const doomed = spawn(process.execPath, given, { stdio: ["ignore", "pipe", "inherit"] });
    const person = scene.api.person();
    person.says("当时上会研究过");
    expect(String(await once(doomed.stdout, "data"))).toContain("in hand");
    // It goes on polling, and still does not confirm.
    const polls = () => scene.api.calls.filter(({ method }) => method === "getUpdates").length;
    const before = polls();
    await scene.api.until("it polled again", () => polls() > before);
    doomed.kill("SIGKILL");
    await once(doomed, "exit");

    scene.conversations.answer = () => handled(reply("1.0", "记下了"));
    await start();
    await scene.api.settled();
    expect(scene.conversations.incoming).toHaveLength(1);
    expect(texts()).toEqual(["当时上会研究过"]);
    expect(person.heard().map(({ text }) => text)).toEqual(["记下了"]);
  });
});
