/** A case whose bundle is lost, carried over to another one: what the other does not know is dropped, nothing is re-filed. */
import { valuesOf } from "../policy/compile.ts";
import { factOf, questionOf } from "./answers.ts";
import type { Answer, Case } from "./case.ts";
import { without } from "./move.ts";
import { entriesOf, findingChoices } from "./reviewing.ts";
import { talkOf, type Talk, type World } from "./world.ts";

/** The case as `world` can take it: with every answer and finding that means there what it meant. */
export function carriedOver(known: Case, world: World): Case {
  const pack = world.packs.find(({ id }) => id === known.pack)?.id ?? null;
  const talk = talkOf({ ...known, pack }, world);
  const answers = known.answers.filter((answer) => isKnown(talk, answer));
  const asks = known.asking !== undefined && questionOf(talk, known.asking.question) !== undefined;
  const changed = !asks || answers.length < known.answers.length;
  // The question on the table may be gone, or what clashed: the summary shows what is left.
  const state = changed && ["asking", "conflict"].includes(known.state) ? "summary" : known.state;
  const base = asks ? talk.case : without(talk.case, "asking");
  return withKnownFindings({ ...base, answers, state }, talk);
}

function isKnown(talk: Talk, { question, facts, unsure }: Answer): boolean {
  const asks = questionOf(talk, question)?.facts ?? [];
  return (
    unsure.every((id) => asks.includes(id)) &&
    Object.entries(facts).every(([id, value]) => {
      const fact = factOf(talk, id);
      return asks.includes(id) && fact !== undefined && valuesOf(fact).includes(value);
    })
  );
}

function withKnownFindings(current: Case, talk: Talk): Case {
  const { review } = current;
  if (review === undefined) return current;
  const entries = new Map(entriesOf(talk).map((entry) => [entry.id, entry]));
  const findings = review.findings.filter(({ entry: id, finding }) => {
    const entry = entries.get(id);
    if (entry === undefined) return false;
    return (
      finding === undefined || findingChoices(talk, entry).some(({ value }) => value === finding)
    );
  });
  return { ...current, review: { ...review, findings } };
}
