import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANGUAGES, bundle, talk } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { expectWellSaid, gesticulate, gesture } from "../support/dialogue-promises.ts";
import { toQuestions } from "../support/dialogue-ways.ts";

const GESTURES = 60;
/** Where a walk sets out from: nowhere, or the questions of a purpose. */
const STARTS = [undefined, "mistake", "precheck", "inaction"] as const;

const filed = (scene: Scene) => {
  if (!scene.stored) return "nothing";
  const { answers, purpose, narrative, acted, pack, review } = scene.case;
  return JSON.stringify({ answers, purpose, narrative, acted, pack, findings: review?.findings });
};

/** A tap on a button of an earlier turn that is on the table no longer. */
const isStale = (scene: Scene, token: string) =>
  scene.stored && token.split(":")[1] !== String(scene.case.offered?.turn);

describe("whatever a person does", () => {
  it.each(LANGUAGES)("the talk goes on, well said and whole (%s)", async (language) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(gesture, { minLength: GESTURES, maxLength: GESTURES }),
        fc.constantFrom(...STARTS),
        fc.constantFrom("none", ...bundle.packs.map(({ id }) => id)),
        async (gestures, start, place) => {
          const scene = await talk({ language });
          if (start !== undefined) await toQuestions(scene, start, place);
          for (const one of gestures) {
            await gesticulate(scene, one);
            expectWellSaid(scene);
          }
        },
      ),
      { numRuns: 6 },
    );
  });

  it("a button of an earlier turn never changes what is filed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(gesture, { minLength: 25, maxLength: 25 }),
        fc.array(fc.nat(10_000), { minLength: 5, maxLength: 5 }),
        async (gestures, places) => {
          const scene = await toQuestions(await talk(), "mistake");
          for (const one of gestures) await gesticulate(scene, one);
          for (const place of places) {
            const tokens = scene.shown.flatMap(({ choices }) =>
              choices.flat().map(({ token }) => token),
            );
            const token = tokens[place % tokens.length] ?? "";
            if (!isStale(scene, token)) continue;
            const [before, { state, overlay }] = [filed(scene), scene.case];
            await scene.presses(token);
            expect(filed(scene)).toBe(before);
            expect(scene.case).toMatchObject({ state, overlay });
          }
        },
      ),
      { numRuns: 6 },
    );
  });
});
