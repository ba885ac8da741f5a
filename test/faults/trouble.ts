/** What befalls the bot from outside: faults of the Bot API, updates out of order and once more, and when it is killed. */
import type { Update } from "grammy/types";
import type { Dice } from "../proof/dice.ts";
import type { Chance, Fault } from "../support/bot-api-fault.ts";
import type { Life } from "./bot.ts";
import type { Simulated } from "./person.ts";

/** Of the calls, how many in a thousand fail. */
const FAILING_PERMILLE = 25;
/** Of the polls answered with updates, how many in a hundred bring confirmed ones once more. */
const AGAIN_PERCENT = 10;
/** Updates of one chat that may come once more after they were confirmed. */
const REMEMBERED_MAX = 3;
const RETRY_AFTER_SECONDS_MAX = 2;
/** From the start of the process: some never come to take a message. */
const KILLED_STARTING_MS_MAX = 1_500;
/** From the first poll. */
const KILLED_SERVING_MS_MAX = 4_000;
const KILLED_AFTER_HANDING_MS_MAX = 60;

export interface Trouble {
  readonly chance: Chance;
  people(people: ReadonlyMap<number, Simulated>): void;
  /** Decides when this life is killed, unless it kills itself before. */
  ending(life: Life): void;
  count(kind: string): void;
  faults(): ReadonlyMap<string, number>;
  updates(): number;
  redelivered(): number;
  /** From now on nothing goes wrong. */
  calm(): void;
}

export function trouble(dice: Dice): Trouble {
  const faults = new Map<string, number>();
  const count = (kind: string) => faults.set(kind, (faults.get(kind) ?? 0) + 1);
  /** The life each update was first handed to; 0 once it was told as redelivered to a later one. */
  const handedIn = new Map<number, number>();
  const recent = new Map<number, Update[]>();
  let people: ReadonlyMap<number, Simulated> = new Map();
  let [life, redelivered, calm] = [0, 0, false];
  let onHanded: () => void = () => undefined;
  let onSent: () => void = () => undefined;
  let onPolled: () => void = () => undefined;

  const remember = (update: Update): void => {
    const chat = chatOf(update);
    const known = recent.get(chat) ?? [];
    if (!known.includes(update)) recent.set(chat, [...known, update].slice(-REMEMBERED_MAX));
  };
  const onceMore = (waiting: readonly Update[]): readonly Update[] => {
    if (calm || dice.below(100) >= AGAIN_PERCENT) return [];
    const chats = [...recent.keys()].filter((chat) => people.get(chat)?.forgetting() === false);
    if (chats.length === 0) return [];
    return (recent.get(dice.pick(chats)) ?? []).filter((update) => !waiting.includes(update));
  };
  const handing = (waiting: readonly Update[]): readonly Update[] => {
    if (waiting.length === 0) return waiting;
    const again = onceMore(waiting);
    redelivered += again.length;
    for (const update of waiting) {
      const first = handedIn.get(update.update_id);
      if (first === undefined) onHanded();
      else if (first < life) redelivered += 1;
      handedIn.set(update.update_id, life);
      if (people.get(chatOf(update))?.forgetting() === true) recent.delete(chatOf(update));
      else remember(update);
    }
    return calm ? waiting : dice.shuffled([...again, ...waiting]);
  };
  return {
    chance: {
      fault: (method) => {
        if (method === "getUpdates") onPolled();
        if (calm || dice.below(1_000) >= FAILING_PERMILLE) return undefined;
        const [kind, fault] = dice.pick(faultsOf(dice));
        count(kind);
        return fault;
      },
      handing,
      done: (method) => {
        if (method.startsWith("send") || method.startsWith("edit")) onSent();
      },
    },
    count,
    people: (all) => {
      people = all;
    },
    faults: () => faults,
    updates: () => handedIn.size,
    redelivered: () => redelivered,
    calm: () => {
      calm = true;
    },
    ending: (one) => {
      life += 1;
      onHanded = () => undefined;
      onSent = () => undefined;
      const kill = (when: string) => {
        if (one.kill()) count(`killed ${when}`);
      };
      const way = dice.below(8);
      let left = 1 + dice.below(2 * people.size);
      if (way === 0) setTimeout(() => kill("while starting"), dice.below(KILLED_STARTING_MS_MAX));
      // Whatever else was decided, no life is longer than this.
      const servingMs = way < 4 ? dice.below(KILLED_SERVING_MS_MAX) : KILLED_SERVING_MS_MAX;
      onPolled = () => {
        onPolled = () => undefined;
        setTimeout(() => kill("at a random moment"), servingMs);
      };
      if (way === 4 || way === 5)
        onHanded = () => {
          left -= 1;
          if (left > 0) return;
          onHanded = () => undefined;
          const afterMs = dice.below(KILLED_AFTER_HANDING_MS_MAX);
          setTimeout(() => kill("after an update was handed out"), afterMs);
        };
      if (way > 5)
        onSent = () => {
          left -= 1;
          if (left === 0) kill("after a message was sent");
        };
    },
  };
}

function faultsOf(dice: Dice): readonly (readonly [string, Fault])[] {
  return [
    [
      "429 with retry_after",
      { code: 429, retryAfterSeconds: dice.below(RETRY_AFTER_SECONDS_MAX + 1) },
    ],
    ["500", { code: 500 }],
    ["502", { code: 502 }],
    ["connection dropped before the call", { drop: "before" }],
    ["connection dropped after the call", { drop: "after" }],
  ];
}

export function chatOf({ message, edited_message: edited, callback_query: query }: Update): number {
  return (message ?? edited ?? query?.message)?.chat.id ?? 0;
}
