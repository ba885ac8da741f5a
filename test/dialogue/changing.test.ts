import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/dialogue/case.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { choicesOf, talk, textsOf } from "../support/dialogue-scene.ts";
import {
  allKnown,
  answer,
  answerAll,
  asking,
  consulted,
  toQuestions,
} from "../support/dialogue-ways.ts";

const MIND = allKnown();
const asked = (answers: readonly Answer[]) => answers.map(({ question }) => question);

describe("going back", () => {
  it("takes the last answer away and asks it again, one by one, to the purpose", async () => {
    const scene = await asking();
    for (let answers = 0; answers < 5; answers += 1) await answer(scene, MIND);
    for (let left = 4; left >= 0; left -= 1) {
      const [last, ...before] = scene.case.answers.toReversed();
      await scene.taps(scene.words.buttons.back);
      expect(scene.question).toBe(last?.question);
      expect(asked(scene.case.answers)).toEqual(asked(before).toReversed());
    }
    await scene.taps(scene.words.buttons.back);
    expect(scene.state).toBe("purpose");
  });

  it("leads from the summary into the last question again", async () => {
    const scene = await answerAll(await asking(), MIND);
    const last = scene.case.answers.at(-1);
    await scene.taps(scene.words.buttons.back);
    expect(scene.question).toBe(last?.question);
    expect(scene.case.answers).not.toContainEqual(last);
    await answer(scene, MIND);
    expect(scene.state).toBe("summary");
    expect(scene.case.answers).toContainEqual(last);
  });

  it("from an early summary leads to the question that was on the table; no answer is lost", async () => {
    const scene = await asking();
    for (let answers = 0; answers < 3; answers += 1) await answer(scene, MIND);
    const { question } = scene;
    const { answers } = scene.case;
    await scene.taps(scene.words.buttons.finish);
    await scene.taps(scene.words.buttons.confirm);
    expect(scene.state).toBe("verdict");
    await scene.says("/back");
    await scene.taps(scene.words.buttons.back);
    expect(scene.question).toBe(question);
    expect(scene.case.answers).toEqual(answers);
  });

  it("from an answer about to be changed leads to the list; no answer is lost", async () => {
    const scene = await answerAll(await asking(), MIND);
    const { answers } = scene.case;
    await scene.taps(scene.words.buttons.correct);
    await scene.does("pick", answers[2]?.question);
    await scene.taps(scene.words.buttons.back);
    expect(scene.state).toBe("correcting");
    await scene.taps(scene.words.buttons.back);
    expect(scene.state).toBe("summary");
    expect(scene.case.answers).toEqual(answers);
  });

  it.each([
    ["/lookup", "lookup"],
    ["/forget", "erasing"],
    ["/checklist", "review"],
  ])("after %s closes what lies over the talk", async (command, over) => {
    const scene = await asking();
    await answer(scene, MIND);
    const { answers, asking: table } = scene.case;
    await scene.says(command);
    expect(scene.state).toBe(over);
    await scene.says("/back");
    expect(scene.state).toBe("asking");
    expect(scene.case).toMatchObject({ answers, asking: table });
  });
});

describe("what lies over the talk", () => {
  it.each(["/back", "/edit", "/result", "/why", "1", "不清楚"])(
    "keeps %s from a talk nobody sees",
    async (text) => {
      const scene = await asking();
      for (let answers = 0; answers < 3; answers += 1) await answer(scene, MIND);
      const { answers, asking: table, state } = scene.case;
      for (const over of ["/forget", "/checklist"]) {
        await scene.says(over);
        await scene.says(text);
        if (scene.stored) expect(scene.case).toMatchObject({ answers, asking: table, state });
        if (!scene.stored) return expect(text).toBe("1");
        await scene.says("/start");
        if (scene.case.overlay !== "none") await scene.does("leave");
        if (scene.case.overlay !== "none") await scene.does("leave");
      }
    },
  );

  it("is shown alone: its buttons are the only ones", async () => {
    const scene = await asking();
    await scene.taps(scene.words.buttons.finish);
    await scene.taps(scene.words.buttons.erase);
    for (const act of [
      () => scene.sends("sticker"),
      () => scene.opens(),
      () => scene.says("/help"),
    ]) {
      await act();
      expect(choicesOf(scene.last).map(({ label }) => label)).toEqual([
        scene.words.buttons.erase_yes,
        scene.words.buttons.keep,
      ]);
    }
  });
});

describe("an answer", () => {
  it.each(["summary", "verdict"])(
    "can be changed from the %s, and nothing else changes",
    async (from) => {
      const scene = await answerAll(await asking(), MIND);
      if (from === "verdict") await scene.does("confirm");
      const before = scene.case.answers;
      await scene.taps(scene.words.buttons.correct);
      expect(choicesOf(scene.last)).toHaveLength(before.length + 1);
      await scene.does("pick", "public_purpose");
      await scene.does("answer", "no");
      const without = (answers: readonly Answer[]) =>
        answers.filter(({ question }) => question !== "public_purpose");
      expect(without(scene.case.answers).slice(0, before.length - 1)).toEqual(without(before));
      expect(scene.facts["public_purpose"]).toBe("no");
    },
  );

  it("of a list is changed with its ticks as they stood", async () => {
    const scene = await answerAll(await asking(), { ...MIND, no_precedent: "yes" });
    await scene.says("/edit");
    await scene.does("pick", "new_ground");
    expect(scene.case.asking?.ticked).toEqual(["no_precedent"]);
    await scene.does("tick", "no_precedent");
    await scene.does("none");
    expect(scene.facts["no_precedent"]).toBe("no");
  });
});

