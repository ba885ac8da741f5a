/** Parts of tiny policies that theorems are tried on, and what is found in them. */
import { FIRST, OF_EACH_LAW, OF_EACH_PACK, OF_THE_POLICY } from "../../src/policy/prove.ts";
import type { Finding } from "../../src/policy/proofs/finding.ts";
import { allOf, type Laws } from "../../src/policy/proofs/laws.ts";
import type { Condition, Fact, Rule } from "../../src/policy/schema.ts";
import type { Policy } from "../../src/policy/schema-pack.ts";
import { ANY_WORDS, factOf, policyOf, ruleOf } from "./builders.ts";

/** A fact at a value. */
export const is = (fact: string, value: string): Condition => ({ fact, is: value });
export const yes = (fact: string) => is(fact, "yes");
export const named = (id: string, when: Condition) => ({ id, name: ANY_WORDS, when });
export const cannot = (id: string, when: Condition) => ({ id, never: when, because: ANY_WORDS });
export const aggravating = (id: string): Fact => ({
  ...factOf(id, undefined, "no"),
  bearing: "aggravating",
});
export const entry = (id: string, when: Condition) => ({
  id,
  when,
  outcomes: ["lighter"],
  cites: ["P-1"],
});
export const question = (id: string, ...facts: string[]) => ({
  id,
  topic: "gate",
  kind: "checklist" as const,
  always: false,
  facts,
});

/** a decides between tolerated and not; whatever else, it is tolerated. */
export const RULES: readonly Rule[] = [
  ruleOf("hard", "ordinary", yes("a")),
  ruleOf("soft", "exempt", { not: yes("a") }),
];

export function made(parts: Partial<Policy> & { readonly rules?: readonly Rule[] } = {}): Policy {
  const facts = parts.facts ?? [aggravating("a"), aggravating("b")];
  return policyOf({ rules: RULES, ...parts, facts });
}

/** The rules of this kind of policy, behind others. */
export const withRules = (...rules: readonly Rule[]) => made({ rules: [...rules, ...RULES] });

/** All that is found under one code, whichever theorem finds it. */
export function found(laws: Laws, code: string): readonly Finding[] {
  return [
    ...FIRST.prove(laws),
    ...OF_THE_POLICY.flatMap(({ prove }) => prove(laws)),
    ...allOf(laws).flatMap((law) => OF_EACH_LAW.flatMap(({ prove }) => prove(law))),
    ...laws.local.flatMap((law) => OF_EACH_PACK.flatMap(({ prove }) => prove(law))),
  ].filter((finding) => finding.code === code);
}
