/** Worked examples: each is decided by its rule once presumptions fill it, and the changed one is not. */
import { IMPOSSIBLE } from "../compile.ts";
import { presumedMasks } from "./constraints.ts";
import type { Facts, Finding, Subject } from "./finding.ts";
import type { Law } from "./laws.ts";
import { terminalsWithin } from "./walks.ts";

interface Example {
  readonly facts: Facts;
  readonly unless: Facts;
}

/** policy/example, under the national rules those of each rule, under a pack those of the pack. */
export function examplesHold(law: Law): readonly Finding[] {
  const { pack, policy } = law;
  if (pack !== null) {
    return pack.examples.flatMap((example, i) =>
      faultsOf(law, `pack.${pack.id.toLowerCase()}`, example, {
        list: "pack",
        pack: pack.id,
        path: ["examples", i],
      }),
    );
  }
  return policy.layers.flatMap(({ rules }) =>
    rules.flatMap(({ id, examples }) =>
      examples.flatMap((example, i) =>
        faultsOf(law, id, example, { list: "rules", id, path: ["examples", i] }),
      ),
    ),
  );
}

function faultsOf(law: Law, rule: string, example: Example, at: Subject): readonly Finding[] {
  const changed = { ...example.facts, ...example.unless };
  const [fires, held] = [decidingRules(law, example.facts), decidingRules(law, changed)];
  const found = (message: string, facts: Facts): Finding => ({
    code: "policy/example",
    message: `the example of ${rule} ${message}`,
    at,
    witness: { facts, ...(fires === undefined ? {} : { ids: fires }) },
  });
  const faults: Finding[] = [];
  if (fires?.join() !== rule)
    faults.push(
      found(`is decided by ${fires?.join(", ") ?? "nothing, as it cannot occur"}`, example.facts),
    );
  if (held === undefined) faults.push(found(`cannot occur once "unless" is put in`, changed));
  else if (held.includes(rule)) faults.push(found(`still fires with "unless" put in`, changed));
  return faults;
}

/** The rules that may decide once presumptions fill what is open; undefined for what cannot occur. */
export function decidingRules(law: Law, facts: Facts): readonly string[] | undefined {
  const masks = presumedMasks(law, facts);
  if (masks === undefined) return undefined;
  return terminalsWithin(law.diagram, law.root, masks, Infinity)
    .filter((rule) => rule !== IMPOSSIBLE)
    .toSorted((a, b) => a - b)
    .map((rule) => law.compiled.rules[rule]?.id ?? "");
}
