/** What every turn of every talk must keep to, and hands that press, type and send at random. */
import * as fc from "fast-check";
import { expect } from "vitest";
import { Reply } from "../../src/dialogue/reply.ts";
import type { Block } from "../../src/dialogue/reply.ts";
import { COMMANDS } from "../../src/dialogue/words-schema.ts";
import { charactersOf } from "../../src/dialogue/characters.ts";
import { choicesOf, textsOf } from "./dialogue-scene.ts";
import type { Scene } from "./dialogue-scene.ts";

const BUTTON_BYTES_MAX = 64;
/** What a person can take in at a glance on a phone, in Chinese characters. */
const QUESTION_CHARACTERS_MAX = 40;
/** One's own words shown back may take 120, with a word before them. */
const PARAGRAPH_CHARACTERS_MAX = 130;

/** Throws when the replies of the last turn, or the case it left, break a promise. */
export function expectWellSaid(scene: Scene): void {
  const { last } = scene;
  expect(last.length).toBeGreaterThan(0);
  for (const reply of last) {
    Reply.parse(reply);
    expect(reply.blocks.length + (reply.file === undefined ? 0 : 1)).toBeGreaterThan(0);
    for (const block of reply.blocks) expect(isEmpty(block), JSON.stringify(block)).toBe(false);
    if (reply.language === "zh-CN") expectShort(reply);
  }
  for (const text of textsOf(last)) expect(text).not.toMatch(/\{[a-z_]+\}/);
  expectButtons(last);
}

function expectButtons(last: readonly Reply[]): void {
  const choices = choicesOf(last);
  for (const { token, label } of choices) {
    expect(Buffer.byteLength(token)).toBeLessThanOrEqual(BUTTON_BYTES_MAX);
    expect(charactersOf(label).length).toBeLessThanOrEqual(BUTTON_BYTES_MAX);
  }
  expect(new Set(choices.map(({ token }) => token)).size, "tokens are unique").toBe(choices.length);
  const labels = choices.map(({ label }) => label);
  expect(new Set(labels).size, `labels tell buttons apart: ${labels.join(" | ")}`).toBe(
    labels.length,
  );
  expect(last.filter((reply) => reply.choices.length > 0).length).toBeLessThan(2);
}

function expectShort({ kind, blocks }: Reply): void {
  if (kind !== "question") return;
  const texts = blocks.flatMap((block) => (block.type === "text" ? [block.text] : []));
  const lengths = texts.map((text) => charactersOf(text).length);
  expect(lengths[0] ?? 0, texts[0]).toBeLessThanOrEqual(QUESTION_CHARACTERS_MAX);
  expect(Math.max(0, ...lengths), texts.join("\n")).toBeLessThanOrEqual(PARAGRAPH_CHARACTERS_MAX);
}

function isEmpty(block: Block): boolean {
  if (block.type === "items")
    return block.items.length === 0 || block.items.some(({ text }) => text.trim() === "");
  if (block.type === "distinctions") return block.rows.length !== 3;
  return block.text.trim() === "";
}

/** One thing a hand does; `at` picks among what there is. */
export interface Gesture {
  readonly kind: "tap" | "old" | "label" | "text" | "command" | "unsupported" | "open";
  readonly at: number;
}

const TEXTS = [
  "1",
  "2",
  "1 3",
  "9 9 9",
  "0",
  "99",
  "是",
  "没有",
  "有",
  "不清楚",
  "以上都没有",
  "yes",
  "no",
  "none",
  "not sure",
  "2023年5月",
  "2024 to 2022",
  "😀😀",
  "<b>&amp;</b>",
  "   ",
  "？？",
  "第17条",
  "问责",
  "=1+1",
  "a".repeat(600),
  "经过".repeat(2_100),
  "\u0000\u202e",
  "返回",
  "back",
  "结论",
  "全部删除",
  "申诉",
];
const UNSUPPORTED = ["photo", "voice", "sticker", "file", "edit", "other"] as const;

const kinds = fc.oneof(
  { weight: 14, arbitrary: fc.constant("tap" as const) },
  { weight: 2, arbitrary: fc.constant("old" as const) },
  { weight: 3, arbitrary: fc.constant("label" as const) },
  { weight: 3, arbitrary: fc.constant("text" as const) },
  { weight: 1, arbitrary: fc.constant("command" as const) },
  { weight: 1, arbitrary: fc.constant("unsupported" as const) },
  { weight: 1, arbitrary: fc.constant("open" as const) },
);
export const gesture: fc.Arbitrary<Gesture> = fc.record({ kind: kinds, at: fc.nat(10_000) });

/** Carries the gesture out; where there is nothing to tap, the talk is opened. */
export async function gesticulate(scene: Scene, { kind, at }: Gesture): Promise<void> {
  const table = choicesOf(scene.last);
  const old = choicesOf(scene.shown);
  const pick = <T>(list: readonly T[]): T | undefined => list[at % Math.max(1, list.length)];
  const choice = pick(kind === "old" ? old : table);
  if (kind === "text") await scene.says(pick(TEXTS) ?? "");
  else if (kind === "command") await scene.says(`/${pick(COMMANDS) ?? "help"}`);
  else if (kind === "unsupported") await scene.sends(pick(UNSUPPORTED) ?? "other");
  else if (kind === "open" || choice === undefined) await scene.opens();
  else if (kind === "label") await scene.says(choice.label);
  else await scene.presses(choice.token);
}
