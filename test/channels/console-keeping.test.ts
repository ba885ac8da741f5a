import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messengerRoles } from "../../src/accounts/messenger-roles.ts";
import { accountNamed } from "../../src/accounts/register.ts";
import { invited, logIn, MINUTE_MS, openConsole, owner, PASSWORD, told } from "./console-scene.ts";
import type { ConsoleScene, Person } from "./console-scene.ts";

let scene: ConsoleScene;
beforeEach(async () => {
  scene = await openConsole();
});
afterEach(() => scene.close());

const idOf = async (name: string) =>
  accountNamed(await scene.desk.register.read(), name)?.id ?? "unknown";

/** The page opened first, as somebody would, so that the form has its token. */
async function post(
  { visitor }: Person,
  path: string,
  fields: Record<string, string | string[]> = {},
) {
  await visitor.get("/console/me");
  await visitor.post(path, fields);
  return visitor.status;
}

describe("pages behind a role", () => {
  it.each<[string, string[], string, number]>([
    ["a reviewer", ["reviewer"], "/console/accounts", 403],
    ["a reviewer", ["reviewer"], "/console/audit", 403],
    ["a reviewer", ["reviewer"], "/console/me", 200],
    ["an administrator", ["administrator"], "/console/accounts", 403],
    ["an administrator", ["administrator"], "/console/audit", 200],
    ["reviewer and administrator", ["reviewer", "administrator"], "/console/audit", 200],
    ["a second owner", ["owner"], "/console/accounts", 200],
  ])("answer %s %j at %s with %i, and the audit log tells it", async (_, roles, path, status) => {
    const person = await invited(scene, await owner(scene), roles, "second");
    await person.visitor.get(path);
    expect(person.visitor.status).toBe(status);
    const [line] = await scene.desk.audit.page({ count: 1 });
    const outcome = status === 200 ? "done" : "denied";
    expect(line).toMatchObject({ who: await idOf("second"), outcome });
  });

  it.each(["/console", "/console/accounts", "/console/audit", "/console/me"])(
    "send a stranger from %s to log-in",
    async (path) => {
      await owner(scene);
      expect(await scene.visitor().get(path)).toBe("/console/log-in");
    },
  );
});

const ON_ANOTHER: Readonly<Record<string, Record<string, string>>> = {
  roles: { role: "administrator" },
  disable: {},
  enable: {},
  reset: {},
};

describe("what is done to another's account", () => {
  const table = ["reviewer", "administrator", "owner"].flatMap((role) =>
    Object.keys(ON_ANOTHER).map((what) => [role, what, role === "owner" ? 200 : 403] as const),
  );

  it.each(table)("by %s: %s is answered with %i", async (role, what, status) => {
    const first = await owner(scene);
    const person = await invited(scene, first, [role], "second");
    await invited(scene, first, ["reviewer"], "third");
    const id = await idOf("third");
    const before = await scene.desk.register.read();
    expect(await post(person, `/console/accounts/${id}/${what}`, ON_ANOTHER[what])).toBe(status);
    const [line] = await scene.desk.audit.page({ count: 1 });
    if (status === 403) {
      expect(await scene.desk.register.read()).toEqual(before);
      expect(line).toMatchObject({ action: "manage-accounts", outcome: "denied" });
    }
    const lines = await scene.desk.audit.page({ count: 3 });
    if (status === 200) expect(lines.some((one) => one.object === id)).toBe(true);
  });
});

describe("a form of the console", () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    ["without the token of its session", { form: "" }, {}],
    ["with another token", { form: "A".repeat(43) }, {}],
    ["of another site", {}, { origin: "https://elsewhere.example" }],
    ["a browser calls cross-site", {}, { "sec-fetch-site": "cross-site" }],
    ["of a page that hides where it comes from", {}, { origin: "null" }],
  ])("%s is refused and does nothing", async (_, fields, headers) => {
    const { visitor } = await owner(scene);
    await visitor.get("/console/accounts");
    await visitor.post("/console/accounts/invite", { role: "owner", ...fields }, headers);
    expect(visitor.status).toBe(403);
    expect((await scene.desk.register.read()).links).toEqual([]);
  });

  it("does not take the token of another session", async () => {
    const person = await owner(scene);
    const other = await logIn(scene, person);
    await other.get("/console/accounts");
    await person.visitor.get("/console/accounts");
    await person.visitor.post("/console/accounts/invite", { role: "owner", form: other.formToken });
    expect(person.visitor.status).toBe(403);
  });

  it("is refused when it is too large", async () => {
    const visitor = scene.visitor();
    await visitor.post("/console/log-in", { name: "a".repeat(40_000), password: "" });
    expect(visitor.status).toBe(413);
  });
});

