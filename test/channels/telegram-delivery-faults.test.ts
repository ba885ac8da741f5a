import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OFFERS_MAX } from "../../src/channels/telegram-turns.ts";
import type { Handled } from "../../src/ports.ts";
import type { Person } from "../support/bot-api.ts";
import { handled, reply, row, setScene } from "../support/bot-api-scene.ts";
import type { Scene } from "../support/bot-api-scene.ts";

let scene: Scene;
let person: Person;
beforeEach(async () => {
  scene = await setScene();
  await scene.channel.start(scene.conversations);
  person = scene.api.person();
});
afterEach(() => scene.end());

/** The person says something and the conversation answers with this; resolves when the turn is over. */
async function turn(answer: Handled): Promise<void> {
  scene.conversations.answer = () => answer;
  person.says("好");
  await scene.api.settled();
}
const heard = () => person.heard().map(({ text, buttons }) => [text].concat(buttons.flat()));
const delivered = () => scene.conversations.deliveries.flatMap(([, deliveries]) => deliveries);
const failures = () => scene.log.filter(({ level }) => level === "error");

describe("a delivery that fails", () => {
  it("is made again after the wait Telegram asks for", async () => {
    scene.api.fail("sendMessage", { code: 429, retryAfterSeconds: 1 });
    const begin = Date.now();
    await turn(handled(reply("1.0", "好")));
    expect(Date.now() - begin).toBeGreaterThanOrEqual(990);
    expect(heard()).toEqual([["好"]]);
    expect(failures()).toEqual([]);
  });

  it.each([
    ["429", { code: 429, retryAfterSeconds: 3_600 }],
    ["500", { code: 500, times: 4 }],
    ["ECONNRESET", { drop: "before", times: 4 }],
  ] as const)("past all retries (%s) comes with the update offered again", async (error, fault) => {
    scene.api.fail("sendMessage", fault);
    await turn(handled(reply("1.0", "一"), reply("1.1", "二")));
    expect(heard()).toEqual([["一"], ["二"]]);
    expect(scene.conversations.incoming.map(({ eventId }) => eventId)).toEqual(["u1000", "u1000"]);
    expect(delivered().map((delivery) => delivery.reply)).toEqual(["1.0", "1.1"]);
    expect(failures()).toEqual([
      { level: "error", event: "telegram/reply-not-delivered", fields: { error, kind: "message" } },
    ]);
  });

  it("offer after offer leaves it and all behind it in the outbox, without an apology", async () => {
    scene.api.fail("sendMessage", { code: 429, retryAfterSeconds: 3_600, times: OFFERS_MAX });
    await turn(handled(reply("1.0", "一"), reply("1.1", "二")));
    expect(heard()).toEqual([]);
    expect(delivered()).toEqual([]);
    expect(failures().at(-1)?.event).toBe("telegram/update-passed-over");
    await turn(handled(reply("1.0", "一"), reply("1.1", "二"), reply("2.0", "三")));
    expect(heard()).toEqual([["一"], ["二"], ["三"]]);
  });

  it.each([
    { code: 500, times: 2 },
    { drop: "before", times: 3 },
  ] as const)("for a moment is made again: %j", async (fault) => {
    scene.api.fail("sendMessage", fault);
    await turn(handled(reply("1.0", "一")));
    expect(heard()).toEqual([["一"]]);
    expect(failures()).toEqual([]);
  });

  it("because the person blocked the bot is dropped quietly, with all behind it", async () => {
    person.blocksBot();
    await turn(handled(reply("1.0", "一"), reply("1.1", "二")));
    expect(delivered()).toEqual([{ reply: "1.0" }, { reply: "1.1" }]);
    expect(failures()).toEqual([]);
    person.unblocksBot();
    await turn(handled(reply("2.0", "三")));
    expect(heard()).toEqual([["三"]]);
  });

  it("because Telegram will never take it does not stand in the way of the next", async () => {
    const broken = [{ label: "是", token: "令".repeat(22), role: "answer" as const }];
    scene.api.fail("sendMessage", { code: 400, description: "Bad Request: 不能外传" });
    await turn(
      handled(
        reply("1.0", "一"),
        reply("1.1", "二", { choices: [broken] }),
        reply("1.2", "", { choices: [row("是")] }),
        reply("1.3", "三"),
      ),
    );
    expect(heard()).toEqual([["三"]]);
    expect(delivered().map(({ reply: id }) => id)).toEqual(["1.0", "1.1", "1.2", "1.3"]);
    expect(failures().map(({ event, fields }) => [event, fields["error"]])).toEqual([
      ["telegram/reply-refused", "400"],
      ["telegram/reply-refused", "Error"],
      ["telegram/reply-refused", "Error"],
    ]);
    expect(JSON.stringify(scene.log)).not.toContain("不能外传");
  });

  it("to be noted in the store is noted with the next one, and nothing is sent twice for it", async () => {
    let failing = true;
    scene.conversations.onDelivered = () => {
      if (!failing) return;
      failing = false;
      throw new Error("disk");
    };
    await turn(handled(reply("1.0", "一"), reply("1.1", "二")));
    expect(heard()).toEqual([["一"], ["二"]]);
    expect(scene.conversations.deliveries.at(-1)?.[1].map(({ reply: id }) => id)).toEqual([
      "1.0",
      "1.1",
    ]);
  });
});
