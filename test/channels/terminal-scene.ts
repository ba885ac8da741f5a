/** A terminal channel with made-up conversations, for its tests. */
import { PassThrough } from "node:stream";
import { terminalChannel } from "../../src/channels/terminal.ts";
import type { TerminalSettings } from "../../src/channels/terminal.ts";
import type { Reply } from "../../src/dialogue/reply.ts";
import type { Conversations, Delivery, Handled, Incoming } from "../../src/ports.ts";

/** What the made-up conversations answer to a turn; a rejection is a case that could not be stored. */
export type Answer = (incoming: Incoming) => Handled | Promise<Handled>;

/** Conversations that answer each turn by `answer`, and remember what they were asked. */
function fakeConversations(answer: Answer) {
  const turns: Incoming[] = [];
  const deliveries: (readonly Delivery[])[] = [];
  const conversations: Conversations = {
    handle: async (incoming) => {
      turns.push(incoming);
      return answer(incoming);
    },
    delivered: async (_, drawn) => {
      deliveries.push(drawn);
    },
    apology: (language) =>
      language === "en" ? "That step was not stored." : "刚才那一步没有存上，请再来一次。",
    commands: () => [],
  };
  return { conversations, turns, deliveries };
}

/** A question whose tokens are `<reply>:<label>`. */
export function question(
  id: string,
  text: string,
  labels: readonly string[],
  tools: readonly string[] = [],
): Reply {
  const row = (all: readonly string[], role: "answer" | "tool") =>
    all.map((label) => ({ label, token: `${id}:${label}`, role }));
  return {
    id,
    language: "zh-CN",
    kind: "question",
    blocks: [{ type: "text", text }],
    choices: [row(labels, "answer"), row(tools, "tool")],
  };
}

/** A stored turn with these replies. */
export const handled = (...replies: readonly Reply[]): Handled => ({
  status: "handled",
  replies: replies.map((reply) => ({ reply })),
});

/** The question the interview opens with. */
export const FIRST = question(
  "1.0",
  "当时这件事有没有上会研究？",
  ["是", "否", "不清楚"],
  ["为什么问"],
);
const SECOND: Reply = {
  ...question("2.0", "有没有谋取私利？", ["有", "没有"]),
  closes: { reply: "1.0", text: "是否上会：是", brief: "是否上会：是" },
};

/** The first turn asks, the second closes the question and asks another, then nothing more is on the table. */
export const interview: Answer = ({ eventId }) => {
  if (eventId === "e1") return handled(FIRST);
  if (eventId === "e2") return handled(SECOND);
  const closing = { reply: "2.0", text: "谋取私利：没有", brief: "谋取私利：没有" };
  return handled({
    id: "3.0",
    language: "zh-CN",
    kind: "message",
    blocks: [],
    choices: [],
    closes: closing,
  });
};

/** A channel on streams in memory, not yet started; `transcript` is all it wrote so far. */
export function setUp(answer: Answer, change: Partial<TerminalSettings> = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let seen = "";
  output.on("data", (chunk: Buffer) => {
    seen += chunk.toString();
  });
  let events = 0;
  const fake = fakeConversations(answer);
  const channel = terminalChannel({
    input,
    output,
    conversation: "terminal:me",
    language: "zh-CN",
    clock: { nowMs: () => 1_700_000_000_000 },
    isTerminal: false,
    newEventId: () => `e${(events += 1)}`,
    ...change,
  });
  return { ...fake, channel, input, transcript: () => seen };
}

/** Plays `lines` from the first turn to the end of input. */
export async function play(lines: string, answer: Answer, change: Partial<TerminalSettings> = {}) {
  const scene = setUp(answer, change);
  scene.input.end(lines);
  await scene.channel.start(scene.conversations);
  await scene.channel.finished;
  return scene;
}
