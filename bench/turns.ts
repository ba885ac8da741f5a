/** Section `turns`: what a channel waits for. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "../src/ports.ts";
import { openKeyring } from "../src/stores/keyring.ts";
import { lowdbStore } from "../src/stores/lowdb-store.ts";
import { memoryStore } from "../src/stores/memory-store.ts";
import { bySize, type Cell, type Found, type Setting } from "./section.ts";
import { timedTurns, type Turns } from "./consultations.ts";

const silent: Log = { info: () => undefined, error: () => undefined };

/** Whole consultations with cases in memory and on disk. */
export async function measureTurns({ size, bundle }: Setting): Promise<Found> {
  const consultations = bySize(size, 1, 30);
  const folder = await mkdtemp(join(tmpdir(), "distinguo-bench-"));
  try {
    const memory = await timedTurns(bundle, memoryStore(), consultations);
    const keyring = await openKeyring(join(folder, "key"));
    const store = await lowdbStore(join(folder, "data"), { log: silent, keyring });
    const disk = await timedTurns(bundle, store, consultations);
    const row = (where: string, { turn, perConsultation }: Turns): Cell[] => [
      where,
      turn.count,
      turn.p50Ms,
      turn.p99Ms,
      perConsultation,
    ];
    return {
      sheets: [
        {
          title: "One turn",
          head: ["cases", "turns", "p50 ms", "p99 ms", "turns a consultation"],
          rows: [row("in memory", memory), row("on disk (synced)", disk)],
        },
      ],
      targets: [],
      notes: [
        "A turn is load, step, save, and taking the replies out of the outbox, which is a second save; one consultation at a time, in Chinese, each to its verdict, with random answers.",
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
