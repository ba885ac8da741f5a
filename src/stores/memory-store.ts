/** Cases kept in this process only: for tests, and for trying the bot without leaving a trace. */
import type { CaseStore, Clock } from "../ports.ts";
import { decodeDocument, textOf } from "./document.ts";

/** A save needs no more of the case that is there. */
function revisionOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const written = /^\{"revision":(\d+),/.exec(text)?.[1];
  return written === undefined ? decodeDocument(text).revision : Number(written);
}

/**
 * Keeps each case as text, so that no value is shared with the caller. `medium` is given by tests that break it, and
 * `clock`, which tells when a case was last changed, by tests that turn it.
 */
export function memoryStore(
  medium: Map<string, string> = new Map(),
  clock: Clock = { nowMs: () => Date.now() },
): CaseStore {
  const changed = new Map<string, number>();
  const find = (id: string) => {
    const text = medium.get(id);
    return text === undefined ? undefined : decodeDocument(text);
  };
  const erase = (id: string) => {
    medium.delete(id);
    changed.delete(id);
  };
  return {
    load: async (id) => find(id),
    save: async (next, revision) => {
      const text = textOf({ revision: revision + 1, case: next });
      if (revisionOf(medium.get(next.id)) !== revision) return "conflict";
      medium.set(next.id, text);
      changed.set(next.id, clock.nowMs());
      return "saved";
    },
    erase: async (id) => erase(id),
    eraseUnchanged: async (id, revision) => {
      if (revisionOf(medium.get(id)) !== revision) return "conflict";
      erase(id);
      return "erased";
    },
    async *unchangedSince(beforeMs) {
      for (const id of medium.keys()) {
        const [found, changedMs] = [find(id), changed.get(id) ?? 0];
        if (found !== undefined && changedMs < beforeMs) yield { ...found, changedMs };
      }
    },
  };
}
