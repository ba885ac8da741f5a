/** What is proved of a policy before it may be used; the full set of theorems comes on top of these. */
import { isPossible, type Facts } from "../policy/account.ts";
import { IMPOSSIBLE, type Compiled } from "../policy/compile.ts";
import { decide, decidingRules } from "../policy/decide.ts";
import { DiagramTooLarge, NODES_MAX } from "../policy/diagram.ts";
import { mapTerminals, reach } from "../policy/diagram-walks.ts";
import { openMasks } from "../policy/compile.ts";
import { RED_LINE } from "../policy/pack.ts";
import { tiersOf } from "../policy/compile.ts";
import type { Place, Problem } from "../policy/result.ts";
import type { Condition } from "../policy/schema.ts";
import type { Pack } from "../policy/schema-pack.ts";
import type { World } from "../dialogue/world.ts";
import { describe } from "./describe.ts";
import type { PolicyFiles } from "./policy-files.ts";

export interface Theorem {
  readonly id: string;
  readonly holds: boolean;
  readonly ms: number;
}

interface Proof {
  readonly problems: readonly Problem[];
  readonly theorems: readonly Theorem[];
}

type Check = (compiled: Compiled, files: PolicyFiles, pack: Pack | null) => readonly Problem[];

/** Problems: policy/too-large, policy/example, policy/red-line, policy/no-line, policy/no-measure, policy/impossible. */
export function provePolicy(
  files: PolicyFiles,
  packs: readonly Pack[],
  compiled: World["compiled"],
): Proof {
  const problems: Problem[] = [];
  const theorems: Theorem[] = [];
  for (const pack of [null, ...packs]) {
    for (const [id, check] of Object.entries(CHECKS)) {
      const started = performance.now();
      const found = guarded(() => check(compiled(pack?.id ?? null), files, pack), files, pack);
      const name = pack === null ? id : `${id}:${pack.id}`;
      theorems.push({
        id: name,
        holds: found.length === 0,
        ms: Math.round((performance.now() - started) * 10) / 10,
      });
      problems.push(...found.filter((problem) => isNew(problem, problems)));
      if (found.some(({ code }) => NOTHING_FOLLOWS.has(code))) return { problems, theorems };
    }
  }
  return { problems, theorems };
}

/** After these no other check means anything. */
const NOTHING_FOLLOWS: ReadonlySet<Problem["code"]> = new Set([
  "policy/too-large",
  "policy/impossible",
]);

/** What is wrong with the national rules shows again under every pack; it is said once. */
function isNew(problem: Problem, sofar: readonly Problem[]): boolean {
  return sofar.every((known) => describe(known) !== describe(problem));
}

function guarded(
  check: () => readonly Problem[],
  files: PolicyFiles,
  pack: Pack | null,
): readonly Problem[] {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof DiagramTooLarge)) throw error;
    const message = `the decision diagram outgrows ${NODES_MAX} nodes${pack === null ? "" : ` with pack ${pack.id}`}`;
    return [{ code: "policy/too-large", message, at: startOf(files, pack) }];
  }
}

function startOf(files: PolicyFiles, pack: Pack | null): Place {
  const located = files.packs.find(({ value }) => value.id === pack?.id);
  return (
    located?.locate([]) ??
    files.layers[0]?.locate([]) ?? { file: "data/policy/rules", line: 1, column: 1 }
  );
}

/** Some situation can occur at all. */
const satisfiable: Check = (compiled, files) =>
  isPossible(compiled, openMasks(compiled))
    ? []
    : [
        {
          code: "policy/impossible",
          message: "the constraints leave no situation possible",
          at: files.single["data/policy/constraints.yaml"].locate(["constraints"]),
        },
      ];

/** Each rule's worked example is decided by it, and the changed one is not. */
const examples: Check = (compiled, files, pack) => {
  if (pack !== null) {
    const located = files.packs.find(({ value }) => value.id === pack.id);
    return pack.examples.flatMap((example, i) =>
      exampleFaults(
        compiled,
        `pack.${pack.id.toLowerCase()}`,
        example,
        () => located?.locate(["examples", i]) ?? startOf(files, pack),
      ),
    );
  }
  return files.layers.flatMap((layer) =>
    layer.value.rules.flatMap((rule, i) =>
      rule.examples.flatMap((example, j) =>
        exampleFaults(compiled, rule.id, example, () => layer.locate(["rules", i, "examples", j])),
      ),
    ),
  );
};

