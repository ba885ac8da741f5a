/** Text as people count it: one character each, whatever it takes inside. */

const segments = new Intl.Segmenter("zh-CN", { granularity: "grapheme" });

export function charactersOf(text: string): readonly string[] {
  return Array.from(segments.segment(text), ({ segment }) => segment);
}

/** The first `max` characters; an ellipsis stands for the rest. */
export function shortened(text: string, max: number): string {
  const characters = charactersOf(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}
