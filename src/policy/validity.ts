/** Which rules count on a given day: a provision counts only while it may have been in force. */
import type { Source } from "./schema-support.ts";

/** yes and no are known from the source's dates; unknown is reported as such and never assumed. */
export type InForce = "yes" | "no" | "unknown";

/** Whether a text was in force on `day` (ISO date; ends inclusive). */
export function inForce(validity: Source["validity"], day: string): InForce {
  if (validity.until !== null && day > validity.until) return "no";
  if (validity.from !== null) return day >= validity.from ? "yes" : "no";
  return validity.adopted !== null && day < validity.adopted ? "no" : "unknown";
}

/** The source a provision id belongs to. */
export function sourcesByProvision(sources: readonly Source[]): ReadonlyMap<string, Source> {
  return new Map(
    sources.flatMap((source) => source.provisions.map(({ id }) => [id, source] as const)),
  );
}

/** A rule is left out on a day on which every one of its bases is known not to have been in force. */
export function appliesOn(
  rule: { readonly cites: readonly string[]; readonly perpetual: boolean },
  day: string,
  sources: ReadonlyMap<string, Source>,
): boolean {
  if (rule.perpetual) return true;
  return rule.cites.some((id) => {
    const source = sources.get(id);
    return source === undefined || inForce(source.validity, day) !== "no";
  });
}
