/** Those who use the bot in this test, with names and words that stand nowhere else. */
import type { Secret } from "./traces.ts";

export const CADRE = {
  id: 730_551_884_219,
  name: "欧阳甄别",
  surname: "Verkhovenko-Ruiz",
  username: "zhenbie_kanliang_88",
} as const;

export const REVIEWER = {
  id: 918_273_645_571,
  name: "司徒复核",
  username: "situ_fuhe_77",
} as const;

/** What people type. Each holds one piece that nobody else would write. */
export const WORDS = {
  narrative: "汛期抢修，鸬鹚坡渡槽先施工后补手续，向“呼延大柱”口头汇报过。",
  webNarrative: "We rebuilt heron-quay-7431 before the permit; Ms Quillfeather knew of it.",
  note: "见会议纪要：獬豸湾码头，澹台副主任在场。",
  stray: "别告诉任何人：沆瀣沟水库那件事",
  unread: "gryphon-ledger-5520",
  path: "mandrake-path-6613",
} as const;

export const MACHINE = {
  modelKey: "sk-wyvern-4482-not-for-anyone",
  source: "203.0.113.177",
  agent: "Basilisk-Browser/9.31",
} as const;

const PIECES: Readonly<Record<string, string>> = {
  "the cadre's narrative": "鸬鹚坡渡槽",
  "a name in the narrative": "呼延大柱",
  "the narrative on the web": "heron-quay-7431",
  "a name on the web": "Quillfeather",
  "the reviewer's note": "獬豸湾码头",
  "a name in the note": "澹台副主任",
  "words beside the point": "沆瀣沟水库",
  "words that could not be read": WORDS.unread,
  "words in an address": WORDS.path,
  "the key of the model": MACHINE.modelKey,
  "where a browser is": MACHINE.source,
  "which browser it is": MACHINE.agent,
};

const IDENTITIES: Readonly<Record<string, string>> = {
  "the cadre's id": String(CADRE.id),
  "the cadre's conversation": `telegram:${CADRE.id}`,
  "the cadre's name": CADRE.name,
  "the cadre's surname": CADRE.surname,
  "the cadre's user name": CADRE.username,
  "the reviewer's id": String(REVIEWER.id),
  "the reviewer's conversation": `telegram:${REVIEWER.id}`,
  "the reviewer's name": REVIEWER.name,
  "the reviewer's user name": REVIEWER.username,
};

/** Those known before anything begins; tokens and codes come to light on the way. */
export const KNOWN: readonly Secret[] = [
  ...Object.entries(PIECES).map(([name, text]) => ({ name, text })),
  ...Object.entries(IDENTITIES).map(([name, text]) => ({ name, text, identity: true as const })),
];
