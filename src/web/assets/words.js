/** The page's own words, by language, fetched once each. */
import { fetchWords } from "./api.js";

/** @typedef {import("../contract.ts").WebWords} WebWords */

/** @type {Map<string, WebWords>} */
const known = new Map();

/**
 * The words of a language; undefined when the server cannot be reached and they were never fetched.
 * @param {string | undefined} language undefined: whatever the browser asks for
 * @returns {Promise<{ readonly language: string, readonly words: WebWords } | undefined>}
 */
export async function wordsFor(language) {
  const held = language === undefined ? undefined : known.get(language);
  if (language !== undefined && held !== undefined) return { language, words: held };
  try {
    const fetched = await fetchWords(language);
    known.set(fetched.language, fetched.words);
    return fetched;
  } catch {
    return undefined;
  }
}
