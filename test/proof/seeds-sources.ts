/** Faults of the bases: what nobody verified, what is no longer in force, what no norm stands behind. */
import type { Rule } from "../../src/policy/schema.ts";
import type { Source } from "../../src/policy/schema-support.ts";
import { POLICY } from "./content.ts";
import type { Copy, Path } from "./copy.ts";
import { LINES, MEASURES, packFile, placeOfRule, rulesIn, setInRule, SOURCES } from "./edits.ts";
import type { Kind, Seed, World } from "./seed.ts";

const NOBODY = "P-NONE-1";

const unknown: Kind = {
  name: "citation of what nobody verified",
  codes: ["reference/unknown-provision"],
  atMost: 10,
  *seeds({ shipped }) {
    for (const rule of rulesIn(shipped).filter((_, i) => i % 14 === 3)) {
      yield {
        name: `${rule.id} cites a provision that is not there`,
        edit: (copy) => {
          const { file, index } = placeOfRule(copy, rule.id);
          copy.insert(file, ["rules", index, "cites"], NOBODY);
        },
      };
    }
    const lists: readonly (readonly [string, Path])[] = [
      [MEASURES, ["measures", 3, "cites"]],
      [LINES, ["discipline", 2, "cites"]],
      [`${POLICY}distinctions.yaml`, ["distinctions", 1, "cites"]],
      [`${POLICY}remedies.yaml`, ["remedies", 1, "cites"]],
      [`${POLICY}checklist.yaml`, ["items", 5, "cites"]],
      [`${POLICY}elements.yaml`, ["cites"]],
      [`${POLICY}tiers.yaml`, ["unforeseen", "cites"]],
      [`${POLICY}parameters.yaml`, ["accident_conflict", "cites"]],
    ];
    for (const [file, path] of lists) {
      yield {
        name: `a provision that is not there is cited at ${path.join(".")} in ${file}`,
        edit: (copy) => copy.insert(file, path, NOBODY),
      };
    }
  },
};

/** The sources at least one provision of which is cited by a rule, a rung or a step. */
function citedSources({ shipped }: World): readonly Source[] {
  const { sources, measures, lineRules } = shipped.policy;
  const uses = [
    ...rulesIn(shipped),
    ...measures,
    ...lineRules.accountability,
    ...lineRules.discipline,
  ];
  const cited = new Set(uses.flatMap(({ cites }) => cites));
  return sources.filter(({ provisions }) => provisions.some(({ id }) => cited.has(id)));
}

const notInForce: Kind = {
  name: "citation of what is not in force",
  codes: ["policy/not-in-force"],
  atMost: 12,
  *seeds(world) {
    for (const pack of world.shipped.packs) {
      yield {
        name: `the text the pack ${pack.id} stands on was repealed`,
        edit: (copy) =>
          copy.set(packFile(copy, pack.id), ["source", "validity", "until"], REPEALED),
      };
    }
    const norms = citedSources(world).filter(
      ({ kind, validity: { adopted, from } }) =>
        kind === "norm" && (from ?? adopted ?? "") < REPEALED,
    );
    for (const { id } of norms.slice(-1)) {
      yield {
        name: `${id} is cited long before it comes into force`,
        edit: (copy) => setValidity(copy, id, { from: "2099-01-01" }),
      };
    }
    for (const { id } of world.dice.shuffled(norms)) {
      yield {
        name: `${id} was repealed and is still cited`,
        edit: (copy) => setValidity(copy, id, { until: REPEALED }),
      };
    }
  },
};

/** After every text in question began, and long past. */
const REPEALED = "2025-06-30";

function setValidity(copy: Copy, id: string, days: Partial<Source["validity"]>): void {
  const index = copy.indexOf(SOURCES, ["sources"], id);
  for (const [key, day] of Object.entries(days))
    copy.set(SOURCES, ["sources", index, "validity", key], day);
}

/** The day, some years earlier or later. */
function shifted(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}

const disorder: Kind = {
  name: "dates in disorder",
  codes: ["policy/validity"],
  atMost: 10,
  *seeds({ shipped }) {
    for (const { id, source } of shipped.packs) {
      const day = shifted(source.validity.adopted ?? "2020-01-01", -3);
      yield {
        name: `the text of pack ${id} ended before it was adopted`,
        edit: (copy) => copy.set(packFile(copy, id), ["source", "validity", "until"], day),
      };
    }
    for (const [i, { id, validity }] of shipped.policy.sources.entries()) {
      const { adopted, from } = validity;
      const start = from ?? adopted;
      if (start === null) continue;
      const seed = (what: string, days: Partial<Source["validity"]>): Seed => ({
        name: `${id} ${what}`,
        edit: (copy) => setValidity(copy, id, days),
      });
      if (from === null && i % 2 === 0)
        yield seed("came into force before it was adopted", { from: shifted(start, -1) });
      else yield seed("ended before it began", { until: shifted(start, -2) });
      if (adopted !== null && from !== null)
        yield seed("was adopted after it came into force", { adopted: shifted(from, 1) });
    }
  },
};

const noGround: Kind = {
  name: "no ground for the ordinary rules",
  codes: ["policy/no-ground"],
  atMost: 10,
  *seeds({ shipped, dice }) {
    const defaults = shipped.policy.sources.filter(({ kind }) => kind === "default");
    const own = defaults.flatMap(({ provisions }) => provisions.map(({ id }) => id));
    const ordinary = rulesIn(shipped).filter(({ tier }) => tier === "ordinary");
    for (const rule of dice.shuffled(ordinary)) yield onDefaults(rule, dice.pick(own), own);
  },
};

/** Its norms go; what the policy sets itself stays, or comes in. */
function onDefaults(rule: Rule, other: string, own: readonly string[]): Seed {
  const kept = rule.cites.filter((id) => own.includes(id));
  const cites = kept.length > 0 ? kept : [other];
  return {
    name: `${rule.id} stands on ${cites.join(" and ")} alone`,
    edit: (copy) => setInRule(copy, rule.id, "cites", cites),
  };
}

export const SOURCE_KINDS: readonly Kind[] = [unknown, notInForce, disorder, noGround];
