import { describe, expect, it } from "vitest";
import { COMMANDS, OFFERED_COMMANDS } from "../../src/dialogue/words-schema.ts";
import { LANGUAGES, bundle, talk, textsOf } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { expectWellSaid } from "../support/dialogue-promises.ts";
import { after, asking, toQuestions } from "../support/dialogue-ways.ts";

const FIVE = [
  "notice",
  "notice_secrets",
  "notice_seen",
  "notice_no_report",
  "notice_not_ruling",
] as const;

/** What someone nobody knows may begin with. */
const FIRST: readonly (readonly [string, (scene: Scene) => Promise<unknown>])[] = [
  ["opens the page", (scene) => scene.opens()],
  ["greets", (scene) => scene.says("你好")],
  ["tells it all at once", (scene) => scene.says("去年三月我们简化了招标程序，想问问会怎么样。")],
  ["types a number", (scene) => scene.says("1")],
  ["taps a button of long ago", (scene) => scene.presses("7:2")],
  ["sends a photo", (scene) => scene.sends("photo")],
  ["sends a voice message", (scene) => scene.sends("voice")],
  ...["start", "help", "result", "forget", "checklist", "nonsense"].map(
    (name): readonly [string, (scene: Scene) => Promise<unknown>] => [
      `types /${name}`,
      (scene) => scene.says(`/${name}`),
    ],
  ),
];

describe("the notice", () => {
  it.each(
    LANGUAGES.flatMap((language) => FIRST.map(([what, act]) => [language, what, act] as const)),
  )("comes first, whole, in %s, when a person %s", async (language, _, act) => {
    const scene = await talk({ language });
    await act(scene);
    expect(scene.state).toBe("notice");
    const said = textsOf(scene.last);
    for (const line of FIVE) expect(said).toContain(bundle.words[language].said[line]);
    const { under_way, concluded } = bundle.retention;
    for (const days of [under_way, concluded])
      expect(said.join("\n")).toMatch(new RegExp(`\\b${days} (?:天|days)`));
    expect(scene.case.answers).toEqual([]);
    expect(scene.case.narrative).toBeUndefined();
    expectWellSaid(scene);
  });

  it("can be declined, and accepted after all", async () => {
    const scene = await talk();
    await scene.opens();
    await scene.taps(scene.words.buttons.decline);
    expect(scene.state).toBe("declined");
    await scene.taps(scene.words.buttons.consent);
    expect(scene.state).toBe("purpose");
  });

  it("stands before everything: nothing typed there is an answer", async () => {
    const scene = await talk();
    await scene.opens();
    for (const text of ["涉嫌犯罪", "2023年", "是", "不清楚"]) await scene.says(text);
    expect(scene.state).toBe("notice");
    expect(scene.case.answers).toEqual([]);
  });
});

/** Where each purpose leads once it is chosen. */
const LEADS = {
  mistake: "place",
  precheck: "place",
  inaction: "asking",
  disagree: "remedies",
  lookup: "lookup",
} as const;

describe("a purpose", () => {
  it.each(
    LANGUAGES.flatMap((language) =>
      bundle.policy.purposes.map(({ id }) => [language, id] as const),
    ),
  )("is chosen by its button or its words (%s, %s)", async (language, purpose) => {
    for (const way of ["taps", "says"] as const) {
      const scene = await talk({ language });
      await scene.opens();
      await scene.taps(scene.words.buttons.consent);
      await scene[way](scene.words.buttons[purpose]);
      expect(scene.state).toBe(LEADS[purpose]);
      expectWellSaid(scene);
    }
  });

  it("asks when it happened of what has happened, never of what is still to be done", async () => {
    for (const [purpose, next] of [
      ["mistake", "timing"],
      ["precheck", "telling"],
    ] as const) {
      const scene = await talk();
      await scene.opens();
      await scene.does("consent");
      await scene.does("choose", purpose);
      await scene.taps(scene.words.buttons.national);
      expect(scene.state).toBe(next);
      await scene.says(scene.words.buttons.back);
      expect(scene.state).toBe("place");
    }
  });
});

