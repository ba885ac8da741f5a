/** What can still change the verdict. */
import { deciding, project, reach, supportOf, type Masks } from "./diagram-walks.ts";
import { Diagram, type NodeId } from "./diagram.ts";
import type { Account } from "./account.ts";
import { IMPOSSIBLE, openMasks, type Compiled } from "./compile.ts";

/** Terminal of the sets for what cannot occur; stands for no tier at all. */
const NOTHING = 0;
/** Terminal of several sets at once. */
const SEVERAL = -1;

/**
 * The facts neither answered nor unsure that, alone or together with others, can still change the set of values that
 * `root` may take. Unsure facts are never learnt, so each situation of the rest stands for the set over them.
 * Works in a scratch diagram: asking leaves nothing behind in the policy's own.
 */
export function askable(
  compiled: Compiled,
  root: NodeId,
  masks: Masks,
  account: Account,
): readonly string[] {
  const unsure = new Set((account.unsure ?? []).map((fact) => compiled.variables.get(fact)));
  const scratch = new Diagram(compiled.diagram.sizes);
  const sets = project(
    compiled.diagram,
    root,
    scratch,
    masks,
    (variable) => unsure.has(variable),
    (value) => (value === IMPOSSIBLE ? NOTHING : 1 << value),
    (left, right) => left | right,
  );
  const asked = new Set(deciding(scratch, sets, NOTHING));
  narrowing(scratch, sets, masks, asked).forEach((variable) => asked.add(variable));
  for (let more = tied(compiled, scratch, sets, asked); more.length > 0;) {
    more.forEach((variable) => asked.add(variable));
    more = tied(compiled, scratch, sets, asked);
  }
  return compiled.facts.filter((_, variable) => asked.has(variable)).map(({ id }) => id);
}

/** Variables, beside the known ones, one of whose values, learnt now and alone, already leaves fewer sets possible than before. */
function narrowing(
  scratch: Diagram,
  sets: NodeId,
  masks: Masks,
  known: ReadonlySet<number>,
): readonly number[] {
  const joined = (narrowed: Masks) =>
    reach(scratch, sets, narrowed).reduce((all, set) => all | set, 0);
  const before = joined(masks);
  const others = supportOf(scratch, sets).filter((variable) => !known.has(variable));
  return others.filter((variable) => {
    const open = masks[variable] as number;
    const narrowed = masks.slice();
    return Array.from({ length: scratch.sizes[variable] as number }, (_, value) => 1 << value)
      .filter((bit) => (open & bit) !== 0)
      .some((bit) => {
        narrowed[variable] = bit;
        const after = joined(narrowed);
        return after !== 0 && after !== before;
      });
  });
}

/**
 * Constraints can tie facts so that none can change anything alone: two that exclude each other, one of which holds.
 * A smallest-by-removal set of such facts that still change something while the known ones stay; empty where none do.
 */
function tied(
  compiled: Compiled,
  scratch: Diagram,
  sets: NodeId,
  known: ReadonlySet<number>,
): readonly number[] {
  const open = openMasks(compiled);
  const leavesOpen = (fixed: ReadonlySet<number>) => {
    const forgetful = new Diagram(scratch.sizes);
    const merged = project(
      scratch,
      sets,
      forgetful,
      open,
      (variable) => !fixed.has(variable),
      (value) => value,
      (left, right) =>
        left === NOTHING || left === right ? right : right === NOTHING ? left : SEVERAL,
    );
    return reach(forgetful, merged, open).includes(SEVERAL);
  };
  const others = supportOf(scratch, sets).filter((variable) => !known.has(variable));
  if (others.length === 0 || !leavesOpen(known)) return [];
  const fixed = others.reduce<ReadonlySet<number>>((sofar, variable) => {
    const more = new Set([...sofar, variable]);
    return leavesOpen(more) ? more : sofar;
  }, known);
  return others.filter((variable) => !fixed.has(variable));
}
