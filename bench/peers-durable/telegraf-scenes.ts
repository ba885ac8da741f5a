/**
 * Telegraf with a wizard scene and its session in lowdb, as its users put them together: one JSON file for all chats,
 * written anew at each turn. Nothing is synced: a crash may lose answers that were replied to.
 */
import { join } from "node:path";
import { Low } from "lowdb";
import { JSONFile } from "lowdb/node";
import { importPeer } from "../peers/import-peer.ts";
import { ANSWER, BOT_INFO, sentMessage, TOKEN, updateOf } from "./contestant.ts";
import type { Contestant, Said, Sending } from "./contestant.ts";
import { QUESTIONS } from "./grammy-conversations.ts";

interface Context {
  readonly message: { readonly text: string };
  readonly scene: {
    readonly state: { answers?: string[] };
    enter(name: string): Promise<unknown>;
    leave(): Promise<unknown>;
  };
  readonly wizard: { next(): unknown };
  readonly telegram: { callApi: (method: string, sending: Sending) => Promise<object> };
  reply(text: string, other: object): Promise<unknown>;
}

type Middleware = (context: Context, next: () => Promise<unknown>) => Promise<unknown>;

interface Bot {
  botInfo: object;
  use(middleware: Middleware | { middleware(): Middleware }): unknown;
  handleUpdate(update: object): Promise<void>;
}

interface Sessions {
  get(key: string): Promise<object | undefined>;
  set(key: string, session: object): Promise<void>;
  delete(key: string): Promise<void>;
}

interface Package {
  readonly Telegraf: new (token: string) => Bot;
  readonly Scenes: {
    readonly WizardScene: new (name: string, ...steps: readonly Middleware[]) => object;
    readonly Stage: new (scenes: readonly object[]) => { middleware(): Middleware };
  };
  session(settings: { readonly store: Sessions }): Middleware;
}

const NAME = "interview";

export const telegrafScenes: Contestant = {
  name: "Telegraf scenes, lowdb session (not synced)",
  dialogueTurns: QUESTIONS + 1,
  async open(folder, { said }) {
    const telegraf = await importPeer<Package>("telegraf");
    if (telegraf === undefined) return undefined;
    const bot = new telegraf.Telegraf(TOKEN);
    bot.botInfo = BOT_INFO;
    // Nothing leaves the process.
    bot.use(async ({ telegram }, next) => {
      telegram.callApi = async (_method, sending) => sentMessage(sending);
      return next();
    });
    bot.use(telegraf.session({ store: await sessionsIn(join(folder, "sessions.json")) }));
    const scene = new telegraf.Scenes.WizardScene(NAME, ...stepsOf(said));
    bot.use(new telegraf.Scenes.Stage([scene]));
    bot.use(async (context) => context.scene.enter(NAME));
    let update = 0;
    return {
      person: (number) => async () => {
        update += 1;
        await bot.handleUpdate(updateOf(update, number + 1, ANSWER));
      },
      close: async () => undefined,
    };
  },
};

/** The first step opens the talk, each of the others takes an answer and asks on. */
function stepsOf(said: readonly Said[]): readonly Middleware[] {
  const asks = async (context: Context, question: Said): Promise<void> => {
    await context.reply(question.html, { parse_mode: "HTML", reply_markup: question.keyboard });
    context.wizard.next();
  };
  const taken = ({ scene, message }: Context): number => {
    scene.state.answers = [...(scene.state.answers ?? []), message.text];
    return scene.state.answers.length;
  };
  const [first, ...others] = said;
  return [
    ...(first === undefined ? [] : [(context: Context) => asks(context, first)]),
    ...others.map((question) => async (context: Context) => {
      taken(context);
      await asks(context, question);
    }),
    async (context) => {
      await context.reply(`${taken(context)}`, {});
      return context.scene.leave();
    },
  ];
}

async function sessionsIn(file: string): Promise<Sessions> {
  const document = new Low<Record<string, object>>(new JSONFile(file), {});
  await document.read();
  return {
    get: async (key) => document.data[key],
    async set(key, session) {
      document.data[key] = session;
      await document.write();
    },
    async delete(key) {
      delete document.data[key];
      await document.write();
    },
  };
}
