/** Runs the examples of every pattern: what has to be read is read, and what must not be is not. */
import type { Problem } from "../policy/result.ts";
import { Language } from "../dialogue/reply.ts";
import { cueFaults } from "../reader/lexicon.ts";
import { readByPattern, readNarrative } from "../reader/reader.ts";
import type { Example, Pattern } from "../reader/schema.ts";
import type { Texts } from "./folder.ts";
import { readBook, type ReadBook } from "./patterns.ts";

/** Problems: patterns/example, patterns/counter-example. Books that cannot be read, or hold a cue that cannot, have none. */
export function exampleProblems(texts: Texts): readonly Problem[] {
  return Language.options.flatMap((language) => {
    const read = readBook(texts, language);
    if (!read.ok || cueFaults(read.value.book, language).length > 0) return [];
    return problemsIn(read.value, language);
  });
}

function problemsIn({ book, origins }: ReadBook, language: Language): readonly Problem[] {
  return origins.flatMap(({ pattern, file, index }) => {
    const at = (key: string, i: number) => file.locate(["patterns", index, key, i]);
    const read = (text: string) => readNarrative(text, book, language);
    // Other patterns may tell the same of the same words; an example is what its own pattern reads.
    const missed = pattern.examples.flatMap((example, i): Problem[] => {
      const message = missing(pattern, example, (text) =>
        readByPattern(text, book, language, pattern),
      );
      return message === undefined
        ? []
        : [{ code: "patterns/example", message, at: at("examples", i) }];
    });
    const wrong = pattern.counter_examples.flatMap((text, i): Problem[] => {
      const found = read(text).find(({ fact }) => fact === pattern.fact);
      if (found === undefined) return [];
      const message = `${found.pattern} reads ${found.fact}: ${found.value} from "${found.quote.text}"`;
      return [{ code: "patterns/counter-example", message, at: at("counter_examples", i) }];
    });
    return [...missed, ...wrong];
  });
}

function missing(
  { id, fact, value }: Pattern,
  example: Example,
  read: (text: string) => ReturnType<typeof readNarrative>,
): string | undefined {
  const wanted = typeof example === "string" ? { text: example } : example;
  const found = read(wanted.text).find((one) => one.fact === fact);
  const meant = wanted.value ?? value;
  if (found === undefined) return `${id} does not read ${fact} here`;
  if (found.value !== meant) return `${found.pattern} reads ${fact}: ${found.value}, not ${meant}`;
  if (wanted.quote !== undefined && found.quote.text !== wanted.quote)
    return `${id} quotes "${found.quote.text}", not "${wanted.quote}"`;
  return undefined;
}
