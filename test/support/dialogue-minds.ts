/** Minds drawn at random, and what a talk with them needs. */
import * as fc from "fast-check";
import { valuesOf } from "../../src/policy/compile.ts";
import { bundle } from "./dialogue-scene.ts";
import type { Scene } from "./dialogue-scene.ts";
import { answer } from "./dialogue-ways.ts";
import type { Mind } from "./dialogue-ways.ts";

const USUALLY_NOT = ["no", "no", "no", "no", "yes"];

/** A mind in which each fact is some value, or unknown. */
export const anyMind: fc.Arbitrary<Mind> = fc
  .record(
    Object.fromEntries(
      bundle.compiled(null).facts.map((fact) => {
        // Grave facts settle the verdict at once; a talk of some length needs most of them absent.
        const values = fact.choices === undefined ? USUALLY_NOT : valuesOf(fact);
        return [fact.id, fc.constantFrom(undefined, ...values, ...values)];
      }),
    ),
  )
  .map(
    (mind) =>
      Object.fromEntries(Object.entries(mind).filter(([, value]) => value !== undefined)) as Mind,
  );

/** What a pre-check never learns. */
export function neverLearnt(scene: Scene): readonly string[] {
  if (scene.case.purpose !== "precheck") return [];
  const { questions } = bundle.words["zh-CN"];
  const learnt = bundle.policy.questions.filter(({ id }) => questions[id]?.before !== undefined);
  const facts = new Set(learnt.flatMap((question) => question.facts));
  return bundle
    .compiled(scene.case.pack)
    .facts.filter((fact) => fact.after_acting || !facts.has(fact.id))
    .map(({ id }) => id);
}

/** Answers that clash: the last of them is left open instead. */
export async function settleConflict(scene: Scene): Promise<void> {
  await scene.does("pick", scene.case.offered?.actions.at(-1)?.with);
  await answer(scene, {});
}
