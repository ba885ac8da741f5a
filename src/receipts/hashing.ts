/** The hashes of receipts. Each kind has a name of its own in front, so that none can be passed off as another. */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Content, Entry, Head } from "./schema.ts";

/** What the first link has before it. */
export const BEGINNING = "0".repeat(64);

/** RFC 8785: equal values, equal text. Throws on what is no JSON (a lone surrogate, NaN). */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("there is no such JSON value");
  return text;
}

/** SHA-256 in hex over the kind's name and the parts, in this order. */
function hashOf(kind: string, ...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256").update(`distinguo ${kind} 1\0`);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** What the chain holds of a verdict. Without the salt (base64url) nothing of the content can be tried out against it. */
export function commitmentOf(salt: string, content: Content): string {
  return hashOf("receipt", Buffer.from(salt, "base64url"), canonical(content));
}

export function entryHashOf({ index, commitment, previous }: Omit<Entry, "hash">): string {
  return hashOf("entry", canonical({ index, commitment, previous }));
}

/** What the link after a head holds as the one before it. */
export function headHashOf(head: Head): string {
  return hashOf("head", canonical(head));
}

export function reportHashOf(report: unknown): string {
  return hashOf("report", canonical(report));
}
