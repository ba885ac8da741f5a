import { describe, expect, it } from "vitest";
import { memoryArchive } from "../../src/app/archive.ts";
import { conversations } from "../../src/app/conversations.ts";
import { openShelf } from "../../src/app/shelf.ts";
import type { Roles } from "../../src/ports.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { bundle, LANGUAGES, NOW_MS, silent, textsOf } from "../support/dialogue-scene.ts";

const ID = "telegram:1";

/** A talk in which one code ties; tells every code that was tried. */
async function linkable(languageHint: (typeof LANGUAGES)[number]) {
  const tried: string[] = [];
  const roles: Roles = {
    rolesOf: async () => ["cadre"],
    async link(conversation, code) {
      tried.push(`${conversation} ${code}`);
      return code === "ABCD-EFGH" ? "linked" : "refused";
    },
  };
  const store = memoryStore();
  const shelf = await openShelf(bundle, memoryArchive(), silent);
  const talks = conversations({ store, shelf, log: silent, roles });
  let events = 0;
  const says = async (text: string, eventId = `e${(events += 1)}`) => {
    const input = { type: "text", text } as const;
    const handled = await talks.handle({
      conversation: ID,
      eventId,
      input,
      atMs: NOW_MS,
      languageHint,
    });
    await talks.delivered(
      ID,
      handled.replies.map(({ reply }) => ({ reply: reply.id })),
    );
    return textsOf(handled.replies.map(({ reply }) => reply));
  };
  return { says, tried, store, words: bundle.words[languageHint] };
}

describe.each(LANGUAGES)("/link in %s", (language) => {
  it.each<[string, "linked" | "refused"]>([
    ["/link ABCD-EFGH", "linked"],
    ["/link@some_bot ABCD-EFGH", "linked"],
    ["/link WRONG", "refused"],
  ])("answers %s: %s, also before the notice was seen", async (text, outcome) => {
    const { says, words } = await linkable(language);
    const said = await says(text);
    expect(said).toContain(words.link[outcome]);
    expect(said).toContain(words.said.notice);
    expect(await says(text)).toContain(words.link[outcome]);
  });

  it("without a code says how, and tries none", async () => {
    const { says, tried, words } = await linkable(language);
    await says("/start");
    expect(await says("/link")).toContain(words.link.how);
    expect(tried).toEqual([]);
  });

  it("keeps the code nowhere, and uses it once a turn", async () => {
    const { says, tried, store } = await linkable(language);
    await says("/start");
    await says("/link ABCD-EFGH", "same");
    await says("/link ABCD-EFGH", "same");
    expect(tried).toEqual([`${ID} ABCD-EFGH`]);
    expect(JSON.stringify(await store.load(ID))).not.toContain("ABCD");
  });
});
