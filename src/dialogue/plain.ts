/** Blocks as plain text: for copies, and for channels that draw nothing more. */
import type { Block } from "./reply.ts";

export function plainText(blocks: readonly Block[]): string {
  return blocks.map(plainBlock).join("\n");
}

function plainBlock(block: Block): string {
  switch (block.type) {
    case "text":
      return block.text;
    case "heading":
      return `\n${block.text}`;
    case "items":
      return block.items
        .map(({ text, detail, link }) =>
          [
            `- ${text}`,
            ...(detail === undefined ? [] : [`  ${detail}`]),
            ...(link === undefined ? [] : [`  ${link}`]),
          ].join("\n"),
        )
        .join("\n");
    case "distinctions":
      return block.rows
        .map(({ mark, name, sideName, reason }) => `${mark} ${name} · ${sideName} · ${reason}`)
        .join("\n");
  }
}
