/** Receipts of what the shipped rules make of an account. */
import type { Account } from "../../src/policy/account.ts";
import { EMPTY, grow } from "../../src/receipts/chain.ts";
import { contentOf } from "../../src/receipts/content.ts";
import { BEGINNING, commitmentOf, entryHashOf } from "../../src/receipts/hashing.ts";
import { receiptOf } from "../../src/receipts/receipt.ts";
import { FORMAT, type Content, type Receipt } from "../../src/receipts/schema.ts";
import { bundle } from "../support/dialogue-scene.ts";
import { DAY, otherSigner, signer, there } from "./chains.ts";

export const SALT = Buffer.alloc(32, 3).toString("base64url");

/** The receipt of what the shipped rules make of an account, as the first entry of a chain. */
export function someReceipt(account: Account, pack: string | null = null, by = signer): Receipt {
  const content = contentOf(bundle.compiled(pack), account, bundle.bundle);
  const [place] = grow(EMPTY, [commitmentOf(SALT, content)], DAY, by).places;
  return there(receiptOf({ salt: SALT, ...there(place) }, content));
}

/** Somebody who can do all but sign with the real key seals what they like with one of their own. */
export function forgedReceipt(content: Content): Receipt {
  const link = { index: 0, previous: BEGINNING, commitment: commitmentOf(SALT, content) };
  const entry = { ...link, hash: entryHashOf(link) };
  const head = otherSigner.sign({ index: 0, hash: entry.hash, day: DAY });
  return { format: FORMAT, salt: SALT, content, entry, head };
}
