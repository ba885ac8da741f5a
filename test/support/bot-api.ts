/**
 * A Telegram Bot API server of our own, over HTTP on this machine: updates are confirmed, webhooks are redelivered, markup
 * is checked, faults happen when a test asks for them. Persons talk to the bot through it and see what their chat shows.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Update } from "grammy/types";
import { ZodError } from "zod";
import { noChats } from "./bot-api-chats.ts";
import { ApiFault, asApiFault, plannedFaults } from "./bot-api-fault.ts";
import type { Chance, Fault, Faults } from "./bot-api-fault.ts";
import { METHODS } from "./bot-api-methods.ts";
import type { Service } from "./bot-api-methods.ts";
import { newPerson } from "./bot-api-person.ts";
import type { Person, PersonSettings } from "./bot-api-person.ts";
import { readCall } from "./bot-api-request.ts";
import type { Call } from "./bot-api-request.ts";
import { updateQueue } from "./bot-api-updates.ts";
import type { Webhook, WebhookCall } from "./bot-api-updates.ts";

export type { Person } from "./bot-api-person.ts";

const TOKEN = "4711:emulated-bot-token";
const WAIT_MS_MAX = 10_000;
const LOOK_EVERY_MS = 3;

/** A call the bot made. */
type MadeCall = Pick<Call, "method" | "parameters">;

export interface BotApi {
  /** For `apiRoot`. */
  readonly root: string;
  /** The one token it knows. */
  readonly token: string;
  /** Every call that reached it, failed or not, long polls included. */
  readonly calls: readonly MadeCall[];
  /** Deliveries to the webhook, in order. */
  readonly webhookCalls: readonly WebhookCall[];
  person(settings?: Partial<PersonSettings>): Person;
  /** The next calls of a method fail. */
  fail(method: string, fault: Fault): void;
  /** Queues any update; returns its id. */
  push(update: Omit<Update, "update_id">): number;
  /** Updates not yet confirmed by a poll or taken by the webhook. */
  pending(): readonly Update[];
  webhook(): Webhook | undefined;
  /** The command menu for a language code; "" is the default. */
  commands(language: string): readonly { readonly command: string; readonly description: string }[];
  /** Resolves when every update is confirmed or taken: all turns are over. */
  settled(): Promise<void>;
  /** Resolves when the condition holds; rejects, naming it, after ten seconds. */
  until(what: string, condition: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server on a free port. */
export async function startBotApi(chance: Chance = {}): Promise<BotApi> {
  const service: Service = { chats: noChats(), updates: updateQueue(), chance };
  const faults = plannedFaults();
  const calls: MadeCall[] = [];
  const server = createServer((request, response) => {
    // A client that went away, or a bug of a test: the connection is all there is to tell it to.
    answer(service, withChance(faults, chance), calls, request, response).catch(() =>
      response.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  let persons = 0;
  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: TOKEN,
    calls,
    webhookCalls: service.updates.webhookCalls,
    person: (settings = {}) => {
      persons += 1;
      return newPerson(service, { id: 100 + persons, ...settings });
    },
    fail: (method, fault) => faults.plan(method, fault),
    push: (update) => service.updates.push(update),
    pending: () => service.updates.pending(),
    webhook: () => service.updates.webhook(),
    commands: (language) => service.chats.commands.get(language) ?? [],
    settled: () => until("every update is taken", () => service.updates.pending().length === 0),
    until,
    stop: () => stop(service, server),
  };
}

function withChance(planned: Faults, chance: Chance): Faults {
  return { ...planned, next: (method) => planned.next(method) ?? chance.fault?.(method) };
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + WAIT_MS_MAX;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}

async function stop({ updates }: Service, server: Server): Promise<void> {
  updates.stop();
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

async function answer(
  service: Service,
  faults: Faults,
  calls: MadeCall[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const [, token, method = ""] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
  if (token === undefined) return refuse(response, new ApiFault(404, "Not Found"));
  const call = await readCall(request, method, url);
  calls.push({ method, parameters: call.parameters });
  if (token !== TOKEN) return refuse(response, new ApiFault(401, "Unauthorized"));
  const fault = faults.next(method);
  if (fault !== undefined && "code" in fault) return refuse(response, asApiFault(fault));
  if (fault?.drop === "before") return void request.socket.destroy();
  try {
    const result = await perform(service, call, response);
    service.chance.done?.(method);
    if (fault?.drop === "after") return void request.socket.destroy();
    return send(response, 200, { ok: true, result });
  } catch (error) {
    return refuse(response, error);
  }
}

async function perform(service: Service, call: Call, response: ServerResponse): Promise<unknown> {
  const method = METHODS[call.method];
  if (method === undefined) throw new ApiFault(404, "Not Found: method not found");
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return await method(service, call, gone.signal);
}

function refuse(response: ServerResponse, error: unknown): void {
  const fault =
    error instanceof ApiFault
      ? error
      : error instanceof ZodError
        ? new ApiFault(400, `Bad Request: ${error.issues[0]?.path.join(".") ?? "parameters"}`)
        : new ApiFault(500, `Internal Server Error: ${String(error)}`);
  const { code, message, retryAfterSeconds } = fault;
  const parameters =
    retryAfterSeconds === undefined ? {} : { parameters: { retry_after: retryAfterSeconds } };
  send(response, code, { ok: false, error_code: code, description: message, ...parameters });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
