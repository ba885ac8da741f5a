/** What people do in this test: a whole talk in Telegram and one on the web, and a reviewer's checklist. */
import { readdir, truncate } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "../support/dialogue-scene.ts";
import { phone } from "../support/dialogue-telegram.ts";
import type { Phone } from "../support/dialogue-telegram.ts";
import { allKnown } from "../support/dialogue-ways.ts";
import type { House } from "./house.ts";
import { CADRE, REVIEWER, WORDS } from "./people.ts";
import type { Secret } from "./traces.ts";

const { buttons, proposals } = bundle.words["zh-CN"];

/** From the first message to the copy with its receipt; on the way the Bot API repeats what it was told, and the disk fails. */
export async function consults(house: House): Promise<readonly Secret[]> {
  const one = await phone(house.api, house.data, "zh-CN", CADRE);
  await one.says("/start");
  await one.taps(buttons.consent);
  await one.taps(buttons.mistake);
  await one.taps(buttons.national);
  await one.says("2024年5月");
  house.api.fail("sendMessage", { code: 400, description: `Bad Request: ${WORDS.narrative}` });
  await one.says(WORDS.narrative);
  await one.says("/start");
  await takesNothingRead(one);
  await one.says(WORDS.stray);
  await one.answers(allKnown(), async (at) => {
    if (at === 2) await whileTheDiskFails(house, one);
    if (at === 3) house.api.fail("getUpdates", { code: 502, description: CADRE.name });
  });
  await one.taps(buttons.confirm);
  await one.taps(buttons.copy);
  await one.taps(buttons.copy_json);
  const copy = one.person.heard().findLast(({ file }) => file !== undefined)?.file?.text ?? "";
  const { salt } = (JSON.parse(copy) as { receipt: { salt: string } }).receipt;
  return [
    { name: "the receipt's salt", text: salt },
    { name: "the bytes of the salt", text: Buffer.from(salt, "base64url").toString("hex") },
  ];
}

/** What was read in the narrative is turned down: the questions ask for all of it. */
async function takesNothingRead(one: Phone): Promise<void> {
  const shown = one.person.buttons().some(({ label }) => label === proposals.discard);
  if (shown) await one.taps(proposals.discard);
}

async function whileTheDiskFails(house: House, one: Phone): Promise<void> {
  await house.breakDisk();
  house.api.fail("sendMessage", { code: 400, description: `Bad Request: ${CADRE.surname}` });
  const said = one.turn(() => one.person.says(WORDS.stray));
  await house.api.until("its first apology was refused", () =>
    house.events.includes("telegram/apology-not-delivered"),
  );
  await house.keep("/ready");
  await house.mendDisk();
  await said;
}

/** A reviewer fills in a checklist with a note, ties a console account, and deletes everything. */
export async function reviews(house: House, linkCode: string): Promise<void> {
  const one = await phone(house.api, house.data, "zh-CN", REVIEWER);
  await one.says("/start");
  await one.says("/link WRNG-CODE");
  await one.says(`/link ${linkCode}`);
  await one.says("/checklist");
  await one.taps(buttons.review_start);
  await one.taps(buttons.review_note);
  await one.says(WORDS.note);
  await one.taps(buttons.review_finish);
  await one.taps(buttons.review_export_csv);
  await one.taps(buttons.leave);
  await one.says("/forget");
  await one.taps(buttons.erase_yes);
}

/** An update that is none, and a case file that is cut short. */
export async function breaksThings(house: House): Promise<void> {
  house.api.push({ message: { text: WORDS.unread, from: CADRE, chat: null } } as never);
  await house.api.settled();
  const cases = join(house.data, "cases");
  for (const name of await readdir(cases, { recursive: true }))
    if (name.endsWith(".case")) await truncate(join(cases, name), 150);
  const again = house.api.person({ ...CADRE, language: "zh-hans" });
  again.says(WORDS.stray);
  await house.api.settled();
}

/** Answers the token of the browser. */
export async function asksOnTheWeb(house: House): Promise<readonly Secret[]> {
  const visitor = house.visitor();
  await visitor.get("/");
  const token = visitor.cookies.get("distinguo") ?? "";
  const turn = (input: object, more: object = {}) =>
    house.keep("/api/turn", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        cookie: `distinguo=${token}`,
        origin: new URL(house.address).origin,
      },
      body: JSON.stringify({
        eventId: crypto.randomUUID(),
        input,
        acknowledged: [],
        language: "en",
        ...more,
      }),
    });
  const talked = house.pages.length;
  await turn({ type: "open" });
  for (const label of ["consent", "mistake", "national"] as const)
    await turn({ type: "text", text: bundle.words.en.buttons[label] });
  await turn({ type: "text", text: "2024" });
  await turn({ type: "text", text: WORDS.webNarrative });
  // What a person is told in their own talk is theirs to see.
  house.pages.length = talked;
  await house.breakDisk();
  await turn({ type: "text", text: WORDS.webNarrative });
  await house.mendDisk();
  await turn({ type: "text", text: WORDS.webNarrative }, { surprise: WORDS.unread });
  await turn({ type: "choice", token: WORDS.unread }, { eventId: WORDS.unread });
  return [{ name: "the token of the web chat", text: token }];
}
