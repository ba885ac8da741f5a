/**
 * Worked examples of a copy that an edit broke, made right again, so that what was seeded is what is wrong.
 * A rule that decides nothing any more keeps its broken example: it can have no other.
 */
import { choicesOf, type Situation } from "../support/naive.ts";
import { RULES, type Content } from "./content.ts";
import type { Copy } from "./copy.ts";
import type { Dice } from "./dice.ts";
import { packFile, placeOfRule } from "./edits.ts";
import { quick, type Quick } from "./quick.ts";
import { asUnder, varied, type Pool } from "./situations.ts";

interface Example {
  readonly facts: Situation;
  readonly unless: Situation;
}

const TRIES = 800;
const CHANGES_MAX = 4;

export function repairExamples(copy: Copy, pool: Pool, dice: Dice): void {
  const content = copy.content();
  const law = quick(content.policy, null);
  for (const { id, examples } of content.policy.layers.flatMap(({ rules }) => rules)) {
    const kept = keptOrNew(law, id, examples, pool, dice);
    if (kept.length === 0 || kept === examples) continue;
    const { file, index } = placeOfRule(copy, id);
    copy.set(file, ["rules", index, "examples"], kept);
  }
  for (const pack of content.packs) {
    const local = quick(content.policy, pack);
    const id = `pack.${pack.id.toLowerCase()}`;
    const kept = keptOrNew(local, id, pack.examples, pool, dice);
    if (kept.length > 0 && kept !== pack.examples)
      copy.set(packFile(copy, pack.id), ["examples"], kept);
  }
}

/** Have the rules, facts or constraints of a copy changed at all? Where not, no example can have broken. */
export function touchesRules(shipped: Content, copy: Content): boolean {
  const names = ["conditions", "constraints", "facts", "parameters", "tiers"];
  const files = [...shipped.values.keys()].filter(
    (file) =>
      file.startsWith(RULES) ||
      file.startsWith("data/packs/") ||
      names.some((name) => file === `data/policy/${name}.yaml`),
  );
  return files.some((file) => shipped.values.get(file) !== copy.values.get(file));
}

/** The examples that hold; a new one where none does; the same list where all do. */
function keptOrNew(
  law: Quick,
  id: string,
  examples: readonly Example[],
  pool: Pool,
  dice: Dice,
): readonly Example[] {
  const kept = examples.filter((example) => holds(law, id, example));
  if (kept.length === examples.length) return examples;
  if (kept.length > 0) return kept;
  const made = newExample(law, id, pool, dice);
  return made === undefined ? [] : [made];
}

function holds(law: Quick, id: string, { facts, unless }: Example): boolean {
  if (law.deciding(facts)?.join() !== id) return false;
  const otherwise = law.deciding({ ...facts, ...unless });
  return otherwise !== undefined && !otherwise.includes(id);
}

/** A situation the rule decides, every fact written out, with one that it does not. */
function newExample(law: Quick, id: string, pool: Pool, dice: Dice): Example | undefined {
  const decided = someDecidedBy(law, id, pool, dice);
  if (decided === undefined) return undefined;
  const changes = law.facts.flatMap((fact) =>
    choicesOf(fact).map((value) => ({ [fact.id]: value })),
  );
  const unless = changes.find((change) => {
    const other = { ...decided, ...change };
    return law.isPossible(other) && law.ruleOf(other).id !== id;
  });
  return unless === undefined ? undefined : { facts: decided, unless };
}

function someDecidedBy(law: Quick, id: string, pool: Pool, dice: Dice): Situation | undefined {
  const own = pool.get(id) ?? [];
  const all = [...own, ...[...pool.values()].flat()];
  const decided = (situation: Situation): Situation | undefined => {
    const here = asUnder(law, situation, dice);
    return here !== undefined && law.ruleOf(here).id === id ? here : undefined;
  };
  for (const situation of all) {
    const found = decided(situation);
    if (found !== undefined) return found;
  }
  for (const near of [own, all]) {
    for (let i = 0; i < TRIES && near.length > 0; i++) {
      const found = decided(varied(dice.pick(near), law.facts, 1 + dice.below(CHANGES_MAX), dice));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
