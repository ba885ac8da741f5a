/** Several tellings of one fact → one, or none where they disagree. */
export interface Told {
  readonly fact: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly pattern: string;
  /** Its clause says that it corrects what was told before: 后来, 实际上. */
  readonly corrects: boolean;
}

/** In the order of the text; the first and longest words that tell a value are quoted. */
export function agreed(told: readonly Told[]): readonly Told[] {
  const byFact = Map.groupBy(told, ({ fact }) => fact);
  return [...byFact.values()]
    .flatMap((all) => {
      const one = agreedOn(all.toSorted((a, b) => a.start - b.start || b.end - a.end));
      return one === undefined ? [] : [one];
    })
    .toSorted((a, b) => a.start - b.start || (a.fact < b.fact ? -1 : 1));
}

/** A correction stands against everything before it, as long as nothing after it says otherwise. */
function agreedOn(sorted: readonly Told[]): Told | undefined {
  const [first] = sorted;
  const value = first?.value;
  if (sorted.every((one) => one.value === value)) return first;
  const correction = sorted.findLast(({ corrects }) => corrects);
  if (correction === undefined) return undefined;
  const since = sorted.filter(({ start }) => start >= correction.start);
  return since.every((one) => one.value === correction.value) ? correction : undefined;
}
