/**
 * Facts read out of a person's words: which of them are laid on the table, how a tap turns one, and what they come to
 * once confirmed. Nothing here files anything by itself.
 */
import { valuesOf } from "../policy/compile.ts";
import type { Question } from "../policy/schema-support.ts";
import { accountOf, factOf } from "./answers.ts";
import {
  PROPOSALS_MAX,
  QUOTE_UNITS_MAX,
  type Answer,
  type Case,
  type ProposedFact,
} from "./case.ts";
import { shortened } from "./characters.ts";
import type { Proposal } from "./incoming.ts";
import { possibleTogether } from "./proposal-possible.ts";
import { inTopicOrder, mayAsk, offeredValues, pendingQuestions } from "./questioning.ts";
import type { Talk } from "./world.ts";

type Proposed = NonNullable<Case["proposed"]>;

const QUOTE_CHARACTERS_MAX = 60;

/**
 * What is worth confirming, in the policy's order whichever way it speaks. Left out: quotes that are not in the text,
 * facts this purpose does not ask, two readings of one fact, readings that cannot all be true, and what was answered the
 * same way already; of words written to a question also what cannot change the result. Where there are too many, those
 * still to be asked stay.
 */
export function worthConfirming(
  talk: Talk,
  text: string,
  proposals: readonly Proposal[],
  from: Proposed["from"],
): readonly ProposedFact[] {
  const open = new Set(pendingQuestions(talk).flatMap(({ facts }) => facts));
  const known = accountOf(talk);
  const answered = (fact: string) => fact in known.facts || known.unsure?.includes(fact) === true;
  const readable = askable(talk).flatMap((fact) => {
    const proposal = soleReading(proposals, fact);
    return proposal !== undefined && isReadable(talk, text, proposal) ? [proposal] : [];
  });
  const fit = possibleTogether(talk.compiled, readable).flatMap((proposal) => {
    const { fact } = proposal;
    if (known.facts[fact] === proposal.value) return [];
    return from === "narrative" || open.has(fact) || answered(fact) ? [proposal] : [];
  });
  const first = fit.toSorted((a, b) => Number(open.has(b.fact)) - Number(open.has(a.fact)));
  const kept = new Set(first.slice(0, PROPOSALS_MAX));
  return fit.filter((proposal) => kept.has(proposal)).map(onTable);
}

/** The facts this purpose asks, in the policy's order; what the purpose itself says is no question. */
function askable(talk: Talk): readonly string[] {
  const purpose = talk.world.policy.purposes.find(({ id }) => id === talk.case.purpose);
  if (purpose === undefined || purpose.questions === "none") return [];
  const wanted = purpose.questions === "all" ? undefined : new Set(purpose.questions);
  return inTopicOrder(talk)
    .filter((question) => mayAsk(talk, question) && wanted?.has(question.id) !== false)
    .flatMap(({ facts }) => facts)
    .filter((fact) => !(fact in purpose.given));
}

function soleReading(proposals: readonly Proposal[], fact: string): Proposal | undefined {
  const readings = proposals.filter((proposal) => proposal.fact === fact);
  const [first] = readings;
  return readings.every(({ value }) => value === first?.value) ? first : undefined;
}

function isReadable(talk: Talk, text: string, { fact, value, quote }: Proposal): boolean {
  return (
    quote.text.trim() !== "" &&
    text.slice(quote.start, quote.end) === quote.text &&
    valuesToTurn(talk, fact).includes(value)
  );
}

/** The values of a fact a person could give if nothing else had been said. */
function valuesToTurn(talk: Talk, id: string): readonly string[] {
  const fact = factOf(talk, id);
  const nothingSaid = { ...talk, case: { ...talk.case, answers: [] } };
  return fact === undefined
    ? []
    : offeredValues(nothingSaid, id).filter((value) => valuesOf(fact).includes(value));
}

