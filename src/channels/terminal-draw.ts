/** A reply as lines of text, 80 cells wide at most, readable without colour. */
import type { Block, Choice, DistinctionRow, Language, Reply } from "../dialogue/reply.ts";
import { cellWidth, harmless, wrapText } from "./terminal-width.ts";

/** Cells a line may take: the width every terminal has. */
export const LINE_CELLS_MAX = 80;
const INDENT = "  ";
const BETWEEN_CHOICES = "   ";

const WORDS = {
  "zh-CN": { colon: "：", list: "、", heading: ["【", "】"], file: "文件：" },
  en: { colon: ": ", list: ", ", heading: ["-- ", " --"], file: "File: " },
} as const satisfies Record<Language, unknown>;

/** The choices of a reply in the order of their numbers (1 is the first): answers, then tools. */
export function numberedChoices(reply: Reply): readonly Choice[] {
  return numberedRows(reply).flat();
}

/** What the person typed, in a transcript. */
export function drawEcho(text: string): readonly string[] {
  return wrapText(text, LINE_CELLS_MAX, "> ");
}

/** The lines of a reply: the fold of the question it closes, its blocks, its file, its choices. */
export function drawReply(reply: Reply): readonly string[] {
  const parts = [
    reply.closes?.brief === undefined ? [] : wrapText(reply.closes.brief, LINE_CELLS_MAX, "› "),
    ...reply.blocks.map((block) => drawBlock(block, reply.language)),
    drawFile(reply),
    drawChoices(reply),
  ];
  return parts.flatMap(afterBlankLine);
}

function afterBlankLine(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

type ItemsBlock = Extract<Block, { type: "items" }>;

function drawBlock(block: Block, language: Language): readonly string[] {
  switch (block.type) {
    case "text":
      return wrapText(block.text, LINE_CELLS_MAX);
    case "heading":
      return wrapText(WORDS[language].heading.join(block.text), LINE_CELLS_MAX);
    case "items":
      return block.items.flatMap(drawItem);
    default:
      return block.rows.flatMap((row) => drawDistinction(row, language));
  }
}

function drawItem({ text, detail, link }: ItemsBlock["items"][number]): readonly string[] {
  return [
    ...wrapText(text, LINE_CELLS_MAX, "- "),
    ...(detail === undefined ? [] : wrapText(detail, LINE_CELLS_MAX, "  ")),
    ...(link === undefined ? [] : wrapText(link, LINE_CELLS_MAX, "  ")),
  ];
}

function drawDistinction(row: DistinctionRow, language: Language): readonly string[] {
  const { colon, list } = WORDS[language];
  const side = `${row.name}${colon}${row.sideName}`;
  const line = row.reason === "" ? side : `${side} - ${row.reason}`;
  const weights = [
    ["● ", row.tolerable],
    ["○ ", row.culpable],
  ] as const;
  return [
    ...wrapText(line, LINE_CELLS_MAX, `${harmless(row.mark)} `),
    ...weights.flatMap(([mark, answers]) =>
      answers.length === 0 ? [] : wrapText(answers.join(list), LINE_CELLS_MAX, `    ${mark}`),
    ),
  ];
}

/** Plain text is wrapped. A line break within JSON or CSV would change it, so those stand as they are. */
function drawFile({ file, language }: Reply): readonly string[] {
  if (file === undefined) return [];
  const rule = "-".repeat(LINE_CELLS_MAX);
  const text = file.text.replace(/^\uFEFF|\n$/g, "");
  const content =
    file.mediaType === "text/plain" ? wrapText(text, LINE_CELLS_MAX) : harmless(text).split("\n");
  return [
    ...wrapText(`${WORDS[language].file}${file.name}`, LINE_CELLS_MAX),
    rule,
    ...content,
    rule,
  ];
}

function numberedRows(reply: Reply): readonly (readonly Choice[])[] {
  const rowsOf = (wanted: (choice: Choice) => boolean) =>
    reply.choices.map((row) => row.filter(wanted)).filter((row) => row.length > 0);
  return [
    ...rowsOf((choice) => choice.role !== "tool"),
    ...rowsOf((choice) => choice.role === "tool"),
  ];
}

/** A row of buttons is a line where it fits, else a line for each. */
function drawChoices(reply: Reply): readonly string[] {
  let number = 0;
  return numberedRows(reply).flatMap((row) => {
    const drawn = row.map((choice) => {
      number += 1;
      const start = `${number}. ${tick(choice)}`;
      return { start, label: harmless(choice.label).replaceAll("\n", " ") };
    });
    const line = INDENT + drawn.map(({ start, label }) => start + label).join(BETWEEN_CHOICES);
    if (cellWidth(line) <= LINE_CELLS_MAX) return [line];
    return drawn.flatMap(({ start, label }) => wrapText(label, LINE_CELLS_MAX, INDENT + start));
  });
}

function tick({ selected }: Choice): string {
  if (selected === undefined) return "";
  return selected ? "[x] " : "[ ] ";
}
