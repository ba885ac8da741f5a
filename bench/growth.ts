/** How compiling and proving grow with a policy: the shipped one with more and more facts and rules. */
import { compile } from "../src/policy/compile.ts";
import { DiagramTooLarge } from "../src/policy/diagram.ts";
import { sizeOf } from "../src/policy/diagram-walks.ts";
import { lawOf } from "../src/policy/proofs/laws.ts";
import { FIRST, OF_EACH_LAW, OF_THE_POLICY } from "../src/policy/prove.ts";
import type { Policy } from "../src/policy/schema-pack.ts";
import { largePolicy } from "./large-policy.ts";
import { msOf } from "./measure.ts";

export interface Grown {
  readonly facts: number;
  readonly rules: number;
  /** Nodes of the diagram of tiers; undefined where the policy outgrew its bounds. */
  readonly nodes?: number;
  readonly compileMs: number;
  readonly proofMs: number;
  /** Theorems that hold, of those that were tried. */
  readonly holding: number;
  readonly theorems: number;
}

/** The size that a policy is expected to come to one day. */
export const EXPECTED = { facts: 80, rules: 400 };

/** The shipped policy first, then so many parts of the way to the expected size. */
export function grownTo(policy: Policy, steps: readonly number[]): readonly Grown[] {
  const rules = policy.layers.flatMap((layer) => layer.rules).length;
  const facts = policy.facts.length;
  const between = (from: number, to: number, part: number) => Math.round(from + (to - from) * part);
  return steps.map((part) =>
    grown(
      largePolicy(
        policy,
        between(facts, EXPECTED.facts, part),
        between(rules, EXPECTED.rules, part),
      ),
    ),
  );
}

/** Compiles and proves one policy without packs. */
export function grown(policy: Policy): Grown {
  const found = {
    facts: policy.facts.length,
    rules: policy.layers.flatMap((layer) => layer.rules).length,
    compileMs: 0,
    proofMs: 0,
    holding: 0,
    theorems: 0,
  };
  try {
    const startedMs = performance.now();
    const national = lawOf(compile(policy, null));
    found.compileMs = performance.now() - startedMs;
    const laws = { national, local: [] };
    const proofs = [
      ...[FIRST, ...OF_THE_POLICY].map(
        ({ prove }) =>
          () =>
            prove(laws),
      ),
      ...OF_EACH_LAW.map(
        ({ prove }) =>
          () =>
            prove(national),
      ),
    ];
    for (const proof of proofs) {
      found.proofMs += msOf(() => {
        if (proof().length === 0) found.holding += 1;
      });
      found.theorems += 1;
    }
    return { ...found, nodes: sizeOf(national.diagram, national.tiers) };
  } catch (error) {
    if (!(error instanceof DiagramTooLarge)) throw error;
    return found;
  }
}
