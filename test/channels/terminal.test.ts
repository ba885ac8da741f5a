import { describe, expect, it } from "vitest";
import type { Reply } from "../../src/dialogue/reply.ts";
import type { Incoming } from "../../src/ports.ts";
import { FIRST, handled, interview, play, question } from "./terminal-scene.ts";
import type { Answer } from "./terminal-scene.ts";

describe("a scripted talk", () => {
  it("prints the whole transcript and stops at the end of input", async () => {
    const { transcript } = await play("1\n\n   \n没有\n", interview);
    expect(transcript()).toBe(
      [
        "",
        "当时这件事有没有上会研究？",
        "",
        "  1. 是   2. 否   3. 不清楚",
        "  4. 为什么问",
        "",
        "> 1",
        "",
        "› 是否上会：是",
        "",
        "有没有谋取私利？",
        "",
        "  1. 有   2. 没有",
        "",
        "> 没有",
        "",
        "› 谋取私利：没有",
        "",
      ].join("\n"),
    );
  });

  it("opens the talk first, and names the person, time, language and pack in every turn", async () => {
    const { turns } = await play("1\n", interview, { pack: "shenzhen" });
    const common = {
      conversation: "terminal:me",
      atMs: 1_700_000_000_000,
      languageHint: "zh-CN",
      pack: "shenzhen",
    };
    expect(turns).toEqual([
      { ...common, eventId: "e1", input: { type: "open" } },
      { ...common, eventId: "e2", input: { type: "choice", token: "1.0:是" } },
    ]);
  });

  it("reports every drawn reply as delivered", async () => {
    const { deliveries } = await play("1\n2\n", interview);
    expect(deliveries).toEqual([[{ reply: "1.0" }], [{ reply: "2.0" }], [{ reply: "3.0" }]]);
  });

  it("gives events ids of their own unless told otherwise", async () => {
    const { turns } = await play("1\n2\n", () => handled(), { newEventId: undefined } as object);
    expect(new Set(turns.map(({ eventId }) => eventId)).size).toBe(3);
  });

  it("takes a last line that does not end, and lines that end as on Windows", async () => {
    const { turns } = await play("\ufeff是\r\n没有", interview);
    expect(turns.map(({ input }) => input)).toEqual([
      { type: "open" },
      { type: "choice", token: "1.0:是" },
      { type: "choice", token: "2.0:没有" },
    ]);
  });

  it("takes one line after the other, however slow a turn is", async () => {
    let inHand = 0;
    const slow: Answer = async () => {
      inHand += 1;
      expect(inHand).toBe(1);
      await new Promise(setImmediate);
      inHand -= 1;
      return handled();
    };
    const { turns } = await play(Array.from({ length: 50 }, (_, i) => `${i}\n`).join(""), slow);
    expect(turns).toHaveLength(51);
  });
});

describe("what a typed line means", () => {
  const meanings: readonly (readonly [string, Incoming["input"]])[] = [
    ["2", { type: "choice", token: "1.0:否" }],
    ["2.", { type: "choice", token: "1.0:否" }],
    ["２、", { type: "choice", token: "1.0:否" }],
    ["4", { type: "choice", token: "1.0:为什么问" }],
    ["不清楚", { type: "choice", token: "1.0:不清楚" }],
    ["  是  ", { type: "choice", token: "1.0:是" }],
    ["0", { type: "text", text: "0" }],
    ["5", { type: "text", text: "5" }],
    ["-1", { type: "text", text: "-1" }],
    ["1e0", { type: "text", text: "1e0" }],
    ["2023年3月", { type: "text", text: "2023年3月" }],
    ["我们是开会定的", { type: "text", text: "我们是开会定的" }],
    ["/help", { type: "text", text: "/help" }],
  ];
  it.each(meanings)("%j is passed on as %o", async (line, input) => {
    const { turns } = await play(`${line}\n`, interview);
    expect(turns[1]?.input).toEqual(input);
  });

  it("a label is known by its letters, large or small", async () => {
    const { turns } = await play("yes\n", () => handled(question("1.0", "Was it?", ["Yes", "No"])));
    expect(turns[1]?.input).toEqual({ type: "choice", token: "1.0:Yes" });
  });

  it("a number acts on the latest question only", async () => {
    const { turns } = await play("1\n1\n1\n", interview);
    expect(turns.map(({ input }) => input).slice(1)).toEqual([
      { type: "choice", token: "1.0:是" },
      { type: "choice", token: "2.0:有" },
      // The question was closed and none is asked.
      { type: "text", text: "1" },
    ]);
  });

  it("a number still acts on the question after a reply without choices", async () => {
    const note: Reply = { id: "2.0", language: "zh-CN", kind: "message", blocks: [], choices: [] };
    const answer: Answer = ({ eventId }) => handled(eventId === "e1" ? FIRST : note);
    const { turns } = await play("为什么问\n1\n", answer);
    expect(turns[2]?.input).toEqual({ type: "choice", token: "1.0:是" });
  });
});
