/** Requests to every page of the console, by strangers, by somebody half logged in, by a reviewer and by the owner. */
import { createHash } from "node:crypto";
import { deskOf } from "../../src/accounts/desk.ts";
import type { Desk } from "../../src/accounts/desk.ts";
import { hashPassword } from "../../src/accounts/passwords.ts";
import { EMPTY_REGISTER, NO_SESSIONS, Register, Sessions } from "../../src/accounts/register.ts";
import type { Account, Stage } from "../../src/accounts/register.ts";
import type { ConsoleRole } from "../../src/accounts/permissions.ts";
import { newAuthenticator } from "../../src/accounts/second-factor.ts";
import { beginSession } from "../../src/accounts/sessions.ts";
import { formTokenOf } from "../../src/web/console-request.ts";
import type { Dice } from "../proof/dice.ts";
import { bundle, NOW_MS } from "../support/dialogue-scene.ts";
import { memoryAudit, memoryDocument } from "../support/memory-office.ts";
import { must, type Border } from "./border.ts";
import { anyJson, words } from "./hostile.ts";
import { application, expectGuarded, ORIGIN } from "./web-promises.ts";

const STATUSES: ReadonlySet<number> = new Set([
  200, 303, 304, 400, 403, 404, 405, 409, 413, 422, 429,
]);
const OWNER = "00000000000000aa";
const REVIEWER = "00000000000000bb";
const NEWCOMER = "00000000000000cc";
const PASSWORD = "seven quiet carp below";
/** Each request comes a little later: what is limited by time is tried again and again, and passwords are hashed seldom. */
const APART_MS = 250;
const AUDIT_LINES_MAX = 200;

const PATHS = [
  "/console",
  "/console/log-in",
  "/console/second-factor",
  "/console/setup",
  "/console/enrol",
  "/console/log-out",
  "/console/accounts",
  "/console/accounts/invite",
  `/console/accounts/${OWNER}/roles`,
  `/console/accounts/${REVIEWER}/roles`,
  `/console/accounts/${REVIEWER}/disable`,
  `/console/accounts/${REVIEWER}/enable`,
  `/console/accounts/${REVIEWER}/reset`,
  "/console/accounts/__proto__/roles",
  "/console/accounts/..%2f..%2fme/disable",
  "/console/me",
  "/console/me/password",
  "/console/me/recovery",
  "/console/me/link",
  "/console/me/unlink",
  "/console/audit",
  "/console/setup.js",
  "/console/console.css",
  "/console/nothing",
  "/console/%ff",
  "/console//",
];
const FIELDS = [
  "name",
  "password",
  "code",
  "token",
  "role",
  "current",
  "next",
  "confirm",
  "form",
  "__proto__",
  "constructor",
  "role[]",
];
const VALUES = ["owner", "reviewer", "Owner", "123456", PASSWORD, "a".repeat(300)];

/** Who asks: an account at a stage, or nobody. */
type Who = readonly [account: string, stage: Stage] | undefined;
const ASKING: readonly Who[] = [
  undefined,
  [OWNER, "whole"],
  [REVIEWER, "whole"],
  [OWNER, "password"],
  [NEWCOMER, "enrolling"],
];

export async function consoleBorders(): Promise<readonly Border[]> {
  const office = await openOffice();
  const app = await application({
    console: {
      desk: office.desk,
      words: (language) => bundle.words[language].console,
      secureCookies: false,
    },
  });
  return [
    {
      name: "console pages",
      weight: 5,
      try: async (dice) => {
        office.reset();
        const who = dice.pick(ASKING);
        const token = who === undefined ? words(dice) : await beginSession(office.desk, ...who);
        const request = consoleRequest(dice, token);
        const before = JSON.stringify((await office.desk.register.read()).accounts.map(rolesOf));
        const response = await app.request(request, undefined, {
          incoming: { socket: { remoteAddress: `192.0.2.${dice.below(200)}` } },
        });
        const body = await response.text();
        must(STATUSES.has(response.status), `status ${response.status}`);
        expectGuarded(request.url, response, body);
        const after = JSON.stringify((await office.desk.register.read()).accounts.map(rolesOf));
        if (who?.[0] !== OWNER || who[1] !== "whole") {
          must(before === after, "somebody else than an owner changed accounts");
          must(!body.includes(`/console/accounts/${OWNER}`), "accounts shown to somebody else");
        }
      },
    },
  ];
}

