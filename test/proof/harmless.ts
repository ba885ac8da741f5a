/** Copies of the shipped content with edits that do no harm: nothing may be found in any of them. */
import type { Texts } from "../../src/content/folder.ts";
import { edited } from "../support/edited-content.ts";
import type { Shipped } from "./content.ts";
import { copyOf, type Copy } from "./copy.ts";
import { RULE_EDITS } from "./harmless-rules.ts";
import { SURROUNDING_EDITS } from "./harmless-surroundings.ts";

export interface Harmless {
  /** What was done, in a short sentence. */
  readonly name: string;
  readonly texts: Texts;
}

/** What is done → how. */
export type HarmlessEdits = Readonly<Record<string, (copy: Copy) => void>>;

const GATE = "data/policy/rules/1-gate.yaml";
/** Nothing but the way the files are written. */
const WRITTEN = [
  ["a remark was added", "data/policy/lines.yaml", /^/, "# a remark\n"],
  ["a value was put in quotes", GATE, "is: yes", 'is: "yes"'],
  ["lines end as they do on Windows", GATE, /\n/, "\r\n"],
  [
    "a list was written line by line",
    GATE,
    "cites: [P-ZW-14, P-ZW-44]",
    "cites:\n      - P-ZW-14\n      - P-ZW-44",
  ],
] as const;

export function harmlessIn(shipped: Shipped): readonly Harmless[] {
  const written = WRITTEN.map(([name, file, from, to]) => ({
    name,
    texts: edited(shipped.texts, { file, from, to }),
  }));
  const made = Object.entries({ ...RULE_EDITS, ...SURROUNDING_EDITS }).map(([name, edit]) => {
    const copy = copyOf(shipped);
    edit(copy);
    return { name, texts: copy.texts() };
  });
  return [...written, ...made];
}
