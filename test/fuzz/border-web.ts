/** Requests to every address of the web chat, with bodies, headers and cookies of all kinds. */
import type { Conversations } from "../../src/ports.ts";
import { openMetrics } from "../../src/app/metrics.ts";
import type { Dice } from "../proof/dice.ts";
import { shell } from "../support/dialogue-scene.ts";
import { must, type Border } from "./border.ts";
import { anyJson, misshapen, words } from "./hostile.ts";
import { application, expectGuarded, ORIGIN } from "./web-promises.ts";

const STATUSES: ReadonlySet<number> = new Set([
  200, 304, 400, 401, 403, 404, 405, 411, 413, 415, 429,
]);
const PATHS = [
  "/",
  "/api/turn",
  "/api/words",
  "/main.js",
  "/chat.css",
  "/health",
  "/..%2fpackage.json",
  "/%2e%2e/%2e%2e/package.json",
  "/assets/..\\..\\package.json",
  "/%00",
  "/main.js%00.html",
  "/constructor",
  "/__proto__",
  "//etc/passwd",
  "/console",
  "/%",
  "/%ff%fe",
];
const OPERATION = [
  "/ready",
  "/metrics",
  "/health",
  "/ready/",
  "/metrics/x",
  "/METRICS",
  "/metrics%00",
];
const ADDRESSES = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "192.0.2.7", "2001:db8::1", "127.0.0.2"];
const HERE: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const FORWARDING = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
const METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"];
const HEADERS = [
  "accept-language",
  "accept-encoding",
  "if-none-match",
  "origin",
  "sec-fetch-site",
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-real-ip",
  "via",
  "content-length",
  "transfer-encoding",
  "cookie",
  "range",
];
const PEOPLE = 40;
const UNSENDABLE = /[^\t\u0020-\u007e\u0080-\u00ff]/g;

export async function webBorders(): Promise<readonly Border[]> {
  const nobody: Conversations = {
    handle: async () => ({ status: "handled", replies: [] }),
    async delivered() {},
    apology: () => "-",
    commands: () => [],
  };
  const [echo, real] = [await appOver(nobody), await appOver(await shell())];
  return [
    { name: "web requests", weight: 12, try: (dice) => echo(strangeRequest(dice)) },
    { name: "readiness and metrics", weight: 3, try: await operatorsAsk() },
    { name: "web turns in a talk", weight: 2, try: (dice) => real(turnRequest(dice)) },
  ];
}

async function appOver(conversations: Conversations) {
  const app = await application({ conversations });
  return async (request: Request) => {
    const response = await app.request(request);
    const body = await response.text();
    must(STATUSES.has(response.status), `status ${response.status}`);
    expectGuarded(request.url, response, body);
    const { headers } = response;
    if (request.url.includes("/api/") && response.status === 200 && request.method !== "HEAD")
      must(headers.get("content-type")?.startsWith("application/json") === true, "not JSON");
  };
}

/** `/ready` for everyone, `/metrics` for this machine alone, whatever a request claims about where it comes from. */
async function operatorsAsk() {
  const metrics = openMetrics({ collectDefaults: false });
  const state = { ready: true };
  const ready = async () => {
    const checks = { store: state.ready ? ("ok" as const) : ("failing" as const) };
    return { ready: state.ready, checks };
  };
  const app = await application({ operation: { ready, metrics } });
  return async (dice: Dice) => {
    state.ready = dice.below(2) === 0;
    const request = strangeRequest(dice, OPERATION);
    const { pathname } = new URL(request.url);
    const remoteAddress = dice.pick(ADDRESSES);
    const env = dice.below(4) === 0 ? undefined : { incoming: { socket: { remoteAddress } } };
    const response = await app.request(request, undefined, env);
    const body = await response.text();
    must(STATUSES.has(response.status) || response.status === 503, `status ${response.status}`);
    expectGuarded(request.url, response, body);
    const here = env !== undefined && HERE.has(remoteAddress);
    const passedOn = FORWARDING.some((name) => request.headers.has(name));
    if (body.includes("# HELP")) must(here && !passedOn, "metrics told to a stranger");
    if (pathname === "/ready" && request.method === "GET") {
      must(response.status === (state.ready ? 200 : 503), "not as ready as it says");
      must(response.headers.get("cache-control") === "no-store", "an old answer may be kept");
    }
  };
}

function strangeRequest(dice: Dice, paths: readonly string[] = PATHS): Request {
  const method = dice.pick(METHODS);
  const query =
    dice.below(3) === 0 ? `?lang=${encodeURIComponent(words(dice).toWellFormed())}` : "";
  const path = dice.below(8) === 0 ? `/${words(dice).toWellFormed()}` : dice.pick(paths);
  const url = URL.parse(`${ORIGIN}${path}${query}`) ?? new URL(ORIGIN);
  const headers = strangeHeaders(dice);
  const bodyless = method === "GET" || method === "HEAD";
  const body = dice.below(2) === 0 ? words(dice) : JSON.stringify(anyJson(dice));
  return new Request(url, bodyless ? { method, headers } : { method, headers, body });
}

function strangeHeaders(dice: Dice): Headers {
  const headers = new Headers(dice.below(2) === 0 ? usual(dice) : {});
  for (let more = dice.below(4); more > 0; more -= 1)
    headers.set(dice.pick(HEADERS), words(dice).replaceAll(UNSENDABLE, "").slice(0, 500));
  return headers;
}

const usual = (dice: Dice) => ({
  "content-type": "application/json",
  "sec-fetch-site": "same-origin",
  cookie: `distinguo=${String(dice.below(PEOPLE)).padStart(43, "A")}`,
});

let events = 0;

/** Well-formed mostly: what it says is what is strange. */
function turnRequest(dice: Dice): Request {
  const id = (events += 1).toString(16).padStart(12, "0");
  const input =
    dice.below(3) === 0
      ? { type: "choice", token: words(dice).slice(0, 64) || "-" }
      : { type: "text", text: words(dice).slice(0, 4_000) || "-" };
  const turn = { eventId: `0b6f7c1e-8f5a-4a51-9c3b-${id}`, input, acknowledged: [] };
  const body = JSON.stringify(dice.below(4) === 0 ? misshapen(dice, turn) : turn);
  return new Request(`${ORIGIN}/api/turn`, { method: "POST", headers: usual(dice), body });
}
