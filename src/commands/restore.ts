/** `restore FROM [--into FOLDER]`: a backup → the data folder, or another one; what was deleted stays deleted. */
import { keyFileOf, readSettings } from "../settings.ts";
import { restore as restoreInto } from "../stores/restore.ts";
import { misuse, printJson, printLine, type ExitCode, type Invocation } from "./output.ts";

/** 1 when a case of the backup could not be opened. */
export async function restore(invocation: Invocation): Promise<ExitCode> {
  const [from, ...rest] = invocation.args;
  if (from === undefined || rest.length > 0)
    return misuse(invocation, "usage: distinguo restore FROM [--into FOLDER] [--json]");
  const settings = readSettings(invocation.environment);
  const [dataFolder, keyFile] = [settings.DISTINGUO_DATA, keyFileOf(settings)];
  const into = invocation.options["into"] ?? dataFolder;
  const restored = await restoreInto({ from, into, dataFolder, keyFile });
  const lost = restored.damaged + restored.unknown_key;
  if (invocation.json) printJson(invocation, { folder: into, ...restored });
  else {
    printLine(invocation, `${into}: ${restored.cases} cases, each opened`);
    printLine(invocation, `deleted before, and left out: ${restored.erased}`);
    if (restored.damaged > 0) printLine(invocation, `damaged, and left out: ${restored.damaged}`);
    if (restored.unknown_key > 0)
      printLine(
        invocation,
        `under a master key that ${keyFile} does not hold, and left out: ${restored.unknown_key}`,
      );
  }
  return lost > 0 ? 1 : 0;
}
