/** An answer that more words follow: read only where it is plain. */

/** What ends the answer: a mark, so that “no problem” or “有人说” is not taken for one. */
const MARK = /[,.;:!，。；：！、…—–\n]/u;
const MARKS = new RegExp(`${MARK.source}+`, "u");
const QUESTION = /[?？]/u;

/**
 * The value whose words `said` begins with, up to a mark. `spelt`: value → its words; `doubts`: words that take an answer
 * back or leave it open. Undefined where there is doubt, a question, or a later clause that begins with another value.
 */
export function leadingAnswer(
  said: string,
  spelt: ReadonlyMap<string, readonly string[]>,
  doubts: readonly string[],
): string | undefined {
  if (QUESTION.test(said) || doubts.some((word) => said.includes(word))) return undefined;
  const heads = [...spelt].flatMap(([value, words]) =>
    words.filter((word) => isHead(said, word)).map((word) => ({ value, length: word.length })),
  );
  const longest = Math.max(0, ...heads.map(({ length }) => length));
  const values = new Set(heads.flatMap((head) => (head.length === longest ? [head.value] : [])));
  const [value] = values;
  if (value === undefined || values.size > 1) return undefined;
  const clauses = said
    .slice(longest)
    .split(MARKS)
    .map((clause) => clause.trim());
  const others = [...spelt].filter(([other]) => other !== value).flatMap(([, words]) => words);
  const begins = (clause: string) =>
    others.some((word) => clause === word || clause.startsWith(`${word} `));
  return clauses.some(begins) ? undefined : value;
}

function isHead(said: string, word: string): boolean {
  if (word === "" || !said.startsWith(word)) return false;
  const rest = said.slice(word.length).trimStart();
  return rest.length > 1 && MARK.test(rest.slice(0, 1));
}
