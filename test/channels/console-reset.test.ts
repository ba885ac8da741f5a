import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RESET_MS } from "../../src/accounts/keeping.ts";
import { messengerRoles } from "../../src/accounts/messenger-roles.ts";
import { newLinkCode } from "../../src/accounts/keeping.ts";
import { accountNamed } from "../../src/accounts/register.ts";
import { codeNow, invited, logIn, openConsole, owner, PASSWORD, told } from "./console-scene.ts";
import type { ConsoleScene, Person } from "./console-scene.ts";

let scene: ConsoleScene;
let first: Person;
let second: Person;
beforeEach(async () => {
  scene = await openConsole();
  first = await owner(scene);
  second = await invited(scene, first, ["reviewer"], "second");
});
afterEach(() => scene.close());

async function accountNow(name: string) {
  const account = accountNamed(await scene.desk.register.read(), name);
  if (account === undefined) throw new Error(`no account ${name}`);
  return account;
}

/** The owner opens the page and sends the form beside the account. */
async function resets(name: string): Promise<number> {
  await first.visitor.get("/console/accounts");
  await first.visitor.post(`/console/accounts/${(await accountNow(name)).id}/reset`, {});
  return first.visitor.status;
}

/** Name and password, from a browser with no cookies. Answers where it leads. */
async function enters(name: string) {
  const visitor = scene.visitor();
  const place = await visitor.post("/console/log-in", { name, password: PASSWORD });
  return { visitor, place };
}

describe("a second step that an owner reset", () => {
  it("ends every session, and is set up anew with the password", async () => {
    expect(await resets("second")).toBe(200);
    expect(await second.visitor.get("/console/me")).toBe("/console/log-in");
    const { visitor, place } = await enters("second");
    expect(place).toBe("/console/enrol");
    const secret = visitor.shown("secret");
    expect(secret).not.toBe(second.secret);
    await visitor.post("/console/enrol", { code: codeNow(scene, secret) });
    expect(await visitor.get("/console/me")).toBe("/console/me");
    scene.nowMs += 30_000;
    const again = await logIn(scene, { ...second, secret });
    expect(await again.get("/console")).toBe("/console/me");
    expect(await accountNow("second")).not.toHaveProperty("enrolUntilMs");
  });

  it("no longer takes codes of the lost telephone, nor its recovery codes", async () => {
    await resets("second");
    for (const code of [codeNow(scene, second.secret), second.recovery[0] ?? ""]) {
      const { visitor } = await enters("second");
      await visitor.post("/console/enrol", { code });
      expect(visitor.status).toBe(422);
      expect(await visitor.get("/console/second-factor")).toBe("/console/enrol");
    }
    expect((await accountNow("second")).recovery).toEqual([]);
  });

  it.each<[string, number, string]>([
    ["within a day", RESET_MS - 1, "/console/enrol"],
    ["after a day", RESET_MS, "/console/log-in"],
  ])("leads %s (%i ms) to %s", async (_, laterMs, expected) => {
    await resets("second");
    scene.nowMs += laterMs;
    expect((await enters("second")).place).toBe(expected);
  });

  it("does not let one finish who began in time and comes back too late", async () => {
    await resets("second");
    scene.nowMs += RESET_MS - 60_000;
    const { visitor } = await enters("second");
    const secret = visitor.shown("secret");
    scene.nowMs += 60_000;
    await visitor.post("/console/enrol", { code: codeNow(scene, secret) });
    expect(visitor.status).toBe(422);
    expect((await accountNow("second")).authenticator.confirmed).toBe(false);
  });

  it("can be reset once more after it was too late", async () => {
    await resets("second");
    scene.nowMs += RESET_MS;
    first = { ...first, visitor: await logIn(scene, first) };
    const { id } = await accountNow("second");
    await first.visitor.get("/console/accounts");
    expect(first.visitor.text).toContain(`/console/accounts/${id}/reset`);
    await resets("second");
    expect((await enters("second")).place).toBe("/console/enrol");
  });

  it("unties the messenger of the lost telephone", async () => {
    const roles = messengerRoles(scene.desk);
    const code = await newLinkCode(scene.desk, await accountNow("second"));
    await roles.link("telegram:5", code);
    expect(await roles.rolesOf("telegram:5")).toContain("reviewer");
    await resets("second");
    expect(await roles.rolesOf("telegram:5")).toEqual(["cadre"]);
    expect(await accountNow("second")).not.toHaveProperty("messenger");
  });

  it("is told in the audit log with who did it to whom", async () => {
    await resets("second");
    // The newest tells that the page of accounts was opened again.
    const [, line] = await scene.desk.audit.page({ count: 2 });
    expect(line).toMatchObject({
      who: (await accountNow("owner")).id,
      action: "reset-second-factor",
      object: (await accountNow("second")).id,
      outcome: "done",
    });
    await first.visitor.get("/console/audit");
    expect(first.visitor.text).toContain(scene.words.action["reset-second-factor"]);
  });

  it("is not taken from the last owner, who could not come back", async () => {
    expect(await resets("owner")).toBe(409);
    expect(first.visitor.text).toContain(scene.words.error.last_owner);
    expect((await told(scene)).at(-1)).toBe("reset-second-factor denied");
    expect(await (await logIn(scene, first)).get("/console")).toBe("/console/accounts");
  });
});
