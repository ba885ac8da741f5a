/** Which answers cannot all stand together. */
import { conflictOf } from "../policy/account.ts";
import { accountOf } from "./answers.ts";
import type { Answer } from "./case.ts";
import { groundsFor } from "./findings.ts";
import type { Talk } from "./world.ts";

export function isContradictory(talk: Talk): boolean {
  return groundsFor(talk) === undefined;
}

/** The answers whose facts clash, in the order given; what the purpose itself gives cannot be picked. */
export function conflictingQuestions(talk: Talk): readonly Answer[] {
  const facts = new Set(conflictOf(talk.compiled, accountOf(talk).facts));
  return talk.case.answers.filter((answer) =>
    Object.keys(answer.facts).some((fact) => facts.has(fact)),
  );
}
