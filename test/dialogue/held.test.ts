import { describe, expect, it } from "vitest";
import { Case } from "../../src/dialogue/case.ts";
import { asking } from "../support/dialogue-ways.ts";
import { LANGUAGES, textsOf } from "../support/dialogue-scene.ts";

describe("whoever asks what is kept about them", () => {
  it.each(LANGUAGES)(
    "is given all of it as a file, and the talk goes on (%s)",
    async (language) => {
      const scene = await asking("mistake", { language });
      await scene.does("answer");
      const { question } = scene;
      const { answers } = scene.case;
      const replies = await scene.says("/mydata");
      const file = replies.find(({ kind }) => kind === "file")?.file;
      const held = JSON.parse(file?.text ?? "") as { case: object; replies_on_their_way: number };
      const told = Case.parse({ ...held.case, outbox: [] });
      expect(told).toMatchObject({ id: scene.case.id, answers });
      expect(held.replies_on_their_way).toBe(0);
      expect(textsOf(replies)).toContain(scene.words.said.held);
      expect(scene.question).toBe(question);
      expect(scene.case.answers).toEqual(answers);
    },
  );
});
