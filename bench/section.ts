/** What a section of the benchmark finds, as tables for people and as JSON. */
import type { Bundle } from "../src/content/bundle.ts";
import { rounded } from "./measure.ts";

/** smoke: does it run at all · usual: some minutes · long: everybody and every row. */
export type Size = "smoke" | "usual" | "long";

export interface Setting {
  readonly size: Size;
  readonly bundle: Bundle;
}

export type Cell = string | number;

export interface Sheet {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly reached: string;
  readonly met: boolean;
}

export interface Found {
  readonly sheets: readonly Sheet[];
  readonly targets: readonly Target[];
  /** What has to be known to read the tables. */
  readonly notes: readonly string[];
}

/** Measures one section. */
export type Measuring = (setting: Setting) => Promise<Found>;

/** One of three, by the size. */
export function bySize<T>(size: Size, smoke: T, usual: T, long: T = usual): T {
  return { smoke, usual, long }[size];
}

/** A target that wants at least so many times something. */
export function atLeast(what: string, times: number, reached: number): Target {
  return {
    what,
    wanted: `at least ${times} times`,
    reached: `${rounded(reached)} times`,
    met: reached >= times,
  };
}

/** A target that wants at most so many times something. */
export function atMost(what: string, times: number, reached: number): Target {
  return {
    what,
    wanted: `at most ${times} times`,
    reached: `${rounded(reached)} times`,
    met: reached <= times,
  };
}

/** Everything of a section as Markdown. */
export function markdownOf(name: string, { sheets, targets, notes }: Found): string {
  const wanted: Sheet = {
    title: "Targets",
    head: ["target", "wanted", "reached", "met"],
    rows: targets.map(({ what, wanted: aim, reached, met }) => [
      what,
      aim,
      reached,
      met ? "yes" : "no",
    ]),
  };
  const all = targets.length === 0 ? sheets : [...sheets, wanted];
  return [
    `## ${name}`,
    ...all.map(({ title, head, rows }) => `${title}\n\n${table(head, rows)}`),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join("\n")]),
  ].join("\n\n");
}

/** Rows as objects under the names of their columns. */
export function jsonOf({ sheets, ...rest }: Found): object {
  const named = sheets.map(({ title, head, rows }) => ({
    title,
    rows: rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]]))),
  }));
  return { tables: named, ...rest };
}

const DIGITS = 3;
/** Whole numbers below are shown whole. */
const COUNTS_BELOW = 10_000;

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const isNumber = head.map((_, at) => rows.some((cells) => typeof cells[at] === "number"));
  // Means of counts are exactly repeatable; times are not.
  const digits = head.map((name) => (name === "mean" ? DIGITS + 1 : DIGITS));
  const rule = isNumber.map((right) => (right ? "--:" : "---"));
  return [
    line(head),
    line(rule),
    ...rows.map((cells) => line(cells.map((cell, at) => shown(cell, digits[at] ?? DIGITS)))),
  ].join("\n");
}

function shown(cell: Cell, digits: number): string {
  if (typeof cell === "string") return cell;
  const isCount = Number.isInteger(cell) && Math.abs(cell) < COUNTS_BELOW;
  const value = isCount ? cell : rounded(cell, digits);
  return value.toLocaleString("en", { maximumSignificantDigits: 6 });
}
