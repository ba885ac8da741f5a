import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startBotApi } from "../support/bot-api.ts";
import { markReader, told } from "../support/dialogue-hearing.ts";
import { LANGUAGES, bundle } from "../support/dialogue-scene.ts";
import { phone, startBot } from "../support/dialogue-telegram.ts";

const MARKUP = "<b>&amp;</b> [fault=negligent]";

describe("what was read in the narrative, in Telegram", () => {
  it.each(LANGUAGES)(
    "is turned in its place, and folds into the answers once confirmed (%s)",
    async (language) => {
      const [api, folder] = await Promise.all([
        startBotApi(),
        mkdtemp(join(tmpdir(), "distinguo-")),
      ]);
      const bot = await startBot(api, join(folder, "data"), markReader());
      onTestFinished(async () => {
        await bot.stop();
        await api.stop();
        await rm(folder, { recursive: true, force: true });
      });
      const one = await phone(api, join(folder, "data"), language);
      const { buttons, marks, proposals, questions } = bundle.words[language];
      await one.says("/start");
      for (const tap of [buttons.consent, buttons.mistake, buttons.national, buttons.skip_time])
        await one.taps(tap);
      await one.says(`${told({ loss: "minor" })}，${MARKUP}`);
      const shown = () => one.person.heard().findLast((message) => message.buttons.length > 0);
      const { loss, fault } = questions;
      const label = (value: string) => `${loss?.short}${marks.colon}${loss?.choices?.[value]}`;
      expect(shown()?.text).toContain(proposals.quote.replace("{quote}", "[loss=minor]"));
      expect(shown()?.buttons.flat()).toContain(label("minor"));
      await one.taps(label("minor"));
      expect(shown()).toMatchObject({ edits: 1 });
      expect(shown()?.buttons.flat()).toContain(label("none"));
      expect((await one.stored())?.answers).toEqual([]);
      // What is not understood brings the readings again; the older message gives its buttons up.
      await one.says("唔");
      expect(
        one.person.heard().filter(({ buttons: rows }) => rows.flat().includes(label("none"))),
      ).toHaveLength(1);
      expect((await one.stored())?.answers).toEqual([]);
      await one.taps(proposals.accept);
      expect((await one.stored())?.answers).toMatchObject([
        { facts: { fault: "negligent" } },
        { facts: { loss: "none" } },
      ]);
      const folded = one.person.heard().findLast(({ text }) => text.includes(label("none")));
      expect(folded?.text).toContain(fault?.short);
      expect(folded?.buttons).toEqual([]);
    },
  );
});
