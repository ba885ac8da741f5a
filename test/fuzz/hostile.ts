/** Input as nobody means it: words, values and edits that look for a way round. From dice, so the same in every run. */
import type { Dice } from "../proof/dice.ts";

const PIECES = [
  "<b>",
  "</a>",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "&lt;",
  "&",
  "\u0000",
  "\u001b[2J",
  "\u202e",
  "\ud800",
  "\r\nSet-Cookie: a=b",
  "{tier}",
  "{__proto__}",
  "${7*7}",
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "%2e%2e%2f",
  "%00",
  "%",
  "=1+1",
  "是",
  "没有",
  "不清楚",
  "yes",
  "1 2 3",
  "/start",
  "/forget",
  "/help@bot x",
  "2023年5月",
  "9999-99-99",
  "😀👨‍👩‍👧‍👦",
  "e\u0301\u0301\u0301",
  " ",
  "\n",
  "a",
  "-",
  ": ",
  "[",
  "{",
  "*a",
  "&a ",
  "<<: ",
  "!!js ",
  "'",
  "|\n",
  "null",
  "1e999",
];

/** Some pieces one after the other, now and then very many. */
export function words(dice: Dice): string {
  if (dice.below(60) === 0) return dice.pick(PIECES).repeat(1 + dice.below(400));
  return Array.from({ length: dice.below(6) }, () => dice.pick(PIECES)).join("");
}

const KEYS = ["id", "text", "data", "type", "facts", "__proto__", "constructor", "chat", "from"];

/** Any JSON, as text parsed: `__proto__` may be a key of its own. */
export function anyJson(dice: Dice, depth = 3): unknown {
  const kind = dice.below(depth === 0 ? 6 : 8);
  const simple = [null, true, -1, 1e21, words(dice), dice.below(100)];
  if (kind < simple.length) return simple[kind];
  const length = dice.below(4);
  if (kind === 6) return Array.from({ length }, () => anyJson(dice, depth - 1));
  const entries = Array.from({ length }, () => {
    const key = dice.below(4) === 0 ? words(dice) : dice.pick(KEYS);
    return `${JSON.stringify(key)}:${JSON.stringify(anyJson(dice, depth - 1))}`;
  });
  return JSON.parse(`{${entries.join(",")}}`) as unknown;
}

/** The value with one part, anywhere in it, put out of shape. */
export function misshapen(dice: Dice, value: unknown): unknown {
  if (typeof value !== "object" || value === null || dice.below(4) === 0) return anyJson(dice);
  const copy = structuredClone(value) as Record<string, unknown>;
  const keys = Object.keys(copy);
  if (keys.length === 0) return anyJson(dice);
  const key = dice.pick(keys);
  if (dice.below(6) === 0) delete copy[key];
  else copy[key] = misshapen(dice, copy[key]);
  return copy;
}

/** The text with some of it gone, doubled, or with pieces put in. */
export function garbled(dice: Dice, text: string): string {
  const at = dice.below(text.length + 1);
  const until = at + dice.below(12);
  const kind = dice.below(4);
  if (kind === 0) return text.slice(0, at) + text.slice(until);
  if (kind === 1) return text.slice(0, at) + words(dice) + text.slice(at);
  if (kind === 2) return text.slice(0, until) + text.slice(at);
  return text.slice(0, at) + words(dice) + text.slice(until);
}
