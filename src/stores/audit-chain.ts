/** One line of the audit log: what it holds, and how it hangs on the line before it. */
import { createHmac } from "node:crypto";
import * as z from "zod";
import type { AuditLine } from "../ports.ts";

const Mac = z.string().regex(/^[0-9a-f]{64}$/);
/** Stands before the first line. */
export const BEGINNING = "0".repeat(64);

const Name = z.string().regex(/^[\w-]{1,64}$/);

/** No field takes free text. */
const StoredLine = z.strictObject({
  number: z.int().min(1),
  atMs: z.int().min(0),
  who: Name,
  action: Name,
  object: Name,
  outcome: z.enum(["done", "denied", "failed"]),
  /** The `mac` of the line before. */
  previous: Mac,
  /** HMAC-SHA-256 over the others: whoever holds the folder alone cannot make a line. */
  mac: Mac,
});
export type StoredLine = z.infer<typeof StoredLine>;

/** The line with its place in the chain. Throws a ZodError when a field breaks the schema. */
export function chained(line: AuditLine, previous: string, key: Uint8Array): StoredLine {
  return StoredLine.parse({ ...line, previous, mac: macOf(line, previous, key) });
}

/** The line that this text holds; undefined: it holds none, or was changed. */
export function readLine(text: string, key: Uint8Array): StoredLine | undefined {
  const parsed = StoredLine.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { previous, mac, ...line } = parsed.data;
  return mac === macOf(line, previous, key) ? parsed.data : undefined;
}

function macOf(line: AuditLine, previous: string, key: Uint8Array): string {
  const { number, atMs, who, action, object, outcome } = line;
  const fields = JSON.stringify([number, atMs, who, action, object, outcome, previous]);
  return createHmac("sha256", key).update(fields).digest("hex");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
