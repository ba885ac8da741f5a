/** A receipt: made from what the case keeps, and checked by itself. */
import { commitmentOf, entryHashOf } from "./hashing.ts";
import { isSigned } from "./heads.ts";
import { FORMAT, type Content, type Entry, type KeptReceipt, type Receipt } from "./schema.ts";

/** The receipt of `content`; undefined where what is kept belongs to another content. */
export function receiptOf(kept: KeptReceipt | undefined, content: Content): Receipt | undefined {
  if (kept === undefined) return undefined;
  const { salt, index, previous, day, key, signature } = kept;
  const link = { index, previous, commitment: commitmentOf(salt, content) };
  const entry: Entry = { ...link, hash: entryHashOf(link) };
  const head = { index, hash: entry.hash, day, key, signature };
  // The signature stands for this entry alone, and so for this content and salt.
  return isSigned(head) ? { format: FORMAT, salt, content, entry, head } : undefined;
}

export type Broken = "commitment" | "entry" | "head" | "signature";

/** Where a receipt does not hold together; undefined when it does. Says nothing of whether the verdict is right. */
export function brokenAt({ salt, content, entry, head }: Receipt): Broken | undefined {
  if (commitmentOf(salt, content) !== entry.commitment) return "commitment";
  if (entryHashOf(entry) !== entry.hash) return "entry";
  if (head.index !== entry.index || head.hash !== entry.hash) return "head";
  return isSigned(head) ? undefined : "signature";
}
