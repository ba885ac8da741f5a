/** `serve`: the web chat, and Telegram when a token is set; runs until it is told to stop. */
import { jsonLog } from "../app/log.ts";
import { serve } from "../main.ts";
import { readSettings } from "../settings.ts";
import { CONTENT_ROOT, shippedBundle } from "./content.ts";
import {
  misuse,
  printJson,
  printLine,
  reportProblems,
  type ExitCode,
  type Invocation,
} from "./output.ts";

export async function serveCommand(invocation: Invocation): Promise<ExitCode> {
  if (invocation.args.length > 0) return misuse(invocation, "usage: distinguo serve [--json]");
  const settings = readSettings(invocation.environment);
  const bundle = await shippedBundle();
  if (!bundle.ok) return reportProblems(invocation, bundle.error);
  const log = jsonLog(settings.LOG_LEVEL);
  const stopped = untilToldToStop();
  const served = await serve({ settings, bundle: bundle.value, contentRoot: CONTENT_ROOT, log });
  if (invocation.json)
    printJson(invocation, {
      address: served.address,
      telegram: served.telegram,
      ownerLink: served.ownerLink ?? null,
      bundle: bundle.value.bundle,
    });
  else {
    printLine(invocation, `明辨 · distinguo: ${served.address}`);
    if (served.ownerLink !== undefined)
      printLine(
        invocation,
        `管理台首次设置，一次有效，24 小时内 · first owner of the console, once, within 24 hours: ${served.ownerLink}`,
      );
  }
  await stopped;
  await served.stop();
  return 0;
}

function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
}
