import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { webWords } from "../browser/support/words.ts";
import { openScene, turn } from "./web-scene.ts";
import type { Scene } from "./web-scene.ts";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

afterEach(() => scene.channel.stop());

/** Asks for a path just as it is written; fetch would tidy it first. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = scene.url("/");
    request({ host: "127.0.0.1", port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

describe("what the web chat refuses", () => {
  it.each<[string, number, unknown, Record<string, string>]>([
    ["another site's page", 403, turn(), { origin: "https://elsewhere.example" }],
    ["a sandboxed page", 403, turn(), { origin: "null" }],
    ["a request a browser calls cross-site", 403, turn(), { "sec-fetch-site": "cross-site" }],
    ["a form", 415, "a=b", { "content-type": "application/x-www-form-urlencoded" }],
    ["text that only looks like JSON", 415, turn(), { "content-type": "text/plain" }],
    ["a body over the limit", 413, turn({ padding: "长".repeat(11_000) }), {}],
    ["broken JSON", 400, "{", {}],
    ["an unknown field", 400, turn({ conversation: "web:other" }), {}],
    ["an event id of its own making", 400, turn({ eventId: "1" }), {}],
    ["an empty message", 400, turn({ input: { type: "text", text: "  " } }), {}],
    ["a message too long", 400, turn({ input: { type: "text", text: "a".repeat(4_001) } }), {}],
    ["an unknown input", 400, turn({ input: { type: "unsupported", what: "photo" } }), {}],
    ["a reply id that is none", 400, turn({ acknowledged: ["x"] }), {}],
  ])("refuses %s with %i", async (_, status, body, headers) => {
    expect((await scene.post(body, headers)).status).toBe(status);
    expect(scene.heard).toEqual([]);
  });

  it("refuses a request that does not say where it comes from", async () => {
    const response = await fetch(scene.url("/api/turn"), {
      method: "POST",
      headers: { "content-type": "application/json", cookie: await scene.openPage() },
      body: JSON.stringify(turn()),
    });
    expect(response.status).toBe(403);
  });

  it.each([
    "/../package.json",
    "/%2e%2e/%2e%2e/package.json",
    "/..%2f..%2fpackage.json",
    "//etc/passwd",
    "/assets/main.js",
    "/index.html",
    "/constructor",
  ])("has nothing at %s", async (path) => {
    expect(await statusOf(path)).toBe(404);
  });
});

describe("what the web chat sends", () => {
  it("sends a file once and 304 from then on, compressed or not", async () => {
    for (const encoding of ["gzip", "identity"]) {
      const first = await fetch(scene.url("/main.js"), {
        headers: { "accept-encoding": encoding },
      });
      const tag = first.headers.get("etag") ?? "";
      const again = await fetch(scene.url("/main.js"), { headers: { "if-none-match": tag } });
      expect([first.status, again.status]).toEqual([200, 304]);
    }
  });

  it("answers a health check", async () => {
    const response = await fetch(scene.url("/health"));
    expect([response.status, await response.text()]).toEqual([200, "ok"]);
  });

  it.each([
    ["?lang=en", "zh-CN", "en"],
    ["", "en-US", "en"],
    ["?lang=fr", "fr", "zh-CN"],
  ])("gives the page its words for %j and %s", async (query, accepted, language) => {
    const response = await fetch(scene.url(`/api/words${query}`), {
      headers: { "accept-language": accepted },
    });
    const expected = language === "en" ? webWords("en") : webWords("zh-CN");
    expect(await response.json()).toEqual({ language, words: expected });
  });
});
