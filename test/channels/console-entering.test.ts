import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { invite, newOwnerLink } from "../../src/accounts/setting-up.ts";
import { accountNamed } from "../../src/accounts/register.ts";
import {
  codeNow,
  HOUR_MS,
  invited,
  MINUTE_MS,
  openConsole,
  owner,
  PASSWORD,
  settle,
  told,
} from "./console-scene.ts";
import type { ConsoleScene } from "./console-scene.ts";

let scene: ConsoleScene;
beforeEach(async () => {
  scene = await openConsole();
});
afterEach(() => scene.close());

const SECOND_FACTOR = "/console/second-factor";

describe("the first owner", () => {
  it("sets up name, password and second factor with the link, and is in", async () => {
    const { visitor, recovery } = await owner(scene);
    expect(recovery).toHaveLength(10);
    expect(await visitor.get("/console")).toBe("/console/accounts");
    expect(await told(scene)).toEqual(
      expect.arrayContaining(["make-owner-link done", "set-up done", "set-up-second-factor done"]),
    );
  });

  it("can use the link once", async () => {
    const token = await newOwnerLink(scene.desk);
    await settle(scene, token, "owner");
    const second = scene.visitor();
    expect(await second.post("/console/setup", { token, name: "other", password: PASSWORD })).toBe(
      "/console/setup",
    );
    expect(second.status).toBe(403);
    expect(second.text).toContain(scene.words.error.link);
  });

  it.each<[string, number, number]>([
    ["a minute before the day is over", 24 * HOUR_MS - MINUTE_MS, 200],
    ["when the day is over", 24 * HOUR_MS, 403],
  ])("can use it %s: %i ms, %i", async (_, laterMs, status) => {
    const token = await newOwnerLink(scene.desk);
    scene.nowMs += laterMs;
    const visitor = scene.visitor();
    await visitor.post("/console/setup", { token, name: "owner", password: PASSWORD });
    expect(visitor.status).toBe(status);
  });

  it("is given another link, and the lost one no longer counts", async () => {
    const lost = await newOwnerLink(scene.desk);
    const found = await newOwnerLink(scene.desk);
    const visitor = scene.visitor();
    await visitor.post("/console/setup", { token: lost, name: "owner", password: PASSWORD });
    expect(visitor.status).toBe(403);
    expect(
      await visitor.post("/console/setup", { token: found, name: "owner", password: PASSWORD }),
    ).toBe("/console/enrol");
  });

  it("who did not finish goes on where they left off", async () => {
    const token = await newOwnerLink(scene.desk);
    const visitor = scene.visitor();
    await visitor.post("/console/setup", { token, name: "owner", password: PASSWORD });
    const later = scene.visitor();
    expect(await later.post("/console/log-in", { name: "owner", password: PASSWORD })).toBe(
      "/console/enrol",
    );
    expect(await later.get("/console/accounts")).toBe("/console/enrol");
  });

  it.each<[string, object, number, "name" | "password"]>([
    ["a name that is none", { name: "<script>" }, 422, "name"],
    ["a password too short", { password: "short" }, 422, "password"],
  ])("is told of %s beside the field, and keeps the link", async (_, wrong, status, field) => {
    const token = await newOwnerLink(scene.desk);
    const visitor = scene.visitor();
    const fields = { token, name: "owner", password: PASSWORD };
    await visitor.post("/console/setup", { ...fields, ...wrong });
    expect(visitor.status).toBe(status);
    expect(visitor.text).toContain(`id="${field}-error"`);
    expect(visitor.text).not.toContain("<script>");
    expect(await visitor.post("/console/setup", fields)).toBe("/console/enrol");
  });
});

describe("an invitation", () => {
  it("makes an account with its roles and no others", async () => {
    const first = await owner(scene);
    const { visitor } = await invited(scene, first, ["reviewer"], "reviewer");
    const register = await scene.desk.register.read();
    expect(accountNamed(register, "reviewer")?.roles).toEqual(["reviewer"]);
    expect(await visitor.get("/console")).toBe("/console/me");
  });

  it.each<[number, number]>([
    [72 * HOUR_MS - MINUTE_MS, 200],
    [72 * HOUR_MS, 403],
  ])("after %i ms is answered with %i", async (laterMs, status) => {
    await owner(scene);
    const account = accountNamed(await scene.desk.register.read(), "owner");
    if (account === undefined) throw new Error("no owner");
    const token = await invite(scene.desk, account, ["reviewer"]);
    scene.nowMs += laterMs;
    const visitor = scene.visitor();
    await visitor.post("/console/setup", { token, name: "reviewer", password: PASSWORD });
    expect(visitor.status).toBe(status);
  });

  it("does not give a name that is taken, whatever its case", async () => {
    const first = await owner(scene);
    await first.visitor.get("/console/accounts");
    await first.visitor.post("/console/accounts/invite", { role: "reviewer" });
    const token = first.visitor.shown("invitation").split("#")[1] ?? "";
    const visitor = scene.visitor();
    await visitor.post("/console/setup", { token, name: "OWNER", password: PASSWORD });
    expect([visitor.status, visitor.text.includes(scene.words.error.name_taken)]).toEqual([
      409,
      true,
    ]);
  });
});

