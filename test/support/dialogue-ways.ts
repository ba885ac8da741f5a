/** Ways through the talk: to the questions, through them by a situation one has in mind, to the result. */
import type { Case } from "../../src/dialogue/case.ts";
import type { Input } from "../../src/dialogue/incoming.ts";
import { step } from "../../src/dialogue/step.ts";
import type { Question } from "../../src/policy/schema-support.ts";
import { bundle, NOW_MS, offeredToken, talk } from "./dialogue-scene.ts";
import type { Scene, SceneSettings } from "./dialogue-scene.ts";

/** What is true of the matter; a fact that is missing is one the person is not sure of. */
export type Mind = Readonly<Record<string, string>>;

/** An ordinary matter: nothing grave, everything known. */
export const ORDINARY: Mind = {
  stage: "before_any_inquiry",
  error_kind: "unmet_expectation",
  inaction_cause: "dare_not",
  duty_related: "yes",
  loss: "minor",
  fault: "negligent",
  public_purpose: "yes",
  diligent: "yes",
  aligned_with_policy: "yes",
  collective_decision: "yes",
  due_procedure: "yes",
  filed_in_advance: "yes",
  good_result: "yes",
  role: "executor",
  status: "civil_servant",
  ban_known: "no",
  major_matter: "no",
};

/** Completes what one has in mind with “no” for every other yes-or-no fact. */
export function allKnown(some: Mind = {}, pack: string | null = null): Mind {
  const rest = bundle
    .compiled(pack)
    .facts.filter(({ choices }) => choices === undefined)
    .map(({ id }) => [id, "no"]);
  return { ...(Object.fromEntries(rest) as Mind), ...ORDINARY, ...some };
}

/** Answers the opening rooms, each in the plainest way, until a question is on the table. */
export async function toQuestions(scene: Scene, purpose: string, pack = "none"): Promise<Scene> {
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    notice: () => scene.does("consent"),
    purpose: () => scene.does("choose", purpose),
    place: () => scene.does("place", pack),
    timing: () => scene.does("year", "none"),
    telling: () => scene.does("skip"),
  };
  if (!scene.stored) await scene.opens();
  for (let way = ways[scene.state]; way !== undefined; way = ways[scene.state]) await way();
  return scene;
}

/** A new talk with its first question on the table. */
export async function asking(
  purpose = "mistake",
  settings: SceneSettings & { readonly place?: string } = {},
): Promise<Scene> {
  return toQuestions(await talk(settings), purpose, settings.place);
}

export function questionNow(scene: Scene): Question {
  const { packs, policy } = bundle;
  const all = [...policy.questions, ...packs.flatMap(({ questions }) => questions)];
  const found = all.find(({ id }) => id === scene.question);
  if (found === undefined) throw new Error(`no question ${scene.question}`);
  return found;
}

/** Answers the question on the table with buttons, as it is in one's mind. */
export async function answer(scene: Scene, mind: Mind): Promise<void> {
  const question = questionNow(scene);
  if (question.kind === "single") {
    const value = mind[question.facts[0] ?? ""];
    const offered = scene.case.offered?.actions ?? [];
    const can = offered.some((action) => action.do === "answer" && action.with === value);
    await (value !== undefined && can ? scene.does("answer", value) : scene.does("unsure"));
    return;
  }
  const open = (scene.case.offered?.actions ?? []).flatMap((action) =>
    action.do === "tick" ? [action.with ?? ""] : [],
  );
  for (const fact of open) {
    const is = scene.case.asking?.ticked.includes(fact) === true;
    if (is !== (mind[fact] === "yes")) await scene.does("tick", fact);
  }
  const some = (scene.case.asking?.ticked.length ?? 0) > 0;
  if (open.every((fact) => mind[fact] !== undefined)) await scene.does(some ? "done" : "none");
  else await scene.does(some ? "rest_unsure" : "unsure");
}

/** Answers until no question is left. */
export async function answerAll(scene: Scene, mind: Mind): Promise<Scene> {
  for (let asked = 0; scene.state === "asking"; asked += 1) {
    if (asked > 80) throw new Error(`the questions do not end: ${scene.question}`);
    await answer(scene, mind);
  }
  return scene;
}

/** A whole consultation up to its result. */
export async function consulted(
  purpose: string,
  mind: Mind,
  settings: SceneSettings & { readonly place?: string } = {},
): Promise<Scene> {
  const scene = await answerAll(await asking(purpose, settings), mind);
  await scene.does("confirm");
  return scene;
}

/** A case with one question on the table and its buttons offered; of all others the person was not sure. */
export function facing(base: Case, question: string, pack: string | null = null): Case {
  const table = { question, ticked: [], why: false };
  const answers = bundle.policy.questions
    .filter(({ id }) => id !== question)
    .map(({ id, facts }) => ({ question: id, facts: {}, unsure: [...facts] }));
  return after({ ...base, pack, answers, asking: table, state: "asking" }, { type: "open" });
}

/** The case after one input; pure, and so much faster than a scene. */
export function after(current: Case, input: Input): Case {
  const eventId = `e${current.turn + 1}`;
  const stepped = step(current, { conversation: current.id, eventId, input, atMs: NOW_MS }, bundle);
  if (stepped.case === undefined) throw new Error("everything was deleted");
  return { ...stepped.case, outbox: [] };
}

/** The case after the button on the table that does this. */
export function afterTap(current: Case, what: string, withWhat?: string): Case {
  return after(current, { type: "choice", token: offeredToken(current, what, withWhat) });
}

/** What one has in mind who says nothing but the usual: every presumption holds. */
export function presumed(pack: string | null, some: Mind = {}): Mind {
  const usual = bundle
    .compiled(pack)
    .facts.flatMap(({ id, presumption }) =>
      presumption === "none" ? [] : [[id, presumption.value] as const],
    );
  return { ...ORDINARY, ...Object.fromEntries(usual), ...some };
}
