/** Faults of what follows from a tier: rungs and steps that never come, or do not come where they must. */
import type { Condition, LineId, TierId } from "../../src/policy/schema.ts";
import { naive } from "../support/naive.ts";
import type { Copy } from "./copy.ts";
import { both, LINES, MEASURES, never, told } from "./edits.ts";
import type { Kind, Seed } from "./seed.ts";

/** Tiers no situation with these facts comes to. */
const APART: readonly (readonly [TierId, Condition])[] = [
  ["clarify", { fact: "crime_suspected", is: "yes" }],
  ["refer", { fact: "crime_suspected", is: "no" }],
  ["exempt", { fact: "private_gain", is: "yes" }],
  ["exempt", { fact: "fabricated", is: "yes" }],
  ["mitigated", { fact: "fault", is: "intentional" }],
  ["no_liability", { fact: "discipline_red_line", is: "yes" }],
  ["human_review", { fact: "obstructed", is: "yes" }],
  ["clarify", { fact: "stage", is: "before_acting" }],
];

const deadMeasure: Kind = {
  name: "dead measure",
  codes: ["policy/dead-measure"],
  atMost: 12,
  *seeds({ shipped }) {
    for (const [tier, condition] of APART) yield newMeasure(both({ tier: [tier] }, condition));
    const { constraints, measures } = shipped.policy;
    for (const { never: cannot } of constraints.slice(1, 4)) yield newMeasure(cannot);
    for (const { id } of measures.filter((_, i) => i % 15 === 11)) {
      yield {
        name: `the step ${id} now asks for what excludes itself`,
        edit: (copy) => {
          const index = copy.indexOf(MEASURES, ["measures"], id);
          const when = copy.get(MEASURES, ["measures", index, "when"]) as Condition;
          copy.set(MEASURES, ["measures", index, "when"], both(when, never("urgent")));
        },
      };
    }
  },
};

function newMeasure(when: Condition): Seed {
  return {
    name: `a step for where ${told(when)}, which never comes together`,
    edit: (copy) => {
      const base = copy.get(MEASURES, ["measures", 0]) as Readonly<Record<string, unknown>>;
      copy.insert(MEASURES, ["measures"], { ...base, id: "extra_step", when });
    },
  };
}

const LINE_IDS: readonly LineId[] = ["accountability", "discipline"];

interface LineEntry {
  readonly id: string;
  readonly when: Condition;
  readonly outcomes: readonly string[];
  readonly cites: readonly string[];
}

function entriesOf(copy: Pick<Copy, "get">, line: LineId): readonly LineEntry[] {
  return copy.get(LINES, [line]) as readonly LineEntry[];
}

const deadLine: Kind = {
  name: "dead line entry",
  codes: ["policy/dead-line"],
  atMost: 12,
  *seeds({ shipped }) {
    for (const line of LINE_IDS) {
      const entries = shipped.policy.lineRules[line];
      for (const [i, entry] of entries.entries()) {
        const broad = entries.slice(i + 1).find((later) => isBroader(later.when, entry.when));
        if (broad !== undefined) yield entryMoved(line, entry.id, broad.id);
      }
      const [cleared, tolerated] = entries;
      if (cleared === undefined || tolerated === undefined) continue;
      yield entryAfter(line, cleared, { tier: ["clarify"] }, "one it holds already");
      yield entryAfter(
        line,
        tolerated,
        both(tolerated.when, { fact: "urgent", is: "yes" }),
        "part of what it holds",
      );
      const last = entries.at(-1) ?? tolerated;
      yield entryAfter(line, last, { tier: ["exempt", "mitigated"] }, "what two before it hold");
      yield entryAfter(
        line,
        last,
        { any: [{ tier: ["ordinary"] }, { tier: ["refer", "aggravated"] }] },
        "what three before it hold",
      );
      yield entryAfter(
        line,
        cleared,
        both({ tier: ["refer"] }, { fact: "crime_suspected", is: "no" }),
        "what never comes together",
      );
    }
  },
};

/** The narrower one asks for the same tier and for more. */
function isBroader(broad: Condition, narrow: Condition): boolean {
  if (!("tier" in broad) || !("all" in narrow)) return false;
  return narrow.all.some(
    (part) => "tier" in part && part.tier.every((one) => broad.tier.includes(one)),
  );
}

function entryMoved(line: LineId, id: string, behind: string): Seed {
  return {
    name: `on the ${line} line ${id} stands behind ${behind}`,
    edit: (copy) => {
      const index = copy.indexOf(LINES, [line], id);
      const entry = copy.get(LINES, [line, index]);
      copy.remove(LINES, [line, index]);
      copy.insert(LINES, [line], entry, copy.indexOf(LINES, [line], behind) + 1);
    },
  };
}

function entryAfter(line: LineId, entry: LineEntry, when: Condition, what: string): Seed {
  return {
    name: `on the ${line} line an entry after ${entry.id} is for ${what}`,
    edit: (copy) => {
      const index = copy.indexOf(LINES, [line], entry.id);
      const { outcomes, cites } = entry;
      copy.insert(LINES, [line], { id: "extra_entry", when, outcomes, cites }, index + 1);
    },
  };
}

const noLine: Kind = {
  name: "no rung",
  codes: ["policy/no-line"],
  atMost: 10,
  *seeds({ shipped }) {
    for (const line of LINE_IDS) {
      const entries = shipped.policy.lineRules[line];
      for (const { id, when } of entries.toReversed()) {
        // What only refines a broader entry can go without leaving a hole.
        if (!("tier" in when)) continue;
        if (id.length % 3 === 0) yield entryNarrowed(line, id, { fact: "urgent", is: "no" });
        else yield entryGone(line, id);
      }
    }
  },
};

function entryGone(line: LineId, id: string): Seed {
  return {
    name: `the ${line} line has no entry ${id}`,
    edit: (copy) => copy.remove(LINES, [line, copy.indexOf(LINES, [line], id)]),
  };
}

function entryNarrowed(line: LineId, id: string, more: Condition): Seed {
  return {
    name: `the entry ${id} of the ${line} line leaves out urgent matters`,
    edit: (copy) => {
      const index = copy.indexOf(LINES, [line], id);
      const { when } = entriesOf(copy, line)[index] ?? { when: more };
      copy.set(LINES, [line, index, "when"], both(when, more));
    },
  };
}

const noMeasure: Kind = {
  name: "tolerated without a step",
  codes: ["policy/no-measure", "policy/no-step"],
  atMost: 10,
  *seeds({ shipped, pool }) {
    const law = naive(shipped.policy, null);
    const kept = new Set(
      shipped.policy.purposes.flatMap(({ measures }) => (measures === "all" ? [] : measures)),
    );
    const seen = new Set<string>();
    for (const situation of [...pool.values()].flat()) {
      const { tier, measures } = law.outcomeOf(situation);
      const key = measures.join();
      if (!["no_liability", "exempt", "mitigated"].includes(tier) || measures.length > 6) continue;
      if (seen.has(key) || measures.some((id) => kept.has(id))) continue;
      seen.add(key);
      yield {
        name: `the steps of a situation that comes to ${tier} are gone: ${measures.join(", ")}`,
        edit: (copy) => {
          for (const id of measures)
            copy.remove(MEASURES, ["measures", copy.indexOf(MEASURES, ["measures"], id)]);
        },
      };
    }
  },
};

export const OUTCOME_KINDS: readonly Kind[] = [deadMeasure, deadLine, noLine, noMeasure];
