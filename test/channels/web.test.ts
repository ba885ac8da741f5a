import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebChannelSettings } from "../../src/channels/web.ts";
import type { Handled } from "../../src/ports.ts";
import { webChannel } from "../../src/channels/web.ts";
import { EnvironmentFault } from "../../src/ports.ts";
import { EVENT, NOW_MS, openScene, QUESTION, settings, turn } from "./web-scene.ts";
import type { Scene } from "./web-scene.ts";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

afterEach(() => scene.channel.stop());

/** Some tests want the server set up in another way. */
async function restart(more: Partial<WebChannelSettings>): Promise<void> {
  await scene.channel.stop();
  scene = await openScene(more);
}

describe("the web chat's session", () => {
  it("gives a cookie no script can read and no other site can send", async () => {
    const [cookie] = (await fetch(scene.url("/"))).headers.getSetCookie();
    expect(cookie).toMatch(
      /^distinguo=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  it("marks the cookie Secure behind TLS", async () => {
    await restart({ secureCookies: true });
    const page = await fetch(scene.url("/"));
    expect(page.headers.getSetCookie()[0]).toContain("; Secure");
    expect(page.headers.get("strict-transport-security")).toMatch(/max-age/);
  });

  it("keeps a person's cookie when the page is loaded again", async () => {
    const cookie = await scene.openPage();
    const again = await fetch(scene.url("/"), { headers: { cookie } });
    expect(again.headers.getSetCookie()[0]).toContain(`${cookie};`);
  });

  it("names the conversation by a hash of the cookie, the same for every turn", async () => {
    const cookie = await scene.openPage();
    await scene.post(turn(), { cookie });
    await scene.post(turn(), { cookie });
    await scene.post(turn());
    const [one, two, other] = scene.heard.map(({ conversation }) => conversation);
    expect(one).toMatch(/^web:[0-9a-f]{32}$/);
    expect(two).toBe(one);
    expect(other).not.toBe(one);
    expect(cookie).not.toContain(one?.slice("web:".length));
  });

  it.each(["", "distinguo=short", "distinguo=../../etc"])(
    "refuses a turn whose cookie is %j",
    async (cookie) => {
      expect((await scene.post(turn(), { cookie })).status).toBe(401);
      expect(scene.heard).toEqual([]);
    },
  );
});

describe("a turn over HTTP", () => {
  it("passes everything through and answers with the replies", async () => {
    await restart({ pack: "shandong" });
    const response = await scene.post(turn({ acknowledged: ["3.0", "10.2"], language: "en" }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "handled", replies: [QUESTION] });
    expect(scene.heard[0]).toMatchObject({
      eventId: EVENT.replaceAll("-", "").slice(0, 16),
      input: { type: "text", text: "开过会" },
      acknowledged: ["3.0", "10.2"],
      languageHint: "en",
      pack: "shandong",
      atMs: NOW_MS,
    });
  });

  it("passes a duplicate on as such", async () => {
    scene.answer = async () => ({ status: "duplicate", replies: [] });
    expect(await (await scene.post(turn())).json()).toEqual({ status: "duplicate", replies: [] });
  });

  it.each([
    ["zh-TW,en;q=0.8", "zh-CN"],
    ["fr,en-GB;q=0.7,zh;q=0.3", "en"],
    ["en;q=0.2,zh-CN;q=0.9", "zh-CN"],
    ["fr", undefined],
  ])("takes %s as a hint of %s", async (accepted, hint) => {
    await scene.post(turn(), { "accept-language": accepted });
    expect(scene.heard[0]?.languageHint).toBe(hint);
  });

  it.each([
    ["it could not be stored", () => Promise.reject(new Error("开过会: disk full"))],
    ["other writers kept winning", async () => ({ status: "busy", replies: [] }) as const],
  ])("apologises with 503 when %s", async (_, ending: Scene["answer"]) => {
    scene.answer = ending;
    const response = await scene.post(turn(), { "accept-language": "en" });
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ apology: "Not stored." });
  });

  it("never logs what was said, nor by whom", async () => {
    scene.answer = () => Promise.reject(new Error("开过会"));
    const cookie = await scene.openPage();
    await scene.post(turn(), { cookie });
    expect(scene.lines.join("\n")).toContain("web/turn-not-stored");
    expect(scene.lines.join("\n")).not.toContain("开过会");
    expect(scene.lines.join("\n")).not.toContain(scene.heard[0]?.conversation);
  });

  it("does not send on a reply that breaks the contract", async () => {
    const broken = { ...QUESTION, id: "one" };
    scene.answer = async () => ({ status: "handled", replies: [{ reply: broken }] });
    const response = await scene.post(turn());
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ problem: "web/fault" });
  });
});

describe("the server as a channel", () => {
  it("hands a mounted path to its owner", async () => {
    const bodies: string[] = [];
    const handler = async (incoming: Request) => {
      bodies.push(await incoming.text());
      return new Response("taken", { status: 202 });
    };
    await restart({ mounts: [{ path: "/telegram/hook", handler }] });
    const response = await fetch(scene.url("/telegram/hook"), {
      method: "POST",
      body: "an update",
    });
    expect([response.status, await response.text(), bodies]).toEqual([202, "taken", ["an update"]]);
  });

  it("answers 500 without details when a mount's owner fails", async () => {
    const handler = () => Promise.reject(new Error("secret"));
    await restart({ mounts: [{ path: "/hook", handler }] });
    const response = await fetch(scene.url("/hook"), { method: "POST" });
    expect([response.status, await response.text()]).toEqual([500, '{"problem":"web/fault"}']);
  });

  it("names the port when it is in use, in one line", async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve));
    const { port } = squatter.address() as AddressInfo;
    const second = webChannel(settings([], { port }));
    const fault: unknown = await second.start(scene.conversations).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(EnvironmentFault);
    expect(String(fault)).toMatch(new RegExp(`^[^\\n]*port ${port} [^\\n]*in use[^\\n]*$`));
    await second.stop();
    squatter.close();
  });

  it("finishes a turn in hand before it stops, and takes no new one", async () => {
    const { promise, resolve: finish } = Promise.withResolvers<Handled>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    scene.answer = () => {
      begin();
      return promise;
    };
    const response = scene.post(turn());
    await begun;
    const address = scene.channel.address();
    const stopped = scene.channel.stop();
    await expect(fetch(address)).rejects.toThrow();
    finish({ status: "handled", replies: [] });
    expect((await response).status).toBe(200);
    await stopped;
  });

  it("has no address before it starts", () => {
    expect(() => webChannel(settings([])).address()).toThrow("not been started");
  });
});
