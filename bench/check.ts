/** Section `check`: proving the shipped policy, comparing it, and how both grow. */
import { bundleOf } from "../src/content/bundle.ts";
import { compareContent, type ComparedContent } from "../src/policy/compare.ts";
import { compile } from "../src/policy/compile.ts";
import type { Policy } from "../src/policy/schema-pack.ts";
import { grownTo, type Grown } from "./growth.ts";
import { medianOf, msOf } from "./measure.ts";
import { bySize, type Cell, type Found, type Setting } from "./section.ts";

/** Parts of the way from the shipped policy to the expected size. */
export const STEPS = [0, 0.25, 0.5, 0.75, 1];
const MS_PER_SECOND = 1000;

/** Whole checks, comparisons and growth. */
export function measureCheck({ size, bundle }: Setting): Promise<Found> {
  const times = bySize(size, 1, 5);
  const repeated = (work: () => unknown) =>
    medianOf(Array.from({ length: times }, () => msOf(work)));
  const proving: number[] = [];
  const wholeMs = repeated(() => {
    const made = bundleOf(bundle.texts);
    if (!made.ok) throw new Error("the content does not pass its check");
    proving.push(made.value.theorems.reduce((sum, { ms }) => sum + ms, 0));
  });
  const again = () => contentOf(bundle.policy, bundle.packs);
  const compileMs = repeated(() => compile(bundle.policy, null).decided(() => true));
  const pairs: readonly (readonly [string, () => ComparedContent])[] = [
    ["the shipped content with itself", again],
    [
      "the shipped content with one rule of another tier",
      () => contentOf(retiered(bundle.policy), bundle.packs),
    ],
  ];
  const compared = pairs.map(([what, other]): Cell[] => {
    const took = Array.from({ length: times }, () => {
      const [before, after] = [again(), other()];
      return msOf(() => compareContent(before, after));
    });
    return [`compare ${what}`, medianOf(took)];
  });
  const steps = bySize<readonly number[]>(size, [0], STEPS);
  return Promise.resolve({
    sheets: [
      {
        title: "The shipped content",
        head: ["what", "ms"],
        rows: [
          ["compile the national rules, the search for a good order included", compileMs],
          [
            `all ${bundle.theorems.length} theorems, of the rules and every pack`,
            medianOf(proving),
          ],
          ["check texts that are already read: parse, compile, prove", wholeMs],
          ...compared,
        ],
      },
      growthSheet(grownTo(bundle.policy, steps)),
    ],
    targets: [],
    notes: [
      "Comparing compiles nothing: both contents are compiled before, with every pack.",
      "A grown policy is the shipped one in which some facts get a twin and rules are repeated with twins in the place of facts, without packs. It stays within the schema but is not written with care: the theorems that fail are proved wrong with a witness, which takes longer than to find that they hold.",
    ],
  });
}

/** Every law compiled, so that comparing does not have to. */
function contentOf(policy: Policy, packs: ComparedContent["packs"]): ComparedContent {
  const national = compile(policy, null);
  const made = new Map([
    [null, national] as const,
    ...packs.map((pack) => [pack.id, compile(policy, pack, national.facts)] as const),
  ]);
  return { policy, packs, compiled: (id) => made.get(id) ?? national };
}

/** The last rule that mitigates makes ordinary instead. */
function retiered(policy: Policy): Policy {
  const rules = policy.layers.flatMap((layer) => layer.rules);
  const chosen = rules.findLast(({ tier }) => tier === "mitigated")?.id;
  return {
    ...policy,
    layers: policy.layers.map((layer) => ({
      ...layer,
      rules: layer.rules.map((rule) =>
        rule.id === chosen ? { ...rule, tier: "ordinary" as const } : rule,
      ),
    })),
  };
}

function growthSheet(sizes: readonly Grown[]) {
  return {
    title: "Growth",
    head: ["facts", "rules", "nodes", "compile s", "prove s", "theorems that hold"],
    rows: sizes.map(({ facts, rules, nodes, compileMs, proofMs, holding, theorems }): Cell[] => [
      facts,
      rules,
      nodes ?? "outgrew its bounds",
      compileMs / MS_PER_SECOND,
      proofMs / MS_PER_SECOND,
      `${holding} of ${theorems}`,
    ]),
  };
}