describe("the result so far", () => {
  it("can be had at every question", async () => {
    const scene = await asking();
    for (let steps = 0; scene.state === "asking" && steps < 40; steps += 1) {
      const { question } = scene;
      await scene.says(steps % 2 === 0 ? scene.words.buttons.finish : "/result");
      expect(scene.state).toBe("summary");
      await scene.does("confirm");
      expect(scene.last.at(-1)?.kind).toBe("verdict");
      await scene.says("/back");
      await scene.does("back");
      expect(scene.question).toBe(question);
      await answer(scene, MIND);
    }
    expect(scene.state).toBe("summary");
  });
});

describe("starting over", () => {
  it("forgets the matter, keeps the language, and gives the notice again", async () => {
    const scene = await consulted("mistake", MIND, { language: "en" });
    await scene.says("/restart");
    expect(scene.state).toBe("notice");
    expect(scene.case).toMatchObject({ language: "en", answers: [], pack: null, overlay: "none" });
    for (const gone of ["purpose", "narrative", "acted", "asking", "review"])
      expect(scene.case).not.toHaveProperty(gone);
    expect(textsOf(scene.last)).toContain(scene.words.said.notice_secrets);
  });

  it("closes whatever lies over the talk", async () => {
    for (const over of ["/lookup", "/forget", "/checklist"]) {
      const scene = await asking();
      await scene.says(over);
      await scene.says("/restart");
      expect(scene.state).toBe("notice");
      await scene.taps(scene.words.buttons.consent);
      expect(scene.state).toBe("purpose");
    }
  });
});

describe("deleting everything", () => {
  it("asks first, and leaves nothing: a later message begins anew", async () => {
    const medium = new Map<string, string>();
    const scene = await consulted("mistake", MIND, { store: memoryStore(medium) });
    await scene.says("/forget");
    expect(scene.state).toBe("erasing");
    await scene.taps(scene.words.buttons.keep);
    expect(scene.state).toBe("verdict");
    for (const yes of ["taps", "says"] as const) {
      if (!scene.stored) await scene.opens();
      await scene.says("/forget");
      await scene[yes](scene.words.buttons.erase_yes);
      expect(scene.stored).toBe(false);
      expect(medium.size).toBe(0);
      expect(textsOf(scene.last)).toContain(scene.words.said.erased);
      expect(scene.last[0]?.forgets).toBe(true);
    }
    await scene.says("在吗");
    expect(scene.state).toBe("notice");
    expect(scene.case.answers).toEqual([]);
  });

  it("makes every old button one that does nothing", async () => {
    const scene = await asking();
    await answer(scene, MIND);
    await scene.says("/forget");
    await scene.taps(scene.words.buttons.erase_yes);
    const tokens = choicesOf(scene.shown).map(({ token }) => token);
    for (const token of tokens.filter((one) => one !== "again")) {
      await scene.presses(token);
      expect(textsOf(scene.last)).toEqual([scene.words.said.gone]);
      expect(scene.stored).toBe(false);
    }
    await scene.presses("again");
    expect(scene.state).toBe("notice");
    await toQuestions(scene, "mistake");
    for (const token of tokens) await scene.presses(token);
    expect(scene.state).toBe("asking");
    expect(scene.case.answers).toEqual([]);
  });

  it("takes nothing from another person", async () => {
    const store = memoryStore();
    const [one, other] = await Promise.all([
      talk({ store, conversation: "test:1" }),
      talk({ store, conversation: "test:2", language: "en" }),
    ]);
    await Promise.all([one.opens(), other.opens()]);
    await one.does("consent");
    expect(other.state).toBe("notice");
    await one.does("choose", "inaction");
    await answerAll(one, allKnown());
    await other.says("/forget");
    await other.does("erased");
    expect(one.state).toBe("summary");
    expect(await store.load("test:2")).toBeUndefined();
  });
});

describe("a button of an earlier turn", () => {
  it("is said to be old, files nothing, and shows where the talk stands", async () => {
    const scene = await asking();
    const old = choicesOf(scene.last).map(({ token }) => token);
    await answer(scene, MIND);
    for (const token of old) {
      const { answers, asking: table } = scene.case;
      await scene.presses(token);
      expect(scene.case).toMatchObject({ answers, asking: table });
      expect(textsOf(scene.last)).toContain(scene.words.said.stale);
      expect(scene.last.at(-1)?.kind).toBe("question");
    }
  });

  it("never acts when its words were made up", async () => {
    const scene = await asking();
    for (const token of ["", "again", "-1:0", "99:99", "1:6:0", "5", "x".repeat(64)]) {
      const { answers } = scene.case;
      await scene.presses(token);
      expect(scene.case.answers).toEqual(answers);
    }
    expect((await talk()).stored).toBe(false);
  });
});
