/** The receipt of the verdict as the talk stands. */
import { contentOf } from "../receipts/content.ts";
import { receiptOf } from "../receipts/receipt.ts";
import type { Content, Receipt } from "../receipts/schema.ts";
import { accountOf } from "./answers.ts";
import { groundsFor, verdictFor } from "./findings.ts";
import type { Talk } from "./world.ts";

/** What there is to commit to. */
export function receiptContent(talk: Talk): Content {
  const { compiled, case: current } = talk;
  return contentOf(compiled, accountOf(talk), current.bundle, groundsFor(talk), verdictFor(talk));
}

/** undefined: this verdict has none. An answer was changed since, or the case was begun before there were receipts. */
export function currentReceipt(talk: Talk): Receipt | undefined {
  return receiptOf(talk.case.receipt, receiptContent(talk));
}
