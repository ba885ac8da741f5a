/** A problem in one line, as editors jump to it: file:line:column code message. */
import type { Problem } from "../policy/result.ts";

export function describe({ at, code, message }: Problem): string {
  const place = at === undefined ? "" : `${at.file}:${at.line}:${at.column} `;
  return `${place}${code} ${message}`;
}
