/** `rotate-key`: a new master key, every case key wrapped anew, the old master key forgotten. The bot may run meanwhile. */
import { keyFileOf, readSettings } from "../settings.ts";
import { openKeysOf } from "../stores/data-keys.ts";
import { rotateMasterKey } from "../stores/rotation.ts";
import { misuse, printJson, printLine, type ExitCode, type Invocation } from "./output.ts";

export async function rotateKey(invocation: Invocation): Promise<ExitCode> {
  if (invocation.args.length > 0) return misuse(invocation, "usage: distinguo rotate-key [--json]");
  const settings = readSettings(invocation.environment);
  const places = { dataFolder: settings.DISTINGUO_DATA, keyFile: keyFileOf(settings) };
  const { resumed, wrapped, damaged } = await rotateMasterKey(places, await openKeysOf(places));
  if (invocation.json) {
    printJson(invocation, { resumed, wrapped, damaged });
    return 0;
  }
  if (resumed) printLine(invocation, "an earlier run was cut short; it is finished now");
  printLine(invocation, `cases wrapped anew: ${wrapped}`);
  if (damaged > 0) printLine(invocation, `damaged files left as they are: ${damaged}`);
  printLine(
    invocation,
    "the old key is forgotten: back up now, since an older backup needs the key file of its time",
  );
  return 0;
}
