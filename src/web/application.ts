/** The web chat over HTTP: the page, its two API calls, and what other channels hang in (a webhook). */
import { Hono } from "hono";
import type { Context } from "hono";
import { compress } from "hono/compress";
import type { Language } from "../dialogue/reply.ts";
import type { Clock, Conversations, Handled, Incoming, Log } from "../ports.ts";
import { TurnRequest, TurnResponse, WordsResponse } from "./contract.ts";
import type { WebWords } from "./contract.ts";
import { consoleRoutes } from "./console.ts";
import type { ConsoleSettings } from "./console.ts";
import { jsonOnly, protectiveHeaders, sameOriginOnly, smallBodyOnly } from "./guards.ts";
import { requestedLanguage } from "./language.ts";
import { operationRoutes } from "./operation.ts";
import type { Operation } from "./operation.ts";
import { conversationOf, openSession } from "./session.ts";
import { sourceOf } from "./source.ts";
import { sendFile } from "./static-files.ts";
import type { StaticFile } from "./static-files.ts";

/** A path answered by someone else, such as a messenger's webhook. */
export interface Mount {
  readonly path: string;
  handler(request: Request): Promise<Response>;
}

export interface WebApplication {
  readonly conversations: Conversations;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly clock: Clock;
  readonly log: Log;
  /** The page's own words in one language. */
  words(language: Language): WebWords;
  readonly mounts: readonly Mount[];
  /** The page is reached over TLS: cookies carry `Secure`. */
  readonly secureCookies: boolean;
  /** The jurisdiction pack new cases start with. */
  readonly pack?: string;
  /** Readiness and metrics, where the process offers them. */
  readonly operation?: Operation;
  /** The pages of reviewers, administrators and owners. */
  readonly console?: ConsoleSettings;
}

const DEFAULT_LANGUAGE: Language = "zh-CN";
const EVENT_ID_DIGITS = 16;
const CONSOLE = /^\/console(?:\/|$)/;

/** Everything the server answers, as one Hono application. */
export function webApplication(parts: WebApplication): Hono {
  const app = new Hono();
  const guards = protectiveHeaders(parts.secureCookies);
  const consoleGuards = protectiveHeaders(parts.secureCookies, true);
  app.use((context, next) =>
    (CONSOLE.test(context.req.path) ? consoleGuards : guards)(context, next),
  );
  for (const mount of parts.mounts) app.all(mount.path, ({ req }) => mount.handler(req.raw));
  app.use(compress());
  app.get("/health", (context) => context.text("ok"));
  if (parts.operation !== undefined) app.route("/", operationRoutes(parts.operation));
  if (parts.console !== undefined) app.route("/console", consoleRoutes(parts.console));
  app.use("/api/*", async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
  });
  app.get("/api/words", (context) => tellWords(context, parts));
  app.post("/api/turn", sameOriginOnly, jsonOnly, smallBodyOnly, (context) =>
    takeTurn(context, parts),
  );
  app.get("*", (context) => sendPage(context, parts));
  app.notFound((context) => context.text("not found", 404));
  app.onError((error, context) => {
    parts.log.error("web/fault", { error: error.name, path: context.req.routePath });
    if (parts.console === undefined || !CONSOLE.test(context.req.path))
      return context.json({ problem: "web/fault" }, 500);
    const language = requestedLanguage(context, context.req.query("lang")) ?? DEFAULT_LANGUAGE;
    context.header("Cache-Control", "no-store");
    return context.text(parts.console.words(language).error.fault, 500);
  });
  return app;
}

function tellWords(context: Context, parts: WebApplication): Response {
  const language = requestedLanguage(context, context.req.query("lang")) ?? DEFAULT_LANGUAGE;
  return context.json(WordsResponse.parse({ language, words: parts.words(language) }));
}

function sendPage(context: Context, parts: WebApplication): Response | Promise<Response> {
  const file = parts.files.get(context.req.path);
  if (file === undefined) return context.notFound();
  if (context.req.path !== "/") return sendFile(context, file);
  openSession(context, parts.secureCookies);
  context.header("Cache-Control", "no-store");
  return context.body(file.body, 200, { "Content-Type": file.type });
}

async function takeTurn(context: Context, parts: WebApplication): Promise<Response> {
  const conversation = conversationOf(context);
  if (conversation === undefined) return context.json({ problem: "web/no-session" }, 401);
  const turn = TurnRequest.safeParse(await bodyOf(context));
  if (!turn.success) return context.json({ problem: "web/bad-request" }, 400);
  const language = requestedLanguage(context, turn.data.language);
  const handled = await handle(parts, incoming(context, conversation, turn.data, parts));
  if (handled?.limited !== undefined) {
    const { waitMs, notice } = handled.limited;
    context.header("Retry-After", String(Math.ceil(waitMs / 1_000)));
    return context.json({ apology: notice[language ?? DEFAULT_LANGUAGE] }, 429);
  }
  if (handled === undefined || handled.status === "busy") {
    const apology = parts.conversations.apology(language ?? DEFAULT_LANGUAGE);
    return context.json({ apology }, 503);
  }
  const replies = handled.replies.map(({ reply }) => reply);
  return context.json(TurnResponse.parse({ status: handled.status, replies }));
}

function incoming(
  context: Context,
  conversation: string,
  turn: TurnRequest,
  { clock, pack }: WebApplication,
): Incoming {
  const language = requestedLanguage(context, turn.language);
  const source = sourceOf(context);
  return {
    conversation,
    eventId: shortened(turn.eventId),
    input: turn.input,
    atMs: clock.nowMs(),
    acknowledged: turn.acknowledged,
    ...(language === undefined ? {} : { languageHint: language }),
    ...(pack === undefined ? {} : { pack }),
    ...(source === undefined ? {} : { source }),
  };
}

/**
 * The first 8 bytes of a random UUID: among the events one conversation remembers two never begin alike, and every one of
 * them is stored with the case.
 */
function shortened(uuid: string): string {
  return uuid.replaceAll("-", "").slice(0, EVENT_ID_DIGITS).toLowerCase();
}

/** undefined: the turn was not stored, and the person may send it again. */
async function handle(parts: WebApplication, turn: Incoming): Promise<Handled | undefined> {
  try {
    return await parts.conversations.handle(turn);
  } catch (error) {
    parts.log.error("web/turn-not-stored", { error: error instanceof Error ? error.name : "?" });
    return undefined;
  }
}

/** undefined: not JSON at all. */
async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json<unknown>();
  } catch {
    return undefined;
  }
}
