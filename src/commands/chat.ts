/** `chat`: the conversation in the terminal, or scripted through standard input. */
import { randomUUID } from "node:crypto";
import { conversations } from "../app/conversations.ts";
import { folderArchive, memoryArchive } from "../app/archive.ts";
import { systemClock } from "../app/clock.ts";
import { jsonLog } from "../app/log.ts";
import { openShelf } from "../app/shelf.ts";
import { terminalChannel } from "../channels/terminal.ts";
import { Language } from "../dialogue/reply.ts";
import { readSettings } from "../settings.ts";
import { lowdbStore } from "../stores/lowdb-store.ts";
import { memoryStore } from "../stores/memory-store.ts";
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
  const { stdin, stdout } = invocation.streams;
  const log = jsonLog(settings.LOG_LEVEL === "info" ? "error" : settings.LOG_LEVEL);
  const isTerminal = stdin.isTTY;
  const store = isTerminal ? await lowdbStore(settings.DISTINGUO_DATA, { log }) : memoryStore();
  const shelf = await openShelf(
    bundle.value,
    isTerminal ? folderArchive(settings.DISTINGUO_DATA) : memoryArchive(),
    log,
  );
  const talk = conversations({ store, shelf, log });
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
