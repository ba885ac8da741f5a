/** Reads by the patterns of the bundle. What is typed stays in this process. */
import type { Bundle } from "../content/bundle.ts";
import type { NarrativeReader } from "../ports.ts";
import { readNarrative } from "../reader/reader.ts";

/** The patterns are those of the version a case began with. */
export const lexicon: NarrativeReader<Bundle> = {
  elsewhere: false,
  read: (text, bundle, language) =>
    Promise.resolve(readNarrative(text, bundle.patterns[language], language)),
};
