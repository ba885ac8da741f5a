/** A person with a phone in front of the whole bot: real conversations, real store in a folder, emulated Bot API. */
import { setTimeout as pause } from "node:timers/promises";
import { folderArchive } from "../../src/app/archive.ts";
import { systemClock } from "../../src/app/clock.ts";
import { conversations } from "../../src/app/conversations.ts";
import { openShelf } from "../../src/app/shelf.ts";
import { telegramChannel } from "../../src/channels/telegram.ts";
import type { Case } from "../../src/dialogue/case.ts";
import type { Language } from "../../src/dialogue/reply.ts";
import type { CaseStore, Log, NarrativeReader } from "../../src/ports.ts";
import { keyFileOf, readSettings } from "../../src/settings.ts";
import { openDataKeys } from "../../src/stores/data-keys.ts";
import { lowdbStore } from "../../src/stores/lowdb-store.ts";
import type { BotApi, Person } from "./bot-api.ts";
import type { PersonSettings } from "./bot-api-person.ts";
import { recordingLog, settingsFor } from "./bot-api-scene.ts";
import { bundle } from "./dialogue-scene.ts";
import type { Mind } from "./dialogue-ways.ts";

const LOOK_EVERY_MS = 3;
const TURN_MS_MAX = 10_000;

/** Everything the program is made of, over one folder; a new call is a new start of the program. */
export async function startBot(api: BotApi, folder: string, reader?: NarrativeReader) {
  const log = recordingLog();
  const store = await openStore(folder, log);
  const shelf = await openShelf(bundle, folderArchive(folder), log);
  const channel = telegramChannel({ ...settingsFor(api, log), clock: systemClock });
  await channel.start(
    conversations({ store, shelf, log, ...(reader === undefined ? {} : { reader }) }),
  );
  return { stop: () => channel.stop(), lines: log.lines };
}

/** The store as the program opens it over its data folder. */
async function openStore(folder: string, log: Log): Promise<CaseStore> {
  const keyFile = keyFileOf(readSettings({ DISTINGUO_DATA: folder }));
  const keyring = await openDataKeys({ dataFolder: folder, keyFile });
  return lowdbStore(folder, { log, keyring });
}

export interface Phone {
  readonly person: Person;
  /** The case as it is on the disk; undefined when there is none. */
  stored(): Promise<Case | undefined>;
  /** Acts, and waits until the turn is stored and all it says has arrived. */
  turn(act: () => unknown): Promise<void>;
  /** Says, or taps the button with these words where one is shown. */
  says(text: string): Promise<void>;
  taps(label: string): Promise<void>;
  /** Answers the questions by what is on the screen, until none is asked. `between` acts before each. */
  answers(mind: Mind, between?: (asked: number) => Promise<void>): Promise<number>;
}

/** `who`: anything about the person that must not be left to chance. */
export async function phone(
  api: BotApi,
  folder: string,
  language: Language,
  who: Partial<PersonSettings> = {},
): Promise<Phone> {
  const person = api.person({ language: language === "en" ? "en" : "zh-hans", ...who });
  const reader = await openStore(folder, recordingLog());
  const stored = async () => (await reader.load(`telegram:${person.id}`))?.case;
  const turn = async (act: () => unknown) => {
    const before = (await stored())?.turn ?? 0;
    act();
    const end = Date.now() + TURN_MS_MAX;
    for (;;) {
      await api.settled();
      const now = await stored();
      // Nothing stored after a turn: everything was deleted, and the farewell stands in no outbox.
      const over = now === undefined ? before > 0 : now.turn > before && now.outbox.length === 0;
      if (over && person.waiting() === 0) return;
      if (Date.now() > end) throw new Error(`the turn does not end: ${JSON.stringify(now?.state)}`);
      await pause(LOOK_EVERY_MS);
    }
  };
  const taps = (label: string) => turn(() => person.taps(label));
  const answers: Phone["answers"] = async (mind, between) => {
    let asked = 0;
    for (
      let now = onScreen(person, language);
      now !== undefined;
      now = onScreen(person, language)
    ) {
      await between?.(asked);
      asked += 1;
      await answer(now, mind, language, taps);
    }
    return asked;
  };
  return { person, stored, turn, taps, says: (text) => turn(() => person.says(text)), answers };
}

interface Shown {
  readonly question: string;
  readonly labels: readonly string[];
}

/** The question on the screen: the newest message with buttons, if its first line is one of the questions. */
function onScreen(person: Person, language: Language): Shown | undefined {
  const message = person.heard().findLast(({ buttons }) => buttons.length > 0);
  const [first] = message?.text.split("\n") ?? [];
  const { questions } = bundle.words[language];
  const found = Object.entries(questions).find(([, { ask, before }]) =>
    [ask, before].includes(first),
  );
  if (message === undefined || found === undefined) return undefined;
  return { question: found[0], labels: message.buttons.flat() };
}

async function answer(
  { question, labels }: Shown,
  mind: Mind,
  language: Language,
  taps: Phone["taps"],
): Promise<void> {
  const { buttons, questions, yes_no: yesNo } = bundle.words[language];
  const { items, choices } = questions[question] ?? {};
  if (items !== undefined) {
    const ticks = Object.entries(items).filter(
      ([fact, label]) => mind[fact] === "yes" && labels.includes(`☐ ${label}`),
    );
    for (const [, label] of ticks) await taps(`☐ ${label}`);
    return taps(ticks.length === 0 ? buttons.none_of_these : buttons.done);
  }
  const asks = bundle.policy.questions.find(({ id }) => id === question);
  const value = mind[asks?.facts[0] ?? ""] ?? "";
  const label = choices?.[value] ?? yesNo[value as "yes"];
  await taps(label !== undefined && labels.includes(label) ? label : buttons.unsure);
}
