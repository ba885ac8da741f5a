/** Cases kept in this process only: for tests, and for trying the bot without leaving a trace. */
import type { CaseStore } from "../ports.ts";
import { decodeDocument, encodeDocument } from "./document.ts";

/** Keeps each case as text, so that no value is shared with the caller. `medium` is given by tests that break it. */
export function memoryStore(medium: Map<string, string> = new Map()): CaseStore {
  const find = (id: string) => {
    const text = medium.get(id);
    return text === undefined ? undefined : decodeDocument(Buffer.from(text), id);
  };
  return {
    load: async (id) => find(id),
    save: async (next, revision) => {
      const text = encodeDocument({ revision: revision + 1, case: next });
      if ((find(next.id)?.revision ?? 0) !== revision) return "conflict";
      medium.set(next.id, text);
      return "saved";
    },
    erase: async (id) => {
      medium.delete(id);
    },
  };
}
