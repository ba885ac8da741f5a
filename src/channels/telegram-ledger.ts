/** Which updates are in hand and which are kept, and so how far Telegram may be told to forget. */

export interface Ledger {
  /** false: the update is in hand or kept already, and Telegram only sends it again because it is not confirmed. */
  begin(update: number): boolean;
  /** The turn ended: the update may be confirmed when it was kept. */
  end(update: number, taken: "kept" | "again"): void;
  /** The number to poll from: it confirms every update below. undefined before the first update. */
  offset(): number | undefined;
  /** A poll from `offset` was answered: updates below will not come again. */
  confirmed(offset: number): void;
}

/** A ledger for one run of the bot. Updates are known by their numbers, which rise. */
export function openLedger(): Ledger {
  const working = new Set<number>();
  const kept = new Set<number>();
  let next: number | undefined;
  return {
    begin: (update) => {
      if (working.has(update) || kept.has(update)) return false;
      working.add(update);
      next = Math.max(next ?? 0, update + 1);
      return true;
    },
    end: (update, taken) => {
      // One that must come again stays unconfirmed, and so does everything after it.
      if (taken === "again") return;
      working.delete(update);
      kept.add(update);
    },
    offset: () => (working.size > 0 ? Math.min(...working) : next),
    confirmed: (offset) => {
      for (const update of kept) if (update < offset) kept.delete(update);
    },
  };
}
