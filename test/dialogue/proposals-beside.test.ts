import { describe, expect, it } from "vitest";
import type { ProposedFact } from "../../src/dialogue/case.ts";
import { LANGUAGES, textsOf } from "../support/dialogue-scene.ts";
import type { Scene } from "../support/dialogue-scene.ts";
import { telling, told } from "../support/dialogue-hearing.ts";

/** For and against, out of order. */
const TOLD = { remedied: "yes", cooperated: "no", collective_decision: "yes", loss: "minor" };

const rowsOf = (scene: Scene) => scene.case.proposed?.facts ?? [];
const factsOf = (rows: readonly ProposedFact[]) => rows.map(({ fact }) => fact);
const standsOf = (scene: Scene, fact: string) => {
  const stands = rowsOf(scene).find((row) => row.fact === fact)?.stands;
  return stands?.as === "value" ? stands.value : stands?.as;
};

/** A talk in which this was told. */
async function heard(facts: Readonly<Record<string, string>>): Promise<Scene> {
  const scene = await telling("mistake");
  await scene.says(told(facts));
  return scene;
}

describe("more words beside the readings", () => {
  const said = (scene: Scene) => textsOf(scene.last).join("\n");

  it.each(LANGUAGES)(
    "are read too, and nothing counts before it is confirmed (%s)",
    async (language) => {
      const scene = await telling("mistake", { language });
      await scene.says(told({ collective_decision: "yes", loss: "minor" }));
      await scene.says(told({ self_reported: "yes" }));
      expect(scene.state).toBe("proposing");
      expect(scene.last).toHaveLength(1);
      expect(Object.fromEntries(rowsOf(scene).map(({ fact, read }) => [fact, read]))).toEqual({
        collective_decision: "yes",
        loss: "minor",
        self_reported: "yes",
      });
      expect(scene.case.answers).toEqual([]);
      await scene.says(scene.words.typed.agreed[1] ?? "");
      expect(scene.facts).toMatchObject({ collective_decision: "yes", self_reported: "yes" });
    },
  );

  it.each([
    ["take the place of an earlier reading of the same fact", { loss: "none" }, { loss: "none" }],
    [
      "and of one that cannot stand beside them",
      { neglected_duty: "yes" },
      { neglected_duty: "yes" },
    ],
  ])("%s", async (_, later, left) => {
    const scene = await heard({ loss: "minor", diligent: "yes" });
    await scene.says(told(later));
    const facts = Object.fromEntries(rowsOf(scene).map(({ fact, read }) => [fact, read]));
    expect(facts).toMatchObject(left);
    expect(facts["diligent"]).toBe("neglected_duty" in later ? undefined : "yes");
  });

  it("that repeat a reading leave it as the person turned it", async () => {
    const scene = await heard({ loss: "minor" });
    await scene.does("turn", "loss");
    const turned = standsOf(scene, "loss");
    await scene.says(told({ loss: "minor" }));
    expect(standsOf(scene, "loss")).toBe(turned);
  });

  it.each(["不对", "还有别的情况吗", "不"])(
    "in which nothing new is read are answered with what can be done: %s",
    async (words) => {
      const scene = await heard(TOLD);
      const before = rowsOf(scene);
      await scene.says(words);
      expect(scene.state).toBe("proposing");
      expect(said(scene)).toContain(scene.words.proposals.beside);
      expect(rowsOf(scene)).toEqual(before);
      expect(scene.case.answers).toEqual([]);
    },
  );

  it("belong to the narrative where that was being told", async () => {
    const scene = await heard({ loss: "minor" });
    const more = told({ self_reported: "yes" });
    await scene.says(more);
    expect(scene.case.narrative).toContain(more);
    await scene.says("不对");
    expect(scene.case.narrative).not.toContain("不对");
  });

  it("longer than a narrative may be are not read", async () => {
    const scene = await heard({ loss: "minor" });
    await scene.says("长".repeat(4_001));
    expect(said(scene)).not.toContain(scene.words.proposals.beside);
    expect(factsOf(rowsOf(scene))).toEqual(["loss"]);
  });
});