describe("log-in", () => {
  it("takes password and code, under a new token at every step", async () => {
    const person = await owner(scene);
    const visitor = scene.visitor();
    expect(await visitor.post("/console/log-in", { name: "Owner", password: PASSWORD })).toBe(
      SECOND_FACTOR,
    );
    const halfway = visitor.cookies.get("distinguo-console");
    expect(await visitor.get("/console/accounts")).toBe(SECOND_FACTOR);
    await visitor.post(SECOND_FACTOR, { code: codeNow(scene, person.secret) });
    expect(visitor.cookies.get("distinguo-console")).not.toBe(halfway);
    expect(await visitor.get("/console/accounts")).toBe("/console/accounts");
  });

  it.each([
    ["an unknown name", { name: "nobody" }],
    ["a wrong password", { password: "eight quiet carp below" }],
    ["no password", { password: "" }],
  ])("says the same of %s", async (_, wrong) => {
    await owner(scene);
    const visitor = scene.visitor();
    await visitor.post("/console/log-in", { name: "owner", password: PASSWORD, ...wrong });
    expect(visitor.status).toBe(422);
    expect(visitor.text).toContain(scene.words.error.wrong);
    expect(visitor.cookies.has("distinguo-console")).toBe(false);
  });

  it("takes a code once, also from a second browser", async () => {
    const person = await owner(scene);
    const code = codeNow(scene, person.secret);
    const [one, other] = [scene.visitor(), scene.visitor()];
    for (const visitor of [one, other])
      await visitor.post("/console/log-in", { name: "owner", password: PASSWORD });
    await one.post(SECOND_FACTOR, { code });
    await other.post(SECOND_FACTOR, { code });
    expect([one.status, other.status]).toEqual([200, 422]);
    expect(await other.get("/console")).toBe(SECOND_FACTOR);
  });

  it("lets in one of two that send the same code at the same time", async () => {
    const person = await owner(scene);
    const code = codeNow(scene, person.secret);
    const visitors = [scene.visitor(), scene.visitor()];
    for (const visitor of visitors)
      await visitor.post("/console/log-in", { name: "owner", password: PASSWORD });
    await Promise.all(visitors.map((visitor) => visitor.post(SECOND_FACTOR, { code })));
    expect(visitors.map(({ status }) => String(status)).toSorted()).toEqual(["200", "422"]);
  });

  it("takes a recovery code in place of a code, once", async () => {
    const person = await owner(scene);
    const code = person.recovery[3] ?? "";
    const statuses = [];
    for (const visitor of [scene.visitor(), scene.visitor()]) {
      await visitor.post("/console/log-in", { name: "owner", password: PASSWORD });
      await visitor.post(SECOND_FACTOR, { code });
      statuses.push(visitor.status);
    }
    expect(statuses).toEqual([200, 422]);
    expect(await told(scene)).toContain("use-recovery-code done");
  });

  it("of a name stops after five tries and goes on three minutes later", async () => {
    await owner(scene);
    const attempt = async (password: string, address: string) => {
      const visitor = scene.visitor(address);
      await visitor.post("/console/log-in", { name: "owner", password });
      return visitor.status;
    };
    const statuses = [];
    for (let at = 1; at <= 6; at += 1)
      statuses.push(await attempt("wrong wrong wrong", `192.0.2.${at}`));
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
    expect(await attempt(PASSWORD, "192.0.2.7")).toBe(429);
    scene.nowMs += 3 * MINUTE_MS;
    expect(await attempt(PASSWORD, "192.0.2.8")).toBe(200);
  });

  it("of an unknown name stops just as soon", async () => {
    const statuses = [];
    for (let at = 1; at <= 6; at += 1) {
      const visitor = scene.visitor();
      await visitor.post("/console/log-in", { name: "nobody", password: PASSWORD });
      statuses.push(visitor.status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  });

  it("from one address stops after twenty tries, and takes none from a name then", async () => {
    await owner(scene);
    scene.nowMs += 24 * HOUR_MS;
    const attempt = async (name: string, address?: string) => {
      const visitor = scene.visitor(address);
      await visitor.post("/console/log-in", { name, password: PASSWORD });
      return visitor.status;
    };
    for (let at = 1; at <= 20; at += 1) expect(await attempt(`nobody${at}`)).toBe(422);
    for (let at = 1; at <= 6; at += 1) expect(await attempt("owner")).toBe(429);
    expect(await attempt("owner", "192.0.2.2")).toBe(200);
  });

  it("of a code stops after five tries", async () => {
    await owner(scene);
    const visitor = scene.visitor();
    await visitor.post("/console/log-in", { name: "owner", password: PASSWORD });
    const statuses = [];
    // The code that set the account up was the first of five.
    for (let at = 1; at <= 5; at += 1) {
      await visitor.post(SECOND_FACTOR, { code: "000000" });
      statuses.push(visitor.status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 429]);
  });
});
