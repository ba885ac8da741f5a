/** The result of the inaction self-check. */
import { accountOf, valueName } from "../answers.ts";
import { citeLine } from "../cite.ts";
import { button, heading, items, text, type Draft } from "../draft.ts";
import { fill, inLanguage, type Talk } from "../world.ts";

/** The self-check on inaction: the cause, what it calls for, and what protects those who act. */
export function inactionView(talk: Talk): Draft {
  const { words } = talk;
  const cause = accountOf(talk).facts["inaction_cause"];
  const name =
    cause === undefined ? words.verdict.copy_unsure : valueName(talk, "inaction_cause", cause);
  const protections = talk.world.policy.distinctions.map((distinction) => ({
    text: inLanguage(distinction.tolerable.because, talk.case.language),
    detail: inLanguage(distinction.formulation, talk.case.language),
  }));
  const cited = talk.world.policy.distinctions.flatMap(({ cites }) => cites.slice(0, 1));
  const sources = cited.slice(0, 1).flatMap((id) => citeLine(talk, id) ?? []);
  return {
    kind: "verdict",
    blocks: [
      text(fill(words.verdict.inaction, { cause: name })),
      text(words.verdict.inaction_protection),
      heading(words.verdict.distinctions),
      items(protections),
      ...sources.map(text),
      text(words.verdict.who_decides),
    ],
    rows: [
      [button(words.buttons.steps, "steps", "main"), button(words.buttons.basis, "basis")],
      [button(words.buttons.correct, "correct"), button(words.buttons.copy, "copy")],
      [button(words.buttons.close, "close", "tool"), button(words.buttons.erase, "erase", "tool")],
    ],
  };
}
