/** Gives the verdict on the screen a receipt, before it is spoken. */
import { receiptContent } from "../dialogue/receipt.ts";
import type { Case } from "../dialogue/case.ts";
import { talkOf, type World } from "../dialogue/world.ts";
import type { ReceiptChain } from "../ports.ts";
import { commitmentOf } from "../receipts/hashing.ts";
import { receiptOf } from "../receipts/receipt.ts";
import { SALT_BYTES, type KeptReceipt } from "../receipts/schema.ts";

/** Parts of the talk where a verdict lies on the table. */
const WITH_VERDICT: ReadonlySet<string> = new Set(["verdict", "steps", "copy"]);

export interface Receipts {
  /**
   * The case with the receipt of its verdict; unchanged where it has one, or shows none. `earlier`: one that an attempt before
   * this one got. Rejects when the chain could not be written: the verdict must not be spoken then.
   */
  given(next: Case, world: World, earlier: KeptReceipt | undefined): Promise<Case>;
}

/** `random`: so many bytes that nobody can guess. */
export function receipts(chain: ReceiptChain, random: (bytes: number) => Uint8Array): Receipts {
  return {
    async given(next, world, earlier) {
      if (!WITH_VERDICT.has(next.state)) return next;
      const content = receiptContent(talkOf(next, world));
      if (receiptOf(next.receipt, content) !== undefined) return next;
      if (earlier !== undefined && receiptOf(earlier, content) !== undefined)
        return { ...next, receipt: earlier };
      const salt = Buffer.from(random(SALT_BYTES)).toString("base64url");
      const place = await chain.append(commitmentOf(salt, content));
      return { ...next, receipt: { ...place, salt } };
    },
  };
}
