/** distinguo as its channels use it: an answer handled, its case stored, the reply drawn for Telegram. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { memoryArchive } from "../src/app/archive.ts";
import { systemClock } from "../src/app/clock.ts";
import { conversations } from "../src/app/conversations.ts";
import { receipts } from "../src/app/receipts.ts";
import { openShelf } from "../src/app/shelf.ts";
import type { Bundle } from "../src/content/bundle.ts";
import type { CaseStore, Conversations, Log, ReceiptChain } from "../src/ports.ts";
import { openDataKeys } from "../src/stores/data-keys.ts";
import { lowdbStore } from "../src/stores/lowdb-store.ts";
import { memoryChain } from "../src/stores/memory-chain.ts";
import { memoryStore } from "../src/stores/memory-store.ts";
import { folderChain } from "../src/stores/receipt-chain.ts";
import { personOf, type Channel } from "./durable-person.ts";
import type { Contestant } from "./peers-durable/contestant.ts";

/** The mean of the consultations; people begin spread over them. */
const DIALOGUE_TURNS = 17;
/** Of the signing key. */
const SEED_BYTES = 32;
const silent: Log = { info: () => undefined, error: () => undefined };

/** Where the data and the keys of a folder for temporary files are. */
export function ownPlaces(folder: string): {
  readonly dataFolder: string;
  readonly keyFile: string;
} {
  return { dataFolder: join(folder, "data"), keyFile: join(folder, "data.key") };
}

/** The store as `serve` opens it, in a folder that is there. */
export async function openOwnStore(folder: string): Promise<CaseStore> {
  const places = ownPlaces(folder);
  const keyring = await openDataKeys(places);
  return lowdbStore(places.dataFolder, { log: silent, keyring, clock: systemClock });
}

/** The talk as `serve` makes it, receipts included; what counts and limits turns is left out. */
export async function openOwnTalk(bundle: Bundle, folder: string): Promise<Conversations> {
  const places = ownPlaces(folder);
  const store = await openOwnStore(folder);
  const keyring = await openDataKeys(places);
  const seed = keyring.secretFor("receipt heads");
  const chain = await folderChain(places.dataFolder, { seed, clock: systemClock, log: silent });
  return openTalk(bundle, store, chain);
}

/** The talk over any store; the chain of receipts is in memory unless it is given. */
export async function openTalk(
  bundle: Bundle,
  store: CaseStore,
  chain: ReceiptChain = memoryChain(randomBytes(SEED_BYTES), systemClock),
): Promise<Conversations> {
  const shelf = await openShelf(bundle, memoryArchive(), silent);
  return conversations({ store, shelf, log: silent, receipts: receipts(chain, randomBytes) });
}

function contestant(
  name: string,
  channel: Channel,
  open: (folder: string) => Promise<Conversations>,
): Contestant {
  return {
    name,
    dialogueTurns: DIALOGUE_TURNS,
    async open(folder) {
      const talk = await open(folder);
      return {
        person: (number) => personOf(talk, channel, number),
        close: async () => undefined,
      };
    },
  };
}

export const OWN = "distinguo";
export const IN_MEMORY = "distinguo, cases in memory";

/** One save a turn. */
export const ownOnDisk = (bundle: Bundle): Contestant =>
  contestant(OWN, "web", (folder) => openOwnTalk(bundle, folder));

/** A save more for each reply. */
export const ownToldAtOnce = (bundle: Bundle): Contestant => ({
  ...contestant("distinguo, delivery told at once", "telegram", (folder) =>
    openOwnTalk(bundle, folder),
  ),
  // To bring more to their places in the talk takes longer than to measure them.
  peopleMax: 64,
});

/** What the turn costs beside the disk. */
export const ownInMemory = (bundle: Bundle): Contestant =>
  contestant(IN_MEMORY, "web", async () => openTalk(bundle, memoryStore()));
