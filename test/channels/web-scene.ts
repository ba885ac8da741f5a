/** A web chat on a free port in front of a Conversations that answers as told. */
import { webChannel } from "../../src/channels/web.ts";
import type { WebChannel, WebChannelSettings } from "../../src/channels/web.ts";
import type { Reply } from "../../src/dialogue/reply.ts";
import type { Conversations, Handled, Incoming } from "../../src/ports.ts";
import { webWords } from "../browser/support/words.ts";

export const NOW_MS = 1_795_000_000_000;
export const EVENT = "0b6f7c1e-8f5a-4a51-9c3b-0d8f1f6f2a10";
export const QUESTION: Reply = {
  id: "1.0",
  language: "zh-CN",
  kind: "question",
  blocks: [{ type: "text", text: "有没有上会研究？" }],
  choices: [[{ label: "是", token: "1:0", role: "answer" }]],
};

export interface Scene {
  readonly channel: WebChannel;
  readonly conversations: Conversations;
  /** Every turn that reached the conversations. */
  readonly heard: Incoming[];
  /** Every log line, as text. */
  readonly lines: string[];
  /** How the conversations end a turn. */
  answer: () => Promise<Handled>;
  url(path: string): URL;
  /** Loads the page as a browser does, and returns the cookie it was given. */
  openPage(): Promise<string>;
  /** Posts a turn as the page does, save for the headers given. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** A turn's body. */
export const turn = (more: object = {}) => ({
  eventId: EVENT,
  input: { type: "text", text: "开过会" },
  acknowledged: [],
  ...more,
});

/** Settings for a web chat that logs into `lines`. */
export function settings(lines: string[], more: Partial<WebChannelSettings> = {}) {
  const note = (event: string, fields: object = {}) =>
    void lines.push(`${event} ${JSON.stringify(fields)}`);
  return {
    host: "127.0.0.1",
    port: 0,
    clock: { nowMs: () => NOW_MS },
    log: { info: note, error: note },
    words: webWords,
    ...more,
  };
}

/** Starts it; the caller stops the channel. */
export async function openScene(more: Partial<WebChannelSettings> = {}): Promise<Scene> {
  const lines: string[] = [];
  const channel = webChannel(settings(lines, more));
  const url = (path: string) => new URL(path, channel.address());
  const openPage = async () => {
    const page = await fetch(url("/"));
    return page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  };
  const scene: Scene = {
    channel,
    conversations: {
      async handle(incoming) {
        scene.heard.push(incoming);
        return scene.answer();
      },
      async delivered() {},
      apology: (language) => (language === "en" ? "Not stored." : "没有存上。"),
      commands: () => [],
    },
    heard: [],
    lines,
    answer: async () => ({ status: "handled", replies: [{ reply: QUESTION }] }),
    url,
    openPage,
    async post(body, headers = {}) {
      const usual = {
        cookie: headers["cookie"] ?? (await openPage()),
        origin: url("/").origin,
        "content-type": "application/json",
      };
      return fetch(url("/api/turn"), {
        method: "POST",
        headers: { ...usual, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
    },
  };
  await channel.start(scene.conversations);
  return scene;
}
