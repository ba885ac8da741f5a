/** One edit of the shipped content that has to be refused, and where. */
import { expect } from "vitest";
import { bundleOf } from "../../src/content/bundle.ts";
import type { Texts } from "../../src/content/folder.ts";
import { edited, placeOf } from "./edited-content.ts";

export interface BadEdit {
  readonly from: string | RegExp;
  readonly to: string;
  readonly code: string;
  /** The problem stands where this begins in the edited text. */
  readonly at: string | RegExp;
}

/** File → what is wrong → the edit that makes it so. */
export type BadContent = Readonly<Record<string, Readonly<Record<string, BadEdit>>>>;

/** Rows for a table of tests: what is wrong, the file, the edit. */
export function rowsOf(content: BadContent): (readonly [string, string, BadEdit])[] {
  return Object.entries(content).flatMap(([file, edits]) =>
    Object.entries(edits).map(([what, edit]) => [what, file, edit] as const),
  );
}

/** The edit is refused with its code at its place, and no problem is without a place. */
export function expectRefused(texts: Texts, file: string, { from, to, code, at }: BadEdit): void {
  const changed = edited(texts, { file, from, to });
  const bundle = bundleOf(changed);
  const problems = bundle.ok ? [] : bundle.error;
  const places = problems.filter((problem) => problem.code === code).map((problem) => problem.at);
  expect(problems.map((problem) => problem.code)).toContain(code);
  expect(places).toContainEqual(placeOf(changed, file, at));
  expect(problems.filter((problem) => problem.at === undefined)).toEqual([]);
}
