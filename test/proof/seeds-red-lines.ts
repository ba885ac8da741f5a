/** Faults of what may never be tolerated: a red line that is, by the rules or by a pack. */
import type { Condition, Fact, NamedCondition, Rule, TierId } from "../../src/policy/schema.ts";
import { RULES } from "./content.ts";
import type { Copy } from "./copy.ts";
import {
  CONDITIONS,
  moveRule,
  narrowRule,
  partsOf,
  removeRule,
  retier,
  rulesIn,
  setInRule,
  told,
} from "./edits.ts";
import { lightestFirst, toleratedRedLineOf } from "./oracle.ts";
import type { Kind, Seed, World } from "./seed.ts";
import { NARROWER } from "./seeds-rules.ts";

const RED: Condition = { condition: "red_line" };

const redLine: Kind = {
  name: "red line tolerated by the rules",
  codes: ["policy/red-line"],
  atMost: 18,
  *seeds(world) {
    const makers = [leftOut, tolerating, narrowed, moved, unguarded, declaredRed, reordered];
    // Each way starts at another rule.
    const lists = makers.map((make, i) => {
      const seeds = make(world);
      const start = (i * 3) % seeds.length;
      return [...seeds.slice(start), ...seeds.slice(0, start)];
    });
    // Some of each way, then more of each: the first that are confirmed are kept.
    for (let i = 0; lists.some((list) => i < list.length); i++)
      yield* lists.flatMap((list) => list[i] ?? []);
  },
  confirmed: (trial) => toleratedRedLineOf(trial) !== undefined,
};

/** The rules that keep a red line from being tolerated. */
function excluding({ shipped }: World): readonly Rule[] {
  const layers = shipped.policy.layers.filter(({ layer }) => layer === "exclusion");
  const crime = rulesIn(shipped).filter(({ tier }) => tier === "refer");
  return [...crime, ...layers.flatMap(({ rules }) => rules)];
}

function leftOut(world: World): readonly Seed[] {
  return excluding(world).map(({ id }) => ({
    name: `the exclusion ${id} is left out`,
    edit: (copy) => removeRule(copy, id),
  }));
}

function tolerating(world: World): readonly Seed[] {
  const tiers: readonly TierId[] = ["mitigated", "exempt", "no_liability"];
  return excluding(world).map(({ id }, i) => {
    const tier = tiers[i % tiers.length] ?? "exempt";
    return { name: `${id} comes to ${tier}`, edit: (copy) => retier(copy, id, tier) };
  });
}

function narrowed(world: World): readonly Seed[] {
  return excluding(world).map(({ id }, i) => {
    const more = NARROWER[i % NARROWER.length] ?? RED;
    return {
      name: `the exclusion ${id} holds only where ${told(more)}`,
      edit: (copy) => narrowRule(copy, id, more),
    };
  });
}

function moved(world: World): readonly Seed[] {
  const last = rulesIn(world.shipped).at(-1);
  return excluding(world).flatMap(({ id }) =>
    last === undefined
      ? []
      : [
          {
            name: `the exclusion ${id} stands behind every other rule`,
            edit: (copy: Copy) => moveRule(copy, id, "after", last.id),
          },
        ],
  );
}

/** A tolerating rule no longer shuts the red lines out. */
function unguarded({ shipped }: World): readonly Seed[] {
  return rulesIn(shipped).flatMap((rule) => {
    const kept = partsOf(rule.when).filter((part) => !isGuard(part));
    if (kept.length === partsOf(rule.when).length) return [];
    return [
      {
        name: `${rule.id} no longer asks that no red line was crossed`,
        edit: (copy: Copy) => setInRule(copy, rule.id, "when", { all: kept }),
      },
    ];
  });
}

function isGuard(part: Condition): boolean {
  return "not" in part && JSON.stringify(part.not) === JSON.stringify(RED);
}

/** The policy declares a further red line, and its rules go on tolerating it. */
function declaredRed({ shipped }: World): readonly Seed[] {
  const part = (fact: Fact): Condition => ({
    fact: fact.id,
    is: lightestFirst(fact).at(-1) ?? "yes",
  });
  const grave = shipped.policy.facts.filter(
    ({ id, look, bearing }) => bearing === "aggravating" && look !== "gate" && id !== "repeated",
  );
  return grave.map((fact) => ({
    name: `${fact.id} is declared a red line and tolerated all the same`,
    edit: (copy) => {
      const index = copy.indexOf(CONDITIONS, ["conditions"], "red_line");
      copy.insert(CONDITIONS, ["conditions", index, "when", "any"], part(fact));
    },
  }));
}

/** A layer of rules that tolerate decides before the exclusions. */
function reordered({ shipped }: World): readonly Seed[] {
  const files = [...shipped.texts.keys()].filter((file) => file.startsWith(RULES));
  const layerOf = (copy: Copy, file: string) => copy.get(file, ["layer"]);
  return ["object", "look"].map((layer) => ({
    name: `the layer ${layer} decides before the exclusions`,
    edit: (copy) => {
      const early = files.find((file) => layerOf(copy, file) === "exclusion") ?? "";
      const late = files.find((file) => layerOf(copy, file) === layer) ?? "";
      const [first, second] = [copy.get(early, ["order"]), copy.get(late, ["order"])];
      copy.set(early, ["order"], second);
      copy.set(late, ["order"], first);
    },
  }));
}

const redLineByPack: Kind = {
  name: "red line tolerated by a pack",
  codes: ["policy/red-line"],
  atMost: 6,
  *seeds({ shipped }) {
    const red = shipped.policy.conditions.find(({ id }) => id === "red_line");
    const parts = red !== undefined && "any" in red.when ? red.when.any : [];
    for (const part of parts) {
      yield {
        name: `packs may act though ${told(part)}`,
        edit: (copy) => {
          const others = parts.filter((other) => other !== part);
          replacePart(copy, "closed_to_packs", RED, { any: others });
        },
      };
    }
  },
  confirmed: (trial) => toleratedRedLineOf(trial) !== undefined,
};

function replacePart(copy: Copy, id: string, part: Condition, other: Condition): void {
  const index = copy.indexOf(CONDITIONS, ["conditions"], id);
  const { when } = copy.get(CONDITIONS, ["conditions", index]) as NamedCondition;
  const parts = "any" in when ? when.any : partsOf(when);
  const at = parts.findIndex((one) => JSON.stringify(one) === JSON.stringify(part));
  if (at < 0) throw new Error(`${id} does not name ${JSON.stringify(part)}`);
  copy.set(CONDITIONS, ["conditions", index, "when", "any", at], other);
}

export const RED_LINE_KINDS: readonly Kind[] = [redLine, redLineByPack];
