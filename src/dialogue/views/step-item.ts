/** A corrective step in words: what, whose, by when, on what basis. */
import type { Measure } from "../../policy/schema-support.ts";
import { citeLine } from "../cite.ts";
import { fill, inLanguage, type Talk } from "../world.ts";

/** A step names its nearest bases; the full basis is a button away. */
const CITES_SHOWN_MAX = 2;

export function stepItem(
  talk: Talk,
  measure: Measure,
): { readonly text: string; readonly detail?: string } {
  const { words, case: current } = talk;
  const owner = inLanguage(measure.owner_name, current.language);
  const when =
    measure.due === null
      ? fill(words.verdict.step_no_due, { owner })
      : fill(words.verdict.step_due, { owner, due: inLanguage(measure.due, current.language) });
  const cites = measure.cites
    .map((id) => citeLine(talk, id))
    .filter((line) => line !== undefined)
    .slice(0, CITES_SHOWN_MAX);
  return {
    text: inLanguage(measure.what, current.language),
    detail:
      cites.length === 0
        ? when
        : `${when}${talk.case.language === "en" ? "; " : "；"}${cites.join(words.marks.and)}`,
  };
}
