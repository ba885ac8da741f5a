/** Bundles as files, so that a running case finds the version it began with after a restart. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { bundleOf, hashOf, type Bundle } from "../content/bundle.ts";
import { EnvironmentFault } from "../ports.ts";
import type { Archive } from "./shelf.ts";

const Texts = z.record(z.string(), z.string());

/** Kept under `<dataFolder>/bundles/<sha256>.json`. Rejects with an EnvironmentFault when the folder cannot be written. */
export function folderArchive(dataFolder: string): Archive {
  const folder = join(dataFolder, "bundles");
  const pathOf = (hash: string) => join(folder, `${hash}.json`);
  return {
    async put(bundle) {
      try {
        await mkdir(folder, { recursive: true });
        const temporary = `${pathOf(bundle.bundle)}.${process.pid}.tmp`;
        await writeFile(temporary, JSON.stringify(Object.fromEntries(bundle.texts)), {
          flush: true,
        });
        await rename(temporary, pathOf(bundle.bundle));
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? "unknown";
        throw new EnvironmentFault(`cannot write ${folder} (${code})`, { cause: error });
      }
    },
    async get(hash) {
      const text = await readFile(pathOf(hash), "utf8").catch(() => undefined);
      if (text === undefined) return undefined;
      return read(text, hash);
    },
  };
}

/** A bundle that was altered, or that this version no longer understands, is not used. */
function read(text: string, hash: string): Bundle | undefined {
  try {
    const texts = new Map(Object.entries(Texts.parse(JSON.parse(text))));
    if (hashOf(texts) !== hash) return undefined;
    const bundle = bundleOf(texts);
    return bundle.ok ? bundle.value : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing outlives the process: for the terminal without a data folder, and for tests. */
export function memoryArchive(): Archive {
  const kept = new Map<string, Bundle>();
  return {
    async put(bundle) {
      kept.set(bundle.bundle, bundle);
    },
    async get(hash) {
      return kept.get(hash);
    },
  };
}
