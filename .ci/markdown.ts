/** The fenced blocks of a Markdown page: what the pages tell people to type is run, not only read. */

export interface Fence {
  /** The word after the fence: `sh`, `yaml`, `text`, … */
  readonly language: string;
  readonly code: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** The paragraph that leads up to the block; empty when something else does. */
  readonly lead: string;
}

/** Every fenced block in the order of the page. A fence inside a list may be indented. */
export function fencesOf(markdown: string): readonly Fence[] {
  const lines = markdown.split("\n");
  const fences: Fence[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const opening = /^( *)```(\w+)\s*$/.exec(lines[at] ?? "");
    if (opening === null) continue;
    const [, indent = "", language = ""] = opening;
    const end = lines.indexOf(`${indent}\`\`\``, at + 1);
    if (end < 0) throw new Error(`line ${at + 1}: the block is never closed`);
    const code = lines.slice(at + 1, end).map((line) => withoutIndent(line, indent));
    fences.push({ language, code: code.join("\n"), line: at + 1, lead: leadOf(lines, at) });
    at = end;
  }
  return fences;
}

function withoutIndent(line: string, indent: string): string {
  return line.startsWith(indent) ? line.slice(indent.length) : line.trimStart();
}

function leadOf(lines: readonly string[], at: number): string {
  const above = lines.slice(0, at);
  while (above.at(-1)?.trim() === "") above.pop();
  const from = above.findLastIndex((line) => line.trim() === "" || line.startsWith("```")) + 1;
  return above
    .slice(from)
    .map((line) => line.trim())
    .join(" ");
}
