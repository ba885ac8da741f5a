/** A reply before it has an id: buttons still carry what they do, not a token. */
import type { Action } from "./case.ts";
import type { Block, Reply, ReplyFile } from "./reply.ts";

export interface Button {
  readonly label: string;
  readonly action: Action;
  readonly role: "answer" | "tool" | "main";
  readonly selected?: boolean;
}

export interface Draft {
  readonly kind: Reply["kind"];
  readonly blocks: readonly Block[];
  readonly rows: readonly (readonly Button[])[];
  readonly file?: ReplyFile;
}

export const text = (value: string): Block => ({ type: "text", text: value });
export const heading = (value: string): Block => ({ type: "heading", text: value });
export const items = (
  list: readonly { readonly text: string; readonly detail?: string; readonly link?: string }[],
): Block => ({ type: "items", items: list.map((item) => ({ ...item })) });

/** A message of paragraphs; empty ones are left out. */
export function message(
  paragraphs: readonly (string | undefined)[],
  rows: Draft["rows"] = [],
): Draft {
  const blocks = paragraphs
    .filter((paragraph) => paragraph !== undefined && paragraph !== "")
    .map((paragraph) => text(paragraph as string));
  return { kind: "message", blocks, rows };
}

export function button(
  label: string,
  what: string,
  role: Button["role"] = "answer",
  withWhat?: string,
): Button {
  const action = withWhat === undefined ? { do: what } : { do: what, with: withWhat };
  return { label, action, role };
}

/** Rows of at most `width` buttons. */
export function inRows(buttons: readonly Button[], width: number): readonly (readonly Button[])[] {
  return Array.from({ length: Math.ceil(buttons.length / width) }, (_, row) =>
    buttons.slice(row * width, (row + 1) * width),
  );
}