describe("one's own words", () => {
  const atTelling = async (scene: Scene) => {
    await scene.opens();
    await scene.does("consent");
    await scene.does("choose", "mistake");
    await scene.does("place", "none");
    await scene.does("year", "1");
    return scene;
  };

  it("are kept as they are, up to 4,000 characters", async () => {
    const scene = await atTelling(await talk());
    await scene.says("长".repeat(4_001));
    expect(scene.state).toBe("telling");
    expect(scene.case.narrative).toBeUndefined();
    expect(textsOf(scene.last).join()).toContain("4000");
    await scene.says("长".repeat(4_000));
    expect(scene.state).toBe("asking");
    expect(scene.case.narrative).toBe("长".repeat(4_000));
    expect(textsOf(scene.last)).toContain(scene.words.said.told);
  });

  it("are shown back in the summary, cut short, and never read as facts", async () => {
    const scene = await atTelling(await talk());
    const story = "我涉嫌犯罪，挪用了专项资金。<b>{count}</b>";
    await scene.says(story);
    expect(scene.facts).toEqual({});
    await scene.taps(scene.words.buttons.finish);
    expect(textsOf(scene.last).join()).toContain(story);
  });

  it("may be a command or a button's words without being taken for a story", async () => {
    const scene = await atTelling(await talk());
    await scene.says("/help");
    expect(scene.state).toBe("telling");
    await scene.says(scene.words.buttons.skip_telling);
    expect(scene.state).toBe("asking");
    expect(scene.case.narrative).toBeUndefined();
  });
});

describe("what a bot cannot read", () => {
  const kinds = ["photo", "voice", "sticker", "file", "edit", "other"] as const;

  it.each(LANGUAGES.flatMap((language) => kinds.map((kind) => [language, kind] as const)))(
    "is answered kindly and changes nothing (%s, %s)",
    async (language, kind) => {
      const scene = await asking("mistake", { language });
      const { answers, asking: before, state } = scene.case;
      const replies = await scene.sends(kind);
      expect(scene.case).toMatchObject({ answers, asking: before, state });
      expect(textsOf(replies)).toContain(scene.words.said[`unsupported_${kind}`]);
      expect(replies.at(-1)?.kind).toBe("question");
    },
  );
});

describe("a command", () => {
  const spelt = LANGUAGES.flatMap((language) =>
    COMMANDS.map((name) => [language, name, bundle.words[language].commands[name].typed] as const),
  );

  it.each(spelt)("does the same however it is spelt (%s, %s)", async (language, name, typed) => {
    const scene = await asking("mistake", { language });
    const spellings = [`/${name}`, `/${name}@distinguo_bot`, `/${name.toUpperCase()} 请`, ...typed];
    const outcomes = spellings.map((text) => {
      const { turn: _, ...rest } = after(scene.case, { type: "text", text });
      return rest;
    });
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    await scene.says(`/${name}`);
    expectWellSaid(scene);
  });

  it("that nobody knows is said to be unknown", async () => {
    const scene = await asking();
    await scene.says("/frobnicate");
    expect(textsOf(scene.last)).toContain(scene.words.said.not_understood);
  });

  it("for help names every command but that for accounts, in both languages, and keeps the question", async () => {
    for (const language of LANGUAGES) {
      const scene = await asking("mistake", { language });
      const { question } = scene;
      await scene.says("/help");
      for (const name of OFFERED_COMMANDS)
        expect(textsOf(scene.last).join()).toContain(
          `/${name}${scene.words.marks.colon}${scene.words.commands[name].line}`,
        );
      expect(textsOf(scene.last).join()).not.toContain("/link");
      expect(scene.question).toBe(question);
    }
  });
});

describe("the language", () => {
  it("is switched in every part of the talk, and nothing else is", async () => {
    const scene = await asking();
    await scene.does("answer");
    const parts = ["finish", "confirm", "steps", "copy", "close"];
    for (const part of parts) {
      for (const language of ["en", "zh-CN"] as const) {
        const { answers, state } = scene.case;
        await scene.says("/language");
        expect(scene.case).toMatchObject({ language, answers, state });
        expect(scene.last.every((reply) => reply.language === language)).toBe(true);
        expectWellSaid(scene);
      }
      await scene.does(part);
    }
  });

  it("is switched over an overlay, which stays open", async () => {
    const scene = await asking();
    for (const [command, overlay] of [
      ["/lookup", "lookup"],
      ["/forget", "erasing"],
      ["/checklist", "review"],
    ] as const) {
      await scene.says(command);
      await scene.says("/language");
      expect(scene.state).toBe(overlay);
      expectWellSaid(scene);
      await scene.does("leave");
      expect(scene.state).toBe("asking");
    }
  });

  it("of the device decides for a new talk only", async () => {
    const scene = await talk({ language: "en" });
    await scene.opens();
    expect(scene.case.language).toBe("en");
    await toQuestions(scene, "inaction");
    expect(scene.last[0]?.language).toBe("en");
  });
});
