/** A case carried over to another version: what means there what it meant is kept, nothing is filed anew. */
import { onTable } from "./answer-moves.ts";
import { questionOf } from "./answers.ts";
import { carriedAnswer, findingFate, type WhyDropped } from "./carry-answers.ts";
import type { Case } from "./case.ts";
import { isContradictory } from "./conflict.ts";
import { pendingQuestions } from "./questioning.ts";
import { entriesOf } from "./reviewing.ts";
import { talkOf, type Talk, type World } from "./world.ts";

/** An answer (by its question) or a finding (by its entry) of which something did not go along. */
export interface Dropped {
  readonly of: "answer" | "finding";
  readonly id: string;
  readonly why: WhyDropped;
}

export interface Carried {
  /** Stands in the new version, with no button of the old one on the table. */
  readonly case: Case;
  /** In the order in which they were given; one for each reason. */
  readonly dropped: readonly Dropped[];
  /** The chosen pack is not there: the national rules serve. */
  readonly packGone: boolean;
}

/** The case as `world` can take it. Depends on nothing but the two, so that it can be made again. */
export function carriedOver(known: Case, world: World): Carried {
  const pack = world.packs.find(({ id }) => id === known.pack)?.id ?? null;
  const { offered: _, asking: __, proposed: ___, ...rest } = known;
  const moved: Case = { ...rest, bundle: world.bundle, pack };
  const talk = talkOf(moved, world);
  const fates = known.answers.map((answer) => ({
    id: answer.question,
    ...carriedAnswer(talk, answer),
  }));
  const answers = fates.flatMap(({ kept }) => (kept === undefined ? [] : [kept]));
  const lost = fates.flatMap(({ id, dropped }) =>
    dropped.map((why) => ({ of: "answer" as const, id, why })),
  );
  const review = carriedReview({ ...moved, answers }, talk);
  return {
    case: standing(talkOf(review.case, world), known, lost.length > 0),
    dropped: [...lost, ...review.dropped],
    packGone: known.pack !== null && pack === null,
  };
}

/** From here the talk goes on to the questions when there is something to ask. */
const BEFORE_RESULT: ReadonlySet<string> = new Set([
  "proposing",
  "asking",
  "conflict",
  "summary",
  "correcting",
]);
/** A result stays a result, unless some of what it stands on is gone. */
const AFTER_RESULT: ReadonlySet<string> = new Set(["verdict", "steps", "copy", "closed"]);

/** Where the talk goes on. Ticks of a list that was not yet filed are not kept: what they meant is not known any more. */
function standing(talk: Talk, known: Case, answersDropped: boolean): Case {
  const { state } = known;
  if (!BEFORE_RESULT.has(state) && !AFTER_RESULT.has(state)) return talk.case;
  if (isContradictory(talk)) return { ...talk.case, state: "conflict" };
  if (AFTER_RESULT.has(state) && !answersDropped) return talk.case;
  const pending = pendingQuestions(talk);
  const table = state === "asking" ? known.asking?.question : undefined;
  const again =
    pending.find(({ question }) => question.id === table)?.question ??
    (talk.case.answers.some(({ question }) => question === table)
      ? questionOf(talk, table ?? "")
      : undefined) ??
    pending[0]?.question;
  if (again !== undefined) return { ...onTable(talk.case, again), state: "asking" };
  return { ...talk.case, state: BEFORE_RESULT.has(state) ? "summary" : state };
}

function carriedReview(
  current: Case,
  talk: Talk,
): { readonly case: Case; readonly dropped: readonly Dropped[] } {
  const { review } = current;
  if (review === undefined) return { case: current, dropped: [] };
  const entries = new Map(entriesOf(talk).map((entry) => [entry.id, entry]));
  const fates = review.findings.map((found) => ({
    found,
    why: findingFate(talk, found, entries.get(found.entry)),
  }));
  const findings = fates.flatMap(({ found, why }) => (why === undefined ? [found] : []));
  const dropped = fates.flatMap(({ found, why }) =>
    why === undefined ? [] : [{ of: "finding" as const, id: found.entry, why }],
  );
  const { at, ...rest } = review;
  const there = at !== undefined && entries.has(at);
  return {
    case: {
      ...current,
      overlay: carriedOverlay(current.overlay, there),
      review: {
        ...rest,
        ...(there ? { at } : {}),
        findings,
        done: review.done && dropped.length === 0,
      },
    },
    dropped,
  };
}

/** A note begun under the old version was begun for what the entry meant then. */
function carriedOverlay(overlay: string, there: boolean): string {
  if (overlay !== "entry" && overlay !== "noting") return overlay;
  return there ? "entry" : "review";
}
