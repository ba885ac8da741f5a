import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPossible, masksOf } from "../../src/policy/account.ts";
import { decide } from "../../src/policy/decide.ts";
import { anyMind, neverLearnt, settleConflict } from "../support/dialogue-minds.ts";
import { LANGUAGES, bundle, textsOf } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { allKnown, answer, answerAll, asking, questionNow } from "../support/dialogue-ways.ts";

const { policy } = bundle;
const PLACES = [null, ...bundle.packs.map(({ id }) => id)];

/** The account as filed, put together here from the answers alone. */
function accountOf(scene: Scene) {
  const { answers, purpose } = scene.case;
  const given = policy.purposes.find(({ id }) => id === purpose)?.given ?? {};
  const facts: Record<string, string> = Object.assign(
    {},
    given,
    ...answers.map((one) => one.facts),
  );
  const unsure = answers.flatMap((one) => one.unsure).filter((id) => !(id in facts));
  return { facts, unsure };
}

function ask(scene: Scene): readonly string[] {
  const { facts, unsure } = accountOf(scene);
  const late = neverLearnt(scene).filter((id) => !(id in facts));
  return decide(bundle.compiled(scene.case.pack), { facts, unsure: [...unsure, ...late] }).ask;
}

describe("the questions", () => {
  it.each(["mistake", "precheck"])(
    "for %s are only those that can still change the verdict, until none can",
    async (purpose) => {
      await fc.assert(
        fc.asyncProperty(anyMind, fc.constantFrom(...PLACES), async (mind, place) => {
          const scene = await asking(purpose, { place: place ?? "none" });
          for (let asked = 0; scene.state !== "summary" && asked < 60; asked += 1) {
            if (scene.state === "conflict") {
              await settleConflict(scene);
              continue;
            }
            const question = questionNow(scene);
            if (!question.always)
              expect(ask(scene).filter((id) => question.facts.includes(id))).not.toEqual([]);
            await answer(scene, mind);
          }
          expect(scene.state).toBe("summary");
          expect(ask(scene)).toEqual([]);
          await scene.does("confirm");
          expect(scene.verdict).toEqual(decide(bundle.compiled(scene.case.pack), accountOf(scene)));
        }),
        { numRuns: 8 },
      );
    },
  );

  it("of a list are its items that still matter, and no others", async () => {
    const scene = await asking();
    while (scene.state === "asking") {
      const question = questionNow(scene);
      const ticks = scene.case.offered?.actions.flatMap((action) =>
        action.do === "tick" ? [action.with] : [],
      );
      if (question.kind === "checklist")
        expect(ticks).toEqual(question.facts.filter((id) => ask(scene).includes(id)));
      await answer(scene, allKnown());
    }
  });

  it("offer no answer that no situation allows", async () => {
    const scene = await asking();
    const mind = allKnown({ grave_accident: "yes" });
    const compiled = bundle.compiled(null);
    while (scene.state === "asking") {
      for (const action of scene.case.offered?.actions ?? []) {
        if (action.do !== "answer") continue;
        const [fact = ""] = questionNow(scene).facts;
        const facts = { ...scene.facts, [fact]: action.with ?? "" };
        expect(isPossible(compiled, masksOf(compiled, facts)), `${fact} ${action.with}`).toBe(true);
      }
      await answer(scene, mind);
    }
  });
});

describe("answers that cannot stand together", () => {
  /** Diligent, then neglect of duty on changing an earlier answer. */
  const clash = async (language: "zh-CN" | "en") => {
    const scene = await answerAll(await asking("mistake", { language }), allKnown());
    expect(scene.facts).toMatchObject({ diligent: "yes", neglected_duty: "no" });
    await scene.says("/edit");
    await scene.does("pick", "grave_conduct");
    await scene.does("tick", "neglected_duty");
    await scene.does("done");
    return scene;
  };

  it.each(LANGUAGES)("are put side by side (%s)", async (language) => {
    const scene = await clash(language);
    expect(scene.state).toBe("conflict");
    const { questions, said } = scene.words;
    const involved = ["grave_conduct", "diligent"];
    const told = textsOf(scene.last);
    expect(told).toContain(said.conflict);
    for (const id of involved) expect(told.join("\n")).toContain(questions[id]?.short);
    expect(scene.case.offered?.actions.map((action) => action.with).sort()).toEqual(
      involved.toSorted(),
    );
  });

  it("go on once either is answered anew", async () => {
    for (const [question, what, withWhat] of [
      ["diligent", "answer", "no"],
      ["grave_conduct", "tick", "neglected_duty"],
    ] as const) {
      const scene = await clash("zh-CN");
      await scene.taps(scene.words.questions[question]?.short ?? "");
      expect(scene.question).toBe(question);
      await scene.does(what, withWhat);
      if (question === "grave_conduct") await scene.does("none");
      await answerAll(scene, allKnown());
      expect(scene.state).toBe("summary");
      expect(scene.verdict.conflict).toEqual([]);
    }
  });

  it("give no result, even to someone who wants it now", async () => {
    const scene = await clash("zh-CN");
    await scene.does("pick", "diligent");
    await scene.does("finish");
    await scene.does("confirm");
    expect(textsOf(scene.last)).toContain(scene.words.verdict.contradictory);
    expect(scene.verdict.range).toEqual([]);
  });
});
