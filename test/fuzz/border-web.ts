/** Requests to every address of the web chat, with bodies, headers and cookies of all kinds. */
import type { Conversations } from "../../src/ports.ts";
import { webApplication } from "../../src/web/application.ts";
import { readStaticFiles } from "../../src/web/static-files.ts";
import type { Dice } from "../proof/dice.ts";
import { bundle, NOW_MS, shell, silent } from "../support/dialogue-scene.ts";
import { must, type Border } from "./border.ts";
import { anyJson, misshapen, words } from "./hostile.ts";

const ORIGIN = "http://chat.example";
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
const METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"];
const HEADERS = [
  "accept-language",
  "accept-encoding",
  "if-none-match",
  "origin",
  "sec-fetch-site",
  "x-forwarded-for",
  "x-forwarded-host",
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
    { name: "web turns in a talk", weight: 2, try: (dice) => real(turnRequest(dice)) },
  ];
}

async function appOver(conversations: Conversations) {
  const app = webApplication({
    conversations,
    files: await readStaticFiles(),
    clock: { nowMs: () => NOW_MS },
    log: silent,
    words: (language) => bundle.words[language].web,
    mounts: [],
    secureCookies: false,
  });
  return async (request: Request) => {
    const response = await app.request(request);
    const body = await response.text();
    must(STATUSES.has(response.status), `status ${response.status}`);
    const { headers } = response;
    const policy = headers.get("content-security-policy") ?? "";
    must(policy.includes("default-src 'none'"), "no policy");
    must(headers.get("x-content-type-options") === "nosniff", "sniffable");
    must(!body.includes("devDependencies") && !body.includes("root:"), "a file of the machine");
    if (request.url.includes("/api/") && response.status === 200 && request.method !== "HEAD")
      must(headers.get("content-type")?.startsWith("application/json") === true, "not JSON");
  };
}

function strangeRequest(dice: Dice): Request {
  const method = dice.pick(METHODS);
  const query =
    dice.below(3) === 0 ? `?lang=${encodeURIComponent(words(dice).toWellFormed())}` : "";
  const path = dice.below(8) === 0 ? `/${words(dice).toWellFormed()}` : dice.pick(PATHS);
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
