/** Random functions of a few variables, written out situation by situation, and diagrams of them. */
import * as fc from "fast-check";
import { Diagram, type NodeId } from "../../src/policy/diagram.ts";
import { Flat } from "../../src/policy/flat.ts";

/** The value of every situation, the last variable changing fastest. */
export interface Table {
  readonly sizes: readonly number[];
  readonly values: readonly number[];
}

/** Situations of one table: few enough to try all of them, and all pairs. */
const SITUATIONS_MAX = 100;

/** Two to six variables of two to four values; `values` are what situations may have. */
export function tableOf(values: readonly number[]): fc.Arbitrary<Table> {
  return fc
    .array(fc.constantFrom(2, 2, 3, 4), { minLength: 2, maxLength: 6 })
    .filter((sizes) => sizes.reduce((product, size) => product * size, 1) <= SITUATIONS_MAX)
    .chain((sizes) => {
      const length = sizes.reduce((product, size) => product * size, 1);
      // Long runs of one value, so that diagrams skip variables and share nodes.
      const runs = fc
        .array(fc.tuple(fc.constantFrom(...values), fc.constantFrom(1, 1, 2, 4, 8)), {
          minLength: length,
          maxLength: length,
        })
        .map((list) => list.flatMap(([value, times]) => Array<number>(times).fill(value)))
        .map((list) => list.slice(0, length));
      return fc.record({ sizes: fc.constant(sizes), values: runs });
    });
}

/** A mask for each variable, none of them empty; most often one value or all of them. */
export function masksOver({ sizes }: Table): fc.Arbitrary<readonly number[]> {
  const maskOf = (size: number) => {
    const all = (1 << size) - 1;
    const one = fc.nat(size - 1).map((value) => 1 << value);
    return fc.oneof(fc.constant(all), one, fc.integer({ min: 1, max: all }));
  };
  return fc.tuple(...sizes.map(maskOf));
}

export function situationsOf(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (sofar, size) =>
      sofar.flatMap((part) => Array.from({ length: size }, (_, value) => [...part, value])),
    [[]],
  );
}

/** Looked up, not walked. */
export function valueIn({ sizes, values }: Table, situation: readonly number[]): number {
  const at = sizes.reduce((sofar, size, i) => sofar * size + (situation[i] ?? 0), 0);
  return values[at] ?? 0;
}

export function within(situation: readonly number[], masks: readonly number[]): boolean {
  return situation.every((value, i) => (((masks[i] ?? 0) >> value) & 1) === 1);
}

/** All sets of the situations within the masks, joined. */
export function joinedWithin(table: Table, masks: readonly number[]): number {
  return situationsOf(table.sizes)
    .filter((situation) => within(situation, masks))
    .reduce((found, situation) => found | valueIn(table, situation), 0);
}

export function diagramOf(table: Table): { readonly diagram: Diagram; readonly root: NodeId } {
  const diagram = new Diagram(table.sizes);
  const build = (situation: readonly number[]): NodeId =>
    situation.length === table.sizes.length
      ? diagram.terminal(valueIn(table, situation))
      : diagram.branch(situation.length, (value) => build([...situation, value]));
  return { diagram, root: build([]) };
}

/** The table's values are the sets. */
export function flatOf(table: Table): Flat {
  const { diagram, root } = diagramOf(table);
  return new Flat(diagram, root, (value) => value);
}

/** The value a diagram gives one situation. */
export function valueAt(diagram: Diagram, root: NodeId, situation: readonly number[]): number {
  return diagram.valueOf(
    situation.reduce((node, value, i) => diagram.cofactor(node, i, value), root),
  );
}
