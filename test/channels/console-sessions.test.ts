import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  codeNow,
  HOUR_MS,
  logIn,
  MINUTE_MS,
  openConsole,
  owner,
  PASSWORD,
} from "./console-scene.ts";
import type { ConsoleScene } from "./console-scene.ts";

let scene: ConsoleScene;
beforeEach(async () => {
  scene = await openConsole();
});
afterEach(() => scene.close());

const SECOND_FACTOR = "/console/second-factor";

describe("a session", () => {
  it.each<[string, number, string]>([
    ["is alive after 29 minutes of quiet", 29 * MINUTE_MS, "/console/accounts"],
    ["is over after 30", 30 * MINUTE_MS, "/console/log-in"],
  ])("%s", async (_, quietMs, place) => {
    const { visitor } = await owner(scene);
    await visitor.get("/console/accounts");
    scene.nowMs += quietMs;
    expect(await visitor.get("/console/accounts")).toBe(place);
  });

  it("is over after twelve hours, however busy", async () => {
    const { visitor } = await owner(scene);
    const places = [];
    for (let passedMs = 0; passedMs < 12 * HOUR_MS; passedMs += 20 * MINUTE_MS) {
      places.push(await visitor.get("/console/me"));
      scene.nowMs += 20 * MINUTE_MS;
    }
    expect(new Set(places)).toEqual(new Set(["/console/me"]));
    expect(await visitor.get("/console/me")).toBe("/console/log-in");
  });

  it("that owes the second factor is over after ten minutes", async () => {
    const person = await owner(scene);
    const visitor = scene.visitor();
    await visitor.post("/console/log-in", { name: "owner", password: PASSWORD });
    scene.nowMs += 10 * MINUTE_MS;
    expect(await visitor.post(SECOND_FACTOR, { code: codeNow(scene, person.secret) })).toBe(
      "/console/log-in",
    );
  });

  it("is over at once for the token that logged out", async () => {
    const { visitor } = await owner(scene);
    await visitor.get("/console/me");
    const token = visitor.cookies.get("distinguo-console") ?? "";
    expect(await visitor.post("/console/log-out", {})).toBe("/console/log-in");
    visitor.cookies.set("distinguo-console", token);
    expect(await visitor.get("/console/me")).toBe("/console/log-in");
  });

  it("ends at a change of password, all but that of whoever changed it", async () => {
    const person = await owner(scene);
    const other = await logIn(scene, person);
    await person.visitor.get("/console/me");
    const next = "eleven loud herons above";
    await person.visitor.post("/console/me/password", { current: PASSWORD, next });
    expect(person.visitor.status).toBe(200);
    expect(await person.visitor.get("/console/me")).toBe("/console/me");
    expect(await other.get("/console/me")).toBe("/console/log-in");
    expect(await other.post("/console/log-in", { name: "owner", password: next })).toBe(
      SECOND_FACTOR,
    );
  });

  it.each(["", "x", "a".repeat(43)])("is not made by the token %j", async (token) => {
    await owner(scene);
    const visitor = scene.visitor();
    visitor.cookies.set("distinguo-console", token);
    expect(await visitor.get("/console/me")).toBe("/console/log-in");
  });
});
