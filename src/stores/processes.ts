/** Which process of this machine is meant, and whether it still runs. */
import { readFileSync } from "node:fs";
import { faultCode } from "./disk.ts";

/** Asked for once: a process does not change its start. */
let own: { readonly start: string | undefined } | undefined;

/** When this process began, as the system stamps it; undefined where the system does not tell. */
export function ownStart(): string | undefined {
  own ??= { start: processStart(process.pid) };
  return own.start;
}

/**
 * A process id is used again sooner or later (at once, in a container): the start of the process must fit too. `start`
 * undefined: not known, so that the id alone tells.
 */
export function isAlive(id: number, start: string | undefined): boolean {
  try {
    process.kill(id, 0);
  } catch (error) {
    if (faultCode(error) !== "EPERM") return false;
  }
  const now = processStart(id);
  return now === undefined || start === undefined || now === start;
}

/** A stamp of when the process began, `ended` for one not yet buried; undefined where the system does not tell. */
function processStart(id: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${id}/stat`, "utf8");
    // The name in brackets may hold anything; after it come the state and, 19 fields on, the start.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? "ended" : fields[19];
  } catch {
    return undefined;
  }
}
