/** A citation in words. Policy defaults are no norms and are never cited as one. */
import { fill, inLanguage, type Talk } from "./world.ts";

/** 《title》article, with 转引 where the text was seen only through another; undefined for a policy default. */
export function citeLine(talk: Talk, provision: string): string | undefined {
  const source = talk.compiled.sources.get(provision);
  const found = source?.provisions.find(({ id }) => id === provision);
  if (source === undefined || found === undefined || source.kind === "default") return undefined;
  const language = talk.case.language;
  const template =
    source.verified === "secondary" ? talk.words.verdict.cite_quoted : talk.words.verdict.cite;
  const title = inLanguage(source.title, language);
  // A title that brings its own marks, or is no title of a document, takes no second pair.
  const marked = /^[“《]/.test(title) ? template.replace("《{title}》", "{title}") : template;
  return fill(marked, { title, article: inLanguage(found.article, language) });
}
