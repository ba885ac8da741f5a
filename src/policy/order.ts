/**
 * The order of the diagram's variables: facts tested together stand together, which keeps diagrams small.
 * FORCE (Aloul, Markov, Sakallah 2003): facts are pulled to the centre of gravity of the conditions that mention them.
 */
import { packRules } from "./pack.ts";
import type { Condition, Fact } from "./schema.ts";
import type { Pack, Policy } from "./schema-pack.ts";

/** Rounds of pulling; the span stops falling long before. */
const ROUNDS_MAX = 60;

/** The facts in an order that keeps what is tested together close; the same content gives the same order. */
export function inGoodOrder(
  policy: Policy,
  pack: Pack | null,
  facts: readonly Fact[],
): readonly Fact[] {
  const edges = edgesOf(policy, pack);
  let best = facts.map(({ id }) => id);
  let bestSpan = spanOf(best, edges);
  let order = best;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    order = pulled(order, edges);
    const span = spanOf(order, edges);
    if (span < bestSpan) [best, bestSpan] = [order, span];
  }
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return best.map((id) => byId.get(id) as Fact);
}

/** The sets of facts that some condition tests together: each rule, named condition and constraint is one. */
function edgesOf(policy: Policy, pack: Pack | null): readonly (readonly string[])[] {
  const named = new Map(policy.conditions.map(({ id, when }) => [id, when]));
  const factsIn = (condition: Condition): readonly string[] => {
    if ("all" in condition) return condition.all.flatMap(factsIn);
    if ("any" in condition) return condition.any.flatMap(factsIn);
    if ("not" in condition) return factsIn(condition.not);
    if ("fact" in condition) return [condition.fact];
    const when = "condition" in condition ? named.get(condition.condition) : undefined;
    return when === undefined ? [] : factsIn(when);
  };
  const conditions = [
    ...policy.constraints.map(({ never }) => never),
    ...policy.conditions.map(({ when }) => when),
    ...policy.layers.flatMap((layer) => layer.rules.map(({ when }) => when)),
    ...(pack === null ? [] : packRules(policy, pack).map(({ when }) => when)),
  ];
  return conditions
    .map((condition) => [...new Set(factsIn(condition))])
    .filter((edge) => edge.length > 1);
}

function spanOf(order: readonly string[], edges: readonly (readonly string[])[]): number {
  const place = new Map(order.map((id, index) => [id, index]));
  return edges.reduce((sum, edge) => {
    const places = edge.map((id) => place.get(id) ?? 0);
    return sum + Math.max(...places) - Math.min(...places);
  }, 0);
}

function pulled(order: readonly string[], edges: readonly (readonly string[])[]): string[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const pull = new Map(order.map((id) => [id, { sum: 0, count: 0 }]));
  for (const edge of edges) {
    const centre = edge.reduce((sum, id) => sum + (place.get(id) ?? 0), 0) / edge.length;
    for (const id of edge) {
      const at = pull.get(id);
      if (at === undefined) continue;
      at.sum += centre;
      at.count += 1;
    }
  }
  const target = (id: string) => {
    const at = pull.get(id);
    return at === undefined || at.count === 0 ? (place.get(id) ?? 0) : at.sum / at.count;
  };
  return [...order].sort((a, b) => target(a) - target(b));
}
