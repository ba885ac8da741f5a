/** `owner-link`: a new one-time link for an owner, for when the first was lost. On the machine only. */
import { systemClock } from "../app/clock.ts";
import { keyFileOf, readSettings } from "../settings.ts";
import type { Settings } from "../settings.ts";
import { openDataKeys } from "../stores/data-keys.ts";
import { openOffice, ownerLink } from "./office.ts";
import { misuse, printJson, printLine, type ExitCode, type Invocation } from "./output.ts";

export async function ownerLinkCommand(invocation: Invocation): Promise<ExitCode> {
  if (invocation.args.length > 0) return misuse(invocation, "usage: distinguo owner-link [--json]");
  const settings = readSettings(invocation.environment);
  const dataFolder = settings.DISTINGUO_DATA;
  const keyring = await openDataKeys({ dataFolder, keyFile: keyFileOf(settings) });
  const desk = openOffice({ dataFolder, keyring, clock: systemClock });
  const link = await ownerLink(desk, addressOf(settings));
  if (invocation.json) printJson(invocation, { ownerLink: link });
  else printLine(invocation, link);
  return 0;
}

/** Where the console is reached; a port that the system picks (0) is not known here and must be put in by hand. */
function addressOf({ PUBLIC_URL, HOST, PORT }: Settings): string {
  if (PUBLIC_URL !== undefined) return PUBLIC_URL;
  const everywhere = HOST === "0.0.0.0" || HOST === "::";
  const host = HOST.includes(":") ? `[${HOST}]` : HOST;
  return `http://${everywhere ? "127.0.0.1" : host}:${PORT}/`;
}