function exampleFaults(
  compiled: Compiled,
  rule: string,
  example: { readonly facts: Facts; readonly unless: Facts },
  place: () => Place,
): readonly Problem[] {
  const deciding = (facts: Facts) => decidingRules(compiled, { facts })?.map(({ id }) => id);
  const fires = deciding(example.facts);
  const held = deciding({ ...example.facts, ...example.unless });
  const faults: string[] = [];
  if (fires?.join() !== rule)
    faults.push(
      `the example of ${rule} is decided by ${fires?.join(", ") ?? "nothing, as it cannot occur"}`,
    );
  if (held === undefined)
    faults.push(`the example of ${rule} cannot occur once "unless" is put in`);
  else if (held.includes(rule))
    faults.push(`the example of ${rule} still fires with "unless" put in`);
  return faults.map((message) => ({ code: "policy/example", message, at: place() }));
}

/** No situation with a red line is ever tolerated, with or without a pack. */
const redLines: Check = (compiled, files, pack) => {
  const { diagram } = compiled;
  const tiers = tiersOf(
    compiled,
    compiled.decided(() => true),
  );
  const across = diagram.choose(
    compiled.condition({ condition: RED_LINE }),
    tiers,
    diagram.terminal(0),
  );
  const light = new Set(
    (["no_liability", "exempt", "mitigated"] as const).map((tier) => compiled.tierIndex.get(tier)),
  );
  const found = reach(diagram, across, openMasks(compiled)).filter((tier) => light.has(tier));
  if (found.length === 0) return [];
  return [
    {
      code: "policy/red-line",
      message: "a red line is tolerated in some situation",
      at: startOf(files, pack),
    },
  ];
};

/** Every situation has a rung on both lines and at least one measure. */
const outcomes: Check = (compiled, files) => {
  const problems: Problem[] = [];
  const { diagram } = compiled;
  const tiers = tiersOf(
    compiled,
    compiled.decided(() => true),
  );
  const yes = diagram.terminal(1);
  /** Tier by tier, so that tiers and conditions are never multiplied out. */
  const uncovered = (conditions: readonly Condition[]) =>
    reach(diagram, tiers, openMasks(compiled)).some((tier) => {
      if (tier === IMPOSSIBLE) return false;
      const here = mapTerminals(diagram, tiers, (value) => (value === tier ? 1 : 0));
      const covered = conditions.reduce(
        (rest, when) => diagram.choose(compiled.condition(when, diagram.terminal(tier)), yes, rest),
        diagram.terminal(0),
      );
      return diagram.choose(here, covered, yes) !== yes;
    });
  const lines = files.single["data/policy/lines.yaml"];
  for (const line of ["accountability", "discipline"] as const) {
    if (uncovered(lines.value[line].map(({ when }) => when))) {
      problems.push({
        code: "policy/no-line",
        message: `some situation has no rung on the ${line} line`,
        at: lines.locate([line]),
      });
    }
  }
  const measures = files.single["data/policy/measures.yaml"];
  if (uncovered(measures.value.measures.map(({ when }) => when))) {
    problems.push({
      code: "policy/no-measure",
      message: "some situation has no measure",
      at: measures.locate(["measures"]),
    });
  }
  return problems;
};

/** Whatever a verdict takes fits the diagram: it is made once, for an account that says nothing. */
const verdictFits: Check = (compiled) => {
  decide(compiled, { facts: {} });
  return [];
};

const CHECKS: Readonly<Record<string, Check>> = {
  "constraints-satisfiable": satisfiable,
  "examples-hold": examples,
  "red-lines-dominate": redLines,
  "every-outcome-has-lines-and-measures": outcomes,
  "a-verdict-fits": verdictFits,
};
