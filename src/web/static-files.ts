/** The page's files: a fixed map read once, so that no path can lead anywhere else. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Context } from "hono";

const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
} as const;

const MODULES = [
  "api",
  "choices",
  "composer",
  "dom",
  "draw",
  "keyboard",
  "main",
  "scales",
  "transcript",
  "view",
  "words",
] as const;

const FILES = [
  { path: "/", name: "index.html", type: TYPES.html },
  { path: "/chat.css", name: "chat.css", type: TYPES.css },
  { path: "/console/console.css", name: "console/console.css", type: TYPES.css },
  { path: "/console/setup.js", name: "console/setup.js", type: TYPES.js },
  ...MODULES.map((module) => ({ path: `/${module}.js`, name: `${module}.js`, type: TYPES.js })),
];

/** A file ready to be sent. */
export interface StaticFile {
  readonly body: string;
  readonly type: string;
  readonly etag: string;
}

/** Reads every file of the page: URL path → file. Rejects when one is missing. */
export async function readStaticFiles(): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = FILES.map(async ({ path, name, type }) => {
    const body = await readFile(new URL(`./assets/${name}`, import.meta.url), "utf8");
    const hash = createHash("sha256").update(body).digest("base64url");
    return [path, { body, type, etag: `"${hash.slice(0, 22)}"` }] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Answers with the file, or 304 when the browser holds this very version. */
export function sendFile(context: Context, file: StaticFile): Response {
  context.header("ETag", file.etag);
  context.header("Cache-Control", "no-cache");
  // Compression turns the tag into a weak one (W/"…"): both name the same file.
  if (context.req.header("if-none-match")?.includes(file.etag) === true) {
    return context.body(null, 304);
  }
  return context.body(file.body, 200, { "Content-Type": file.type });
}
