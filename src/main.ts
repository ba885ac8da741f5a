/** Chooses the drivers and starts the channels: what `distinguo serve` runs. */
import { randomBytes } from "node:crypto";
import { messengerRoles } from "./accounts/messenger-roles.ts";
import { conversations } from "./app/conversations.ts";
import { folderArchive } from "./app/archive.ts";
import { systemClock } from "./app/clock.ts";
import { openMetrics } from "./app/metrics.ts";
import { limited, LIMITS, type Limits } from "./app/rate-limit.ts";
import { readiness } from "./app/readiness.ts";
import { receipts, type Receipts } from "./app/receipts.ts";
import { startSweeping } from "./app/retention.ts";
import { openShelf, type LiveShelf } from "./app/shelf.ts";
import { watchContent } from "./app/watch.ts";
import { telegramChannel, type TelegramChannel } from "./channels/telegram.ts";
import { webChannel, type WebChannelSettings } from "./channels/web.ts";
import { firstOwnerLink, openOffice } from "./commands/office.ts";
import type { Bundle } from "./content/bundle.ts";
import type { CaseStore, Channel, Conversations, Log } from "./ports.ts";
import { signerOf } from "./receipts/heads.ts";
import { keyFileOf, type Settings } from "./settings.ts";
import { openDataKeys } from "./stores/data-keys.ts";
import type { Keyring } from "./stores/keyring.ts";
import { chosenReader } from "./readers/chosen.ts";
import { lowdbStore } from "./stores/lowdb-store.ts";
import { probeFolder } from "./stores/probe.ts";
import { folderChain } from "./stores/receipt-chain.ts";

/** What the secret that signs receipts is called in the keyring. */
const RECEIPT_HEADS = "receipt heads";

export interface Served {
  /** Where the web chat is. */
  readonly address: string;
  readonly telegram: boolean;
  /** Makes the first owner's account, once; undefined: there is an owner. */
  readonly ownerLink: string | undefined;
  /** Finishes turns in hand, then stops everything that was started. */
  stop(): Promise<void>;
}

export interface ServeSettings {
  readonly settings: Settings;
  readonly bundle: Bundle;
  /** The folder that is watched for changes. */
  readonly contentRoot: string;
  readonly log: Log;
  /** `LIMITS`, unless somebody answers faster than people do. */
  readonly limits?: Limits;
}

/** Rejects with an EnvironmentFault when a channel or the data folder cannot be used; nothing is left running then. */
export async function serve(given: ServeSettings): Promise<Served> {
  const { settings, bundle, contentRoot, limits } = given;
  const metrics = openMetrics();
  const log = metrics.heard(given.log);
  const keyFile = keyFileOf(settings);
  const keyring = await openDataKeys({ dataFolder: settings.DISTINGUO_DATA, keyFile });
  if (keyring.made)
    log.info("keys/made", { keyFile, keep: "safe and apart; without it no case can be read" });
  const store = await lowdbStore(settings.DISTINGUO_DATA, { log, keyring, clock: systemClock });
  const shelf = await openShelf(bundle, folderArchive(settings.DISTINGUO_DATA), log);
  const desk = openOffice({ dataFolder: settings.DISTINGUO_DATA, keyring, clock: systemClock });
  const talks = limited(
    conversations({
      store,
      shelf,
      log,
      receipts: await receiptsOf(settings, keyring, log),
      roles: messengerRoles(desk),
      reader: await chosenReader(settings, log),
    }),
    limitsOf(store, shelf, limits),
  );
  const talk = metrics.counted(talks, systemClock);
  const ready = readiness({ store: () => probeFolder(settings.DISTINGUO_DATA) }, systemClock);
  const telegram = telegramOf(settings, log);
  const publicUrl = settings.PUBLIC_URL;
  const web = webChannel({
    host: settings.HOST,
    port: settings.PORT,
    clock: systemClock,
    log,
    words: (language) => shelf.current().words[language].web,
    secureCookies: isSecure(settings),
    operation: {
      ready: () => ready.report(),
      metrics,
      receiptKey: signerOf(keyring.secretFor(RECEIPT_HEADS)).key,
    },
    console: {
      desk,
      words: (language) => shelf.current().words[language].console,
      secureCookies: isSecure(settings),
      ...(publicUrl === undefined ? {} : { publicUrl }),
    },
    ...mountsOf(settings, telegram),
  });
  const stopAll = await startAll([web, ...(telegram === undefined ? [] : [telegram])], talk);
  const link = await firstOwnerLink(desk, publicUrl ?? web.address()).catch(async (error) => {
    await stopAll();
    throw error;
  });
  const watching = await watchContent(contentRoot, shelf);
  const days = () => shelf.current().retention;
  const sweeping = startSweeping({ store, days, clock: systemClock, log });
  return {
    address: web.address(),
    telegram: telegram !== undefined,
    ownerLink: link,
    async stop() {
      ready.close();
      await sweeping.stop();
      await watching.stop();
      await stopAll();
    },
  };
}

/** Starts them one after the other and answers how to stop them; when one cannot start, those before it are stopped. */
async function startAll(
  channels: readonly Channel[],
  talk: Conversations,
): Promise<() => Promise<void>> {
  const started: Channel[] = [];
  const stopAll = async () => {
    for (const channel of started.toReversed()) await channel.stop();
  };
  try {
    for (const channel of channels) {
      await channel.start(talk);
      started.push(channel);
    }
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}

/** Who counts as known, and what is said to people who are too fast. */
function limitsOf(
  store: CaseStore,
  shelf: LiveShelf,
  limits = LIMITS,
): Parameters<typeof limited>[1] {
  return {
    limits,
    clock: systemClock,
    known: async (conversation) => (await store.load(conversation)) !== undefined,
    said: (language) => shelf.current().words[language].said,
  };
}

/** The folder's chain of receipts, and how a verdict gets one. */
async function receiptsOf(settings: Settings, keyring: Keyring, log: Log): Promise<Receipts> {
  const chain = await folderChain(settings.DISTINGUO_DATA, {
    seed: keyring.secretFor(RECEIPT_HEADS),
    clock: systemClock,
    log,
  });
  return receipts(chain, randomBytes);
}

const isSecure = ({ PUBLIC_URL }: Settings) => PUBLIC_URL?.startsWith("https:") ?? false;

/** The path of Telegram's webhook, where there is one. */
function mountsOf(
  { TELEGRAM_WEBHOOK_URL: url }: Settings,
  telegram: TelegramChannel | undefined,
): Pick<WebChannelSettings, "mounts"> {
  if (telegram === undefined || url === undefined) return {};
  const handler = (request: Request) => telegram.webhook(request);
  return { mounts: [{ path: new URL(url).pathname, handler }] };
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
