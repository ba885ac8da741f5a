/** How well proposals agree with coded facts. */

export interface Tally {
  /** Proposed as coded. */
  readonly right: number;
  readonly proposed: number;
  readonly coded: number;
}

export interface Measure extends Tally {
  /** Shares from 0 to 1; null where nothing was proposed, or nothing coded. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export interface Score {
  readonly overall: Measure;
  /**
   * Without the facts that are coded in no case at all: whoever coded them did not look for those, so that a proposal for one
   * is neither right nor wrong.
   */
  readonly codedAnywhere: Measure;
  /** By fact, in the order of the ids. */
  readonly facts: Readonly<Record<string, Measure>>;
}

/** Nearly every narrative is about duty, and the role follows from the post: they would flatter the figures. */
export const LEFT_OUT: ReadonlySet<string> = new Set(["duty_related", "role"]);

export interface Pair {
  readonly proposed: Readonly<Record<string, string>>;
  readonly coded: Readonly<Record<string, string>>;
}

/** Over all cases together. A proposal for a fact that is not coded counts as wrong. */
export function scoreOf(pairs: readonly Pair[]): Score {
  const tallies = new Map<string, Tally>();
  for (const { proposed, coded } of pairs) {
    for (const fact of new Set([...Object.keys(proposed), ...Object.keys(coded)])) {
      if (LEFT_OUT.has(fact)) continue;
      const before = tallies.get(fact) ?? { right: 0, proposed: 0, coded: 0 };
      tallies.set(fact, {
        right: before.right + Number(fact in coded && proposed[fact] === coded[fact]),
        proposed: before.proposed + Number(fact in proposed),
        coded: before.coded + Number(fact in coded),
      });
    }
  }
  const sorted = [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    overall: measureOf(sumOf([...tallies.values()])),
    codedAnywhere: measureOf(sumOf([...tallies.values()].filter(({ coded }) => coded > 0))),
    facts: Object.fromEntries(sorted.map(([fact, tally]) => [fact, measureOf(tally)])),
  };
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  return { right: sum("right"), proposed: sum("proposed"), coded: sum("coded") };
}

function measureOf(tally: Tally): Measure {
  const { right, proposed, coded } = tally;
  const precision = proposed === 0 ? null : right / proposed;
  const recall = coded === 0 ? null : right / coded;
  const sum = (precision ?? 0) + (recall ?? 0);
  const f1 =
    proposed + coded === 0 ? null : sum === 0 ? 0 : (2 * (precision ?? 0) * (recall ?? 0)) / sum;
  return { ...tally, precision, recall, f1 };
}
