/** The fewest places that meet every one of some sets. */

/** Steps of one search; past them the best found so far is answered. */
const STEPS_MAX = 20_000;

/** A smallest set of numbers that shares one with each of `sets`, none of which may be empty; branch and bound. */
export function smallestHittingSet(sets: readonly (readonly number[])[]): readonly number[] {
  let best: readonly number[] = [...new Set(sets.map((set) => set[0] as number))];
  let steps = 0;
  const search = (chosen: readonly number[], open: readonly (readonly number[])[]): void => {
    if (open.length === 0) {
      if (chosen.length < best.length) best = chosen;
      return;
    }
    if (chosen.length + disjoint(open) >= best.length || ++steps > STEPS_MAX) return;
    const smallest = open.reduce((a, b) => (b.length < a.length ? b : a));
    for (const one of smallest)
      search(
        [...chosen, one],
        open.filter((set) => !set.includes(one)),
      );
  };
  search([], sets);
  return best;
}

/** How many of the sets share nothing with one another, taken as they come: each needs a place of its own. */
function disjoint(sets: readonly (readonly number[])[]): number {
  const used = new Set<number>();
  let count = 0;
  for (const set of sets) {
    if (set.some((one) => used.has(one))) continue;
    count += 1;
    for (const one of set) used.add(one);
  }
  return count;
}
