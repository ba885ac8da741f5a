/** A person in a talk over the shipped bundle, with a store in memory and a clock that ticks once a turn. */
import { randomBytes } from "node:crypto";
import { openShelf } from "../../src/app/shelf.ts";
import { memoryArchive } from "../../src/app/archive.ts";
import { conversations } from "../../src/app/conversations.ts";
import { receipts } from "../../src/app/receipts.ts";
import type { Bundle } from "../../src/content/bundle.ts";
import { accountOf } from "../../src/dialogue/answers.ts";
import { Case } from "../../src/dialogue/case.ts";
import { tokensOf } from "../../src/dialogue/parse.ts";
import type { Input } from "../../src/dialogue/incoming.ts";
import type { Choice, Language, Reply } from "../../src/dialogue/reply.ts";
import { talkOf } from "../../src/dialogue/world.ts";
import type { WordsOf } from "../../src/dialogue/words-schema.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Verdict } from "../../src/policy/decide.ts";
import type { CaseStore, Conversations, Log, NarrativeReader } from "../../src/ports.ts";
import { memoryChain } from "../../src/stores/memory-chain.ts";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { shippedBundle } from "./shipped.ts";

/** 1 July 2026 in China. */
export const NOW_MS = Date.UTC(2026, 6, 1);
/** The seed of the key that signs receipts in tests. */
const SEED = Buffer.alloc(32, 7);
export const ROOT = new URL("../../", import.meta.url);
export const silent: Log = { info() {}, error() {} };
export const LANGUAGES = ["zh-CN", "en"] as const satisfies readonly Language[];

/** The content as shipped, loaded once a test file. */
export const bundle: Bundle = await shippedBundle();

export interface Scene {
  readonly words: WordsOf;
  /** Throws when nothing is stored. */
  readonly case: Case;
  readonly stored: boolean;
  /** The part of the talk, or what lies over it. */
  readonly state: string;
  /** Fact id → value, as filed so far. */
  readonly facts: Readonly<Record<string, string>>;
  /** What the policy makes of the account as filed. */
  readonly verdict: Verdict;
  /** The question on the table; "" when there is none. */
  readonly question: string;
  /** Replies of the last turn. */
  readonly last: readonly Reply[];
  /** Every reply so far. */
  readonly shown: readonly Reply[];
  opens(): Promise<readonly Reply[]>;
  says(text: string): Promise<readonly Reply[]>;
  /** Taps the newest button with this label, whether it still acts or not. */
  taps(label: string): Promise<readonly Reply[]>;
  /** Taps the button on the table that does this. */
  does(what: string, withWhat?: string): Promise<readonly Reply[]>;
  presses(token: string): Promise<readonly Reply[]>;
  sends(what: Extract<Input, { type: "unsupported" }>["what"]): Promise<readonly Reply[]>;
}

export interface SceneSettings {
  readonly language?: Language;
  readonly pack?: string;
  readonly store?: CaseStore;
  readonly conversation?: string;
  readonly content?: Bundle;
  /** In place of a shell over `store`, which must be the one these talks use. */
  readonly talks?: Conversations;
  readonly reader?: NarrativeReader;
}

/** Conversations over a store, as the program puts them together. */
export async function shell(
  store: CaseStore = memoryStore(),
  content: Bundle = bundle,
  log: Log = silent,
  reader?: NarrativeReader,
): Promise<Conversations> {
  const shelf = await openShelf(content, memoryArchive(), log);
  const chain = memoryChain(SEED, { nowMs: () => NOW_MS });
  return conversations({
    store,
    shelf,
    log,
    receipts: receipts(chain, randomBytes),
    ...(reader === undefined ? {} : { reader }),
  });
}

/** A talk nobody has begun. Replies count as delivered as soon as they were given. */
export async function talk(settings: SceneSettings = {}): Promise<Scene> {
  const { language = "zh-CN", pack, conversation = "test:1", content = bundle } = settings;
  const store = settings.store ?? memoryStore();
  const talks = settings.talks ?? (await shell(store, content, silent, settings.reader));
  let [current, events]: [Case | undefined, number] = [undefined, 0];
  let last: readonly Reply[] = [];
  const shown: Reply[] = [];
  const turn = async (input: Input) => {
    const handled = await talks.handle({
      conversation,
      eventId: `e${(events += 1)}`,
      input,
      atMs: NOW_MS + events * 1_000,
      languageHint: language,
      ...(pack === undefined ? {} : { pack }),
    });
    last = handled.replies.map(({ reply }) => reply);
    shown.push(...last);
    await talks.delivered(
      conversation,
      last.map(({ id }) => ({ reply: id, handle: `h${id}` })),
    );
    const found = (await store.load(conversation))?.case;
    current = found === undefined ? undefined : Case.parse(found);
    return last;
  };
  const known = () => {
    if (current === undefined) throw new Error("nothing is stored");
    return current;
  };
  const account = () => accountOf(talkOf(known(), content));
  return {
    get words() {
      return content.words[current?.language ?? language];
    },
    get case() {
      return known();
    },
    get stored() {
      return current !== undefined;
    },
    get state() {
      const { overlay, state } = known();
      return overlay === "none" ? state : overlay;
    },
    get facts() {
      return account().facts;
    },
    get verdict() {
      return decide(content.compiled(known().pack), account());
    },
    get question() {
      return known().asking?.question ?? "";
    },
    get last() {
      return last;
    },
    get shown() {
      return shown;
    },
    opens: () => turn({ type: "open" }),
    says: (text) => turn({ type: "text", text }),
    presses: (token) => turn({ type: "choice", token }),
    sends: (what) => turn({ type: "unsupported", what }),
    taps: (label) => turn({ type: "choice", token: choiceOf(shown, label).token }),
    does: (what, withWhat) =>
      turn({ type: "choice", token: offeredToken(known(), what, withWhat) }),
  };
}

export function choicesOf(replies: readonly Reply[]): readonly Choice[] {
  return replies.flatMap(({ choices }) => choices.flat());
}

function choiceOf(replies: readonly Reply[], label: string): Choice {
  const found = choicesOf(replies).findLast((choice) => choice.label === label);
  if (found !== undefined) return found;
  const labels = choicesOf(replies.slice(-2)).map((choice) => choice.label);
  throw new Error(`no button “${label}”; there are: ${labels.join(" | ")}`);
}

/** The token of the button on the table that does this; throws, naming what there is. */
export function offeredToken({ offered, begunMs }: Case, what: string, withWhat?: string): string {
  const actions = offered?.actions ?? [];
  const at = actions.findIndex(
    (action) => action.do === what && (withWhat === undefined || action.with === withWhat),
  );
  if (at < 0)
    throw new Error(
      `nothing does ${what} ${withWhat ?? ""}; there are: ${JSON.stringify(actions)}`,
    );
  return tokensOf(begunMs, offered?.turn ?? -1)(at);
}

/** Every word of the replies, as a person reads them: blocks and, of files, their text. */
export function textsOf(replies: readonly Reply[]): readonly string[] {
  return replies.flatMap(({ blocks, closes, file }) => [
    ...blocks.flatMap((block) => {
      if (block.type === "items")
        return block.items.flatMap(({ text, detail }) =>
          detail === undefined ? [text] : [text, detail],
        );
      if (block.type === "distinctions")
        return block.rows.flatMap((row) => [
          row.name,
          row.sideName,
          row.reason,
          ...row.tolerable,
          ...row.culpable,
        ]);
      return [block.text];
    }),
    ...(closes === undefined ? [] : [closes.text]),
    ...(file === undefined ? [] : [file.text]),
  ]);
}
