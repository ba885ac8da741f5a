/** The web chat as a channel: one HTTP server for the page, its API and any mounted webhook. */
import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { EnvironmentFault } from "../ports.ts";
import type { Channel, Clock, Conversations, Log } from "../ports.ts";
import type { Language } from "../dialogue/reply.ts";
import { webApplication } from "../web/application.ts";
import type { Mount } from "../web/application.ts";
import type { WebWords } from "../web/contract.ts";
import type { ConsoleSettings } from "../web/console.ts";
import type { Operation } from "../web/operation.ts";
import { readStaticFiles } from "../web/static-files.ts";

export interface WebChannelSettings {
  readonly host: string;
  /** 0 picks a free one; see `address`. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  /** The page's own words in one language. */
  words(language: Language): WebWords;
  /** Paths answered by other channels, such as a webhook. */
  readonly mounts?: readonly Mount[];
  /** Set when the page is reached over TLS. */
  readonly secureCookies?: boolean;
  /** The jurisdiction pack new cases start with. */
  readonly pack?: string;
  readonly operation?: Operation;
  readonly console?: ConsoleSettings;
}

export interface WebChannel extends Channel {
  /** Where the page is, for example `http://127.0.0.1:3000/`. Throws before `start`. */
  address(): string;
}

const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** How long turns in hand may take once the server was told to stop. */
const STOP_TIMEOUT_MS = 10_000;

/** The web chat. `start` rejects with an EnvironmentFault that names the port when it cannot listen. */
export function webChannel(settings: WebChannelSettings): WebChannel {
  let server: Server | undefined;
  let answers: ReadonlySet<ServerResponse> = new Set();
  return {
    name: "web",
    async start(conversations) {
      const started = await serverFor(settings, conversations);
      answers = answersInHand(started);
      await listen(started, settings);
      server = started;
      settings.log.info("web/listening", { address: addressOf(started) });
    },
    async stop() {
      if (server !== undefined) await close(server, answers);
      server = undefined;
    },
    address() {
      if (server === undefined) throw new Error("the web chat has not been started");
      return addressOf(server);
    },
  };
}

async function serverFor(
  settings: WebChannelSettings,
  conversations: Conversations,
): Promise<Server> {
  const files = await readStaticFiles();
  const { mounts = [], secureCookies = false } = settings;
  const app = webApplication({ ...settings, conversations, files, mounts, secureCookies });
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
  });
  return server as Server;
}

function listen(server: Server, { host, port }: WebChannelSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(new EnvironmentFault(faultLine(error.code, host, port)));
    });
    server.listen(port, host, resolve);
  });
}

function faultLine(code: string | undefined, host: string, port: number): string {
  if (code === "EADDRINUSE") return `port ${port} on ${host} is in use; set PORT to a free one`;
  if (code === "EACCES") return `no permission to listen on port ${port}; set PORT above 1023`;
  return `cannot listen on port ${port} of ${host} (${code ?? "unknown fault"}); check HOST and PORT`;
}

/** Lets turns in hand finish; connections kept alive with nothing to say are cut, and the rest at the time limit. */
async function close(server: Server, turns: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = once(server, "close");
  const cut = setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT_MS);
  server.close();
  await Promise.race([closed, Promise.allSettled([...turns].map((turn) => once(turn, "close")))]);
  server.closeAllConnections();
  await closed;
  clearTimeout(cut);
}

/** The answers not yet sent in full. */
function answersInHand(server: Server): ReadonlySet<ServerResponse> {
  const answers = new Set<ServerResponse>();
  server.on("request", (_, answer) => {
    answers.add(answer);
    answer.once("close", () => answers.delete(answer));
  });
  return answers;
}

function addressOf(server: Server): string {
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the web chat does not listen");
  const everywhere = bound.address === "0.0.0.0" || bound.address === "::";
  const host = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
  return `http://${everywhere ? "127.0.0.1" : host}:${bound.port}/`;
}
