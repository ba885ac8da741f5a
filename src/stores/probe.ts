/** Whether a data folder can be written right now. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { machineDisk, type Disk } from "./disk.ts";

/** Writes a small file durably and removes it; rejects with the system's own error. */
export async function probeFolder(folder: string, disk: Disk = machineDisk): Promise<void> {
  const probe = join(folder, `probe-${randomUUID()}`);
  try {
    await disk.writeSynced(probe, "ready?");
  } finally {
    await disk.remove(probe).catch(() => undefined);
  }
}