function onTable({ fact, value, quote }: Proposal): ProposedFact {
  const short = shortened(quote.text.trim().replaceAll(/\s+/g, " "), QUOTE_CHARACTERS_MAX);
  return {
    fact,
    read: value,
    stands: { as: "value", value },
    // Cutting may split a pair; what is left of it is no character.
    quote: short.slice(0, QUOTE_UNITS_MAX).toWellFormed(),
  };
}

/**
 * What lies on the table once more words were said beside it: what they tell anew, in place of an earlier reading of the
 * same fact and of readings that cannot stand beside it. What they only repeat stays as the person left it.
 */
export function laidBeside(
  talk: Talk,
  earlier: readonly ProposedFact[],
  later: readonly ProposedFact[],
): readonly ProposedFact[] {
  const toldBefore = new Map(earlier.map((row) => [row.fact, row.read]));
  const anew = later.filter(({ fact, read }) => toldBefore.get(fact) !== read);
  if (anew.length === 0) return earlier;
  const kept = anew.reduce<readonly ProposedFact[]>(
    (rows, { fact }) => rows.filter((row) => row.fact !== fact),
    earlier,
  );
  const standing = [...kept, ...anew].flatMap(({ fact, stands }) =>
    stands.as === "value" ? [{ fact, value: stands.value }] : [],
  );
  const possible = new Set(possibleTogether(talk.compiled, standing).map(({ fact }) => fact));
  const left = kept.filter(({ fact, stands }) => stands.as !== "value" || possible.has(fact));
  const order = askable(talk);
  return [...left.slice(0, Math.max(0, PROPOSALS_MAX - anew.length)), ...anew].toSorted(
    (a, b) => order.indexOf(a.fact) - order.indexOf(b.fact),
  );
}

/** What a tap turns it to: as read, then the other values, then not sure, then left out, and round again. */
export function turned(talk: Talk, { read, stands, ...row }: ProposedFact): ProposedFact {
  const values = [read, ...valuesToTurn(talk, row.fact).filter((value) => value !== read)];
  const ring: readonly ProposedFact["stands"][] = [
    ...values.map((value) => ({ as: "value", value }) as const),
    { as: "unsure" },
    { as: "dropped" },
  ];
  const at = ring.findIndex((one) => isSame(one, stands));
  return { ...row, read, stands: ring[(at + 1) % ring.length] ?? stands };
}

function isSame(one: ProposedFact["stands"], other: ProposedFact["stands"]): boolean {
  if (one.as === "value" && other.as === "value") return one.value === other.value;
  return one.as === other.as;
}

/** The answers that confirming files: one for each question touched, joined with what was said of it before. */
export function confirmedAnswers(talk: Talk): readonly Answer[] {
  const rows = (talk.case.proposed?.facts ?? []).filter(({ stands }) => stands.as !== "dropped");
  return inTopicOrder(talk).flatMap((question) => {
    const touched = rows.filter(({ fact }) => question.facts.includes(fact));
    return touched.length === 0 ? [] : [joined(talk, question, touched)];
  });
}

function joined(talk: Talk, { id, facts: asked }: Question, rows: readonly ProposedFact[]): Answer {
  const earlier = talk.case.answers.find(({ question }) => question === id);
  const touched = new Set(rows.map(({ fact }) => fact));
  const kept = Object.entries(earlier?.facts ?? {}).filter(([fact]) => !touched.has(fact));
  const said = rows.flatMap(({ fact, stands }) =>
    stands.as === "value" ? [[fact, stands.value] as const] : [],
  );
  const facts: Record<string, string> = Object.fromEntries([...kept, ...said]);
  const left = (earlier?.unsure ?? []).filter((fact) => !touched.has(fact));
  const unsure = [...left, ...[...touched].filter((fact) => !(fact in facts))];
  const covered = asked.every((fact) => fact in facts || unsure.includes(fact));
  const partial = (earlier === undefined || earlier.partial === true) && !covered;
  return { question: id, facts, unsure, ...(partial ? { partial } : {}) };
}
