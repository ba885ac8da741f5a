/** The web application as the fuzz asks it, and what every one of its answers must keep to. */
import type { Hono } from "hono";
import type { Conversations } from "../../src/ports.ts";
import { webApplication } from "../../src/web/application.ts";
import type { WebApplication } from "../../src/web/application.ts";
import { readStaticFiles } from "../../src/web/static-files.ts";
import { bundle, NOW_MS, silent } from "../support/dialogue-scene.ts";
import { must } from "./border.ts";

export const ORIGIN = "http://chat.example";

const nobody: Conversations = {
  handle: async () => ({ status: "handled", replies: [] }),
  async delivered() {},
  apology: () => "-",
  commands: () => [],
};

/** Talks to nobody unless told otherwise. */
export async function application(parts: Partial<WebApplication> = {}): Promise<Hono> {
  return webApplication({
    conversations: nobody,
    files: await readStaticFiles(),
    clock: { nowMs: () => NOW_MS },
    log: silent,
    words: (language) => bundle.words[language].web,
    mounts: [],
    secureCookies: false,
    ...parts,
  });
}

/** What hostile words would open a page with, were they not escaped. */
const MARKUP = /<script>alert|<img src=x|<b>|javascript:/i;

/** Headers that let nothing in, no file of the machine, and nothing reflected. */
export function expectGuarded(url: string, { headers }: Response, body: string): void {
  const policy = headers.get("content-security-policy") ?? "";
  must(policy.includes("default-src 'none'"), "no policy");
  must(policy.includes("frame-ancestors 'none'"), "may be framed");
  must(headers.get("x-content-type-options") === "nosniff", "sniffable");
  must(headers.get("x-frame-options") === "DENY", "may be framed by old browsers");
  const told = headers.get("referrer-policy");
  // Its forms would not say where they come from otherwise.
  const console = /^\/console(?:\/|$)/.test(new URL(url).pathname);
  must(told === (console ? "same-origin" : "no-referrer"), `tells where it was: ${told}`);
  must(!body.includes("devDependencies") && !body.includes("root:"), "a file of the machine");
  if (headers.get("content-type")?.startsWith("text/html") === true)
    must(!MARKUP.test(body), "markup reflected");
  for (const cookie of headers.getSetCookie())
    must(/; HttpOnly(?:;|$)/.test(cookie), "a cookie scripts can read");
}
