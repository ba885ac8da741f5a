/** Text as people count it: one character each, whatever it takes inside. */

const segments = new Intl.Segmenter("zh-CN", { granularity: "grapheme" });

/** Han, kana and their punctuation, printable ASCII: whatever stands beside it, each is a character of its own. */
const SINGLE = /^[ -~\u3000-\u3029\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uFF01-\uFF60‘’“”…—·]*$/;

export function charactersOf(text: string): readonly string[] {
  if (SINGLE.test(text)) return text.split("");
  return Array.from(segments.segment(text), ({ segment }) => segment);
}

/** How many characters a text has. */
export function countOf(text: string): number {
  return SINGLE.test(text) ? text.length : charactersOf(text).length;
}

/** The first `max` characters; an ellipsis stands for the rest. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = charactersOf(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}
