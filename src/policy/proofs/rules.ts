/** No dead rule, no dead pack, and a pack makes nothing graver. */
import { IMPOSSIBLE, openMasks, type CompiledRule } from "../compile.ts";
import { Diagram, type NodeId } from "../diagram.ts";
import { combine, reach } from "../diagram-walks.ts";
import { listed, situated, type Finding } from "./finding.ts";
import { placeOfRule, type Law, type Laws } from "./laws.ts";
import { endsOf, lowerOf, upperOf } from "./order.ts";
import { copied, somewhere } from "./walks.ts";
import { BAD, fewest, FINE, badSituation, whyNever } from "./witness.ts";

/** Dead rules told with the fewest that cover them; where there are more, the policy is not nearly finished. */
const LESSENED_MAX = 12;

/** policy/dead-rule: a rule that decides no possible situation, and what stands before it. */
export function noDeadRule({ national }: Laws): readonly Finding[] {
  const alive = rulesAlive(national);
  const rules = national.policy.layers.flatMap((layer) => layer.rules);
  const indexOf = new Map(national.compiled.rules.map(({ id }, index) => [id, index]));
  return rules
    .filter(({ id }) => !alive.has(indexOf.get(id) ?? 0))
    .map(({ id }, count) => {
      const { message, ids } = whyDead(national, rules, id, count < LESSENED_MAX);
      return {
        code: "policy/dead-rule",
        message: `${id} decides no possible situation: ${message}`,
        at: { list: "rules", id },
        witness: { ids },
      };
    });
}

function rulesAlive({ compiled, diagram, root }: Law): ReadonlySet<number> {
  return new Set(reach(diagram, root, openMasks(compiled)));
}

type Rules = readonly Law["policy"]["layers"][number]["rules"][number][];

function whyDead(law: Law, rules: Rules, id: string, lessened: boolean) {
  const { compiled, diagram, root } = law;
  const no = diagram.terminal(0);
  const at = rules.findIndex((rule) => rule.id === id);
  const when = compiled.condition((rules[at] as Rules[number]).when);
  const own = diagram.choose(compiled.possible, when, no);
  if (own === no) {
    const never = whyNever(law, when);
    return { message: `its condition can never hold, as ${never.message}`, ids: never.ids };
  }
  // Whatever decides there stands before it, and together they take all of it.
  const takers = new Set(
    reach(diagram, diagram.choose(own, root, no), openMasks(compiled)).map(
      (rule) => compiled.rules[rule]?.id,
    ),
  );
  const before = rules.slice(0, at).filter((rule) => takers.has(rule.id));
  const ids = (lessened ? fewestCovering(law, own, before) : before).map((rule) => rule.id);
  return {
    message: `${listed(ids)} before it ${ids.length > 1 ? "take" : "takes"} all of it`,
    ids,
  };
}

/** The fewest of the rules, by removal, that take every situation of `own`. Leaves nothing behind in the diagram. */
function fewestCovering({ compiled, diagram }: Law, own: NodeId, rules: Rules): Rules {
  const scratch = new Diagram(diagram.sizes);
  const same = (value: number) => value;
  const inScratch = (node: NodeId) => copied(diagram, node, scratch, same);
  const [no, start] = [scratch.terminal(0), inScratch(own)];
  const conditions = new Map(rules.map((rule) => [rule, inScratch(compiled.condition(rule.when))]));
  return fewest(rules, (kept) => {
    const left = kept.reduce(
      (rest, rule) => scratch.choose(conditions.get(rule) as NodeId, no, rest),
      start,
    );
    return left === no;
  });
}

/** policy/dead-pack where the grant decides nothing, policy/dead-rule where the accident clause does not. */
export function packDecides(law: Law): readonly Finding[] {
  const alive = rulesAlive(law);
  return law.compiled.rules.flatMap((rule, index) => {
    if (rule.layer !== "pack" || alive.has(index)) return [];
    return [rule.tier === "human_review" ? deadClause(law, rule) : deadGrant(law, rule)];
  });
}

function deadClause(law: Law, rule: CompiledRule): Finding {
  return {
    code: "policy/dead-rule",
    message: `${rule.id} decides no possible situation: no accident in the pack's scope is waived`,
    at: placeOfRule(law, rule),
    witness: { ids: [rule.id] },
  };
}

function deadGrant(law: Law, rule: CompiledRule): Finding {
  return {
    code: "policy/dead-pack",
    message: `the pack ${law.pack?.id ?? ""} lightens no possible situation: what it asks for never comes together, is closed to packs, or is treated as lightly already`,
    at: placeOfRule(law, rule),
    witness: { ids: [rule.id] },
  };
}

/**
 * policy/pack-graver: with the pack a situation is graver than without. Laying one before people is not, but where the
 * lighter of its two sides is.
 */
export function packLightens(law: Law): readonly Finding[] {
  const { compiled, diagram, root, pack } = law;
  const national = compiled.decided(({ layer }) => layer !== "pack");
  const ends = endsOf(law);
  const isGraver = (before: number, after: number): boolean => {
    if (before === IMPOSSIBLE) return false;
    const [from = 0, to = 0] = [ends[before], ends[after]];
    const weighed = compiled.rules[after]?.tier === "human_review";
    return lowerOf(to) > lowerOf(from) || (!weighed && upperOf(to) > upperOf(from));
  };
  if (!somewhere(diagram, national, root, isGraver)) return [];
  const judged = combine(diagram, national, root, (before, after) =>
    before === IMPOSSIBLE ? IMPOSSIBLE : isGraver(before, after) ? BAD : FINE,
  );
  const { facts } = badSituation(law, diagram, judged);
  const id = pack?.id ?? "";
  return [
    {
      code: "policy/pack-graver",
      message: `the pack ${id} makes it graver ${situated(facts)}`,
      at: { list: "pack", pack: id, path: ["outcome"] },
      witness: { facts },
    },
  ];
}
