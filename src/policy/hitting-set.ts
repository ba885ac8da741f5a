/** The fewest places that meet every one of some sets. */

/** Steps of one search; past them the best found so far is answered. */
const STEPS_MAX = 20_000;

/** A smallest set of numbers that shares one with each of `sets`, none of which may be empty; branch and bound. */
export function smallestHittingSet(sets: readonly (readonly number[])[]): readonly number[] {
  let best: readonly number[] = [...new Set(sets.map((set) => set[0] as number))];
  if (best.length < 2) return best;
  const search = new Search(sets);
  let steps = 0;
  const choose = (): void => {
    const { smallest, needed } = search.open();
    if (search.chosen.length + needed >= best.length || ++steps > STEPS_MAX) return;
    if (smallest === undefined) {
      best = [...search.chosen];
      return;
    }
    for (const one of smallest) {
      search.take(one);
      choose();
      search.giveBack();
    }
  };
  choose();
  return best;
}

/** What is chosen while searching, and what is left to be met. */
class Search {
  readonly chosen: number[] = [];
  readonly #sets: readonly (readonly number[])[];
  readonly #isChosen: Uint8Array;
  /** The look at what is open in which a number was last met with. */
  readonly #met: Int32Array;
  #look = 0;

  constructor(sets: readonly (readonly number[])[]) {
    const most = sets.reduce((sofar, set) => Math.max(sofar, ...set), 0);
    this.#sets = sets;
    this.#isChosen = new Uint8Array(most + 1);
    this.#met = new Int32Array(most + 1);
  }

  take(one: number): void {
    this.chosen.push(one);
    this.#isChosen[one] = 1;
  }

  giveBack(): void {
    this.#isChosen[this.chosen.pop() as number] = 0;
  }

  /** The smallest set not met yet, and how many of these share nothing with one another: each needs a place of its own. */
  open(): { smallest: readonly number[] | undefined; needed: number } {
    const [isChosen, met] = [this.#isChosen, this.#met];
    this.#look += 1;
    let smallest: readonly number[] | undefined;
    let needed = 0;
    for (const set of this.#sets) {
      let isMet = false;
      let isApart = true;
      for (const one of set) {
        if (isChosen[one] === 1) isMet = true;
        if (met[one] === this.#look) isApart = false;
      }
      if (isMet) continue;
      if (smallest === undefined || set.length < smallest.length) smallest = set;
      if (!isApart) continue;
      needed += 1;
      for (const one of set) met[one] = this.#look;
    }
    return { smallest, needed };
  }
}
