/** How many questions a talk takes, by trying all answers, and how few it could take, by dynamic programming. */
import type { NodeId } from "../../src/policy/diagram.ts";
import { NOTHING, type Residuals } from "../../src/policy/residual.ts";
import type { Shares } from "../../src/policy/weigh.ts";
import { situationsOf, valueAt } from "./random-diagram.ts";

interface Person {
  readonly values: readonly number[];
  readonly set: number;
  readonly share: number;
}

/** Everyone a remain leaves possible, each with their share. */
export function peopleOf(residuals: Residuals, root: NodeId, shares: Shares): readonly Person[] {
  const { diagram } = residuals;
  return situationsOf(diagram.sizes).flatMap((values) => {
    const set = valueAt(diagram, root, values);
    const share = values.reduce((all, value, i) => all * (shares[i]?.[value] ?? 0), 1);
    return set === NOTHING ? [] : [{ values, set, share }];
  });
}

function parted(people: readonly Person[], variables: readonly number[]) {
  return [...Map.groupBy(people, ({ values }) => variables.map((v) => values[v]).join()).values()];
}

const shareOf = (people: readonly Person[]) => people.reduce((sum, { share }) => sum + share, 0);
const settled = (people: readonly Person[]) => new Set(people.map(({ set }) => set)).size < 2;

/** The fewest questions that could be expected; each question sets some variables. */
export function fewest(
  people: readonly Person[],
  questions: readonly (readonly number[])[],
): number {
  const known = new Map<string, number>();
  const total = (left: readonly Person[], asked: readonly number[]): number => {
    if (settled(left)) return 0;
    const key = `${asked.toSorted((a, b) => a - b).join()} ${left[0]?.values.join()}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const least = questions.reduce((best, variables, i) => {
      if (asked.includes(i)) return best;
      const parts = parted(left, variables);
      const rest = parts.reduce((sum, part) => sum + total(part, [...asked, i]), shareOf(left));
      return Math.min(best, rest);
    }, Infinity);
    known.set(key, least);
    return least;
  };
  return total(people, []) / shareOf(people);
}

/** The questions expected where `next` chooses them; -1 ends the talk. */
export function expected(
  people: readonly Person[],
  questions: readonly (readonly number[])[],
  next: (person: readonly number[], asked: readonly number[]) => number,
): number {
  const total = (left: readonly Person[], asked: readonly number[]): number => {
    const question = next(left[0]?.values ?? [], asked);
    if (question < 0) return 0;
    return parted(left, questions[question] ?? []).reduce(
      (sum, part) => sum + total(part, [...asked, question]),
      shareOf(left),
    );
  };
  return total(people, []) / shareOf(people);
}
