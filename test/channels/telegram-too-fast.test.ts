import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWaiting, WAITING_MAX } from "../../src/channels/telegram-waiting.ts";
import type { Handled } from "../../src/ports.ts";
import { handled, reply, setScene, type Scene } from "../support/bot-api-scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.end());

const NOTICE = { "zh-CN": "太快了。", en: "Too fast." };
const tooFast: Handled = {
  status: "busy",
  replies: [],
  limited: { waitMs: 2, notice: NOTICE },
};
const saidBy = () =>
  scene.conversations.incoming.map(({ input }) => (input.type === "text" ? input.text : ""));

describe("an update that came too fast", () => {
  it("waits for its time, longer than any fault is waited for, and nothing is lost or said", async () => {
    let refusals = 25;
    scene.conversations.answer = () =>
      (refusals -= 1) > 0 ? tooFast : handled(reply("1.0", "Recorded."));
    await scene.channel.start(scene.conversations);
    const person = scene.api.person({ language: "en" });
    person.says("Yes");
    await scene.api.settled();
    expect(person.heard().map(({ text }) => text)).toEqual(["Recorded."]);
    expect(new Set(saidBy())).toEqual(new Set(["Yes"]));
  });

  it("with too many behind it: those are passed over, which the person is told once", async () => {
    let refusals = 5;
    scene.conversations.answer = () => ((refusals -= 1) > 0 ? tooFast : handled());
    await scene.channel.start(scene.conversations);
    const person = scene.api.person({ language: "en" });
    const sent = Array.from({ length: WAITING_MAX + 15 }, (_, at) => `${at}`);
    for (const text of sent) person.says(text);
    await scene.api.settled();
    const taken = new Set(saidBy());
    expect(taken.size).toBeGreaterThanOrEqual(WAITING_MAX);
    expect(taken.size).toBeLessThan(sent.length);
    expect(person.heard().map(({ text }) => text)).toEqual([NOTICE.en]);
  });
});

describe("the places of one chat", () => {
  it("are its own, run out, and come back", () => {
    const waiting = openWaiting(2);
    expect([waiting.enter(1), waiting.enter(1), waiting.enter(1)]).toEqual([true, true, false]);
    expect(waiting.enter(2)).toBe(true);
    waiting.leave(1);
    expect(waiting.enter(1)).toBe(true);
  });

  it("owe a notice once for as long as they are crowded", () => {
    const waiting = openWaiting(1);
    const crowd = () => {
      waiting.enter(1);
      waiting.enter(1);
      return [waiting.owesNotice(1), waiting.owesNotice(1)];
    };
    expect(crowd()).toEqual([true, false]);
    expect(crowd()).toEqual([false, false]);
    waiting.leave(1);
    expect(crowd()).toEqual([true, false]);
  });
});
