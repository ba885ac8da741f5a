/** What a reviewer's actions do: findings, evidence states and notes, one entry after the other. */
import { findingMeaning } from "./carry-meaning.ts";
import type { Action, Case, Finding } from "./case.ts";
import { EvidenceState, NOTE_CHARACTERS_MAX } from "./case.ts";
import { message } from "./draft.ts";
import type { Mover } from "./move.ts";
import { entriesOf } from "./reviewing.ts";
import { tableFile } from "./views/review.ts";
import type { Talk } from "./world.ts";

type Review = NonNullable<Case["review"]>;

const reviewOf = ({ case: current }: Talk): Review =>
  current.review ?? { done: false, findings: [] };

const withReview = (talk: Talk, review: Review): Case => ({ ...talk.case, review });

function put(talk: Talk, review: Review, entry: string, change: Partial<Finding>): Review {
  const fact = entriesOf(talk).find(({ id }) => id === entry)?.fact;
  const earlier = review.findings.find((finding) => finding.entry === entry);
  const others = review.findings.filter((finding) => finding.entry !== entry);
  return {
    ...review,
    findings: [...others, { ...earlier, entry, ...findingMeaning(talk, fact), ...change }],
  };
}

/** The entry `by` places away; the last one leads to the outcome. */
function towards(talk: Talk, review: Review, by: 1 | -1): ReturnType<Mover> {
  const all = entriesOf(talk);
  const at = all.findIndex(({ id }) => id === review.at);
  const next = all[Math.max(0, at + by)];
  if (next === undefined) {
    return { case: withReview(talk, { ...review, done: true }), event: { type: "reviewed" } };
  }
  return {
    case: withReview(talk, { ...review, at: next.id, done: false }),
    event: { type: "entry" },
  };
}

function atOf(talk: Talk): string {
  return reviewOf(talk).at ?? entriesOf(talk)[0]?.id ?? "";
}

export const reviewMoves: Readonly<Record<string, Mover>> = {
  review: (talk) => ({
    case: withReview(talk, { ...reviewOf(talk), done: false }),
    event: { type: "review" },
  }),
  entry: (talk) => ({
    case: withReview(talk, { ...reviewOf(talk), at: atOf(talk), done: false }),
    event: { type: "entry" },
  }),
  previous: (talk) => towards(talk, reopened(talk, -1), -1),
  next: (talk) => towards(talk, reviewOf(talk), 1),
  finding: (talk, action: Action) => {
    const review = put(talk, reviewOf(talk), atOf(talk), { finding: action.with ?? "open" });
    // What cannot be found yet needs no state of evidence: it is missing by that very fact.
    if (action.with !== "open") return { case: withReview(talk, review), event: { type: "entry" } };
    return towards(talk, put(talk, review, atOf(talk), { evidence: "missing" }), 1);
  },
  evidence: (talk, action: Action) => {
    const state = EvidenceState.parse(action.with);
    return towards(talk, put(talk, reviewOf(talk), atOf(talk), { evidence: state }), 1);
  },
  note: (talk) => ({ case: talk.case, event: { type: "note" } }),
  noted: (talk, _, said) => ({
    case: withReview(
      talk,
      put(talk, reviewOf(talk), atOf(talk), { note: said.text.slice(0, NOTE_CHARACTERS_MAX) }),
    ),
    event: { type: "entry" },
    say: [message([talk.words.review.note_kept])],
  }),
  reviewed: (talk) => ({
    case: withReview(talk, { ...reviewOf(talk), done: true }),
    event: { type: "reviewed" },
  }),
  table: (talk, action) => ({
    case: talk.case,
    event: { type: "present" },
    say: [tableFile(talk, action.with === "json" ? "json" : "csv")],
  }),
};

/** Going back to an entry takes its finding up again; the note stays. */
function reopened(talk: Talk, by: -1): Review {
  const review = reviewOf(talk);
  const all = entriesOf(talk);
  const target = all[Math.max(0, all.findIndex(({ id }) => id === review.at) + by)];
  const findings = review.findings.map((finding) => {
    if (finding.entry !== target?.id) return finding;
    const { finding: _, evidence: __, ...kept } = finding;
    return kept;
  });
  return { ...review, findings };
}
