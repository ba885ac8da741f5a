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

/** The owner opens the page and sends the form beside the account. Answers the code that is shown, if one is. */
async function resets(name: string): Promise<string> {
  await first.visitor.get("/console/accounts");
  await first.visitor.post(`/console/accounts/${(await accountNow(name)).id}/reset`, {});
  return first.visitor.status === 200 ? first.visitor.shown("reset-code") : "";
}

/** Name, password and code, from a browser with no cookies. Answers where it leads. */
async function enters(name: string, code: string) {
  const visitor = scene.visitor();
  const logged = await visitor.post("/console/log-in", { name, password: PASSWORD });
  if (logged !== "/console/second-factor") return { visitor, place: logged };
  return { visitor, place: await visitor.post("/console/second-factor", { code }) };
}

describe("a second step that an owner reset", () => {
  it("ends every session, and is set up anew with the password and the code that the owner was shown", async () => {
    const code = await resets("second");
    expect(await second.visitor.get("/console/me")).toBe("/console/log-in");
    const { visitor, place } = await enters("second", code);
    expect(place).toBe("/console/enrol");
    const secret = visitor.shown("secret");
    expect(secret).not.toBe(second.secret);
    await visitor.post("/console/enrol", { code: codeNow(scene, secret) });
    expect(await visitor.get("/console/me")).toBe("/console/me");
    scene.nowMs += 30_000;
    const again = await logIn(scene, { ...second, secret });
    expect(await again.get("/console")).toBe("/console/me");
    expect(await accountNow("second")).not.toHaveProperty("enrolUntilMs");
    expect(await accountNow("second")).not.toHaveProperty("enrolCode");
    expect(await told(scene)).toContain("use-reset-code done");
  });

  it("is not opened by the password alone: the key of the new telephone is shown to nobody without the code", async () => {
    await resets("second");
    const { visitor, place } = await enters("second", "2222-2222-2222-2222");
    expect(place).toBe("/console/second-factor");
    expect(visitor.status).toBe(422);
    expect(await visitor.get("/console/enrol")).toBe("/console/second-factor");
    expect(await visitor.get("/console/me")).toBe("/console/second-factor");
  });

  it("can be begun again with the same code until it is finished, and not after", async () => {
    const code = await resets("second");
    await enters("second", code);
    const { visitor } = await enters("second", code);
    await visitor.post("/console/enrol", { code: codeNow(scene, visitor.shown("secret")) });
    expect((await enters("second", code)).place).toBe("/console/second-factor");
  });

  it("no longer takes codes of the lost telephone, nor its recovery codes", async () => {
    await resets("second");
    for (const code of [codeNow(scene, second.secret), second.recovery[0] ?? ""]) {
      const { visitor, place } = await enters("second", code);
      expect(visitor.status).toBe(422);
      expect(place).toBe("/console/second-factor");
    }
    expect((await accountNow("second")).recovery).toEqual([]);
  });

  it.each<[string, number, string]>([
    ["within a day", RESET_MS - 1, "/console/enrol"],
    ["after a day", RESET_MS, "/console/log-in"],
  ])("leads %s (%i ms) to %s", async (_, laterMs, expected) => {
    const code = await resets("second");
    scene.nowMs += laterMs;
    expect((await enters("second", code)).place).toBe(expected);
  });

  it("does not let one finish who began in time and comes back too late", async () => {
    const code = await resets("second");
    scene.nowMs += RESET_MS - 60_000;
    const { visitor } = await enters("second", code);
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
    const code = await resets("second");
    expect((await enters("second", code)).place).toBe("/console/enrol");
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
    const [line] = await scene.desk.audit.page({ count: 1 });
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
    await resets("owner");
    expect(first.visitor.status).toBe(409);
    expect(first.visitor.text).toContain(scene.words.error.last_owner);
    expect((await told(scene)).at(-1)).toBe("reset-second-factor denied");
    expect(await (await logIn(scene, first)).get("/console")).toBe("/console/accounts");
  });
});
