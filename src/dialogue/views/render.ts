/** A view's name → its draft. */
import type { View } from "../../../machines/consultation.ts";
import type { Draft } from "../draft.ts";
import type { Talk } from "../world.ts";
import { basisView, stepsView } from "./basis.ts";
import { copyView } from "./copy.ts";
import {
  closedView,
  declinedView,
  erasingView,
  noticeView,
  placeView,
  purposeView,
  tellingView,
  timingView,
} from "./opening.ts";
import { proposalsView } from "./proposals.ts";
import { conflictView, correctingView, questionView, summaryView } from "./question.ts";
import { foundView, lookupView, remediesView, remedyView } from "./remedies.ts";
import { entryView, notingView, reviewView } from "./review.ts";
import { verdictView } from "./verdict.ts";

const VIEWS: Readonly<Record<View, (talk: Talk) => Draft>> = {
  notice: noticeView,
  declined: declinedView,
  purpose: purposeView,
  place: placeView,
  timing: timingView,
  telling: tellingView,
  proposals: proposalsView,
  question: questionView,
  conflict: conflictView,
  summary: summaryView,
  correcting: correctingView,
  verdict: verdictView,
  steps: stepsView,
  basis: basisView,
  copy: copyView,
  remedies: remediesView,
  remedy: remedyView,
  closed: closedView,
  erasing: erasingView,
  lookup: lookupView,
  found: foundView,
  entry: entryView,
  noting: notingView,
  review: reviewView,
};

/** Draws a part of the talk as it stands. */
export function render(view: View, talk: Talk): Draft {
  return VIEWS[view](talk);
}
