/** `backup FOLDER`: the data folder, copied to an empty folder. The key file stays where it is. */
import { systemClock } from "../app/clock.ts";
import { keyFileOf, readSettings } from "../settings.ts";
import { backUp } from "../stores/backup.ts";
import { openKeysOf } from "../stores/data-keys.ts";
import { misuse, printJson, printLine, type ExitCode, type Invocation } from "./output.ts";

export async function backup(invocation: Invocation): Promise<ExitCode> {
  const [into, ...rest] = invocation.args;
  if (into === undefined || rest.length > 0)
    return misuse(invocation, "usage: distinguo backup FOLDER [--json]");
  const settings = readSettings(invocation.environment);
  const [dataFolder, keyFile] = [settings.DISTINGUO_DATA, keyFileOf(settings)];
  // Whoever cannot open the cases should know before the day they are needed.
  await openKeysOf({ dataFolder, keyFile });
  const made = await backUp(dataFolder, into, systemClock.nowMs());
  if (invocation.json) {
    printJson(invocation, { folder: into, ...made });
    return 0;
  }
  printLine(invocation, `${into}: ${made.cases} cases, ${made.files} files, ${made.bytes} bytes`);
  printLine(invocation, `the key file ${keyFile} is not in it: keep a copy of that elsewhere`);
  return 0;
}
