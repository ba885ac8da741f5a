import { beforeAll, describe, expect, it } from "vitest";
import { keepsOffice } from "./console.ts";
import { abandonHouse, leaveHouse, openHouse } from "./house.ts";
import type { House, Left } from "./house.ts";
import { KNOWN, WORDS } from "./people.ts";
import { asksOnTheWeb, breaksThings, consults, reviews } from "./talks.ts";
import { tracesIn } from "./traces.ts";
import type { Secret } from "./traces.ts";

let left: Left;
let events: readonly string[];
let secrets: readonly Secret[];

/** Everything that can be done to this program, in one life of it. Answers what must not be told. */
async function livesThrough(house: House): Promise<readonly Secret[]> {
  const printed = house.life.printed().output.toString("utf8");
  const { ownerLink } = JSON.parse(printed) as { ownerLink: string };
  const office = await keepsOffice(house, ownerLink);
  const receipt = await consults(house);
  await reviews(house, office.linkCode);
  const web = await asksOnTheWeb(house);
  await breaksThings(house);
  for (const path of [WORDS.path, `api/${WORDS.path}`, `api/words?lang=${WORDS.path}`])
    await house.keep(path, { headers: { cookie: `distinguo=${WORDS.unread}` } });
  for (const path of ["/health", "/ready", "/receipt-key"]) await house.keep(path);
  // From this machine, as Prometheus asks: through a proxy there is no such page.
  const metrics = await fetch(new URL("/metrics", house.address));
  house.pages.push({ name: "metrics", bytes: Buffer.from(await metrics.arrayBuffer()) });
  const token = { name: "the bot's token", text: house.api.token };
  return [...KNOWN, ...office.secrets, ...receipt, ...web, token];
}

beforeAll(async () => {
  const house = await openHouse();
  events = house.events;
  try {
    secrets = await livesThrough(house);
  } catch (error) {
    await abandonHouse(house);
    throw error;
  }
  left = await leaveHouse(house);
}, 120_000);

const bytesOf = (name: string) =>
  Buffer.from(left.places.find((place) => place.name === name)?.bytes ?? "").toString("utf8");

describe("after a whole talk, a checklist, a log-in and every kind of failure", () => {
  it("the process ends as it should, having logged what went wrong", () => {
    expect(left).toMatchObject({ code: 0, complaints: [] });
    // Without these nothing was put to the test.
    expect([...new Set(events)]).toEqual(
      expect.arrayContaining([
        "reading/model-failed",
        "store.set-aside",
        "telegram/apology-not-delivered",
        "telegram/last-poll-failed",
        "telegram/poll-failed",
        "telegram/reply-refused",
        "telegram/turn-not-stored",
        "telegram/update-unreadable",
        "web/fault",
        "web/turn-not-stored",
      ]),
    );
    expect(bytesOf("metrics")).toContain("distinguo_turns_total");
    expect(left.files.filter(({ name }) => name.includes(".case")).length).toBeGreaterThan(2);
    expect(left.files.some(({ name }) => name.startsWith("erasures/"))).toBe(true);
    expect(secrets.length).toBeGreaterThan(60);
  });

  it("no log, metric, error page or file holds anything of anyone, in any form", () => {
    expect(tracesIn(left.places, secrets)).toEqual([]);
  });

  it("passwords are kept as argon2id, and the files of cases are named by a keyed hash", () => {
    expect(bytesOf("accounts/accounts.json").match(/\$argon2id\$v=19\$m=19456,/g)).toHaveLength(2);
    const cases = left.files.filter(({ name }) => name.startsWith("cases/"));
    for (const { name } of cases)
      expect(name).toMatch(/^cases\/[0-9a-f]{2}(?:\/[0-9a-f]{64}\.[a-z0-9.-]+)?$/);
  });

  it("the owner's link was printed once, and none is when the program starts again", () => {
    const link = secrets.find(({ name }) => name === "the owner's link")?.text ?? "";
    expect(bytesOf("standard output").split(link)).toHaveLength(2);
    expect(JSON.parse(bytesOf("standard output of the second start"))).toMatchObject({
      ownerLink: null,
    });
  });

  it("the search would have found what is there by design", () => {
    const found = tracesIn(
      left.places,
      secrets.map(({ exceptIn: _, ...rest }) => rest),
    );
    expect(found.length).toBeGreaterThanOrEqual(3);
    for (const line of found)
      expect(line).toMatch(
        /(?:account name, .*: accounts\/accounts\.json|link, .*: standard output)$/,
      );
  });
});
