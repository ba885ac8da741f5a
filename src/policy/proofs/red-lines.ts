/** Red lines dominate: whatever else is true, a red line is never tolerated, with or without a pack. */
import { IMPOSSIBLE } from "../compile.ts";
import { combine } from "../diagram-walks.ts";
import { RED_LINE } from "../pack.ts";
import { situated, TOLERATING, type Finding } from "./finding.ts";
import { bitsOf, placeOfRule, ruleAt, type Law } from "./laws.ts";
import { meets, terminalsWithin } from "./walks.ts";
import { BAD, FINE, badSituation } from "./witness.ts";

/** policy/red-line, at the rule that tolerates it. */
export function redLinesDominate(law: Law): readonly Finding[] {
  const { compiled, diagram, tiers, tierBits } = law;
  const light = bitsOf(law, TOLERATING);
  const red = compiled.condition({ condition: RED_LINE });
  if (!meets(diagram, tiers, tierBits, light, red)) return [];
  const judged = combine(diagram, tiers, red, (tier, crossed) =>
    tier === IMPOSSIBLE ? IMPOSSIBLE : crossed === 1 && (light & (1 << tier)) !== 0 ? BAD : FINE,
  );
  const { facts, masks } = badSituation(law, diagram, judged);
  const deciding = terminalsWithin(diagram, law.root, masks, Infinity).find(
    (rule) => rule !== IMPOSSIBLE,
  );
  const rule = ruleAt(law, deciding ?? 1);
  return [
    {
      code: "policy/red-line",
      message: `${rule.id} lets a red line come to ${rule.tier} ${situated(facts)}`,
      at: placeOfRule(law, rule),
      witness: { facts },
    },
  ];
}
