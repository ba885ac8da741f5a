/** Which question comes next: only one that can still change something, in the order that leaves the fewest to ask. */
import { isPossible, masksOf, type Account } from "../policy/account.ts";
import { askedForTier, nextQuestion } from "../policy/asking.ts";
import { valuesOf } from "../policy/compile.ts";
import { askForDistinctions } from "../policy/decide.ts";
import type { Question } from "../policy/schema-support.ts";
import { accountOf, factOf, questionsOf } from "./answers.ts";
import type { Case } from "./case.ts";
import { groundsFor } from "./findings.ts";
import { latest, type Latest } from "./latest.ts";
import type { Talk } from "./world.ts";

export interface Pending {
  readonly question: Question;
  /** The facts of the question that still matter, in its order. */
  readonly facts: readonly string[];
}

/** Accounts whose questions are remembered. Many people begin alike, and every turn begins where its person's last one ended. */
const ACCOUNTS_MAX = 2_048;

const remembered = new WeakMap<Talk["compiled"], Latest<readonly Pending[]>>();

/** Found last for a list of answers: a turn looks at it several times. */
const found = new WeakMap<Case["answers"], { talk: Talk; pending: readonly Pending[] }>();

/** The questions still to ask, in order; empty when nothing left can change what is being found out. */
export function pendingQuestions(talk: Talk): readonly Pending[] {
  const { answers } = talk.case;
  const known = found.get(answers);
  if (known !== undefined && isAskedAlike(known.talk, talk)) return known.pending;
  const ofLaw = remembered.get(talk.compiled) ?? latest<readonly Pending[]>(ACCOUNTS_MAX);
  remembered.set(talk.compiled, ofLaw);
  const key = accountKey(talk.case);
  const pending = ofLaw.get(key) ?? ofLaw.put(key, findPending(talk));
  found.set(answers, { talk, pending });
  return pending;
}

/** The same questions are pending wherever the answers are the same, too. */
function isAskedAlike({ case: a, compiled }: Talk, { case: b, compiled: other }: Talk): boolean {
  return (
    compiled === other &&
    a.purpose === b.purpose &&
    a.thorough === b.thorough &&
    a.language === b.language &&
    a.acted === b.acted &&
    a.decided === b.decided
  );
}

/** All that the pending questions depend on beside the law. A law belongs to one bundle and one pack. */
function accountKey(current: Case): string {
  const { purpose, thorough, acted, decided, language } = current;
  let key = `${purpose} ${thorough} ${acted?.from} ${acted?.until} ${decided} ${language}`;
  for (const { question, facts, unsure, partial } of current.answers) {
    key += `\n${question}${partial === true ? "?" : ""}`;
    for (const fact of Object.keys(facts)) key += ` ${fact}=${facts[fact]}`;
    for (const fact of unsure) key += ` ${fact}`;
  }
  return key;
}

function findPending(talk: Talk): readonly Pending[] {
  const purpose = talk.world.policy.purposes.find(({ id }) => id === talk.case.purpose);
  if (purpose === undefined || purpose.questions === "none") return [];
  const whole = talk.case.answers.filter(({ partial }) => partial !== true);
  const answered = new Set(whole.map(({ question }) => question));
  const all = inTopicOrder(talk);
  if (purpose.questions !== "all") {
    const wanted = new Set(purpose.questions);
    return all
      .filter(({ id }) => wanted.has(id) && !answered.has(id))
      .map((question) => ({ question, facts: unsaid(talk, question) }));
  }
  const { facts: relevant, next } = relevantFacts(talk, all);
  const { facts: said } = accountOf(talk);
  const open = (question: Question) => {
    if (question.always && !answered.has(question.id))
      return question.facts.filter((id) => !(id in said));
    return question.facts.filter((id) => relevant.has(id));
  };
  const pending = all
    .filter((question) => mayAsk(talk, question))
    .map((question) => ({ question, facts: open(question) }))
    .filter(({ facts }) => facts.length > 0);
  return withFirst(pending, next, talk.world.policy.topics);
}

