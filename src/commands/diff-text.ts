/** A comparison of two policies in lines that an administrator reads. */
import type { Comparison, ContentComparison } from "../policy/compare.ts";

/** A class as it is printed: what changes, how often, and under it what says more. */
interface Entry {
  readonly title: string;
  /** The same for the same change by the same rules. */
  readonly key: string;
  readonly situations: string;
  readonly details: readonly string[];
}

/** Fact id → presumed value. */
type Presumed = ReadonlyMap<string, string>;

export function linesOf(report: ContentComparison, presumed: Presumed): readonly string[] {
  const national = groupsOf(report, presumed);
  const packs = Object.entries(report.packs).map(([id, one]) => {
    const all = groupsOf(one, presumed);
    return { id, possible: one.possible, all, own: without(all, national) };
  });
  const changes = [national, ...packs.map(({ own }) => own)].reduce(
    (sum, groups) => sum + sizeOf(groups),
    0,
  );
  return [
    ...sectionsOf(national, report.possible),
    ...packs.flatMap(({ id, possible, all, own }) => [
      ...headOf(id, sizeOf(all) - sizeOf(own), sizeOf(own)),
      ...sectionsOf(own, possible),
    ]),
    ...listed("rules added", report.rules.added),
    ...listed("rules removed", report.rules.removed),
    ...listed("rules resting on other provisions", report.rules.rebased),
    ...listed("packs added", report.packs_added),
    ...listed("packs removed", report.packs_removed),
    ...endOf(report, changes),
  ];
}

/** What changes with a pack just as it does nationally, by the same rules, is not shown twice. */
function without(groups: readonly Group[], shown: readonly Group[]): readonly Group[] {
  const keys = new Set(shown.flatMap(([name, entries]) => entries.map(({ key }) => name + key)));
  return groups.map(([name, entries]) => [
    name,
    entries.filter(({ key }) => !keys.has(name + key)),
  ]);
}

function headOf(pack: string, same: number, own: number): readonly string[] {
  const above = same === 0 ? "" : `: ${same} of the classes above`;
  const more = own > 0 && same > 0 ? ", and besides" : "";
  return [`with pack ${pack}${above}${more}`, ""];
}

function sizeOf(groups: readonly Group[]): number {
  return groups.reduce((sum, [, entries]) => sum + entries.length, 0);
}

function sectionsOf(groups: readonly Group[], possible: string): readonly string[] {
  return groups
    .filter(([, entries]) => entries.length > 0)
    .flatMap(([name, entries]) => [
      `${name}, of ${grouped(possible)} possible situations`,
      ...entries.flatMap(({ title, situations, details }) => [
        `  ${title}: ${count(situations)}${share(situations, possible)}`,
        ...details.map((detail) => `    ${detail}`),
      ]),
      "",
    ]);
}

type Group = readonly [name: string, entries: readonly Entry[]];

function groupsOf(report: Comparison, presumed: Presumed): readonly Group[] {
  const rungs = (list: readonly string[]) => list.join(" or ") || "nothing";
  const entry = (title: string, { situations, witness }: Counted): Entry => ({
    title,
    key: title,
    situations,
    details: witnessLines(witness, presumed),
  });
  const tiers = report.classes.map((one) => {
    const plain = entry(`${one.from} → ${one.to}`, one);
    const key = [
      plain.title,
      ...one.rules.map(({ from, to }) => `${from} ${to}`).toSorted(),
    ].join();
    return { ...plain, key, details: [...ruleLines(one), ...plain.details] };
  });
  return [
    ["tiers", tiers],
    [
      "lines while the tier stays",
      report.lines.map((one) => entry(`${one.line} ${rungs(one.from)} → ${rungs(one.to)}`, one)),
    ],
    [
      "distinctions while the tier stays",
      report.distinctions.map((one) => entry(`${one.distinction} ${one.from} → ${one.to}`, one)),
    ],
    [
      "measures while the tier stays",
      report.measures.map((one) => entry(`${one.measure} ${one.change}`, one)),
    ],
  ];
}

interface Counted {
  readonly situations: string;
  readonly witness: Readonly<Record<string, string>>;
}

/** Which rules, or constraints where the situation is impossible, did it; the counts right-aligned. */
function ruleLines({ rules, more }: Comparison["classes"][number]): readonly string[] {
  const rows = [
    ...rules.map(({ from, to, situations }) => [
      situations,
      from === to ? `${from} itself` : `${from} → ${to}`,
    ]),
    ...(more === undefined
      ? []
      : [[more.situations, `${more.pairs} more pair${plural(more.pairs)} of rules`]]),
  ].map(([situations = "", name = ""]) => [grouped(situations), name] as const);
  const width = Math.max(0, ...rows.map(([situations]) => situations.length));
  return rows.map(([situations, name]) => `${situations.padStart(width)}  ${name}`);
}

/** What is out of the ordinary comes first: with that alone one sees what the class is about. */
function witnessLines(
  facts: Readonly<Record<string, string>>,
  presumed: Presumed,
): readonly string[] {
  const all = Object.entries(facts);
  const usual = all.filter(([fact, value]) => presumed.get(fact) === value);
  const telling = all.filter(([fact, value]) => presumed.get(fact) !== value);
  const written = (list: typeof all) =>
    list.map(([fact, value]) => `${fact}: ${value}`).join(", ") || "nothing";
  if (all.length === 0) return ["for example  any situation"];
  if (usual.length === 0) return [`for example  ${written(telling)}`];
  return [`for example  ${written(telling)}`, `and as is presumed  ${written(usual)}`];
}

function listed(name: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`${name}: ${ids.join(", ")}`];
}

function endOf(report: ContentComparison, changes: number): readonly string[] {
  if (report.equal) {
    const possible = grouped(report.possible);
    return [`proved over all ${possible} possible situations: each has the same outcome`, "equal"];
  }
  const packs = report.packs_added.length + report.packs_removed.length;
  const ends = [
    `${changes} class${changes === 1 ? " changes" : "es change"}`,
    ...(packs === 0 ? [] : [`${packs} pack${plural(packs)} on one side only`]),
  ];
  return [ends.join(", ")];
}

function count(situations: string): string {
  return `${grouped(situations)} situation${situations === "1" ? "" : "s"}`;
}

/** In hundredths of a percent, so that nothing is rounded up to all or down to none. */
function share(part: string, whole: string): string {
  if (whole === "0") return "";
  const hundredths = (BigInt(part) * 10_000n) / BigInt(whole);
  return hundredths === 0n ? " (less than 0.01%)" : ` (${(Number(hundredths) / 100).toFixed(2)}%)`;
}

function grouped(decimal: string): string {
  return BigInt(decimal).toLocaleString("en-US");
}

function plural(many: number): string {
  return many === 1 ? "" : "s";
}
