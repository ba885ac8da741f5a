/** Laws of made policies, ready for proof, and all situations of them for judging by hand. */
import { compile } from "../../src/policy/compile.ts";
import { lawOf, type Laws } from "../../src/policy/proofs/laws.ts";
import type { Pack, Policy } from "../../src/policy/schema-pack.ts";
import { choicesOf, type Naive, type Situation } from "./naive.ts";

export function lawsOf(policy: Policy, packs: readonly Pack[] = [], day?: string): Laws {
  return {
    national: lawOf(compile(policy, null)),
    local: packs.map((pack) => lawOf(compile(policy, pack))),
    ...(day === undefined ? {} : { day }),
  };
}

/** Every situation there is, possible or not. */
export function situationsOf({ facts }: Pick<Naive, "facts">): readonly Situation[] {
  return facts.reduce<readonly Situation[]>(
    (sofar, fact) =>
      sofar.flatMap((part) => choicesOf(fact).map((value) => ({ ...part, [fact.id]: value }))),
    [{}],
  );
}

/** Does the situation have all of these facts? */
export function has(situation: Situation, facts: Situation): boolean {
  return Object.entries(facts).every(([id, value]) => situation[id] === value);
}
