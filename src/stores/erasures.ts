/**
 * Tombstones: one empty file for every case key that was destroyed, named by its serial, which is random and tells
 * nothing. A case whose serial has one is not read any more, whoever put its file back.
 */
import { join } from "node:path";
import type { Disk } from "./disk.ts";

export interface Erasures {
  /** Whether the case key of this serial was destroyed. */
  has(serial: Buffer): Promise<boolean>;
  /** Resolves once that is on the medium. */
  add(serial: Buffer): Promise<void>;
}

export function erasuresFolderOf(dataFolder: string): string {
  return join(dataFolder, "erasures");
}

export function erasuresOf(dataFolder: string, disk: Disk): Erasures {
  const root = erasuresFolderOf(dataFolder);
  const placeOf = (serial: Buffer) => {
    const name = serial.toString("hex");
    const folder = join(root, name.slice(0, 2));
    return { folder, file: join(folder, name) };
  };
  return {
    has: (serial) => disk.exists(placeOf(serial).file),
    async add(serial) {
      const { folder, file } = placeOf(serial);
      await disk.makeFolder(folder);
      await disk.writeSynced(file, "");
      for (const changed of [folder, root, dataFolder]) await disk.syncFolder(changed);
    },
  };
}
