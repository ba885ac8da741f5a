/** The shipped texts with edits, and where in them a problem should be found. */
import type { Texts } from "../../src/content/folder.ts";
import type { Place } from "../../src/policy/result.ts";

export interface Edit {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

/** Throws where the text to replace is not there: the test would otherwise test nothing. */
export function edited(texts: Texts, ...edits: readonly Edit[]): Texts {
  const changed = new Map(texts);
  for (const { file, from, to } of edits) {
    const text = changed.get(file);
    const after = text?.replace(from, () => to);
    if (after === undefined || after === text)
      throw new Error(`nothing to edit in ${file}: ${from}`);
    changed.set(file, after);
  }
  return changed;
}

export function without(texts: Texts, file: string): Texts {
  return new Map([...texts].filter(([name]) => name !== file));
}

/** Line and column, from 1, of the first place where `marker` stands. */
export function placeOf(texts: Texts, file: string, marker: string | RegExp): Place {
  const text = texts.get(file) ?? "";
  const index = typeof marker === "string" ? text.indexOf(marker) : text.search(marker);
  if (index < 0) throw new Error(`nothing reads ${marker} in ${file}`);
  const before = text.slice(0, index).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
