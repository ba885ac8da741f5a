/** The bundle in use and those running cases began with. Content that fails its check never replaces what is in use. */
import type { Bundle } from "../content/bundle.ts";
import { describe } from "../content/describe.ts";
import type { Result } from "../policy/result.ts";
import type { Log } from "../ports.ts";

/** Bundles kept in memory beside the current one. */
const KEPT_MAX = 8;

export interface Shelf {
  current(): Bundle;
  byHash(hash: string): Promise<Bundle | undefined>;
}

/** Where bundles outlive the process; see `archive.ts`. */
export interface Archive {
  put(bundle: Bundle): Promise<void>;
  get(hash: string): Promise<Bundle | undefined>;
}

export interface LiveShelf extends Shelf {
  /** Takes a freshly read folder up, or refuses it and goes on with the old one. */
  offer(read: Result<Bundle>): Promise<"taken" | "unchanged" | "refused">;
}

export async function openShelf(first: Bundle, archive: Archive, log: Log): Promise<LiveShelf> {
  let current = first;
  const kept = new Map<string, Bundle>([[first.bundle, first]]);
  await archive.put(first);
  const keep = (bundle: Bundle) => {
    kept.delete(bundle.bundle);
    kept.set(bundle.bundle, bundle);
    for (const hash of [...kept.keys()].slice(0, -KEPT_MAX))
      if (hash !== current.bundle) kept.delete(hash);
  };
  return {
    current: () => current,
    async byHash(hash) {
      const known = kept.get(hash);
      if (known !== undefined) return known;
      const found = await archive.get(hash);
      if (found !== undefined) keep(found);
      return found;
    },
    async offer(read) {
      if (!read.ok) {
        for (const problem of read.error)
          log.error("content/refused", { problem: describe(problem) });
        return "refused";
      }
      if (read.value.bundle === current.bundle) return "unchanged";
      await archive.put(read.value);
      current = read.value;
      keep(read.value);
      log.info("content/taken", { bundle: read.value.bundle });
      return "taken";
    },
  };
}
