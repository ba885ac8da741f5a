import { describe, expect, it } from "vitest";
import { NARRATIVE_CHARACTERS_MAX } from "../../src/dialogue/case.ts";
import { LANGUAGES, bundle, talk, textsOf, type Scene } from "../support/dialogue-scene.ts";
import { markReader } from "../support/dialogue-hearing.ts";
import { expectWellSaid } from "../support/dialogue-promises.ts";

const STORY = "我们镇去年抢修排水渠，来不及招标就先开了工 [loss=minor]";

/** What leads from one part of the opening to the next. */
const STEPS: readonly (readonly [string, (scene: Scene) => Promise<unknown>])[] = [
  ["purpose", (scene) => scene.does("choose", "mistake")],
  ["place", (scene) => scene.does("place", "none")],
  ["timing", (scene) => scene.does("year", "none")],
];

/** A talk of somebody who tells their story at `part`, led on to where it is asked for. */
async function toldAt(part: string, language: (typeof LANGUAGES)[number] = "zh-CN") {
  const reader = markReader();
  const scene = await talk({ language, reader });
  await scene.opens();
  await scene.does("consent");
  for (const [state, on] of STEPS) {
    expect(scene.state).toBe(state);
    if (state === part) {
      await scene.says(STORY);
      expect(scene.state).toBe(state);
      expect(textsOf(scene.last)).toContain(bundle.words[language].said.kept);
      expectWellSaid(scene);
    }
    await on(scene);
  }
  expect(scene.state).toBe("telling");
  return { scene, reader };
}

describe("what happened, told before it is asked for,", () => {
  it.each(LANGUAGES.flatMap((language) => STEPS.map(([part]) => [part, language] as const)))(
    "is kept at %s, offered where it is asked for, and read when taken (%s)",
    async (part, language) => {
      const { scene, reader } = await toldAt(part, language);
      const { said, buttons } = bundle.words[language];
      expect(textsOf(scene.last)).toContain(said.telling_kept);
      expectWellSaid(scene);
      expect(reader.heard).toEqual([]);
      await scene.taps(buttons.use_kept);
      expect(reader.heard).toEqual([STORY]);
      expect(scene.state).toBe("proposing");
      expect(scene.case.narrative).toBe(STORY);
      expect(scene.case.answers).toEqual([]);
    },
  );

  it("gives way to what is written anew", async () => {
    const { scene } = await toldAt("purpose");
    await scene.says("重新说一遍：当时上过班子会 [collective_decision=yes]");
    expect(scene.case.narrative).toContain("重新说一遍");
    expect(scene.case.narrative).not.toContain("抢修排水渠");
  });

  it("stays among what is kept of the person who goes straight to the questions", async () => {
    const { scene, reader } = await toldAt("place");
    await scene.does("skip");
    expect(scene.state).toBe("asking");
    expect(scene.case.narrative).toBe(STORY);
    expect(reader.heard).toEqual([]);
  });

  it("may come in pieces, as long as there is room", async () => {
    const { scene } = await toldAt("purpose");
    expect(scene.case.narrative).toBe(STORY);
    const fresh = await talk();
    await fresh.opens();
    await fresh.does("consent");
    await fresh.says(STORY);
    await fresh.says("后来班子会补开了，审计说程序不对，现在等通知。");
    expect(fresh.case.narrative?.split("\n")).toHaveLength(2);
    const before = fresh.case.narrative;
    await fresh.says("很".repeat(NARRATIVE_CHARACTERS_MAX - 10));
    expect(fresh.case.narrative).toBe(before);
    expect(textsOf(fresh.last).join()).toContain(
      NARRATIVE_CHARACTERS_MAX.toLocaleString("en").replace(",", ""),
    );
  });

  it.each([
    ["a few words", "不知道选哪个"],
    ["signs without words", "?!?!?!?!?!?!?!?!?!?!?!?!"],
    ["a command", "/nonsense and a good deal of text after it"],
  ])("is not %s", async (_, text) => {
    const scene = await talk();
    await scene.opens();
    await scene.does("consent");
    await scene.says(text);
    expect(scene.case.narrative).toBeUndefined();
    expect(textsOf(scene.last)).toContain(scene.words.said.not_understood);
  });
});
