/** What changes while the tier stays: the rungs of the lines, the sides of the distinctions, and the measures. */
import { classesIn, largestFirst, NOWHERE, witnessOf, type Witness } from "./compare-classes.ts";
import { Names } from "./compare-names.ts";
import type { Side, Space } from "./compare-space.ts";
import { staysAt } from "./compare-tiers.ts";
import type { Compiled } from "./compile.ts";
import type { NodeId } from "./diagram.ts";
import { combine, mapTerminals } from "./diagram-walks.ts";
import { DistinctionId, LineId, type TierId } from "./schema.ts";

export interface LineChange {
  readonly line: LineId;
  /** Rungs, in the order of the ladder. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly situations: string;
  readonly witness: Witness;
}

export type DistinctionSide = "culpable" | "tolerable" | "neither";

export interface DistinctionChange {
  readonly distinction: DistinctionId;
  readonly from: DistinctionSide;
  readonly to: DistinctionSide;
  readonly situations: string;
  readonly witness: Witness;
}

export interface MeasureChange {
  readonly measure: string;
  readonly change: "added" | "removed";
  readonly situations: string;
  readonly witness: Witness;
}

export interface BesideChanges {
  readonly lines: readonly LineChange[];
  readonly distinctions: readonly DistinctionChange[];
  readonly measures: readonly MeasureChange[];
}

/** Situations that changed their tier, or of which nothing is to be said. */
const NOT_HERE = 1;

/** Everything but the tier; `tiers` are those that some situation keeps. */
export function besideChanges(
  space: Space,
  standings: NodeId,
  tiers: readonly TierId[],
): BesideChanges {
  const places = tiers.map((tier) => ({
    tier,
    here: mapTerminals(space.diagram, standings, (pair) => (pair === staysAt(tier) ? 1 : 0)),
  }));
  const where: Where = { space, standings, places };
  const measures = [space.before, space.after].flatMap(({ compiled }) =>
    compiled.policy.measures.map(({ id }) => id),
  );
  return {
    lines: LineId.options.flatMap((line) =>
      changesOf(where, rungsOf(line)).map((change) => ({ line, ...change })),
    ),
    distinctions: DistinctionId.options.flatMap((distinction) =>
      changesOf(where, sideOf(distinction)).map((change) => ({ distinction, ...change })),
    ),
    measures: [...new Set(measures)].flatMap((measure) =>
      changesOf(where, applies(measure)).map(({ to, situations, witness }) => {
        const change = to ? ("added" as const) : ("removed" as const);
        return { measure, change, situations, witness };
      }),
    ),
  };
}

interface Where {
  readonly space: Space;
  readonly standings: NodeId;
  readonly places: readonly { readonly tier: TierId; readonly here: NodeId }[];
}

/** Something a policy says of every situation, as a diagram of its own in the situations of one tier. */
interface Aspect<Name> {
  readonly key: (name: Name) => string;
  readonly diagramOf: (
    compiled: Compiled,
    tier: NodeId,
    numberOf: (name: Name) => number,
  ) => NodeId;
}

interface Change<Name> {
  readonly from: Name;
  readonly to: Name;
  readonly situations: string;
  readonly witness: Witness;
}

/** Tier by tier, so that tiers and conditions are never multiplied out; what is the same diagram is the same. */
function changesOf<Name>(
  { space, standings, places }: Where,
  aspect: Aspect<Name>,
): readonly Change<Name>[] {
  const { diagram } = space;
  const names = new Names(aspect.key);
  const read = ({ compiled, copied }: Side, tier: TierId) => {
    const here = compiled.diagram.terminal(compiled.tierIndex.get(tier) ?? 0);
    return copied(aspect.diagramOf(compiled, here, (name) => names.numberOf(name)));
  };
  const differing = places.flatMap(({ tier, here }) => {
    const [before, after] = [read(space.before, tier), read(space.after, tier)];
    return before === after ? [] : [{ here, before, after }];
  });
  if (differing.length === 0) return [];
  const nothing = mapTerminals(diagram, standings, (pair) =>
    pair === NOWHERE ? NOWHERE : NOT_HERE,
  );
  const root = differing.reduce((rest, { here, before, after }) => {
    const changed = combine(diagram, before, after, (from, to) =>
      from === to ? NOT_HERE : names.pairOf(from, to),
    );
    return diagram.choose(here, changed, rest);
  }, nothing);
  const found = [...classesIn(space, root)].flatMap(([terminal, { situations, path }]) => {
    const pair = names.pairAt(terminal);
    if (pair === undefined) return [];
    const [from, to] = pair;
    return [{ from, to, situations, witness: witnessOf(space, root, terminal, path) }];
  });
  return largestFirst(found, ({ from, to }) => `${aspect.key(from)} ${aspect.key(to)}`).map(
    (one) => ({ ...one, situations: String(one.situations) }),
  );
}

function rungsOf(line: LineId): Aspect<readonly string[]> {
  return {
    key: (rungs) => rungs.toSorted().join(),
    diagramOf(compiled, tier, numberOf) {
      const { diagram, policy } = compiled;
      const ladder = policy.lines[line].ladder.map(({ id }) => id);
      return policy.lineRules[line].reduceRight(
        (rest, { when, outcomes }) => {
          const rungs = ladder.filter((rung) => outcomes.includes(rung));
          return diagram.choose(
            compiled.condition(when, tier),
            diagram.terminal(numberOf(rungs)),
            rest,
          );
        },
        diagram.terminal(numberOf([])),
      );
    },
  };
}

function sideOf(id: DistinctionId): Aspect<DistinctionSide> {
  return {
    key: (side) => side,
    diagramOf(compiled, _, numberOf) {
      const { diagram, policy } = compiled;
      const found = policy.distinctions.find((distinction) => distinction.id === id);
      if (found === undefined) throw new Error(`no distinction ${id}`);
      const side = (name: DistinctionSide) => diagram.terminal(numberOf(name));
      const tolerable = compiled.condition(found.tolerable.when);
      const rest = diagram.choose(tolerable, side("tolerable"), side("neither"));
      return diagram.choose(compiled.condition(found.culpable.when), side("culpable"), rest);
    },
  };
}

function applies(id: string): Aspect<boolean> {
  return {
    key: String,
    diagramOf(compiled, tier, numberOf) {
      const { diagram, policy } = compiled;
      const [yes, no] = [diagram.terminal(numberOf(true)), diagram.terminal(numberOf(false))];
      const found = policy.measures.find((measure) => measure.id === id);
      return found === undefined
        ? no
        : diagram.choose(compiled.condition(found.when, tier), yes, no);
    },
  };
}
