/** The stores of accounts and of the audit log in memory: under the same contracts as those on the disk, and quick. */
import { BEGINNING, chained } from "../../src/stores/audit-chain.ts";
import type { StoredLine } from "../../src/stores/audit-chain.ts";
import type { AuditLog, Clock, SmallDocument } from "../../src/ports.ts";
import type * as z from "zod";

const CHINA_OFFSET_MS = 8 * 60 * 60_000;
const DAY_CHARACTERS = 10;

/** What a test does to a medium. */
export interface Medium {
  broken: boolean;
}

function refuseIfBroken({ broken }: Medium): void {
  if (broken) throw new Error("the medium refuses");
}

/** `reset` puts back what stood there when `mark` was called last. */
export function memoryDocument<T>(schema: z.ZodType<T>, empty: T, medium: Medium) {
  let [now, marked] = [empty, empty];
  const document: SmallDocument<T> = {
    read: async () => structuredClone(now),
    async change(work) {
      const before = structuredClone(now);
      const { next, answer } = work(before);
      if (next === before) return answer;
      const checked = schema.parse(next);
      refuseIfBroken(medium);
      now = structuredClone(checked);
      return answer;
    },
  };
  return {
    ...document,
    mark: () => void (marked = structuredClone(now)),
    reset: () => void (now = structuredClone(marked)),
  };
}

const dayOf = (atMs: number) =>
  new Date(atMs + CHINA_OFFSET_MS).toISOString().slice(0, DAY_CHARACTERS);

/** `linesMax`: older lines are dropped, for a test that writes a million. */
export function memoryAudit(
  key: Uint8Array,
  clock: Clock,
  medium: Medium,
  linesMax = Infinity,
): AuditLog {
  const lines: StoredLine[] = [];
  return {
    async append(entry) {
      const newest = lines.at(-1);
      const atMs = Math.max(clock.nowMs(), newest?.atMs ?? 0);
      const line = { number: (newest?.number ?? 0) + 1, atMs, ...entry };
      const next = chained(line, newest?.mac ?? BEGINNING, key);
      refuseIfBroken(medium);
      lines.push(next);
      if (lines.length > linesMax) lines.shift();
    },
    async page({ count, before = Infinity, day }) {
      return lines
        .filter(({ number, atMs }) => number < before && (day === undefined || dayOf(atMs) === day))
        .toReversed()
        .slice(0, count)
        .map(({ previous: _, mac: __, ...line }) => line);
    },
    async verify() {
      return { lines: lines.at(-1)?.number ?? 0, newest: lines.at(-1)?.mac ?? BEGINNING };
    },
  };
}
