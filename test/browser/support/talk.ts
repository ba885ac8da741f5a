/** A scripted Conversations: it walks the scenes, keeps an outbox, and can be made to fail. */
import type { Language, Reply } from "../../../src/dialogue/reply.ts";
import type { Conversations, Handled, Incoming, Input } from "../../../src/ports.ts";
import { CHECKLIST, SCENES } from "./scenes.ts";
import type { Scene } from "./scenes.ts";

/** What went in, and how the next turns shall end. */
export interface Talk extends Conversations {
  readonly heard: Incoming[];
  /** unstored: `handle` rejects. busy: it gives up. unheard: the turn is stored, but the answer is lost. */
  next: "well" | "unstored" | "busy" | "unheard";
}

interface Person {
  turn: number;
  seen: string[];
  outbox: Reply[];
  /** The question on the table. */
  open?: Reply;
  ticked: Set<string>;
}

const FOLDS: Readonly<Record<string, string>> = { yes: "是", no: "否", unsure: "不清楚" };
const APOLOGY = "刚才那一步没有存上，您的回答还没记录，请再点一次。";

/** A talk nobody has begun. */
export function scriptedTalk(): Talk {
  const people = new Map<string, Person>();
  const talk: Talk = {
    heard: [],
    next: "well",
    async handle(incoming) {
      talk.heard.push(incoming);
      const ending = talk.next;
      talk.next = "well";
      if (ending === "unstored") throw new Error("the disk is full");
      if (ending === "busy") return { status: "busy", replies: [] };
      const handled = take(people, incoming);
      if (ending === "unheard") throw new Error("the answer was lost");
      return handled;
    },
    async delivered() {},
    apology: () => APOLOGY,
    commands: () => [],
  };
  return talk;
}

function take(people: Map<string, Person>, incoming: Incoming): Handled {
  const { conversation, eventId, acknowledged = [], input } = incoming;
  const person = people.get(conversation) ?? { turn: 0, seen: [], outbox: [], ticked: new Set() };
  people.set(conversation, person);
  person.outbox = person.outbox.filter(({ id }) => !acknowledged.includes(id));
  if (person.seen.includes(eventId)) return offer(person, "duplicate");
  person.seen.push(eventId);
  person.turn += 1;
  person.outbox.push(...answer(person, input));
  if (input.type === "choice" && input.token === "erase") people.delete(conversation);
  return offer(person, "handled");
}

function offer({ outbox }: Person, status: Handled["status"]): Handled {
  return { status, replies: outbox.map((reply) => ({ reply })) };
}

function answer(person: Person, input: Input): Reply[] {
  if (input.type === "open") {
    if (person.open === undefined) return say(person, SCENES["welcome"]);
    return [{ ...person.open, id: `${person.turn}.0` }];
  }
  if (input.type === "text") {
    return say(person, [...scene("understood"), ...withFold("collective", "经过：已说明")]);
  }
  return input.type === "choice" ? choose(person, input.token) : [];
}

function choose(person: Person, token: string): Reply[] {
  if (token.startsWith("tick:")) return tick(person, token.slice("tick:".length));
  const folded = FOLDS[token];
  if (folded !== undefined) return say(person, [checklist(person, `是否上会：${folded}`)]);
  if (token === "purpose") return say(person, scene("welcome").slice(1));
  return say(person, scene(token));
}

function tick(person: Person, item: string): Reply[] {
  if (!person.ticked.delete(item)) person.ticked.add(item);
  const replaced = person.open?.id;
  const [reply] = say(person, [checklist(person)]);
  if (reply === undefined || replaced === undefined) return [];
  person.open = { ...reply, replaces: replaced };
  return [person.open];
}

function checklist({ ticked }: Person, fold?: string): Scene {
  return {
    kind: "question",
    blocks: [{ type: "text", text: "下面这些情况一般不涉及，如有请点选：" }],
    choices: [
      ...CHECKLIST.map((item) => [
        {
          label: item,
          token: `tick:${item}`,
          role: "answer" as const,
          selected: ticked.has(item),
        },
      ]),
      [
        {
          label: ticked.size === 0 ? "以上都没有" : `选好了（${ticked.size}）`,
          token: "summary",
          role: "main",
        },
      ],
    ],
    ...(fold === undefined ? {} : { fold }),
  };
}

function say(person: Person, scenes: readonly Scene[] = []): Reply[] {
  return scenes.map((each, index) => {
    const { fold, language = "zh-CN" satisfies Language, ...rest } = each;
    const closed = fold === undefined ? undefined : person.open?.id;
    const reply: Reply = {
      ...rest,
      language,
      id: `${person.turn}.${index}`,
      ...(closed === undefined || fold === undefined
        ? {}
        : { closes: { reply: closed, text: fold, brief: fold } }),
    };
    if (reply.choices.length > 0) person.open = reply;
    return reply;
  });
}

function scene(name: string): readonly Scene[] {
  return SCENES[name] ?? [];
}

function withFold(name: string, fold: string): readonly Scene[] {
  return scene(name).map((each) => Object.assign({}, each, { fold }));
}
