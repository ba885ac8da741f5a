/** No dead condition, no dead side of a distinction. */
import type { Condition } from "../schema.ts";
import type { Policy } from "../schema-pack.ts";
import { CLOSED_TO_PACKS, RED_LINE } from "../pack.ts";
import type { Finding } from "./finding.ts";
import type { Laws } from "./laws.ts";
import { whyNever } from "./witness.ts";

/** The parts of a condition, itself included. */
function partsOf(condition: Condition): readonly Condition[] {
  const below =
    "all" in condition
      ? condition.all
      : "any" in condition
        ? condition.any
        : "not" in condition
          ? [condition.not]
          : [];
  return [condition, ...below.flatMap(partsOf)];
}

function namesIn(condition: Condition): readonly string[] {
  return partsOf(condition).flatMap((part) => ("condition" in part ? [part.condition] : []));
}

/** The facts a condition speaks of, through the conditions it names. */
export function factsIn(policy: Policy): (condition: Condition) => readonly string[] {
  const named = new Map(policy.conditions.map(({ id, when }) => [id, when]));
  const known = new Map<string, readonly string[]>();
  const byName = (id: string): readonly string[] => {
    const when = named.get(id);
    const found = known.get(id) ?? (when === undefined ? [] : of(when));
    known.set(id, found);
    return found;
  };
  const of = (condition: Condition): readonly string[] =>
    partsOf(condition).flatMap((part) =>
      "fact" in part ? [part.fact] : "condition" in part ? byName(part.condition) : [],
    );
  return of;
}

/** policy/dead-condition: nothing that decides or shows anything uses it, or no possible situation meets it. */
export function noDeadCondition(laws: Laws): readonly Finding[] {
  const { compiled, diagram, policy } = laws.national;
  const used = namesUsed(laws);
  const no = diagram.terminal(0);
  return policy.conditions.flatMap(({ id, when }): readonly Finding[] => {
    const found = (message: string, ids: readonly string[]): readonly Finding[] => [
      { code: "policy/dead-condition", message, at: { list: "conditions", id }, witness: { ids } },
    ];
    if (!used.has(id)) return found(`nothing uses the condition ${id}`, [id]);
    const node = compiled.condition(when);
    if (diagram.choose(compiled.possible, node, no) !== no) return [];
    const { message, ids } = whyNever(laws.national, node);
    return found(`the condition ${id} never holds: ${message}`, ids);
  });
}

/** The names reached from what decides or shows something; the required ones are. */
function namesUsed(laws: Laws): ReadonlySet<string> {
  const { policy } = laws.national;
  const named = new Map(policy.conditions.map(({ id, when }) => [id, when]));
  const used = new Set([RED_LINE, CLOSED_TO_PACKS]);
  const start = usersOf(laws).flatMap(namesIn);
  const open = [...start, RED_LINE, CLOSED_TO_PACKS];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    used.add(id);
    const when = named.get(id);
    if (when !== undefined) open.push(...namesIn(when).filter((name) => !used.has(name)));
  }
  return used;
}

function usersOf(laws: Laws): readonly Condition[] {
  const { policy } = laws.national;
  const packs = laws.local.flatMap(({ pack }) => pack ?? []);
  const facts = [...policy.facts, ...packs.flatMap((pack) => pack.facts)];
  return [
    ...facts.flatMap(({ in_hand: when }) => (typeof when === "boolean" ? [] : [when])),
    ...policy.layers.flatMap(({ rules }) => rules.map(({ when }) => when)),
    ...policy.constraints.map(({ never }) => never),
    ...policy.lineRules.accountability.map(({ when }) => when),
    ...policy.lineRules.discipline.map(({ when }) => when),
    ...policy.measures.map(({ when }) => when),
    ...policy.distinctions.flatMap(({ culpable, tolerable }) => [culpable.when, tolerable.when]),
    ...policy.parameters.parameters.map(({ when }) => when),
    ...packs.flatMap(({ scope, conditions }) => [scope, ...conditions.map(({ when }) => when)]),
  ];
}

/** policy/dead-side: no possible situation lies on it; the culpable side is looked at first. */
export function noDeadSide(laws: Laws): readonly Finding[] {
  const { compiled, diagram, policy } = laws.national;
  const no = diagram.terminal(0);
  return policy.distinctions.flatMap(({ id, culpable, tolerable }) => {
    const blame = compiled.condition(culpable.when);
    const sides = [
      ["culpable", blame, blame],
      [
        "tolerable",
        compiled.condition(tolerable.when),
        diagram.choose(blame, no, compiled.condition(tolerable.when)),
      ],
    ] as const;
    return sides.flatMap(([side, own, shown]): readonly Finding[] => {
      if (diagram.choose(compiled.possible, shown, no) !== no) return [];
      const alone = diagram.choose(compiled.possible, own, no) === no;
      const why = alone
        ? whyNever(laws.national, own)
        : { message: "wherever it holds the culpable side does too", ids: [`${id}.culpable`] };
      return [
        {
          code: "policy/dead-side",
          message: `no possible situation is on the ${side} side of distinction ${id}: ${why.message}`,
          at: { list: "distinctions", id, path: [side, "when"] },
          witness: { ids: why.ids },
        },
      ];
    });
  });
}