describe("an owner", () => {
  it("changes the roles of another, at once", async () => {
    const first = await owner(scene);
    const person = await invited(scene, first, ["reviewer"], "second");
    const id = await idOf("second");
    expect(await post(first, `/console/accounts/${id}/roles`, { role: ["administrator"] })).toBe(
      200,
    );
    await person.visitor.get("/console/audit");
    expect(person.visitor.status).toBe(200);
  });

  it("disables an account, which ends its session, and enables it again", async () => {
    const first = await owner(scene);
    const person = await invited(scene, first, ["reviewer"], "second");
    const id = await idOf("second");
    await post(first, `/console/accounts/${id}/disable`);
    expect(await person.visitor.get("/console/me")).toBe("/console/log-in");
    const refused = scene.visitor();
    await refused.post("/console/log-in", { name: "second", password: PASSWORD });
    expect(refused.status).toBe(422);
    await post(first, `/console/accounts/${id}/enable`);
    expect(await (await logIn(scene, person)).get("/console")).toBe("/console/me");
  });

  it.each<[string, Record<string, string[]>]>([
    ["disable", {}],
    ["roles", { role: ["reviewer", "administrator"] }],
  ])("who is the last cannot %s themselves out", async (what, fields) => {
    const first = await owner(scene);
    await invited(scene, first, ["administrator"], "second");
    const id = await idOf("owner");
    expect(await post(first, `/console/accounts/${id}/${what}`, fields)).toBe(409);
    expect(first.visitor.text).toContain(scene.words.error.last_owner);
    expect(await first.visitor.get("/console/accounts")).toBe("/console/accounts");
    const [, line] = await scene.desk.audit.page({ count: 2 });
    expect(line).toMatchObject({ outcome: "denied", object: id });
  });

  it("who is not the last may go", async () => {
    const first = await owner(scene);
    await invited(scene, first, ["owner"], "second");
    await post(first, `/console/accounts/${await idOf("owner")}/disable`);
    expect(await first.visitor.get("/console/me")).toBe("/console/log-in");
  });

  it.each<[string, Record<string, string | string[]>, number]>([
    ["invite nobody", {}, 422],
    ["invite a role that is none", { role: "emperor" }, 422],
    ["invite a visitor", { role: "visitor" }, 422],
  ])("cannot %s", async (_, fields, status) => {
    expect(await post(await owner(scene), "/console/accounts/invite", fields)).toBe(status);
    expect((await scene.desk.register.read()).links).toEqual([]);
  });

  it("cannot change an account that is not there", async () => {
    expect(await post(await owner(scene), "/console/accounts/feedfeedfeedfeed/disable")).toBe(404);
  });
});

describe("everyone", () => {
  it("renews their recovery codes with the password, and the old ones no longer count", async () => {
    const person = await owner(scene);
    expect(await post(person, "/console/me/recovery", { confirm: "wrong wrong wrong" })).toBe(422);
    expect(await post(person, "/console/me/recovery", { confirm: PASSWORD })).toBe(200);
    const visitor = scene.visitor();
    await visitor.post("/console/log-in", { name: "owner", password: PASSWORD });
    await visitor.post("/console/second-factor", { code: person.recovery[0] ?? "" });
    expect(visitor.status).toBe(422);
  });

  it.each([
    [{ current: "wrong wrong wrong", next: "eleven loud herons above" }],
    [{ current: PASSWORD, next: "too short" }],
  ])("keeps the password they have after %j", async (fields) => {
    const person = await owner(scene);
    expect(await post(person, "/console/me/password", fields)).toBe(422);
    expect(await (await logIn(scene, person)).get("/console")).toBe("/console/accounts");
  });
});

describe("a code for the bot", () => {
  const TELEGRAM = "telegram:1234";

  async function codeOf(person: Person): Promise<string> {
    await post(person, "/console/me/link");
    return person.visitor.shown("link-code").replace("/link ", "");
  }

  it("ties the messenger identity that sends it; the same turn again changes nothing", async () => {
    const person = await owner(scene);
    const roles = messengerRoles(scene.desk);
    const code = await codeOf(person);
    expect(await roles.rolesOf(TELEGRAM)).toEqual(["cadre"]);
    expect(await roles.link(TELEGRAM, code.toLowerCase())).toBe("linked");
    expect(await roles.link(TELEGRAM, code)).toBe("linked");
    expect(await roles.rolesOf(TELEGRAM)).toEqual(["cadre", "owner"]);
    expect(await roles.link("telegram:9", code)).toBe("refused");
    await post(person, "/console/me/unlink");
    expect(await roles.rolesOf(TELEGRAM)).toEqual(["cadre"]);
    expect(await roles.link(TELEGRAM, code)).toBe("refused");
  });

  it.each<[string, number, "linked" | "refused"]>([
    ["within ten minutes", 10 * MINUTE_MS - 1, "linked"],
    ["after ten minutes", 10 * MINUTE_MS, "refused"],
  ])("%s is %s", async (_, laterMs, expected) => {
    const code = await codeOf(await owner(scene));
    scene.nowMs += laterMs;
    expect(await messengerRoles(scene.desk).link(TELEGRAM, code)).toBe(expected);
  });

  it.each(["web:0123", "terminal:me"])("from %s ties nothing", async (conversation) => {
    const code = await codeOf(await owner(scene));
    expect(await messengerRoles(scene.desk).link(conversation, code)).toBe("refused");
  });

  it("ties no identity that belongs to another account", async () => {
    const roles = messengerRoles(scene.desk);
    const first = await owner(scene);
    const second = await invited(scene, first, ["reviewer"], "second");
    await roles.link(TELEGRAM, await codeOf(first));
    expect(await roles.link(TELEGRAM, await codeOf(second))).toBe("refused");
    expect(await roles.rolesOf(TELEGRAM)).toEqual(["cadre", "owner"]);
  });

  it("is not guessed: five tries, then one every three minutes", async () => {
    const roles = messengerRoles(scene.desk);
    const code = await codeOf(await owner(scene));
    for (let at = 1; at <= 5; at += 1) await roles.link(TELEGRAM, "ABCD-EFGH");
    expect(await roles.link(TELEGRAM, code)).toBe("refused");
    scene.nowMs += 3 * MINUTE_MS;
    expect(await roles.link(TELEGRAM, code)).toBe("linked");
  });

  it("gives a disabled account no roles", async () => {
    const roles = messengerRoles(scene.desk);
    const first = await owner(scene);
    const second = await invited(scene, first, ["reviewer"], "second");
    await roles.link(TELEGRAM, await codeOf(second));
    await post(first, `/console/accounts/${await idOf("second")}/disable`);
    expect(await roles.rolesOf(TELEGRAM)).toEqual(["cadre"]);
    expect(await told(scene)).toContain("link-messenger done");
  });
});
