/** Which meaning of a fact an answer or a finding was given to; 1 is not written down. */
import { factOf } from "./answers.ts";
import type { Answer, Finding } from "./case.ts";
import type { Talk } from "./world.ts";

const FIRST_MEANING = 1;

/** The answer with the meaning each of its facts has in the version it was given under. */
export function withMeanings(talk: Talk, answer: Answer): Answer {
  const raised = [...Object.keys(answer.facts), ...answer.unsure].flatMap((id) => {
    const meaning = factOf(talk, id)?.meaning ?? FIRST_MEANING;
    return meaning === FIRST_MEANING ? [] : [[id, meaning] as const];
  });
  return raised.length === 0 ? answer : { ...answer, meanings: Object.fromEntries(raised) };
}

/** The meaning the fact had when it was answered. */
export function meaningAnswered({ meanings = {} }: Answer, fact: string): number {
  return Object.hasOwn(meanings, fact) ? (meanings[fact] ?? FIRST_MEANING) : FIRST_MEANING;
}

/** The meaning to note with a finding of this fact; nothing where it is the first one, or where there is no fact. */
export function findingMeaning(talk: Talk, fact: string | undefined): Pick<Finding, "meaning"> {
  const meaning = fact === undefined ? undefined : factOf(talk, fact)?.meaning;
  return meaning === undefined || meaning === FIRST_MEANING ? {} : { meaning };
}

/** The meaning the fact of an entry had when it was found. */
export function meaningFound({ meaning = FIRST_MEANING }: Finding): number {
  return meaning;
}
