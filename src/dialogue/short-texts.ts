/**
 * Lists and records of short texts, as schemas. A case holds hundreds of them and is checked twice a turn: one look at each
 * is enough, where a schema for every single one takes many times as long. Their values are not copied.
 */
import * as z from "zod";

const isShort = (value: unknown, unitsMax: number) =>
  typeof value === "string" && value.length <= unitsMax;

/** At most `countMax` texts of at most `unitsMax` UTF-16 units each. */
export function shortTexts(unitsMax: number, countMax: number): z.ZodType<string[]> {
  return z.custom<string[]>(
    (found) =>
      Array.isArray(found) &&
      found.length <= countMax &&
      found.every((text: unknown) => isShort(text, unitsMax)),
    { error: `at most ${countMax} texts of ${unitsMax}` },
  );
}

/** Keys and values of at most `unitsMax` UTF-16 units each; at most `countMax` of them. */
export function shortRecord(unitsMax: number, countMax: number): z.ZodType<Record<string, string>> {
  return z.custom<Record<string, string>>(
    (found) => {
      if (typeof found !== "object" || found === null || Array.isArray(found)) return false;
      const entries = Object.entries(found);
      return (
        entries.length <= countMax &&
        // It would not be a key but the prototype, once somebody assigns it.
        entries.every(
          ([key, text]) => key !== "__proto__" && isShort(key, unitsMax) && isShort(text, unitsMax),
        )
      );
    },
    { error: `at most ${countMax} short texts by name` },
  );
}
