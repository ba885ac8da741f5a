/** Why the result is as it is: what settles it, what is still in hand, what is worth finding; for reviewers, what would change it. */
import type { Account } from "../../policy/account.ts";
import { changesOf, stillInHand, type Change } from "../../policy/changes.ts";
import { groundsOf, type Verdict } from "../../policy/decide.ts";
import { basesBehind, decisiveAnswers, worthSeeking } from "../../policy/explain.ts";
import { answerLine, factName, factOf, tierName, valueName } from "../answers.ts";
import { citeLine } from "../cite.ts";
import { groundsFor } from "../findings.ts";
import { heading, items, text } from "../draft.ts";
import type { Block } from "../reply.ts";
import { fill, inLanguage, type Talk } from "../world.ts";
import { stepItem } from "./step-item.ts";

/** The result names so many of each; the full basis and the steps hold the rest. */
const DECISIVE_SHOWN_MAX = 3;
const STEPS_SHOWN_MAX = 3;
const EVIDENCE_SHOWN_MAX = 4;

interface Item {
  readonly text: string;
  readonly detail?: string;
}

/** The smallest set of answers that settles the result, question by question, each with a basis it hangs on. */
export function decisiveAnswersOf(talk: Talk): readonly Item[] {
  const grounds = groundsFor(talk);
  if (grounds === undefined) return [];
  const decisive = decisiveAnswers(grounds);
  return talk.case.answers.flatMap((answer) => {
    const facts = Object.fromEntries(
      Object.entries(answer.facts).filter(([fact]) => Object.hasOwn(decisive, fact)),
    );
    if (Object.keys(facts).length === 0) return [];
    const cites = Object.keys(facts).flatMap((fact) => basesBehind(grounds, fact));
    const detail = cites.map((id) => citeLine(talk, id)).find((line) => line !== undefined);
    const line = answerLine(talk, { ...answer, facts, unsure: [] });
    return [detail === undefined ? { text: line } : { text: line, detail }];
  });
}

export function decisiveBlocks(talk: Talk, { settled }: Verdict): readonly Block[] {
  const all = decisiveAnswersOf(talk);
  if (all.length === 0) return [];
  const { words } = talk;
  const left = all.length - DECISIVE_SHOWN_MAX;
  return [
    heading(settled ? words.verdict.decisive : words.verdict.decisive_open),
    items(all.slice(0, DECISIVE_SHOWN_MAX)),
    ...(left > 0 ? [text(fill(words.verdict.decisive_more, { count: left }))] : []),
  ];
}

/** The steps that bring about what could still make the outcome lighter. Which step leads where is not said. */
export function inHandBlocks(talk: Talk, verdict: Verdict): readonly Block[] {
  const grounds = groundsFor(talk);
  if (grounds === undefined) return [];
  const facts = new Set(stillInHand(grounds));
  const steps = verdict.measures.filter(({ brings }) => brings?.some((fact) => facts.has(fact)));
  if (steps.length === 0) return [];
  return [
    heading(talk.words.verdict.in_hand),
    items(steps.slice(0, STEPS_SHOWN_MAX).map((step) => stepItem(talk, step))),
    ...(steps.length > STEPS_SHOWN_MAX ? [text(talk.words.verdict.in_hand_more)] : []),
  ];
}

/** The documents that would show what the person is unsure of, those first that would narrow the range most. */
export function evidenceBlocks(talk: Talk): readonly Block[] {
  const grounds = groundsFor(talk);
  if (grounds === undefined) return [];
  const unsure = new Set(grounds.account.unsure);
  const sought = worthSeeking(grounds)
    .filter((fact) => unsure.has(fact))
    .flatMap((fact) => {
      const [first] = factOf(talk, fact)?.evidence ?? [];
      if (first === undefined) return [];
      const evidence = inLanguage(first, talk.case.language);
      const line = fill(talk.words.verdict.evidence_of, { fact: factName(talk, fact), evidence });
      return [{ text: line }];
    });
  if (sought.length === 0) return [];
  return [heading(talk.words.verdict.evidence), items(sought.slice(0, EVIDENCE_SHOWN_MAX))];
}

/** For the reviewer only: the smallest changes to each other tier, apart by whose hands they are in. */
export function changeBlocks(talk: Talk, account: Account): readonly Block[] {
  const grounds = groundsOf(talk.compiled, account);
  if (grounds === undefined) return [];
  const changes = changesOf(grounds);
  const listed = (title: string, some: readonly Change[]) =>
    some.length === 0
      ? []
      : [heading(title), items(some.map((change) => ({ text: changeLine(talk, change) })))];
  return [
    ...listed(
      talk.words.review.changes_in_hand,
      changes.filter(({ inHand }) => inHand),
    ),
    ...listed(
      talk.words.review.changes_over,
      changes.filter(({ inHand }) => !inHand),
    ),
  ];
}

function changeLine(talk: Talk, { facts, to }: Change): string {
  const { words } = talk;
  const list = Object.entries(facts).map(
    ([fact, value]) => `${factName(talk, fact)}${words.marks.colon}${valueName(talk, fact, value)}`,
  );
  return fill(words.review.change, {
    facts: list.join(words.marks.and),
    tier: tierName(talk, to),
  });
}
