import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConsole, owner } from "./console-scene.ts";
import type { ConsoleScene, Person } from "./console-scene.ts";

const SHARED = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];
const FILE = "no-cache";
const NEVER = "no-store";

/** Method, path, status, what caches may do with it. An owner is logged in. */
const TABLE: readonly (readonly [string, string, number, string | null])[] = [
  ["GET", "/", 200, NEVER],
  ["GET", "/main.js", 200, FILE],
  ["GET", "/chat.css", 200, FILE],
  ["GET", "/api/words", 200, NEVER],
  ["GET", "/api/nothing", 404, NEVER],
  ["POST", "/api/turn", 403, NEVER],
  ["GET", "/nothing", 404, null],
  ["GET", "/health", 200, null],
  ["GET", "/ready", 200, NEVER],
  ["GET", "/metrics", 200, NEVER],
  ["GET", "/receipt-key", 200, NEVER],
  ["GET", "/console", 303, NEVER],
  ["GET", "/console/log-in", 200, NEVER],
  ["POST", "/console/log-in", 403, NEVER],
  ["GET", "/console/second-factor", 303, NEVER],
  ["GET", "/console/setup", 200, NEVER],
  ["GET", "/console/enrol", 303, NEVER],
  ["GET", "/console/accounts", 200, NEVER],
  ["GET", "/console/audit", 200, NEVER],
  ["GET", "/console/me", 200, NEVER],
  ["GET", "/console/setup.js", 200, FILE],
  ["GET", "/console/console.css", 200, FILE],
  ["GET", "/console/nothing", 404, NEVER],
];

describe("what every response carries", () => {
  let scene: ConsoleScene;
  let person: Person;
  beforeAll(async () => {
    scene = await openConsole();
    person = await owner(scene);
  });
  afterAll(() => scene.close());

  it.each(TABLE)(
    "%s %s (%i) is guarded, and kept by caches: %s",
    async (method, path, status, kept) => {
      const cookie = [...person.visitor.cookies].map((pair) => pair.join("=")).join("; ");
      const env = { incoming: { socket: { remoteAddress: "127.0.0.1" } } };
      const response = await scene.app.request(path, { method, headers: { cookie } }, env);
      const { headers } = response;
      expect([response.status, headers.get("cache-control")]).toEqual([status, kept]);
      // Pages with forms may send them here, and browsers tell where a form comes from only then.
      const forms = path.startsWith("/console");
      const policy = headers.get("content-security-policy")?.split("; ");
      expect(policy?.toSorted()).toEqual(
        [...SHARED, `form-action ${forms ? "'self'" : "'none'"}`].toSorted(),
      );
      expect(headers.get("referrer-policy")).toBe(forms ? "same-origin" : "no-referrer");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("permissions-policy")).toBe("camera=(), geolocation=(), microphone=()");
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("x-powered-by") ?? headers.get("server")).toBeNull();
    },
  );
});
