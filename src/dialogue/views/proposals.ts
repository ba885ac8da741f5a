/** Facts read out of a person's words, each beside the words themselves, to be confirmed together. */
import type { Question } from "../../policy/schema-support.ts";
import { accountOf, factName, itemName, questionsOf, valueName } from "../answers.ts";
import type { ProposedFact } from "../case.ts";
import { charactersOf, shortened } from "../characters.ts";
import { button, items, text, type Button, type Draft } from "../draft.ts";
import { fill, type Talk } from "../world.ts";
import { back } from "./opening.ts";

/** The value comes last and must be seen: the name before it gives way. */
const LABEL_CHARACTERS_MAX = 60;

export function proposalsView(talk: Talk): Draft {
  const rows = talk.case.proposed?.facts;
  if (rows === undefined) throw new Error("no proposals are on the table");
  const { proposals: words } = talk.words;
  return {
    kind: "question",
    blocks: [
      text(words.heard),
      items(
        rows.map((row) => ({
          text: fill(words.quote, { quote: row.quote }),
          detail: readingWithEarlier(talk, row),
        })),
      ),
      text(words.unconfirmed),
    ],
    rows: [
      ...rows.map((row) => [turnButton(talk, row)]),
      [button(words.accept, "accept", "main"), button(words.discard, "discard")],
      [back(talk)],
    ],
  };
}

function turnButton(talk: Talk, row: ProposedFact): Button {
  const value = `${talk.words.marks.colon}${valueText(talk, row)}`;
  const room = LABEL_CHARACTERS_MAX - charactersOf(value).length;
  return button(`${shortened(nameOf(talk, row.fact), room)}${value}`, "turn", "answer", row.fact);
}

function readingWithEarlier(talk: Talk, row: ProposedFact): string {
  const reading = `${nameOf(talk, row.fact)}${talk.words.marks.colon}${valueText(talk, row)}`;
  const earlier = accountOf(talk).facts[row.fact];
  if (earlier === undefined) return reading;
  const answer = wordsOf(talk, row.fact, earlier);
  return fill(talk.words.proposals.differs, { reading, answer });
}

function valueText(talk: Talk, { fact, stands }: ProposedFact): string {
  if (stands.as === "value") return wordsOf(talk, fact, stands.value);
  return stands.as === "unsure" ? talk.words.buttons.unsure : talk.words.proposals.dropped;
}

/** The question's short name; of a list, the item. */
function nameOf(talk: Talk, fact: string): string {
  const question = askerOf(talk, fact);
  if (question === undefined) return factName(talk, fact);
  if (question.kind === "checklist") return itemName(talk, question, fact);
  return talk.words.questions[question.id]?.short ?? factName(talk, fact);
}

function wordsOf(talk: Talk, fact: string, value: string): string {
  const question = askerOf(talk, fact);
  const choices = talk.words.questions[question?.id ?? ""]?.choices;
  return choices?.[value] ?? valueName(talk, fact, value);
}

function askerOf(talk: Talk, fact: string): Question | undefined {
  return questionsOf(talk).find(({ facts }) => facts.includes(fact));
}
