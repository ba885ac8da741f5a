/** A reply as Telegram draws it: headings bold, items and distinctions as lines, buttons below the last message. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types";
import type { Block, Choice, DistinctionRow, Language, Reply } from "../dialogue/reply.ts";
import { escapeHtml, group, isBlank, plainText, run } from "./telegram-html.ts";
import type { Unit } from "./telegram-html.ts";
import { packUnits } from "./telegram-split.ts";

/** Bytes of UTF-8 that Telegram keeps for a button. */
const TOKEN_BYTES_MAX = 64;
/** An address longer than this is not linked; its item stands as plain text. UTF-16 units, escaped. */
const LINK_UNITS_MAX = 2_048;
const BULLET = "· ";
const INDENT = "  ";
const BESIDE = " · ";
const COLON = { "zh-CN": "：", en: ": " } as const satisfies Record<Language, string>;

/** The messages a reply's blocks take, in order, as Telegram HTML of at most 4,096 UTF-16 units each; none is blank. */
export function drawMessages(reply: Reply): readonly string[] {
  const units: Unit[] = [];
  // From the end, so that a heading takes along what follows: it never stands alone at the foot of a message.
  for (const block of reply.blocks.toReversed()) {
    const unit = drawBlock(block, reply.language);
    if (isBlank(unit.html)) continue;
    const next = block.type === "heading" ? units.shift() : undefined;
    units.unshift(next === undefined ? unit : group("\n\n", [unit, { ...next, before: "\n" }]));
  }
  return packUnits(units);
}

/** The buttons of a reply; undefined when there are none. Throws when a token is longer than Telegram keeps: a bug. */
export function drawButtons(reply: Reply): InlineKeyboardMarkup | undefined {
  const rows = reply.choices.filter((row) => row.length > 0);
  return rows.length === 0
    ? undefined
    : { inline_keyboard: rows.map((row) => row.map(drawButton)) };
}

function drawButton({ label, token, selected }: Choice): InlineKeyboardButton {
  if (Buffer.byteLength(token) > TOKEN_BYTES_MAX)
    throw new Error(`the token of a choice is longer than ${TOKEN_BYTES_MAX} bytes`);
  const tick = selected === undefined ? "" : selected ? "☑ " : "☐ ";
  return { text: `${tick}${label}`, callback_data: token };
}

function drawBlock(block: Block, language: Language): Unit {
  return group("\n\n", blockUnits(block, language));
}

function blockUnits(block: Block, language: Language): readonly Unit[] {
  if (block.type === "text") return drawLines(block.text, "");
  if (block.type === "heading") return drawLines(block.text, "", "<b>", "</b>");
  if (block.type === "items") return block.items.map(drawItem);
  return block.rows.map((row) => drawDistinction(row, language));
}

function drawItem(item: Extract<Block, { type: "items" }>["items"][number]): Unit {
  const href = escapeHtml(item.link ?? "");
  // Telegram links web addresses only; any other it would drop without a word.
  const linked = /^https?:/i.test(href) && href.length <= LINK_UNITS_MAX;
  const text = linked
    ? drawLines(item.text, BULLET, `<a href="${href}">`, "</a>")
    : drawLines(item.text, BULLET);
  const detail = item.detail === undefined ? [] : drawLines(item.detail, INDENT);
  return group("\n", [...text, ...detail]);
}

function drawDistinction(row: DistinctionRow, language: Language): Unit {
  const said = [row.sideName, row.reason].filter((text) => !isBlank(escapeHtml(text)));
  const [first = "", ...others] = plainText(said.join(BESIDE)).split("\n");
  const head = group("\n", [
    run(`${oneLine(row.mark)} `),
    run(oneLine(row.name), "<b>", "</b>"),
    run(first === "" ? "" : `${COLON[language]}${first}`),
  ]);
  return group("\n", [head, ...(others.length === 0 ? [] : drawLines(others.join("\n"), INDENT))]);
}

/** A text line by line: `start` before the first, as many spaces before the others, the tags around each. */
function drawLines(text: string, start: string, open = "", close = ""): readonly Unit[] {
  return plainText(text)
    .split("\n")
    .map((line, index) => {
      const lead = run(index === 0 ? start : " ".repeat(start.length));
      // A tag around nothing visible is refused or dropped.
      return group("\n", isBlank(escapeHtml(line)) ? [lead] : [lead, run(line, open, close)]);
    });
}

function oneLine(text: string): string {
  return plainText(text).replaceAll("\n", " ");
}
