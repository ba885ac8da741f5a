/** Numbers for names, and for pairs of them, so that they can be terminals of a diagram. */

/** Pairs are numbered from here on: below it stands what is no pair. */
const PAIRS_FROM = 2;

/** Equal names have equal numbers, and so have equal pairs. */
export class Names<Name> {
  readonly #names: Name[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #pairs: (readonly [Name, Name])[] = [];
  readonly #pairNumbers = new Map<string, number>();
  readonly #keyOf: (name: Name) => string;

  constructor(keyOf: (name: Name) => string) {
    this.#keyOf = keyOf;
  }

  /** From 1 on. */
  numberOf(name: Name): number {
    const key = this.#keyOf(name);
    const number = this.#numbers.get(key) ?? this.#names.push(name);
    this.#numbers.set(key, number);
    return number;
  }

  /** The number of a pair of numbered names, from PAIRS_FROM on. */
  pairOf(from: number, to: number): number {
    const key = `${from} ${to}`;
    const known = this.#pairNumbers.get(key);
    if (known !== undefined) return known;
    const pair = [this.#names[from - 1] as Name, this.#names[to - 1] as Name] as const;
    const number = this.#pairs.push(pair) - 1 + PAIRS_FROM;
    this.#pairNumbers.set(key, number);
    return number;
  }

  /** undefined for what is no pair. */
  pairAt(number: number): readonly [from: Name, to: Name] | undefined {
    return this.#pairs[number - PAIRS_FROM];
  }
}
