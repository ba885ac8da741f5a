import { Writable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { FIRST, handled, interview, play, setUp } from "./terminal-scene.ts";
import type { Answer } from "./terminal-scene.ts";

describe("when a turn cannot be stored", () => {
  const failing: Answer = ({ eventId }) => {
    if (eventId === "e2") throw new Error("disk");
    return handled(FIRST);
  };

  it("it apologises, keeps the question on the table and goes on", async () => {
    const { transcript, turns, deliveries } = await play("1\n1\n", failing);
    expect(transcript()).toContain("> 1\n\n刚才那一步没有存上，请再来一次。\n");
    expect(turns[2]?.input).toEqual({ type: "choice", token: "1.0:是" });
    expect(deliveries).toHaveLength(2);
  });

  it("it apologises in the language of the talk, also for the very first turn", async () => {
    const refuse: Answer = () => Promise.reject(new Error("disk"));
    const { transcript } = await play("hello\n", refuse, { language: "en" });
    expect(transcript().match(/That step was not stored\./g)).toHaveLength(2);
  });

  it("it offers a busy turn again under the same event id", async () => {
    let offers = 0;
    const busyTwice: Answer = () => {
      offers += 1;
      return offers < 3 ? { status: "busy", replies: [] } : handled(FIRST);
    };
    const { turns, transcript } = await play("", busyTwice);
    expect(turns.map(({ eventId }) => eventId)).toEqual(["e1", "e1", "e1"]);
    expect(transcript()).toContain("上会研究");
  });

  it("it apologises when the case stays busy", async () => {
    const { turns, transcript } = await play("", () => ({ status: "busy", replies: [] }));
    expect(turns).toHaveLength(5);
    expect(transcript()).toContain("没有存上");
  });

  it("it goes on when the delivery could not be noted", async () => {
    const scene = setUp(interview);
    scene.input.end("1\n");
    const delivered = () => Promise.reject(new Error("disk"));
    await scene.channel.start({ ...scene.conversations, delivered });
    await scene.channel.finished;
    expect(scene.transcript()).toContain("有没有谋取私利？");
  });
});

describe("the end of a talk", () => {
  it("comes with stop, after the turn in hand", async () => {
    const gate = Promise.withResolvers<void>();
    const scene = setUp(async (incoming) => {
      if (incoming.eventId === "e2") await gate.promise;
      return interview(incoming);
    });
    await scene.channel.start(scene.conversations);
    scene.input.write("1\n2\n");
    await vi.waitFor(() => expect(scene.turns).toHaveLength(2));
    const stopped = scene.channel.stop();
    gate.resolve();
    await stopped;
    await scene.channel.finished;
    expect(scene.transcript()).toContain("有没有谋取私利？");
    expect(scene.turns).toHaveLength(2);
  });

  it("comes at once with stop when the talk never started", async () => {
    const { channel } = setUp(interview);
    await channel.stop();
    await expect(channel.finished).resolves.toBeUndefined();
  });

  it("comes quietly when nobody reads the output any more", async () => {
    const output = new Writable({ write: (_chunk, _encoding, done) => done(new Error("EPIPE")) });
    const scene = setUp(interview, { output });
    await scene.channel.start(scene.conversations);
    await scene.channel.finished;
    expect(scene.deliveries).toEqual([]);
  });

  it("comes quietly when the input breaks off", async () => {
    const scene = setUp(interview);
    await scene.channel.start(scene.conversations);
    scene.input.destroy(new Error("EIO"));
    await expect(scene.channel.finished).resolves.toBeUndefined();
  });
});

describe("at a terminal", () => {
  it("shows a prompt, echoes nothing itself, and ends cleanly at Ctrl-C", async () => {
    const scene = setUp(interview, { isTerminal: true });
    await scene.channel.start(scene.conversations);
    await vi.waitFor(() => expect(scene.transcript()).toContain("4. 为什么问\n"));
    scene.input.write("1\r");
    await vi.waitFor(() => expect(scene.transcript()).toContain("2. 没有\n"));
    scene.input.write("\u0003");
    await scene.channel.finished;
    expect(scene.turns).toHaveLength(2);
    expect(scene.transcript()).toContain("> ");
    expect(scene.transcript()).toMatch(/\n$/);
  });

  it("ends cleanly at Ctrl-D", async () => {
    const scene = setUp(interview, { isTerminal: true });
    await scene.channel.start(scene.conversations);
    scene.input.write("\u0004");
    await expect(scene.channel.finished).resolves.toBeUndefined();
  });
});
