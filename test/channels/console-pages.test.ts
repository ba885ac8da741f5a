import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messengerRoles } from "../../src/accounts/messenger-roles.ts";
import { note } from "../../src/accounts/desk.ts";
import { newOwnerLink } from "../../src/accounts/setting-up.ts";
import { HOUR_MS, openConsole, owner, PASSWORD, settle, told } from "./console-scene.ts";
import type { ConsoleScene } from "./console-scene.ts";

let scene: ConsoleScene;
beforeEach(async () => {
  scene = await openConsole();
});
afterEach(() => scene.close());

describe("every page of the console", () => {
  it.each(["/console/log-in", "/console/setup", "/console/accounts", "/console/me"])(
    "%s is kept nowhere, runs nothing of its own and sends forms here alone",
    async (path) => {
      const { visitor } = await owner(scene);
      await visitor.get(path);
      expect(visitor.headers.get("cache-control")).toBe("no-store");
      const policy = (visitor.headers.get("content-security-policy") ?? "").split("; ");
      expect(policy).toEqual(
        expect.arrayContaining(["default-src 'none'", "script-src 'self'", "form-action 'self'"]),
      );
      expect(visitor.text).not.toMatch(/<script(?! type="module" src=)|<style|\son\w+=|style=/);
      expect(visitor.headers.get("referrer-policy")).toBe("same-origin");
    },
  );

  it.each(["en", "zh-CN"])("says where the one-time code stands (%s)", async (language) => {
    const visitor = scene.visitor();
    await visitor.get(`/console/setup?lang=${language}`);
    expect(visitor.shown("token-hint")).toMatch(/# .{10,}/);
  });

  it("leaves the chat as strict as it was", async () => {
    const { headers } = await scene.app.request("/");
    expect(headers.get("content-security-policy")).toContain("form-action 'none'");
  });

  it("speaks the language of the browser until another is chosen, and then keeps it", async () => {
    const visitor = scene.visitor();
    await visitor.get("/console/log-in");
    expect(visitor.text).toContain('lang="en"');
    await visitor.get("/console/log-in?lang=zh-CN");
    await visitor.get("/console/log-in");
    expect(visitor.text).toContain('<html lang="zh-CN">');
  });

  it.each(["/console/console.css", "/console/setup.js"])("has its file %s", async (path) => {
    expect((await scene.app.request(path)).status).toBe(200);
  });

  it.each(["/console/nothing", "/console/accounts/x", "/consoles"])(
    "has nothing at %s",
    async (path) => {
      expect((await scene.app.request(path)).status).toBe(404);
    },
  );
});

describe("a folder that cannot be read", () => {
  it.each(["en", "zh-CN"] as const)("is told in words for people (%s)", async (language) => {
    const { visitor } = await owner(scene);
    await writeFile(join(scene.folder, "accounts", "accounts.json"), "{");
    await visitor.get(`/console/me?lang=${language}`);
    expect(visitor.status).toBe(500);
    expect(visitor.text).not.toMatch(/accounts\.json|\{/);
    if (language === "en") expect(visitor.text).toBe(scene.words.error.fault);
    expect(visitor.headers.get("cache-control")).toBe("no-store");
  });
});

describe("the cookie", () => {
  it("is for this site's own requests alone, and goes when the browser is closed", async () => {
    await owner(scene);
    const body = new URLSearchParams({ name: "owner", password: PASSWORD });
    const response = await scene.app.request("/console/log-in", {
      method: "POST",
      body,
      headers: { "sec-fetch-site": "same-origin" },
    });
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^distinguo-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });
});

describe("the audit log's page", () => {
  it("shows the newest first, fifty at a time, and only a day's when asked", async () => {
    await owner(scene);
    const day = new Date(scene.nowMs).toISOString().slice(0, 10);
    scene.nowMs += 24 * HOUR_MS;
    for (let at = 0; at < 60; at += 1) await note(scene.desk, "machine", "make-owner-link");
    const { visitor } = await settle(scene, await newOwnerLink(scene.desk), "second");
    const shown = async (path: string) => {
      await visitor.get(path);
      return [...visitor.text.matchAll(/<tr class=[^>]*>\s*<td[^>]*>(\d+)</g)].map(([, number]) =>
        Number(number),
      );
    };
    const newest = await shown("/console/audit");
    const last = newest.at(-1) ?? 0;
    expect(newest).toHaveLength(50);
    expect(newest).toEqual(newest.toSorted((a, b) => b - a));
    const older = /href="(\/console\/audit\?before=\d+)"/.exec(visitor.text)?.[1] ?? "";
    expect((await shown(older))[0]).toBe(last - 1);
    const ofDay = await shown(`/console/audit?day=${day}`);
    expect([ofDay.length > 0, Math.max(...ofDay) < last]).toEqual([true, true]);
  });

  it.each(["?day=yesterday", "?before=-1", "?before=x&day=2026-99-99"])(
    "takes %s for nothing asked",
    async (query) => {
      const { visitor } = await owner(scene);
      await visitor.get(`/console/audit${query}`);
      expect([visitor.status, visitor.text.includes("make-owner-link")]).toEqual([200, false]);
      expect(visitor.text).toContain(scene.words.action["make-owner-link"]);
    },
  );

  it("tells when the chain is whole, and where it breaks", async () => {
    const { visitor } = await owner(scene);
    await visitor.get("/console/audit?check=1");
    expect(visitor.text).toContain('role="status"');
    expect(visitor.text).not.toContain('id="broken"');
  });
});

describe("what is kept on the disk", () => {
  it("holds no password, no code, no secret, no token and no messenger identity", async () => {
    const { visitor, secret, recovery } = await owner(scene);
    await visitor.get("/console/me");
    await visitor.post("/console/me/link", {});
    const code = visitor.shown("link-code").replace("/link ", "");
    await messengerRoles(scene.desk).link("telegram:987654321", code);
    const names = await readdir(scene.folder, { recursive: true });
    const files = names.filter((name) => /\.jsonl?$/.test(name));
    const texts = await Promise.all(
      files.map((name) => readFile(join(scene.folder, name), "utf8")),
    );
    expect(files).toHaveLength(3);
    const token = visitor.cookies.get("distinguo-console") ?? "no token";
    const secrets = [PASSWORD, secret, token, code, "987654321", ...recovery];
    for (const kept of secrets) expect(texts.join("\n")).not.toContain(kept);
  });

  it("names every action of the audit log in words", async () => {
    const { visitor } = await owner(scene);
    await visitor.get("/console/accounts");
    const actions = (await told(scene)).map((line) => line.split(" ")[0] ?? "");
    const { action } = scene.words;
    expect(actions.filter((one) => !Object.hasOwn(action, one))).toEqual([]);
  });
});
