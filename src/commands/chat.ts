/** `chat`: the conversation in the terminal, or scripted through standard input. */
import { randomBytes, randomUUID } from "node:crypto";
import { conversations } from "../app/conversations.ts";
import { folderArchive, memoryArchive } from "../app/archive.ts";
import { systemClock } from "../app/clock.ts";
import { jsonLog } from "../app/log.ts";
import { receipts } from "../app/receipts.ts";
import { openShelf } from "../app/shelf.ts";
import { terminalChannel } from "../channels/terminal.ts";
import { Language } from "../dialogue/reply.ts";
import type { Log, ReceiptChain } from "../ports.ts";
import { keyFileOf, readSettings, type Settings } from "../settings.ts";
import { openDataKeys } from "../stores/data-keys.ts";
import { KEY_BYTES, type Keyring } from "../stores/keyring.ts";
import { chosenReader } from "../readers/chosen.ts";
import { lowdbStore } from "../stores/lowdb-store.ts";
import { memoryChain } from "../stores/memory-chain.ts";
import { memoryStore } from "../stores/memory-store.ts";
import { folderChain } from "../stores/receipt-chain.ts";
import { shippedBundle } from "./content.ts";
import { scriptedTurns } from "./chat-json.ts";
import { misuse, printJson, reportProblems, type ExitCode, type Invocation } from "./output.ts";

/** A person at the keyboard finds the talk again next time; a script starts afresh and leaves nothing behind. */
export async function chat(invocation: Invocation): Promise<ExitCode> {
  const language = Language.safeParse(invocation.options["lang"] ?? "zh-CN");
  if (!language.success || invocation.args.length > 0) {
    return misuse(invocation, "usage: distinguo chat [--lang zh-CN|en] [--pack ID]");
  }
  const settings = readSettings(invocation.environment);
  const bundle = await shippedBundle();
  if (!bundle.ok) return reportProblems(invocation, bundle.error);
  const pack = invocation.options["pack"];
  if (pack !== undefined && !bundle.value.packs.some(({ id }) => id === pack)) {
    return misuse(
      invocation,
      `no pack ${pack}; there are ${bundle.value.packs.map(({ id }) => id).join(", ")}`,
    );
  }
  const { stdin, stdout, stderr } = invocation.streams;
  const log = jsonLog(settings.LOG_LEVEL === "info" ? "error" : settings.LOG_LEVEL);
  const isTerminal = stdin.isTTY;
  const keyring = isTerminal ? await keptKeys(settings, stderr) : undefined;
  const store =
    keyring === undefined
      ? memoryStore()
      : await lowdbStore(settings.DISTINGUO_DATA, { log, keyring });
  const shelf = await openShelf(
    bundle.value,
    isTerminal ? folderArchive(settings.DISTINGUO_DATA) : memoryArchive(),
    log,
  );
  const chain =
    keyring === undefined
      ? memoryChain(randomBytes(KEY_BYTES), systemClock)
      : await keptChain(settings, keyring, log);
  const given = receipts(chain, randomBytes);
  const reader = await chosenReader(settings, log);
  const talk = conversations({ store, shelf, log, receipts: given, reader });
  if (invocation.json) {
    const script = { input: stdin, talk, clock: systemClock, language: language.data };
    printJson(invocation, {
      turns: await scriptedTurns(pack === undefined ? script : { ...script, pack }),
    });
    return 0;
  }
  const channel = terminalChannel({
    input: stdin,
    output: stdout,
    conversation: isTerminal ? "terminal:me" : `terminal:${randomUUID()}`,
    language: language.data,
    clock: systemClock,
    isTerminal,
    ...(pack === undefined ? {} : { pack }),
  });
  await channel.start(talk);
  await channel.finished;
  return 0;
}

async function keptKeys(settings: Settings, told: NodeJS.WriteStream): Promise<Keyring> {
  const keyFile = keyFileOf(settings);
  const keyring = await openDataKeys({ dataFolder: settings.DISTINGUO_DATA, keyFile });
  if (keyring.made) told.write(`made the key file ${keyFile}: keep it safe and apart\n`);
  return keyring;
}

async function keptChain(settings: Settings, keyring: Keyring, log: Log): Promise<ReceiptChain> {
  const seed = keyring.secretFor("receipt heads");
  return folderChain(settings.DISTINGUO_DATA, { seed, clock: systemClock, log });
}
