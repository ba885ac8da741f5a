/** Accounts to decide: complete situations that can occur, and what is left of them when answers are taken away. */
import { isPossible, masksOf, type Facts } from "../src/policy/account.ts";
import type { Compiled } from "../src/policy/compile.ts";

type Pick = (below: number) => number;

/** Every fact answered, at random among what the answers before it leave possible. */
export function completeAccount(compiled: Compiled, pick: Pick): Facts {
  return compiled.facts.reduce<Facts>((sofar, { id }, variable) => {
    const possible = (compiled.values[variable] ?? []).filter((value) =>
      isPossible(compiled, masksOf(compiled, { ...sofar, [id]: value })),
    );
    return { ...sofar, [id]: possible[pick(possible.length)] ?? "" };
  }, {});
}

/** `kept` of the answers, chosen at random. */
export function partOf(facts: Facts, kept: number, pick: Pick): Facts {
  const left = Object.entries(facts);
  while (left.length > kept) left.splice(pick(left.length), 1);
  return Object.fromEntries(left);
}
