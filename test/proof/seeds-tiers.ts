/** Faults of the tiers and of the three distinctions: what no situation comes to any more. */
import type { Condition, TierId } from "../../src/policy/schema.ts";
import { POLICY } from "./content.ts";
import { both, never, removeRule, retier, rulesIn } from "./edits.ts";
import type { Kind, Seed } from "./seed.ts";

const DISTINCTIONS = `${POLICY}distinctions.yaml`;

/** Where the rules of a tier go instead. */
const INSTEAD: readonly (readonly [TierId, TierId])[] = [
  ["clarify", "no_liability"],
  ["clarify", "exempt"],
  ["no_liability", "exempt"],
  ["no_liability", "mitigated"],
  ["exempt", "mitigated"],
  ["mitigated", "ordinary"],
  ["mitigated", "exempt"],
  ["ordinary", "aggravated"],
  ["aggravated", "ordinary"],
  ["aggravated", "refer"],
  ["refer", "aggravated"],
  ["human_review", "ordinary"],
  ["human_review", "mitigated"],
];

const unreachable: Kind = {
  name: "unreachable tier",
  codes: ["policy/unreachable-tier"],
  atMost: 14,
  *seeds({ shipped }) {
    const of = (tier: TierId) => rulesIn(shipped).filter((rule) => rule.tier === tier);
    for (const [tier, other] of INSTEAD) {
      yield {
        name: `every rule of ${tier} comes to ${other}`,
        edit: (copy) => of(tier).forEach(({ id }) => retier(copy, id, other)),
      };
    }
    for (const tier of ["clarify", "no_liability", "aggravated", "refer"] as const) {
      yield {
        name: `every rule of ${tier} is left out`,
        edit: (copy) => of(tier).forEach(({ id }) => removeRule(copy, id)),
      };
    }
  },
};

const deadSide: Kind = {
  name: "dead side of a distinction",
  codes: ["policy/dead-side"],
  atMost: 12,
  *seeds({ shipped }) {
    const { constraints, distinctions } = shipped.policy;
    for (const [i, { id, culpable, tolerable }] of distinctions.entries()) {
      const cannot = constraints[i + 1]?.never ?? never("urgent");
      yield side(id, "culpable", cannot, "asks for what a constraint rules out");
      yield side(
        id,
        "tolerable",
        constraints[i + 7]?.never ?? never("urgent"),
        "asks for what a constraint rules out",
      );
      yield side(id, "culpable", both(culpable.when, { not: culpable.when }), "excludes itself");
      // The culpable side is looked at first, so this one is never told.
      yield side(
        id,
        "tolerable",
        both(tolerable.when, culpable.when),
        "holds only where the other side does",
      );
    }
  },
};

function side(id: string, key: "culpable" | "tolerable", when: Condition, what: string): Seed {
  return {
    name: `the ${key} side of distinction ${id} ${what}`,
    edit: (copy) => {
      const index = copy.indexOf(DISTINCTIONS, ["distinctions"], id);
      copy.set(DISTINCTIONS, ["distinctions", index, key, "when"], when);
    },
  };
}

export const TIER_KINDS: readonly Kind[] = [unreachable, deadSide];
