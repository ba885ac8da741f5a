/** Accounts and sessions: one lowdb document each under `<data>/accounts/`, changed whole, by one process at a time. */
import { basename, join } from "node:path";
import { Low } from "lowdb";
import type { Adapter } from "lowdb";
import type * as z from "zod";
import { workInTurn } from "../in-turn.ts";
import { EnvironmentFault } from "../ports.ts";
import type { SmallDocument } from "../ports.ts";
import { faultCode, machineDisk } from "./disk.ts";
import type { Disk } from "./disk.ts";
import { withLock } from "./lock.ts";
import type { Pause } from "./lock.ts";

/** Far above any real one: 500 accounts take about half a megabyte. */
const DOCUMENT_BYTES_MAX = 8 * 1024 * 1024;

export interface SmallDocumentSettings<T> {
  readonly dataFolder: string;
  /** Names the file: `<data>/accounts/<name>.json`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** What stands where nothing was stored yet. */
  readonly empty: T;
  readonly disk?: Disk;
  readonly pause?: Pause;
}

interface Drawer<T> extends SmallDocumentSettings<T> {
  readonly disk: Disk;
  readonly folder: string;
  readonly file: string;
}

/**
 * Nothing is kept in memory between two calls, so that another process may change the document too. Every method rejects
 * with an `EnvironmentFault` that names the file when it cannot be read or written, or is not one of this version.
 */
export function smallDocument<T>(settings: SmallDocumentSettings<T>): SmallDocument<T> {
  const folder = join(settings.dataFolder, "accounts");
  const file = join(folder, `${settings.name}.json`);
  const drawer = { ...settings, disk: settings.disk ?? machineDisk, folder, file };
  const inTurn = workInTurn();
  const lock = join(folder, `${settings.name}.lock`);
  return {
    read: () => withClearFaults(file, "read", async () => (await load(drawer)).data),
    change: (work) =>
      inTurn("", () =>
        withClearFaults(file, "written", async () => {
          await makeFolder(drawer);
          return withLock(lock, () => changed(drawer, work), settings.pause);
        }),
      ),
  };
}

async function changed<T, Answer>(
  drawer: Drawer<T>,
  work: (now: T) => { readonly next: T; readonly answer: Answer },
): Promise<Answer> {
  const document = await load(drawer);
  const { next, answer } = work(document.data);
  if (next === document.data) return answer;
  document.data = drawer.schema.parse(next);
  await document.write();
  return answer;
}

async function load<T>(drawer: Drawer<T>): Promise<Low<T>> {
  const document = new Low<T>(adapterOf(drawer), drawer.empty);
  await document.read();
  return document;
}

/** Written beside and renamed, so that a crash leaves the old document or the new one. */
function adapterOf<T>({ disk, file, folder, schema }: Drawer<T>): Adapter<T> {
  return {
    async read() {
      const bytes = await disk.read(file, DOCUMENT_BYTES_MAX);
      return bytes === undefined ? null : decode(bytes, file, schema);
    },
    async write(next) {
      const temporary = `${file}.new`;
      try {
        await disk.writeSynced(temporary, JSON.stringify(next));
        await disk.rename(temporary, file);
      } catch (error) {
        // Gives back the room on a full disk; if that fails too, the next write replaces it.
        await disk.remove(temporary).catch(() => undefined);
        throw error;
      }
      await disk.syncFolder(folder);
    },
  };
}

function decode<T>(bytes: Uint8Array, file: string, schema: z.ZodType<T>): T {
  try {
    if (bytes.byteLength > DOCUMENT_BYTES_MAX) throw new TypeError("too large");
    return schema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    // Never set aside: an empty register would let the next start print a link for a new owner.
    const line = `${basename(file)} in the folder accounts is damaged or of another version; restore it from a copy`;
    throw new EnvironmentFault(line);
  }
}

async function makeFolder<T>({ disk, folder, dataFolder }: Drawer<T>): Promise<void> {
  if (await disk.makeFolder(folder)) await disk.syncFolder(dataFolder);
}

async function withClearFaults<T>(
  file: string,
  done: "read" | "written",
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = faultCode(error);
    if (code === undefined) throw error;
    const line = `${basename(file)} in the folder accounts could not be ${done} (${code})`;
    throw new EnvironmentFault(line, { cause: error });
  }
}
