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

/** The first and longest words that tell a value are quoted. `disputed`: facts that are told two ways. */
export function agreed(
  told: readonly Told[],
  rising: Readonly<Record<string, readonly string[]>> = {},
): {
  readonly told: readonly Told[];
  readonly disputed: ReadonlySet<string>;
} {
  const byFact = Map.groupBy(told, ({ fact }) => fact);
  const one = [...byFact].map(
    ([fact, all]) =>
      [
        fact,
        agreedOn(
          withoutInner(all).toSorted((a, b) => a.start - b.start || b.end - a.end),
          rising[fact],
        ),
      ] as const,
  );
  return {
    told: one.flatMap(([, found]) => (found === undefined ? [] : [found])),
    disputed: new Set(one.flatMap(([fact, found]) => (found === undefined ? [fact] : []))),
  };
}

/** In the order of the text. */
export function inOrder<T extends Pick<Told, "fact" | "start">>(told: readonly T[]): readonly T[] {
  return told.toSorted((a, b) => a.start - b.start || (a.fact < b.fact ? -1 : 1));
}

/** A correction stands against everything before it, as long as nothing after it says otherwise. */
function agreedOn(
  sorted: readonly Told[],
  rising: readonly string[] | undefined,
): Told | undefined {
  const [first] = sorted;
  const value = first?.value;
  if (sorted.every((one) => one.value === value)) return first;
  const correction = sorted.findLast(({ corrects }) => corrects);
  if (correction === undefined) return rising === undefined ? undefined : highest(sorted, rising);
  const since = sorted.filter(({ start }) => start >= correction.start);
  return since.every((one) => one.value === correction.value) ? correction : undefined;
}

/** One dead and nothing else lost is one dead. */
function highest(sorted: readonly Told[], rising: readonly string[]): Told | undefined {
  const top = rising.findLast((value) => sorted.some((one) => one.value === value));
  return sorted.find(({ value }) => value === top);
}

/** Words within longer words of the same fact are part of what those say: 没整改 in 把没整改的写成整改了 denies nothing. */
function withoutInner(all: readonly Told[]): readonly Told[] {
  return all.filter(
    (one) =>
      !all.some(
        (other) =>
          other.value !== one.value &&
          other.start <= one.start &&
          other.end >= one.end &&
          other.end - other.start > one.end - one.start,
      ),
  );
}
