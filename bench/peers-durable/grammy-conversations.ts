/**
 * grammY with its conversations plugin: the interview is one function, and what it has seen is kept as a log that is
 * replayed at each turn. Its state is written as one file a chat, as safe against a crash as the store's cases.
 */
import { readIfThere, removeDurably, spreadPlaces, writeDurably } from "../durable-files.ts";
import { importPeer } from "../peers/import-peer.ts";
import { ANSWER, BOT_INFO, sentMessage, TOKEN, updateOf } from "./contestant.ts";
import type { Contestant, Said, Sending, Talking } from "./contestant.ts";

interface Context {
  readonly conversation: { enter(name: string): Promise<void> };
  reply(text: string, other: object): Promise<unknown>;
}

type Middleware = (context: Context, next: () => Promise<void>) => Promise<void>;

interface Bot {
  use(middleware: Middleware): unknown;
  handleUpdate(update: object): Promise<void>;
}

interface Conversation {
  waitFor(query: string): Promise<Context & { readonly message: { readonly text: string } }>;
}

/** Where the plugin keeps the state of a chat, under the chat's number as text. */
export interface ChatStates {
  read(chat: string): Promise<unknown>;
  write(chat: string, state: unknown): Promise<void>;
  delete(chat: string): Promise<void>;
}

interface Packages {
  readonly Bot: new (
    token: string,
    settings: { botInfo: typeof BOT_INFO; client: { fetch: typeof answered } },
  ) => Bot;
  conversations(settings: { storage: ChatStates }): Middleware;
  createConversation(
    talk: (conversation: Conversation, context: Context) => Promise<void>,
    name: string,
  ): Middleware;
}

const NAME = "interview";

/** Nothing leaves the process. Below the client, since the plugin keeps what each call of a conversation was answered. */
const answered = async (_address: string, { body }: { readonly body: string }): Promise<object> => {
  const result = sentMessage(JSON.parse(body) as Sending);
  return { json: async () => ({ ok: true, result }) };
};

/** A talk over states of whatever kind; undefined where the packages are not installed. */
export async function conversationsOver(
  states: ChatStates,
  said: readonly Said[],
): Promise<Talking | undefined> {
  const grammy = await importPeer<Packages>("grammy");
  const plugin = await importPeer<Packages>("@grammyjs/conversations");
  if (grammy === undefined || plugin === undefined) return undefined;
  const bot = new grammy.Bot(TOKEN, { botInfo: BOT_INFO, client: { fetch: answered } });
  bot.use(plugin.conversations({ storage: states }));
  bot.use(plugin.createConversation(interviewOf(said), NAME));
  bot.use(async (context) => context.conversation.enter(NAME));
  let update = 0;
  return {
    person: (number) => async () => {
      update += 1;
      await bot.handleUpdate(updateOf(update, number + 1, ANSWER));
    },
    close: async () => undefined,
  };
}

function interviewOf(said: readonly Said[]) {
  return async (conversation: Conversation, first: Context): Promise<void> => {
    const answers: string[] = [];
    let context = first;
    for (const { html, keyboard } of said) {
      await context.reply(html, { parse_mode: "HTML", reply_markup: keyboard });
      const next = await conversation.waitFor("message:text");
      answers.push(next.message.text);
      context = next;
    }
    await context.reply(`${answers.length}`, {});
  };
}

export const QUESTIONS = 21;

export const grammyConversations: Contestant = {
  name: "grammY conversations, files as safe",
  // One more that opens the talk.
  dialogueTurns: QUESTIONS + 1,
  async open(folder, { said }) {
    const placeOf = await spreadPlaces(folder);
    const fileOf = (chat: string) => placeOf(Number(chat));
    return conversationsOver(
      {
        async read(chat) {
          const text = await readIfThere(fileOf(chat));
          return text === undefined ? undefined : (JSON.parse(text) as unknown);
        },
        write: (chat, state) => writeDurably(fileOf(chat), JSON.stringify(state)),
        delete: (chat) => removeDurably(fileOf(chat)),
      },
      said,
    );
  },
};
