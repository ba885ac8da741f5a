/** Chooses the drivers and starts the channels: what `distinguo serve` runs. */
import { conversations } from "./app/conversations.ts";
import { folderArchive } from "./app/archive.ts";
import { systemClock } from "./app/clock.ts";
import { openMetrics } from "./app/metrics.ts";
import { readiness } from "./app/readiness.ts";
import { openShelf } from "./app/shelf.ts";
import { watchContent } from "./app/watch.ts";
import { telegramChannel, type TelegramChannel } from "./channels/telegram.ts";
import { webChannel } from "./channels/web.ts";
import type { Bundle } from "./content/bundle.ts";
import type { Channel, Log } from "./ports.ts";
import type { Settings } from "./settings.ts";
import { lowdbStore } from "./stores/lowdb-store.ts";
import { probeFolder } from "./stores/probe.ts";

export interface Served {
  /** Where the web chat is. */
  readonly address: string;
  readonly telegram: boolean;
  /** Finishes turns in hand, then stops everything that was started. */
  stop(): Promise<void>;
}

export interface ServeSettings {
  readonly settings: Settings;
  readonly bundle: Bundle;
  /** The folder that is watched for changes. */
  readonly contentRoot: string;
  readonly log: Log;
}

/** Rejects with an EnvironmentFault when a channel or the data folder cannot be used; nothing is left running then. */
export async function serve({
  settings,
  bundle,
  contentRoot,
  log: plainLog,
}: ServeSettings): Promise<Served> {
  const metrics = openMetrics();
  const log = metrics.heard(plainLog);
  const store = await lowdbStore(settings.DISTINGUO_DATA, { log });
  const shelf = await openShelf(bundle, folderArchive(settings.DISTINGUO_DATA), log);
  const talk = metrics.counted(conversations({ store, shelf, log }), systemClock);
  const ready = readiness({ store: () => probeFolder(settings.DISTINGUO_DATA) }, systemClock);
  const telegram = telegramOf(settings, log);
  const web = webChannel({
    host: settings.HOST,
    port: settings.PORT,
    clock: systemClock,
    log,
    words: (language) => shelf.current().words[language].web,
    secureCookies: settings.PUBLIC_URL?.startsWith("https:") ?? false,
    operation: { ready: () => ready.report(), metrics },
    ...(telegram === undefined || settings.TELEGRAM_WEBHOOK_URL === undefined
      ? {}
      : {
          mounts: [
            {
              path: new URL(settings.TELEGRAM_WEBHOOK_URL).pathname,
              handler: (request) => telegram.webhook(request),
            },
          ],
        }),
  });
  const started: Channel[] = [];
  const stopAll = async () => {
    for (const channel of started.toReversed()) await channel.stop();
  };
  try {
    for (const channel of [web, ...(telegram === undefined ? [] : [telegram])]) {
      await channel.start(talk);
      started.push(channel);
    }
  } catch (error) {
    await stopAll();
    throw error;
  }
  const watching = await watchContent(contentRoot, shelf);
  return {
    address: web.address(),
    telegram: telegram !== undefined,
    async stop() {
      ready.close();
      await watching.stop();
      await stopAll();
    },
  };
}

function telegramOf(settings: Settings, log: Log): TelegramChannel | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot } = settings;
  if (token === undefined) return undefined;
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = settings;
  return telegramChannel({
    token,
    clock: systemClock,
    log,
    ...(apiRoot === undefined ? {} : { apiRoot }),
    ...(url === undefined || secret === undefined ? {} : { webhook: { url, secret } }),
  });
}
