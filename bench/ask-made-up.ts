/** How many questions made-up policies take: ours, publicodes, and the exact optimum where it can be worked out. */
import { Planner } from "../src/policy/plan.ts";
import { meanOf, percentileOf, timingOf } from "./measure.ts";
import { optimumOf } from "./optimum.ts";
import { publicodesAsker } from "./peers/publicodes-asker.ts";
import { literalRules } from "./peers/rulebook.ts";
import { atMost, bySize, type Cell, type Found, type Setting } from "./section.ts";
import {
  compiledOf,
  madeUp,
  madeUpPeople,
  MIDDLING,
  NO,
  SMALL,
  YES,
  type Compiled,
  type MadeUp,
} from "./synthetic.ts";

const PEOPLE_SEED = 4242;
const EFFORT = { sharedMin: 0.005, people: 16, candidates: 4 };
const REMAINS_MAX = 600_000;
const TOPIC = "all";
const PER_MILLE = 1000;

type Person = readonly boolean[];

/** The rows of both made-up policies. */
export async function askMadeUp({ size }: Pick<Setting, "size">): Promise<Found> {
  const small = await compared("12 facts", madeUp(SMALL), bySize(size, 20, 1000), true);
  // To find an order for the larger one takes seconds: too long for a look whether it runs at all.
  const count = bySize(size, 0, 1000);
  const middling =
    count === 0 ? undefined : await compared("30 facts", madeUp(MIDDLING), count, false);
  return {
    sheets: [
      {
        title: "Made-up policies, nobody unsure: questions a person",
        head: [
          "policy",
          "asked by",
          "people",
          "mean",
          "median",
          "p95",
          "worst",
          "wrong",
          "next p50 ms",
          "p99 ms",
        ],
        rows: [...small.rows, ...(middling?.rows ?? [])],
      },
    ],
    targets: [
      atMost(
        "12 facts: mean beside the optimum of the same people",
        1.05,
        small.ours / small.optimum,
      ),
      ...(middling?.publicodes === undefined
        ? []
        : [
            atMost(
              "30 facts: mean beside publicodes, the same people",
              0.75,
              middling.ours / middling.publicodes,
            ),
          ]),
    ],
    notes: [
      "The optimum is exact: dynamic programming over every remain that can come up, with the shares known. Ours is given the same shares.",
    ],
  };
}

async function compared(name: string, policy: MadeUp, count: number, withOptimum: boolean) {
  const people = madeUpPeople(policy, count, PEOPLE_SEED);
  const compiled = compiledOf(policy);
  const rows: Cell[][] = [];
  const enter = (by: string, { lengths, tookMs, wrong }: Asked) => {
    const at = (share: number) => percentileOf(lengths, share);
    const next = timingOf(tookMs);
    const mean = Math.round(meanOf(lengths) * PER_MILLE) / PER_MILLE;
    rows.push([
      name,
      by,
      count,
      mean,
      at(0.5),
      at(0.95),
      Math.max(...lengths),
      wrong,
      next.p50Ms,
      next.p99Ms,
    ]);
    return meanOf(lengths);
  };
  const ours = enter("distinguo", askedByOurs(compiled, people, policy));
  const optimum = withOptimum
    ? enter("exact optimum", askedByOptimum(compiled, people, policy))
    : NaN;
  const theirs = await askedByPublicodes(policy, people);
  return { rows, ours, optimum, publicodes: theirs && enter("publicodes", theirs) };
}

interface Asked {
  readonly lengths: readonly number[];
  readonly tookMs: readonly number[];
  readonly wrong: number;
}

function askedByOurs(compiled: Compiled, people: readonly Person[], policy: MadeUp): Asked {
  const { residuals, shares, order } = compiled;
  const questions = order.map((fact, variable) => ({
    id: `f${fact}`,
    topic: TOPIC,
    variables: [variable],
    first: false,
  }));
  const planner = new Planner(residuals, shares, questions, [TOPIC], EFFORT);
  return askedBy(compiled, people, policy, (remain, share) => planner.next(remain, TOPIC, share));
}

function askedByOptimum(compiled: Compiled, people: readonly Person[], policy: MadeUp): Asked {
  const { residuals, shares } = compiled;
  const root = residuals.of(openMasks(compiled), new Set());
  const optimum = optimumOf(residuals, root, shares, REMAINS_MAX);
  if (optimum === undefined) throw new Error("the optimum of the small policy is out of reach");
  return askedBy(compiled, people, policy, (remain) => optimum.next(remain));
}

const openMasks = ({ order }: Compiled) => Uint8Array.from(order, () => (1 << YES) | (1 << NO));

function askedBy(
  compiled: Compiled,
  people: readonly Person[],
  policy: MadeUp,
  next: (remain: number, share: number) => number,
): Asked {
  const { residuals, shares, order, flat } = compiled;
  const tookMs: number[] = [];
  let wrong = 0;
  const lengths = people.map((person) => {
    const masks = openMasks(compiled);
    let share = 1;
    for (let count = 0; ; count += 1) {
      const startedMs = performance.now();
      const variable = next(residuals.of(masks, new Set()), share);
      tookMs.push(performance.now() - startedMs);
      if (variable < 0) {
        if (flat.union(masks) !== 1 << Number(outcomeOf(policy, person).slice(1))) wrong += 1;
        return count;
      }
      const value = person[order[variable] ?? 0] === true ? YES : NO;
      masks[variable] = 1 << value;
      share *= shares[variable]?.[value] ?? 0;
    }
  });
  return { lengths, tookMs, wrong };
}

async function askedByPublicodes(policy: MadeUp, people: readonly Person[]) {
  const asker = await publicodesAsker(literalRules(policy));
  if (asker === undefined) return undefined;
  const tookMs: number[] = [];
  let wrong = 0;
  const lengths = people.map((person) => {
    asker.reset();
    for (let count = 0; ; count += 1) {
      const startedMs = performance.now();
      const fact = asker.next();
      tookMs.push(performance.now() - startedMs);
      if (fact === undefined) {
        if (asker.outcome() !== outcomeOf(policy, person)) wrong += 1;
        return count;
      }
      asker.answer(fact, person[Number(fact.slice(1))] === true ? "yes" : "no");
    }
  });
  return { lengths, tookMs, wrong };
}

/** By the rules as they are written. */
function outcomeOf({ rules, fallback }: MadeUp, person: Person): string {
  const first = rules.find(({ literals }) =>
    literals.every(({ fact, yes }) => person[fact] === yes),
  );
  return first?.outcome ?? fallback;
}
