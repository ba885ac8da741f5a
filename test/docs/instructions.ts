/** The administrators' page as something to carry out: its edits and its mistakes, read from the page itself. */
import { fencesOf, type Fence } from "../../.ci/markdown.ts";
import type { Texts } from "../../src/content/folder.ts";

/** One change to one file, as the page words it. */
export interface Edit {
  readonly file: string;
  /** end: put at the end · above: put above the line · line: put in place of the line · words: put in place of the words. */
  readonly at: "end" | "above" | "line" | "words";
  /** How the line begins, or the words replaced; empty at the end of a file. */
  readonly anchor: string;
  readonly put: string;
}

export interface Mistake {
  /** What differs from the page carried out rightly. */
  readonly instead: Edit;
  /** What `check` answers, line by line. */
  readonly answer: readonly string[];
}

export interface Instructions {
  readonly edits: readonly Edit[];
  readonly mistakes: readonly Mistake[];
}

interface Wording {
  readonly end: RegExp;
  readonly above: RegExp;
  readonly line: RegExp;
  readonly words: RegExp;
  readonly mistakenWords: RegExp;
  readonly mistakenPlace: RegExp;
}

const ENGLISH: Wording = {
  end: /^At the end of `(?<file>[^`]+)`, put:$/,
  above: /^In `(?<file>[^`]+)`, directly above the line that begins with `(?<anchor>[^`]+)`, put:$/,
  line: /^In `(?<file>[^`]+)`, the line that begins with `(?<anchor>[^`]+)` becomes:$/,
  words: /^In `(?<file>[^`]+)`, replace `(?<anchor>[^`]+)` by `(?<put>[^`]+)`\.$/,
  mistakenWords:
    /^If `(?<file>[^`]+)` held `(?<put>[^`]+)` instead of `(?<anchor>[^`]+)`, `check` would answer:$/,
  mistakenPlace: /^If the same lines stood at the end of `(?<file>[^`]+)`, `check` would answer:$/,
};

const CHINESE: Wording = {
  end: /^在 `(?<file>[^`]+)` 的末尾加上：$/,
  above: /^在 `(?<file>[^`]+)` 里，紧挨着以 `(?<anchor>[^`]+)` 开头的那一行，在它上面加上：$/,
  line: /^把 `(?<file>[^`]+)` 里以 `(?<anchor>[^`]+)` 开头的那一行改成：$/,
  words: /^把 `(?<file>[^`]+)` 里的 `(?<anchor>[^`]+)` 改成 `(?<put>[^`]+)`。$/,
  mistakenWords:
    /^假如 `(?<file>[^`]+)` 里写的是 `(?<put>[^`]+)`，而不是 `(?<anchor>[^`]+)`，`check` 会回答：$/,
  mistakenPlace: /^假如把同样几行放到 `(?<file>[^`]+)` 的末尾，`check` 会回答：$/,
};

/** Reads the page in the order it is written. Throws on a ```yaml or ```text block that no instruction leads up to. */
export function instructionsOf(markdown: string, language: "en" | "zh-CN"): Instructions {
  const wording = language === "en" ? ENGLISH : CHINESE;
  const edits: Edit[] = [];
  const mistakes: Mistake[] = [];
  for (const step of stepsOf(markdown)) {
    if (step.language === "yaml") edits.push(editOf(step, wording));
    else if (step.language === "text") mistakes.push(mistakeOf(step, wording, edits));
    else edits.push(...wordsOf(step.lead, wording));
  }
  return { edits, mistakes };
}

type Step = Pick<Fence, "language" | "code" | "lead" | "line">;

/** The blocks, and the paragraphs of one sentence that stand alone. */
function stepsOf(markdown: string): readonly Step[] {
  const paragraphs = [...markdown.matchAll(/(?<=\n\n)(?:In|把) `[^\n]*[.。](?=\n\n)/g)].map(
    ({ 0: lead, index }) => ({
      language: "",
      code: "",
      lead,
      line: markdown.slice(0, index).split("\n").length,
    }),
  );
  const blocks = fencesOf(markdown).filter(({ language }) => ["yaml", "text"].includes(language));
  return [...blocks, ...paragraphs].toSorted((a, b) => a.line - b.line);
}

function editOf({ lead, code, line }: Step, wording: Wording): Edit {
  for (const at of ["end", "above", "line"] as const) {
    const found = wording[at].exec(lead)?.groups;
    if (found !== undefined)
      return { file: found["file"] ?? "", at, anchor: found["anchor"] ?? "", put: code };
  }
  throw new Error(`line ${line}: nothing says where this block goes: ${lead}`);
}

function wordsOf(lead: string, { words }: Wording): readonly Edit[] {
  const found = words.exec(lead)?.groups;
  if (found === undefined) return [];
  const { file = "", anchor = "", put = "" } = found;
  return [{ file, at: "words", anchor, put }];
}

function mistakeOf({ lead, code, line }: Step, wording: Wording, edits: readonly Edit[]): Mistake {
  const answer = code.split("\n");
  const words = wording.mistakenWords.exec(lead)?.groups;
  if (words !== undefined) {
    const { file = "", anchor = "", put = "" } = words;
    return { instead: { file, at: "words", anchor, put }, answer };
  }
  const place = wording.mistakenPlace.exec(lead)?.groups;
  const moved = edits.findLast(({ file }) => file === place?.["file"]);
  if (moved === undefined)
    throw new Error(`line ${line}: nothing says which mistake this is: ${lead}`);
  return { instead: { ...moved, at: "end", anchor: "" }, answer };
}

/** Carries the edits out in order. Throws where the text does not hold the anchor exactly once. */
export function carriedOut(texts: Texts, edits: readonly Edit[]): Texts {
  return edits.reduce((sofar, edit) => {
    const text = sofar.get(edit.file);
    if (text === undefined) throw new Error(`there is no ${edit.file}`);
    return new Map(sofar).set(edit.file, edited(text, edit));
  }, texts);
}

/** The page carried out with one mistake: its words put in at the end, or its block put elsewhere. */
export function mistaken(texts: Texts, edits: readonly Edit[], { instead }: Mistake): Texts {
  if (instead.at === "words") return carriedOut(carriedOut(texts, edits), [instead]);
  const moved = edits.map((edit) =>
    edit.file === instead.file && edit.put === instead.put ? instead : edit,
  );
  return carriedOut(texts, moved);
}

function edited(text: string, { file, at, anchor, put }: Edit): string {
  if (at === "end") return `${text}${put}\n`;
  if (at === "words") {
    if (text.split(anchor).length !== 2) throw new Error(`${file} does not hold ${anchor} once`);
    return text.replace(anchor, () => put);
  }
  const lines = text.split("\n");
  const found = lines.flatMap((line, i) => (line.trimStart().startsWith(anchor) ? [i] : []));
  const [place] = found;
  if (place === undefined || found.length > 1)
    throw new Error(`${file} does not hold one line that begins with ${anchor}`);
  return lines.toSpliced(place, at === "line" ? 1 : 0, put).join("\n");
}