const rolesOf = ({ id, roles, disabled }: Account) => [id, roles, disabled];

/** Accounts in memory, put back before each request. */
async function openOffice(): Promise<{ readonly desk: Desk; reset(): void }> {
  let nowMs = NOW_MS;
  const clock = { nowMs: () => nowMs };
  const secret = createHash("sha256").update("accounts of the fuzz").digest();
  const medium = { broken: false };
  const register = memoryDocument(Register, EMPTY_REGISTER, medium);
  const sessions = memoryDocument(Sessions, NO_SESSIONS, medium);
  const audit = memoryAudit(secret, clock, medium, AUDIT_LINES_MAX);
  const desk = deskOf({ clock, secret, register, sessions, audit });
  const password = await hashPassword(PASSWORD);
  const account = (id: string, name: string, role: ConsoleRole, confirmed: boolean): Account => ({
    id,
    name,
    roles: [role],
    disabled: false,
    begunMs: NOW_MS,
    password,
    authenticator: { ...newAuthenticator(desk.vault, id), confirmed },
    recovery: [],
  });
  const accounts = [
    account(OWNER, "owner", "owner", true),
    account(REVIEWER, "reviewer", "reviewer", true),
    account(NEWCOMER, "newcomer", "administrator", false),
  ];
  await register.change((now) => ({ next: { ...now, accounts }, answer: undefined }));
  for (const one of [register, sessions]) one.mark();
  const reset = () => {
    nowMs += APART_MS;
    for (const one of [register, sessions]) one.reset();
  };
  return { desk, reset };
}

function consoleRequest(dice: Dice, token: string): Request {
  const path = dice.below(12) === 0 ? `/console/${words(dice).toWellFormed()}` : dice.pick(PATHS);
  const url = URL.parse(`${ORIGIN}${path}${query(dice)}`) ?? new URL(`${ORIGIN}/console`);
  const headers = new Headers({ "accept-language": dice.pick(["en", "zh-CN", "*", "fr;q=2"]) });
  headers.set("cookie", `distinguo-console=${sendable(token)}`);
  if (dice.below(5) > 0) headers.set("sec-fetch-site", "same-origin");
  const method = dice.pick(["GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE"]);
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: bodyOf(dice, token, headers) });
}

const UNSENDABLE = /[^\u0021-\u007e]|[;,"\\]/g;
const sendable = (text: string) => text.replaceAll(UNSENDABLE, "").slice(0, 200);

function query(dice: Dice): string {
  if (dice.below(3) > 0) return "";
  const name = dice.pick(["lang", "day", "before", "check", "__proto__"]);
  const value = dice.pick([words(dice).toWellFormed(), "2026-07-01", "1", "-1", "1e9", "zh-CN"]);
  return `?${name}=${encodeURIComponent(value)}`;
}

function bodyOf(dice: Dice, token: string, headers: Headers): BodyInit {
  const kind = dice.below(10);
  if (kind === 0) {
    headers.set("content-type", dice.pick(["application/json", "multipart/form-data", "text/x"]));
    return dice.below(2) === 0 ? words(dice) : JSON.stringify(anyJson(dice));
  }
  const form = kind < 3 ? new FormData() : new URLSearchParams();
  if (dice.below(4) > 0) form.append("form", formTokenOf({ token }));
  for (let more = dice.below(6); more > 0; more -= 1) {
    const value = dice.below(3) === 0 ? dice.pick(VALUES) : words(dice);
    form.append(dice.pick(FIELDS), value.toWellFormed());
  }
  return form;
}
