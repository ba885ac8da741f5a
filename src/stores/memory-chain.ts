/** A chain kept in this process only: for tests, and for trying the bot without leaving a trace. */
import type { Clock, ReceiptChain } from "../ports.ts";
import { EMPTY, grow, lineOf, type Tail } from "../receipts/chain.ts";
import { dayAt, signerOf } from "../receipts/heads.ts";

/** `lines` is what a file would hold, given by tests that read it; `push` may throw, and nothing has happened then. */
export function memoryChain(
  seed: Uint8Array,
  clock: Clock,
  lines: { push(...more: string[]): unknown } = { push: () => undefined },
): ReceiptChain {
  const signer = signerOf(seed);
  let tail: Tail = EMPTY;
  return {
    async append(commitment) {
      const grown = grow(tail, [commitment], dayAt(clock.nowMs()), signer);
      lines.push(...grown.links.map(lineOf));
      tail = grown.tail;
      const [place] = grown.places;
      if (place === undefined) throw new Error("an entry without a place");
      return place;
    },
  };
}
