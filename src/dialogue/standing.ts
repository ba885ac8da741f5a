/** Which part of the talk a case stands in. */
import type { View } from "../../machines/consultation.ts";
import type { Case } from "./case.ts";

/** The view of a state of the machine; most carry the same name. */
const VIEW_OF: Readonly<Record<string, View>> = {
  notice: "notice",
  declined: "declined",
  purpose: "purpose",
  place: "place",
  timing: "timing",
  telling: "telling",
  proposing: "proposals",
  asking: "question",
  conflict: "conflict",
  summary: "summary",
  correcting: "correcting",
  verdict: "verdict",
  steps: "steps",
  copy: "copy",
  remedies: "remedies",
  closed: "closed",
  erasing: "erasing",
  lookup: "lookup",
  review: "review",
  entry: "entry",
  noting: "noting",
};

/** What the person looks at: the overlay when one is open, else the talk. */
export function standingView(current: Case): View {
  return viewOf(current.overlay === "none" ? current.state : current.overlay);
}

/** The talk beneath the overlay. */
export function talkView(current: Case): View {
  return viewOf(current.state);
}

function viewOf(state: string): View {
  const view = VIEW_OF[state];
  if (view === undefined) throw new Error(`no view for state ${state}`);
  return view;
}
