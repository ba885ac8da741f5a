/** Cuts a text into words, so that 不 in 不仅 is not taken for a not. */
import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";
import type { Language } from "../dialogue/reply.ts";

/** Answers whether a word begins or ends at an offset of the text. */
export type Edges = (offset: number) => boolean;

/** Frequent enough for a word of ours to win over its pieces. */
const WORD_WEIGHT = 100_000;
/** An instance holds some 40 MB. */
const INSTANCES_MAX = 2;

const instances = new Map<string, Jieba>();
/** The instance of a list of words that was seen before, so that it need not be spelt out again. */
const byList = new WeakMap<readonly string[], WeakRef<Jieba>>();

function jiebaWith(words: readonly string[]): Jieba {
  const known = byList.get(words)?.deref();
  if (known !== undefined) return known;
  const made = jiebaOf(words);
  byList.set(words, new WeakRef(made));
  return made;
}

/** The same words give the same instance; loading one takes a fifth of a second. */
function jiebaOf(words: readonly string[]): Jieba {
  const key = words.join("\n");
  const known = instances.get(key);
  if (known !== undefined) return known;
  const made = Jieba.withDict(dict);
  if (words.length > 0)
    made.loadDict(Buffer.from(words.map((word) => `${word} ${WORD_WEIGHT} n\n`).join("")));
  instances.set(key, made);
  for (const old of [...instances.keys()].slice(0, -INSTANCES_MAX)) instances.delete(old);
  return made;
}

/** The edges of the words of a text. `words` are kept whole. */
export function edgesOf(text: string, language: Language, words: readonly string[]): Edges {
  return language === "zh-CN" ? chineseEdges(text, words) : letterEdges(text);
}

function chineseEdges(text: string, words: readonly string[]): Edges {
  const edges = new Uint8Array(text.length + 1);
  let at = 0;
  // Guessing unknown words would tie a 未 to the verb behind it.
  for (const word of jiebaWith(words).cut(text, false)) {
    edges[at] = 1;
    at += word.length;
  }
  // Should the pieces not add up to the text, every character is a word.
  if (at !== text.length) return () => true;
  edges[at] = 1;
  return (offset) => edges[offset] === 1;
}

const LETTER = /[\p{L}\p{N}']/u;

function letterEdges(text: string): Edges {
  const isLetter = (offset: number) => LETTER.test(text.charAt(offset));
  return (offset) => !(isLetter(offset - 1) && isLetter(offset));
}
