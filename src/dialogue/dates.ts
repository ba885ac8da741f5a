/** Typed times: 2023, 2023-05, 2023年5月6日, 2022 to 2024. */

export interface Span {
  /** ISO dates, both inclusive. */
  readonly from: string;
  readonly until: string;
}

const ONE =
  /(\d{4})(?:\s*[-./年]\s*(\d{1,2})(?!\d)(?:\s*[-./月]\s*(\d{1,2})(?!\d)\s*日?)?)?\s*[年月]?/g;
const YEAR_MIN = 1950;
const YEAR_MAX = 2100;

/** The span the text names; undefined when it names none, or no real one. A year or month stands for all its days. */
export function readDates(text: string): Span | undefined {
  // A number left over is part of a time that was not understood: “2023年5月到7月”.
  if (/\d/.test(text.replaceAll(ONE, ""))) return undefined;
  const parts = [...text.matchAll(ONE)].map((match) => spanOf(match[1], match[2], match[3]));
  if (parts.length === 0 || parts.length > 2 || parts.includes(undefined)) return undefined;
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined || first.from > last.until) return undefined;
  return { from: first.from, until: last.until };
}

function spanOf(year = "", month?: string, day?: string): Span | undefined {
  const y = Number(year);
  if (y < YEAR_MIN || y > YEAR_MAX) return undefined;
  if (month === undefined) return { from: `${year}-01-01`, until: `${year}-12-31` };
  const m = Number(month);
  if (m < 1 || m > 12) return undefined;
  const days = daysIn(y, m);
  const two = (value: number) => String(value).padStart(2, "0");
  if (day === undefined) {
    return { from: `${year}-${two(m)}-01`, until: `${year}-${two(m)}-${two(days)}` };
  }
  const d = Number(day);
  if (d < 1 || d > days) return undefined;
  return { from: `${year}-${two(m)}-${two(d)}`, until: `${year}-${two(m)}-${two(d)}` };
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31;
}

/** The civil year at `atMs` in China (UTC+8, no summer time). */
export function yearAt(atMs: number): number {
  // Days to civil year, after Hinnant's chrono algorithms; a pure sum, so that nothing here reads a clock.
  const days = Math.floor((atMs + 8 * 3_600_000) / 86_400_000) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchBased = Math.floor((5 * dayOfYear + 2) / 153);
  return yearOfEra + era * 400 + (marchBased >= 10 ? 1 : 0);
}
