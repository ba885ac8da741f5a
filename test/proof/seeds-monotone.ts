/** Faults of the order of gravity: a graver situation that comes to a lighter tier. */
import type { Fact, TierId } from "../../src/policy/schema.ts";
import {
  both,
  FACTS,
  insertRule,
  moveRule,
  packFile,
  retier,
  rulesIn,
  told,
  type FactAtom,
} from "./edits.ts";
import { lightestFirst, lighterThoughGraverOf } from "./oracle.ts";
import type { Kind } from "./seed.ts";

const turned: Kind = {
  name: "not monotone: a fact bears the other way",
  codes: ["policy/not-monotone"],
  atMost: 14,
  *seeds({ shipped, dice }) {
    const own = shipped.packs.flatMap((pack) => pack.facts.map((fact) => [fact, pack.id] as const));
    const all = [
      ...own,
      ...dice.shuffled(shipped.policy.facts).map((fact) => [fact, undefined] as const),
    ];
    for (const [fact, pack] of all) {
      for (const bearing of turnsOf(fact)) {
        yield {
          name: `${fact.id} is declared ${[bearing].flat().join(" before ")}`,
          edit: (copy) => {
            const file = pack === undefined ? FACTS : packFile(copy, pack);
            const index = copy.indexOf(file, ["facts"], fact.id);
            copy.set(file, ["facts", index, "bearing"], bearing);
          },
        };
      }
    }
  },
  confirmed: (trial, { subject }) => lighterThoughGraverOf(trial, subject) !== undefined,
};

/** Other bearings a fact could be declared with. */
function turnsOf({ bearing, choices }: Fact): readonly Fact["bearing"][] {
  if (bearing === "aggravating") return ["mitigating"];
  if (bearing === "mitigating") return ["aggravating"];
  if (bearing !== "neutral")
    return [bearing.toReversed(), [...bearing.slice(1), ...bearing.slice(0, 1)]];
  if (choices !== undefined) return [choices.map(({ id }) => id)];
  return ["aggravating", "mitigating"];
}

const tiersSwapped: Kind = {
  name: "not monotone: a rule comes to another tier",
  codes: ["policy/not-monotone"],
  atMost: 10,
  *seeds({ shipped, dice }) {
    const tiers: readonly TierId[] = ["ordinary", "exempt", "mitigated", "human_review"];
    for (const rule of dice.shuffled(rulesIn(shipped))) {
      const tier = dice.shuffled(tiers).find((other) => other !== rule.tier) ?? "ordinary";
      yield {
        name: `${rule.id} comes to ${tier} instead of ${rule.tier}`,
        subject: rule.id,
        edit: (copy) => retier(copy, rule.id, tier),
      };
    }
  },
  confirmed: (trial, { subject }) => lighterThoughGraverOf(trial, subject) !== undefined,
};

const rulesSwapped: Kind = {
  name: "not monotone: a rule stands elsewhere or a new one breaks the order",
  codes: ["policy/not-monotone"],
  atMost: 10,
  *seeds({ shipped, dice }) {
    const bases = rulesIn(shipped).find(({ tier }) => tier === "ordinary")?.cites ?? [];
    const late = shipped.policy.layers
      .filter(({ order }) => order > 2)
      .flatMap(({ rules }) => rules);
    for (const rule of dice.shuffled(late)) {
      const before = dice.pick(late);
      if (before.tier !== rule.tier) {
        yield {
          name: `${rule.id} stands before ${before.id}`,
          subject: rule.id,
          edit: (copy) => moveRule(copy, rule.id, "before", before.id),
        };
      }
      const grave = dice.pick(shipped.policy.facts.filter(({ bearing }) => bearing !== "neutral"));
      const light: FactAtom = { fact: grave.id, is: lightestFirst(grave)[0] ?? "yes" };
      const when = both(light, { fact: "urgent", is: "yes" });
      const { because, cites, examples } = rule;
      yield {
        name: `a new rule before ${rule.id} is hard on urgent matters where ${told(light)}`,
        edit: (copy) =>
          insertRule(
            copy,
            {
              id: "extra.rule",
              tier: "ordinary",
              when,
              because,
              cites: [...cites, ...bases],
              examples,
            },
            "before",
            rule.id,
          ),
      };
    }
  },
  confirmed: (trial, { subject }) => lighterThoughGraverOf(trial, subject) !== undefined,
};

export const ORDER_KINDS: readonly Kind[] = [turned, tiersSwapped, rulesSwapped];
