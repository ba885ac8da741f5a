/** The answers of a case as an account, and as words. */
import type { Account } from "../policy/account.ts";
import type { Fact } from "../policy/schema.ts";
import type { Question } from "../policy/schema-support.ts";
import type { Answer, Case } from "./case.ts";
import { inLanguage, type Talk } from "./world.ts";

interface Known extends Pick<Case, "purpose" | "acted" | "decided"> {
  readonly policy: Talk["world"]["policy"];
  readonly account: Account;
}

/** The account last made of a list of answers: a turn looks at it many times. */
const accounts = new WeakMap<Case["answers"], Known>();

/**
 * The facts given by the purpose, then every answer in turn; a later answer to the same question replaced the earlier.
 * The same object for as long as nothing it is made of was replaced.
 */
export function accountOf(talk: Talk): Account {
  const { answers, purpose, acted, decided } = talk.case;
  const { policy } = talk.world;
  const known = accounts.get(answers);
  if (
    known?.policy === policy &&
    known.purpose === purpose &&
    known.acted === acted &&
    known.decided === decided
  )
    return known.account;
  const account = accountFrom(talk);
  accounts.set(answers, { policy, purpose, acted, decided, account });
  return account;
}

function accountFrom(talk: Talk): Account {
  const purpose = talk.world.policy.purposes.find(({ id }) => id === talk.case.purpose);
  const facts = Object.assign(
    {},
    purpose?.given,
    ...talk.case.answers.map((answer) => answer.facts),
  ) as Record<string, string>;
  const unsure = talk.case.answers
    .flatMap((answer) => answer.unsure)
    .filter((id) => !(id in facts));
  const { acted, decided } = talk.case;
  return {
    facts,
    unsure: [...new Set(unsure)],
    ...(acted === undefined ? {} : { acted }),
    ...(decided === undefined ? {} : { decided }),
  };
}

/** Files an answer under its question's id; answering again takes the place of the earlier answer. */
export function withAnswer(current: Case, answer: Answer): Case {
  const others = current.answers.filter(({ question }) => question !== answer.question);
  return { ...current, answers: [...others, answer] };
}

export function questionOf(talk: Talk, id: string): Question | undefined {
  return questionsOf(talk).find((question) => question.id === id);
}

/** Put together once for each law: a turn looks at them many times. */
const questions = new WeakMap<Talk["compiled"], readonly Question[]>();

/** The questions of the policy and of the pack in force. */
export function questionsOf({ compiled, world }: Talk): readonly Question[] {
  const known = questions.get(compiled) ?? [
    ...(compiled.pack?.questions ?? []),
    ...world.policy.questions,
  ];
  questions.set(compiled, known);
  return known;
}

export function factOf(talk: Talk, id: string): Fact | undefined {
  const variable = talk.compiled.variables.get(id);
  return variable === undefined ? undefined : talk.compiled.facts[variable];
}

export function factName(talk: Talk, id: string): string {
  const fact = factOf(talk, id);
  return fact === undefined ? id : inLanguage(fact.name, talk.case.language);
}

/** A tier in words. */
export function tierName(talk: Talk, id: string): string {
  const tier = talk.world.policy.tiers.find((candidate) => candidate.id === id);
  return tier === undefined ? id : inLanguage(tier.name, talk.case.language);
}

/** A value in words: the question's own label where there is one, else the fact's. */
export function valueName(talk: Talk, id: string, value: string): string {
  const fact = factOf(talk, id);
  const choice = fact?.choices?.find((candidate) => candidate.id === value);
  if (choice !== undefined) return inLanguage(choice.name, talk.case.language);
  return value === "yes" ? talk.words.yes_no.yes : talk.words.yes_no.no;
}

/** One answered question in one line: 是否上会：是. */
export function answerLine(talk: Talk, answer: Answer): string {
  const words = talk.words.questions[answer.question];
  const short = words?.short ?? answer.question;
  return `${short}${talk.words.marks.colon}${answerText(talk, answer)}`;
}

/** An item of a list, or the fact of a question, as the question calls it. */
export function itemName(talk: Talk, question: Question, fact: string): string {
  return talk.words.questions[question.id]?.items?.[fact] ?? factName(talk, fact);
}

/** Of a list answered in part, what was denied is named: “none of these” would deny the others too. */
function saidNot(talk: Talk, answer: Answer): readonly string[] {
  const question = questionOf(talk, answer.question);
  if (answer.partial !== true || question === undefined) return [];
  const { marks, yes_no: yesOrNo } = talk.words;
  return Object.entries(answer.facts)
    .filter(([, value]) => value === "no")
    .map(([id]) => `${itemName(talk, question, id)}${marks.colon}${yesOrNo.no}`);
}

function answerText(talk: Talk, answer: Answer): string {
  const question = questionOf(talk, answer.question);
  const words = talk.words.questions[answer.question];
  if (question?.kind === "checklist") {
    const ticked = Object.entries(answer.facts).filter(([, value]) => value === "yes");
    const names = [...ticked.map(([id]) => itemName(talk, question, id)), ...saidNot(talk, answer)];
    const unsure = answer.unsure.length > 0 ? [talk.words.verdict.copy_unsure] : [];
    const all = [...names, ...unsure];
    return all.length === 0 ? talk.words.buttons.none_of_these : all.join(talk.words.marks.and);
  }
  const [entry] = Object.entries(answer.facts);
  if (entry === undefined) return talk.words.verdict.copy_unsure;
  return words?.choices?.[entry[1]] ?? valueName(talk, entry[0], entry[1]);
}
