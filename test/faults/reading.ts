/** What a person reads off the screen: which question a message puts, and what each of its buttons answers. */
import type { Bundle } from "../../src/content/bundle.ts";
import type { Answer } from "../../src/dialogue/case.ts";
import { inLanguage } from "../../src/dialogue/world.ts";
import type { Language } from "../../src/dialogue/reply.ts";
import type { WordsOf } from "../../src/dialogue/words-schema.ts";

/** What stands before the label of a line that can be ticked. */
const TICKED = "☑ ";
const UNTICKED = "☐ ";

export interface Asked {
  readonly id: string;
  readonly short: string;
  readonly checklist: boolean;
  /** Every wording it may be put in. */
  readonly wordings: readonly string[];
  /** Fact ids of a checklist, or the values of a single question, by label. */
  readonly labels: ReadonlyMap<string, string>;
  readonly facts: readonly string[];
}

export interface Reader {
  readonly words: WordsOf;
  /** Facts that choosing a place settles, without a question. */
  readonly placed: ReadonlySet<string>;
  /** The question a message puts; undefined when it is none. */
  questionIn(text: string): Asked | undefined;
}

export function readerOf(bundle: Bundle, language: Language): Reader {
  const words = bundle.words[language];
  const facts = new Map(
    [...bundle.policy.facts, ...bundle.packs.flatMap((pack) => pack.facts)].map((fact) => [
      fact.id,
      fact,
    ]),
  );
  const valuesOf = (id: string) =>
    facts.get(id)?.choices?.map((choice) => choice.id) ?? ["yes", "no"];
  const nameOf = (id: string, value: string) => {
    const choice = facts.get(id)?.choices?.find((one) => one.id === value);
    if (choice !== undefined) return inLanguage(choice.name, language);
    return value === "yes" ? words.yes_no.yes : words.yes_no.no;
  };
  const questions = [
    ...bundle.policy.questions,
    ...bundle.packs.flatMap((pack) => pack.questions),
  ].map((question): Asked => {
    const own = words.questions[question.id];
    const [fact = ""] = question.facts;
    const checklist = question.kind === "checklist";
    const labels = checklist
      ? question.facts.map((id) => [own?.items?.[id] ?? id, id] as const)
      : valuesOf(fact).map(
          (value) => [own?.choices?.[value] ?? nameOf(fact, value), value] as const,
        );
    return {
      id: question.id,
      short: own?.short ?? question.id,
      checklist,
      wordings: [own?.ask, own?.before].filter((text) => text !== undefined),
      labels: new Map(labels),
      facts: question.facts,
    };
  });
  const placed = bundle.packs.flatMap(({ scope }) => ("fact" in scope ? [scope.fact] : []));
  return {
    words,
    placed: new Set(placed),
    questionIn: (text) =>
      questions.find(({ wordings }) =>
        wordings.some((wording) => text === wording || text.startsWith(`${wording}\n`)),
      ),
  };
}

/** What a press on a button means; undefined: no answer is filed by it. */
export function answerBy(
  asked: Asked,
  shown: readonly string[],
  label: string,
  { words }: Reader,
): Answer | undefined {
  const { buttons } = words;
  if (!asked.checklist) {
    const [fact = ""] = asked.facts;
    const value = asked.labels.get(label);
    if (value !== undefined) return { question: asked.id, facts: { [fact]: value }, unsure: [] };
    return label === buttons.unsure ? { question: asked.id, facts: {}, unsure: [fact] } : undefined;
  }
  const lines = shown.filter(isLine);
  const idOf = (line: string) => asked.labels.get(bareLabel(line)) ?? line;
  const ticked = lines.filter((line) => line.startsWith(TICKED)).map(idOf);
  const rest = lines.filter((line) => line.startsWith(UNTICKED)).map(idOf);
  const all = (ids: readonly string[], value: string) =>
    Object.fromEntries(ids.map((id) => [id, value]));
  if (label === buttons.done || label === buttons.none_of_these)
    return { question: asked.id, facts: { ...all(ticked, "yes"), ...all(rest, "no") }, unsure: [] };
  if (label === buttons.rest_unsure || label === buttons.unsure)
    return { question: asked.id, facts: all(ticked, "yes"), unsure: rest };
  return undefined;
}

/** The line a question folds into once it is answered. What was ticked stands in the order of ticking, which is not known here. */
export interface Folded {
  readonly start: string;
  readonly labels: readonly string[];
  readonly between: string;
}

export function isFolded(text: string, { start, labels, between }: Folded): boolean {
  const length = [start, labels.join(between)].join("").length;
  const has = (label: string) => text.includes(label, start.length);
  return text.length === length && text.startsWith(start) && labels.every(has);
}

export function foldedLine(asked: Asked, answer: Answer, { words }: Reader): Folded {
  const { marks, verdict, buttons } = words;
  const labelOf = (id: string) => [...asked.labels].find(([, known]) => known === id)?.[0] ?? id;
  const chosen = asked.checklist
    ? Object.entries(answer.facts).flatMap(([id, value]) => (value === "yes" ? [id] : []))
    : Object.values(answer.facts);
  const unsure = answer.unsure.length > 0 ? [verdict.copy_unsure] : [];
  const all = [...chosen.map(labelOf), ...unsure];
  const labels = all.length === 0 ? [buttons.none_of_these] : all;
  return { start: `${asked.short}${marks.colon}`, labels, between: marks.and };
}

export function isLine(label: string): boolean {
  return label.startsWith(TICKED) || label.startsWith(UNTICKED);
}

function bareLabel(line: string): string {
  return line.slice(TICKED.length);
}

export function sameAnswer(one: Answer, other: Answer): boolean {
  const list = ({ question, facts, unsure }: Answer) => [
    question,
    ...Object.entries(facts).map(([fact, value]) => `${fact}=${value}`),
    ...unsure.map((fact) => `${fact}?`),
  ];
  const known = new Set(list(one));
  const others = list(other);
  return known.size === others.length && others.every((entry) => known.has(entry));
}
