/** The command line: `distinguo <command> [--json]`. */
import { parseArgs } from "node:util";
import type { ExitCode, Invocation } from "./commands/output.ts";
import { EnvironmentFault } from "./ports.ts";

type Command = (invocation: Invocation) => Promise<ExitCode>;

/** Loaded only when used: `classify` needs no web server. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./commands/serve.ts")).serveCommand,
  chat: async () => (await import("./commands/chat.ts")).chat,
  classify: async () => (await import("./commands/classify.ts")).classify,
  cases: async () => (await import("./commands/cases.ts")).cases,
  check: async () => (await import("./commands/check.ts")).check,
  read: async () => (await import("./commands/read.ts")).read,
  diff: async () => (await import("./commands/diff.ts")).diff,
  bench: async () => (await import("./commands/bench.ts")).bench,
  "owner-link": async () => (await import("./commands/owner-link.ts")).ownerLinkCommand,
  "rotate-key": async () => (await import("./commands/rotate-key.ts")).rotateKey,
  backup: async () => (await import("./commands/backup.ts")).backup,
  restore: async () => (await import("./commands/restore.ts")).restore,
  verify: async () => (await import("./commands/verify.ts")).verify,
};

const USAGE = `usage: distinguo <command> [--json]
  serve                              web chat, and Telegram when a token is set
  owner-link                         a one-time link for an owner of the console
  chat [--lang zh-CN|en] [--pack ID] the conversation in the terminal
  classify FILE|-                    facts (YAML or JSON) → verdict
  cases FILE…                        coded cases → predictions and a confusion table
  read FILE|- [--score]              narratives → the facts they tell, with their words
  check [DIR]                        checks a content folder
  diff DIR_A DIR_B                   every class of situation whose verdict changes
  verify [RECEIPT] [--data DIR] [--chain DIR] [--key KEY]
                                     a receipt and the chain: unaltered, and the same verdict again
  backup FOLDER                      the data folder, copied; without the key file
  restore FROM [--into FOLDER]       a backup, without what was deleted since
  rotate-key                         a new master key for all cases
  bench [SECTION…] [--smoke|--long]  the benchmarks, as tables
`;

/** Runs one command and answers its exit code; expected failures are one clear line on stderr. */
export async function main(argv: readonly string[]): Promise<number> {
  const streams = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr };
  const parsed = read(argv);
  if (typeof parsed === "string") {
    streams.stderr.write(`${parsed}\n${USAGE}`);
    return 2;
  }
  const [name, ...args] = parsed.positionals;
  if (parsed.values.help === true || name === "help") {
    streams.stdout.write(USAGE);
    return 0;
  }
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    streams.stderr.write(name === undefined ? USAGE : `no command ${name}\n${USAGE}`);
    return 2;
  }
  try {
    const command = await load();
    const { lang, pack, data, chain, key, into, score, json, smoke, long } = parsed.values;
    const size = smoke === true ? "smoke" : long === true ? "long" : undefined;
    return await command({
      args,
      json: json === true,
      options: {
        lang,
        pack,
        data,
        chain,
        key,
        into,
        size,
        score: score === true ? "yes" : undefined,
      },
      streams,
      environment: process.env,
    });
  } catch (error) {
    if (!(error instanceof EnvironmentFault)) throw error;
    streams.stderr.write(`${error.message}\n`);
    return 3;
  }
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        lang: { type: "string" },
        pack: { type: "string" },
        data: { type: "string" },
        chain: { type: "string" },
        key: { type: "string" },
        into: { type: "string" },
        score: { type: "boolean" },
        smoke: { type: "boolean" },
        long: { type: "boolean" },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : "the command line could not be read";
  }
}
