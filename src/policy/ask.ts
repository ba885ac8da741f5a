/** What can still change the verdict. */
import { deciding, project, type Masks } from "./diagram-walks.ts";
import { Diagram, type NodeId } from "./diagram.ts";
import type { Account } from "./account.ts";
import { IMPOSSIBLE, type Compiled } from "./compile.ts";

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
    (value) => (value === IMPOSSIBLE ? 0 : 1 << value),
    (left, right) => left | right,
  );
  return deciding(scratch, sets, 0).map(
    (variable) => (compiled.facts[variable] as { id: string }).id,
  );
}
