/** Made-up people, each with a whole situation, drawn by the weights that the policy declares. */
import { isPossible, masksOf, type Facts } from "../src/policy/account.ts";
import { sharesOf } from "../src/policy/asking.ts";
import type { Compiled } from "../src/policy/compile.ts";
import { diceOf, drawn } from "./measure.ts";

export interface Person {
  /** Every fact, together possible. */
  readonly truth: Facts;
  /** For each fact a throw: the person is unsure of it where the share of unsure answers is above the throw. */
  readonly throws: Readonly<Record<string, number>>;
}

/** People whose situations can occur; the same ones in every run. */
export function peopleOf(compiled: Compiled, count: number, seed: number): readonly Person[] {
  const dice = diceOf(seed);
  return Array.from({ length: count }, () => {
    const truth = situationOf(compiled, dice);
    const throws = Object.fromEntries(compiled.declared.map(({ id }) => [id, dice()]));
    return { truth, throws };
  });
}

function situationOf(compiled: Compiled, dice: () => number): Facts {
  const shares = sharesOf(compiled);
  for (;;) {
    // In the order of the files: another order of the diagram must not make other people.
    const truth = Object.fromEntries(
      compiled.declared.map(({ id }) => {
        const variable = compiled.variables.get(id) ?? 0;
        const at = drawn(shares[variable] ?? [], dice());
        return [id, compiled.values[variable]?.[at] ?? ""];
      }),
    );
    if (isPossible(compiled, masksOf(compiled, truth))) return truth;
  }
}

/** `kept` of the answers, chosen at random. */
export function partOf(facts: Facts, kept: number, pick: (below: number) => number): Facts {
  const left = Object.entries(facts);
  while (left.length > kept) left.splice(pick(left.length), 1);
  return Object.fromEntries(left);
}
