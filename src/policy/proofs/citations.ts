/** What is cited: its days are in order, and nothing known to be out of force is named as a basis. */
import type { Source } from "../schema-support.ts";
import { inForce } from "../validity.ts";
import type { Finding, Subject } from "./finding.ts";
import { allOf, type Laws } from "./laws.ts";

interface Cited {
  readonly id: string;
  readonly at: Subject;
}

/** policy/validity: adopted, in force from and in force until do not follow one another. */
export function datesInOrder(laws: Laws): readonly Finding[] {
  return sourcesOf(laws).flatMap(([source, at]) => {
    const { adopted, from, until } = source.validity;
    const days = [adopted, from, until].filter((day) => day !== null);
    if (days.every((day, i) => i === 0 || (days[i - 1] ?? "") <= day)) return [];
    const said = [
      ...(adopted === null ? [] : [`adopted ${adopted}`]),
      ...(from === null ? [] : [`in force from ${from}`]),
      ...(until === null ? [] : [`in force until ${until}`]),
    ];
    return [
      {
        code: "policy/validity",
        message: `the days of ${source.id} are out of order: ${said.join(", ")}`,
        at: { ...at, path: [...(at.path ?? []), "validity"] },
        witness: { ids: [source.id] },
      },
    ];
  });
}

function sourcesOf({ national, local }: Laws): readonly (readonly [Source, Subject])[] {
  return [
    ...national.policy.sources.map(
      (source) => [source, { list: "sources" as const, id: source.id }] as const,
    ),
    ...local.flatMap(({ pack }) =>
      pack === null
        ? []
        : [[pack.source, { list: "pack" as const, pack: pack.id, path: ["source"] }] as const],
    ),
  ];
}

/** policy/not-in-force: a basis is known not to be in force on the day of the check, at the first place that cites it. */
export function citedInForce(laws: Laws): readonly Finding[] {
  const { day } = laws;
  if (day === undefined) return [];
  const sources = new Map(
    sourcesOf(laws).flatMap(([source]) => source.provisions.map(({ id }) => [id, source] as const)),
  );
  const cited = citesOf(laws);
  const out = new Map<Source, readonly Cited[]>();
  for (const one of cited) {
    const source = sources.get(one.id);
    if (source === undefined || inForce(source.validity, day) !== "no") continue;
    out.set(source, [...(out.get(source) ?? []), one]);
  }
  return [...out].map(([{ id, validity }, uses]) => {
    const [first] = uses as readonly [Cited];
    const more = uses.length > 1 ? `, and in ${uses.length - 1} more places` : "";
    const days = `in force from ${validity.from ?? validity.adopted ?? "?"} until ${validity.until ?? "today and on"}`;
    return {
      code: "policy/not-in-force",
      message: `${first.id} is cited here${more}, but ${id} is not in force on ${day} (${days})`,
      at: first.at,
      witness: { ids: [id, ...new Set(uses.map((use) => use.id))] },
    };
  });
}

/** Every citation with its place. */
function citesOf(laws: Laws): readonly Cited[] {
  const { policy } = laws.national;
  const within = (
    list: Subject["list"],
    entries: readonly { readonly id: string; readonly cites: readonly string[] }[],
  ) => entries.flatMap((entry) => each(entry.cites, { list, id: entry.id, path: ["cites"] }));
  return [
    ...within(
      "rules",
      policy.layers.flatMap(({ rules }) => rules),
    ),
    ...within("accountability", policy.lineRules.accountability),
    ...within("discipline", policy.lineRules.discipline),
    ...within("measures", policy.measures),
    ...within("distinctions", policy.distinctions),
    ...within("remedies", policy.remedies.remedies),
    ...within("items", policy.checklist),
    ...each(policy.elements.cites, { list: "elements", path: ["cites"] }),
    ...each(policy.unforeseen.cites, { list: "unforeseen", path: ["cites"] }),
    ...each(policy.parameters.accident_conflict.cites, {
      list: "parameters",
      path: ["accident_conflict", "cites"],
    }),
    ...allOf(laws).flatMap(({ pack }) =>
      pack === null
        ? []
        : each(pack.outcome.cites, { list: "pack", pack: pack.id, path: ["outcome", "cites"] }),
    ),
  ];
}

function each(cites: readonly string[], where: Subject): readonly Cited[] {
  return cites.map((id, i) => ({ id, at: { ...where, path: [...(where.path ?? []), i] } }));
}
