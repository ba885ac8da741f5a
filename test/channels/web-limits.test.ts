import type { Context } from "hono";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceOf } from "../../src/web/source.ts";
import { openScene, turn, type Scene } from "./web-scene.ts";

let scene: Scene;
beforeEach(async () => {
  const handler = async () => new Response("taken");
  scene = await openScene({ mounts: [{ path: "/hook", handler }] });
});
afterEach(() => scene.channel.stop());

describe("a turn that came too fast", () => {
  it.each([
    ["en", "Too fast."],
    ["zh-CN", "太快了。"],
  ])(
    "is answered 429 with when to come again, in the person's words (%s)",
    async (language, said) => {
      const notice = { "zh-CN": "太快了。", en: "Too fast." };
      const limited = { waitMs: 1_200, notice };
      scene.answer = async () => ({ status: "busy", replies: [], limited });
      const response = await scene.post(turn({ language }));
      expect([response.status, response.headers.get("retry-after")]).toEqual([429, "2"]);
      expect(await response.json()).toEqual({ apology: said });
    },
  );

  it("says where it comes from", async () => {
    await scene.post(turn());
    expect(scene.heard[0]?.source).toBe("127.0.0.1");
    await scene.post(turn(), { "x-forwarded-for": "198.51.100.7, 203.0.113.9" });
    expect(scene.heard[1]?.source).toBe("203.0.113.9");
  });
});

describe("where a request comes from", () => {
  const from = (remoteAddress: string | undefined, forwarded?: string) =>
    sourceOf({
      env: { incoming: { socket: { remoteAddress } } },
      req: { header: () => forwarded },
    } as unknown as Context);

  it.each<[string | undefined, string | undefined, string | undefined]>([
    ["203.0.113.9", undefined, "203.0.113.9"],
    ["203.0.113.9", "198.51.100.7", "203.0.113.9"],
    ["::ffff:203.0.113.9", undefined, "203.0.113.9"],
    ["127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"],
    ["::1", "", "0:0:0:0"],
    ["2001:db8:1:2:3:4:5:6", undefined, "2001:db8:1:2"],
    ["2001:db8:1:2::6", undefined, "2001:db8:1:2"],
    ["2001:db8::6", undefined, "2001:db8:0:0"],
    ["127.0.0.1", "2001:DB8:1:2::9", "2001:db8:1:2"],
    ["127.0.0.1", `unknown${"x".repeat(5_000)}`, `unknown${"x".repeat(38)}`],
    [undefined, "198.51.100.7", undefined],
  ])("connected from %s, forwarded for %s: %s", (direct, forwarded, source) => {
    expect(from(direct, forwarded)).toBe(source);
  });
});

describe("every response", () => {
  const ROUTES = [
    ["GET", "/", 200],
    ["GET", "/main.js", 200],
    ["GET", "/chat.css", 200],
    ["GET", "/api/words", 200],
    ["GET", "/health", 200],
    ["POST", "/hook", 200],
    ["POST", "/api/turn", 403],
    ["GET", "/metrics", 404],
    ["GET", "/nothing", 404],
    ["DELETE", "/api/turn", 404],
    ["OPTIONS", "/api/turn", 404],
    ["GET", "/%00", 404],
  ] as const;

  it.each(ROUTES)("carries the same protection: %s %s", async (method, path, status) => {
    const response = await fetch(scene.url(path), { method });
    expect(response.status).toBe(status);
    const { headers } = response;
    const policy = (headers.get("content-security-policy") ?? "").split("; ").toSorted();
    expect(policy).toEqual(
      [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
      ].toSorted(),
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers.get("permissions-policy")).toContain("camera=()");
    for (const telling of ["server", "x-powered-by", "access-control-allow-origin"])
      expect(headers.has(telling), telling).toBe(false);
  });
});
