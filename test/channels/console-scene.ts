/** The console in front of real stores in a folder of its own, with a clock that is set by hand. */
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { Secret, TOTP } from "otpauth";
import { parse } from "yaml";
import type { Desk } from "../../src/accounts/desk.ts";
import { newOwnerLink } from "../../src/accounts/setting-up.ts";
import { openOffice } from "../../src/commands/office.ts";
import { ConsoleWords } from "../../src/dialogue/console-words.ts";
import type { Language } from "../../src/dialogue/reply.ts";
import { webApplication } from "../../src/web/application.ts";
import { readStaticFiles } from "../../src/web/static-files.ts";
import { webWords } from "../browser/support/words.ts";
import { Visitor } from "../support/visitor.ts";

export const MINUTE_MS = 60_000;
export const STEP_MS = 30_000;
export const HOUR_MS = 60 * MINUTE_MS;
const ORIGIN = "http://console.example";
export const PASSWORD = "seven quiet carp below";

export interface ConsoleScene {
  readonly app: Hono;
  readonly desk: Desk;
  readonly folder: string;
  readonly words: ConsoleWords;
  nowMs: number;
  close(): Promise<void>;
  /** A browser with no cookies. */
  visitor(address?: string): Visitor;
}

export async function openConsole(): Promise<ConsoleScene> {
  const folder = await mkdtemp(join(tmpdir(), "distinguo-console-"));
  const words = await consoleWords();
  const keyring = {
    secretFor: (purpose: string) => createHash("sha256").update(purpose).digest(),
  };
  const clock = { nowMs: () => scene.nowMs };
  const desk = openOffice({ dataFolder: folder, keyring, clock });
  const app = webApplication({
    conversations: {
      handle: async () => ({ status: "handled", replies: [] }),
      delivered: async () => {},
      apology: () => "-",
      commands: () => [],
    },
    files: await readStaticFiles(),
    clock,
    log: { info() {}, error() {} },
    words: webWords,
    mounts: [],
    secureCookies: false,
    operation: {
      ready: async () => ({ ready: true, checks: { store: "ok" } }),
      metrics: { contentType: "text/plain", text: async () => "turns 7" },
      receiptKey: "K".repeat(43),
    },
    console: { desk, words: (language) => words[language], secureCookies: false },
  });
  const scene: ConsoleScene = {
    app,
    desk,
    folder,
    words: words.en,
    nowMs: 1_795_000_000_000,
    close: () => rm(folder, { recursive: true }),
    visitor: (address = "192.0.2.1") => {
      const env = { incoming: { socket: { remoteAddress: address } } };
      const ask = (path: string, init: RequestInit) => app.request(`${ORIGIN}${path}`, init, env);
      return new Visitor({ origin: ORIGIN, ask: async (path, init) => ask(path, init) });
    },
  };
  return scene;
}

async function consoleWords(): Promise<Record<Language, ConsoleWords>> {
  const read = async (language: Language) => {
    const file = new URL(`../../prompts/${language}/console.yaml`, import.meta.url);
    return ConsoleWords.parse(parse(await readFile(file, "utf8")));
  };
  return { "zh-CN": await read("zh-CN"), en: await read("en") };
}

export interface Person {
  readonly visitor: Visitor;
  readonly name: string;
  readonly secret: string;
  readonly recovery: readonly string[];
}

/** The code an authenticator app shows now. */
export function codeNow({ nowMs }: ConsoleScene, secret: string): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: nowMs });
}

/** Sets up an account with the token of a link, to the end, and lets the code's time step go by. */
export async function settle(scene: ConsoleScene, token: string, name: string): Promise<Person> {
  const visitor = scene.visitor();
  await visitor.post("/console/setup", { token, name, password: PASSWORD });
  const secret = visitor.shown("secret");
  await visitor.post("/console/enrol", { code: codeNow(scene, secret) });
  const recovery = [...visitor.text.matchAll(/<code>([\w-]+)<\/code>/g)].map(
    ([, code]) => code ?? "",
  );
  scene.nowMs += STEP_MS;
  return { visitor, name, secret, recovery };
}

/** The first owner, logged in. */
export async function owner(scene: ConsoleScene): Promise<Person> {
  return settle(scene, await newOwnerLink(scene.desk), "owner");
}

/** Somebody an owner invited, logged in. */
export async function invited(
  scene: ConsoleScene,
  by: Person,
  roles: readonly string[],
  name: string,
): Promise<Person> {
  await by.visitor.get("/console/accounts");
  await by.visitor.post("/console/accounts/invite", { role: roles });
  return settle(scene, by.visitor.shown("invitation").split("#")[1] ?? "", name);
}

/** Logs in from a browser with no cookies; the code's time step goes by after it. */
export async function logIn(scene: ConsoleScene, person: Person): Promise<Visitor> {
  const visitor = scene.visitor();
  await visitor.post("/console/log-in", { name: person.name, password: PASSWORD });
  await visitor.post("/console/second-factor", { code: codeNow(scene, person.secret) });
  scene.nowMs += STEP_MS;
  return visitor;
}

/** The audit log, oldest first, as `action outcome`. */
export async function told(scene: ConsoleScene): Promise<readonly string[]> {
  const lines = await scene.desk.audit.page({ count: 1_000 });
  return lines.map(({ action, outcome }) => `${action} ${outcome}`).toReversed();
}
