/** Total and single: one rule decides every situation, what no rule foresaw stays below the ceiling, `ordinary` has a ground. */
import { IMPOSSIBLE, UNFORESEEN } from "../compile.ts";
import { mapTerminals, reach } from "../diagram-walks.ts";
import { openMasks } from "../compile.ts";
import { situated, type Finding } from "./finding.ts";
import type { Law, Laws } from "./laws.ts";
import { countOf } from "./walks.ts";
import { BAD, FINE, badSituation } from "./witness.ts";

export interface Share {
  readonly unforeseen: bigint;
  readonly possible: bigint;
}

/** How many of the possible situations no rule foresaw; exact. */
export function shareOf({ compiled, diagram, root }: Law): Share {
  const foreseen = !reach(diagram, root, openMasks(compiled)).some((rule) =>
    isUnforeseen(compiled.rules[rule]?.id, rule),
  );
  return {
    possible: countOf(diagram, compiled.possible, (value) => value === 1),
    unforeseen: foreseen
      ? 0n
      : countOf(diagram, root, (rule) => isUnforeseen(compiled.rules[rule]?.id, rule)),
  };
}

function isUnforeseen(id: string | undefined, rule: number): boolean {
  return rule !== IMPOSSIBLE && id === UNFORESEEN;
}

/** The parts of one into which a ceiling is counted: nine decimals. */
const PARTS = 1_000_000_000;

/** policy/unforeseen: the share of situations no rule foresaw is above `share_max`. */
export function total({ national }: Laws): readonly Finding[] {
  const { unforeseen, possible } = shareOf(national);
  const ceiling = national.policy.unforeseen.share_max ?? 0;
  if (unforeseen * BigInt(PARTS) <= BigInt(Math.round(ceiling * PARTS)) * possible) return [];
  const { compiled, diagram, root } = national;
  const judged = mapTerminals(diagram, root, (rule) =>
    rule === IMPOSSIBLE ? IMPOSSIBLE : isUnforeseen(compiled.rules[rule]?.id, rule) ? BAD : FINE,
  );
  const { facts } = badSituation(national, diagram, judged);
  const share = `${unforeseen} of ${possible} possible situations (${percent(unforeseen, possible)})`;
  const message = `no rule foresees ${share}, more than ${ceiling * 100} %: ${situated(facts)}`;
  return [{ code: "policy/unforeseen", message, at: { list: "unforeseen" }, witness: { facts } }];
}

/** The share in percent, rounded to what can be read. */
export function percent(part: bigint, whole: bigint): string {
  return `${Number(((Number(part) / Number(whole)) * 100).toPrecision(3))} %`;
}

/** policy/no-ground: a rule of tier `ordinary` stands on nothing but what this policy sets itself. */
export function grounded({ national }: Laws): readonly Finding[] {
  const { compiled, policy } = national;
  const isGround = (provision: string) => {
    const source = compiled.sources.get(provision);
    return source !== undefined && source.kind !== "default";
  };
  return policy.layers
    .flatMap(({ rules }) => rules)
    .filter(({ tier, cites }) => tier === "ordinary" && !cites.some(isGround))
    .map(({ id, cites }) => ({
      code: "policy/no-ground",
      message: `${id} tolerates nothing and names no norm, only what this policy sets itself: ${cites.join(", ")}`,
      at: { list: "rules", id, path: ["cites"] },
      witness: { ids: cites },
    }));
}
