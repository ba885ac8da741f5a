/** The chain's files: their names, and what the chain does with a disk beyond what the stores of cases do. */
import { statSync } from "node:fs";
import { open, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { ChainFile } from "../receipts/verify-chain.ts";
import { appendSynced, machineDisk, type Disk } from "./disk.ts";

/** 4,096 entries with a head each would have some 2.5 million bytes. */
const FILE_BYTES_MAX = 8 * 1024 * 1024;
const NAME = /^\d{10}\.jsonl$/;
const INDEX_DIGITS = 10;

export interface ChainDisk extends Disk {
  /** Bytes of the file; 0: no such file. */
  readonly sizeOf: (file: string) => Promise<number>;
  /** Resolves once the bytes are on the medium. Makes the file where there is none. */
  readonly appendSynced: (file: string, text: string) => Promise<void>;
  /** Cuts the file to so many bytes; resolves once that is on the medium. */
  readonly cutSynced: (file: string, bytes: number) => Promise<void>;
}

async function cutSynced(file: string, bytes: number): Promise<void> {
  await truncate(file, bytes);
  const handle = await open(file, "r+");
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

export const machineChainDisk: ChainDisk = {
  ...machineDisk,
  sizeOf: async (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0,
  appendSynced,
  cutSynced,
};

/** The name of the file whose first entry has this number. */
export function chainFileName(first: number): string {
  return `${String(first).padStart(INDEX_DIGITS, "0")}.jsonl`;
}

/** Numbers of the first entries of the files in the folder, ascending. Rejects with the system's error. */
export async function chainFirsts(
  folder: string,
  disk: Pick<Disk, "list">,
): Promise<readonly number[]> {
  const names = (await disk.list(folder)).filter((name) => NAME.test(name));
  return names.map((name) => Number.parseInt(name, 10)).toSorted((a, b) => a - b);
}

/** undefined: the file is far larger than any of ours. */
export async function readChainFile(
  folder: string,
  first: number,
  disk: Pick<Disk, "read">,
): Promise<ChainFile | undefined> {
  const name = chainFileName(first);
  const bytes = (await disk.read(join(folder, name), FILE_BYTES_MAX)) ?? new Uint8Array();
  if (bytes.byteLength > FILE_BYTES_MAX) return undefined;
  // One byte, one character: nothing a link holds needs more, and what was altered stays different.
  return { name, first, text: Buffer.from(bytes).toString("latin1") };
}
