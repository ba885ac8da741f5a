/** Has what a person typed read, before the turn is stepped. A reader that fails or is slow never loses the turn. */
import type { Bundle } from "../content/bundle.ts";
import type { Case } from "../dialogue/case.ts";
import { textToRead } from "../dialogue/parse.ts";
import { talkOf } from "../dialogue/world.ts";
import type { Incoming, Log, NarrativeReader, Proposal } from "../ports.ts";

/** A turn waits no longer than this for its text to be read. */
export const READ_MS_MAX = 8_000;

/** Answers what was read in the event's text; nothing where there is none to read, or it could not be read in time. */
export type Reading = (
  known: Case | undefined,
  incoming: Incoming,
  world: Bundle,
) => Promise<readonly Proposal[]>;

/** For one event: tried again, the turn does not read the same text twice. */
export function readingOf(reader: NarrativeReader<Bundle> | undefined, log: Log): Reading {
  const read = new Map<string, readonly Proposal[]>();
  return async (known, { input }, world) => {
    if (reader === undefined || known === undefined) return [];
    const text = textToRead(talkOf({ ...known, bundle: world.bundle }, world), input);
    if (text === undefined) return [];
    const key = `${world.bundle} ${known.language}`;
    const proposals =
      read.get(key) ??
      (await inTime(log, (signal) => reader.read(text, world, known.language, signal)));
    read.set(key, proposals);
    return proposals;
  };
}

async function inTime(
  log: Log,
  read: (signal: AbortSignal) => Promise<readonly Proposal[]>,
): Promise<readonly Proposal[]> {
  const aborter = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error("reading took too long"));
      aborter.abort();
    }, READ_MS_MAX);
  });
  try {
    return await Promise.race([read(aborter.signal), late]);
  } catch {
    // The error may carry the text and is dropped for it.
    log.error("reading/failed", { late: aborter.signal.aborted });
    return [];
  } finally {
    clearTimeout(timer);
  }
}