/** The planned question comes first; one that is asked in any case comes before it, unless its topic is still to come. */
function withFirst(
  pending: readonly Pending[],
  next: Question | undefined,
  topics: readonly string[],
): readonly Pending[] {
  const place = ({ topic }: Question) => topics.indexOf(topic);
  const due = pending.find(
    ({ question }) => question.always && (next === undefined || place(question) <= place(next)),
  );
  const first = due ?? pending.find(({ question }) => question.id === next?.id);
  return first === undefined ? pending : [first, ...pending.filter((entry) => entry !== first)];
}

/** The facts of a question nothing was said of; all of them unless it was answered in part. */
function unsaid({ case: current }: Talk, { id, facts }: Question): readonly string[] {
  const part = current.answers.find(({ question, partial }) => question === id && partial);
  if (part === undefined) return facts;
  return facts.filter((fact) => !(fact in part.facts) && !part.unsure.includes(fact));
}

/** A pre-check asks only what has a wording for before acting, and of that only what can be known then. */
export function mayAsk(talk: Talk, question: Question): boolean {
  if (talk.case.purpose !== "precheck") return true;
  return talk.words.questions[question.id]?.before !== undefined;
}

interface Relevant {
  readonly facts: ReadonlySet<string>;
  /** Of the questions, the one to ask next; none where the order is that of the topics. */
  readonly next?: Question | undefined;
}

function relevantFacts(talk: Talk, all: readonly Question[]): Relevant {
  const base = accountOf(talk);
  const account = { ...base, unsure: [...(base.unsure ?? []), ...notYetKnown(talk, base.facts)] };
  if (talk.case.thorough) return { facts: new Set(askForDistinctions(talk.compiled, account)) };
  // What is unsure plays no part in them.
  const grounds = groundsFor(talk);
  if (grounds === undefined) return { facts: new Set() };
  const { law, readings, masks } = grounds;
  const facts = new Set(askedForTier(law, readings, masks, account));
  const last = talk.case.answers.at(-1);
  const topic = all.find(({ id }) => id === last?.question)?.topic;
  const questions = all.filter((question) => mayAsk(talk, question));
  const kind = `${talk.case.purpose} ${talk.case.language}`;
  return { facts, next: nextQuestion(law, readings, masks, account, { questions, kind, topic }) };
}

/** What a pre-check cannot learn: the rest must be asked as if nobody will ever say. */
function notYetKnown(talk: Talk, known: Account["facts"]): readonly string[] {
  if (talk.case.purpose !== "precheck") return [];
  const asked = questionsOf(talk).filter((question) => mayAsk(talk, question));
  const learnable = new Set(asked.flatMap(({ facts }) => facts));
  return talk.compiled.facts
    .filter((fact) => (fact.after_acting || !learnable.has(fact.id)) && !(fact.id in known))
    .map(({ id }) => id);
}

const inOrder = new WeakMap<Talk["compiled"], readonly Question[]>();

export function inTopicOrder(talk: Talk): readonly Question[] {
  const topics = talk.world.policy.topics;
  const known =
    inOrder.get(talk.compiled) ??
    [...questionsOf(talk)].sort((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic));
  inOrder.set(talk.compiled, known);
  return known;
}

/** The values of a fact that some possible situation still allows; answers to the question itself are set aside. */
function possibleValues(talk: Talk, id: string): readonly string[] {
  const fact = factOf(talk, id);
  if (fact === undefined) return [];
  const { compiled } = talk;
  const masks = masksOf(compiled, accountOf(talk).facts);
  const variable = compiled.variables.get(id) as number;
  return valuesOf(fact).filter((_, at) => {
    masks[variable] = 1 << at;
    return isPossible(compiled, masks);
  });
}

/** The values a person may give: acting is over or it is not, and which of the two the purpose has said. */
export function offeredValues(talk: Talk, fact: string): readonly string[] {
  return possibleValues(talk, fact).filter(
    (value) => fact !== "stage" || value !== "before_acting",
  );
}

/** How many questions of this purpose were never put because they cannot change the result. */
export function sparedCount(talk: Talk): number {
  const answered = new Set(talk.case.answers.map(({ question }) => question));
  const pending = new Set(pendingQuestions(talk).map(({ question }) => question.id));
  return questionsOf(talk).filter(
    (question) => mayAsk(talk, question) && !answered.has(question.id) && !pending.has(question.id),
  ).length;
}
