/** What a person has seen in their chat: which question each set of buttons belongs to, and what was acknowledged. */
import type { Answer } from "../../src/dialogue/case.ts";
import type { Person } from "../support/bot-api.ts";
import type { ShownButton } from "../support/bot-api-person.ts";
import { answerBy, foldedLine, isFolded } from "./reading.ts";
import type { Asked, Folded, Reader } from "./reading.ts";

/** Buttons remembered, to be pressed long after. */
const OLD_BUTTONS_MAX = 40;

/** An answer given: by a button of one table, or by typing what stands on it. */
export interface Given {
  readonly answer: Answer;
  /** Where it was read: `<case>:<turn>`, the first two parts of a token. */
  readonly table: string;
  /** The line its question folds into once it is filed. */
  readonly line: Folded;
  acknowledged: boolean;
}

/** The buttons of one turn, in every message that shows them. */
interface Table {
  readonly asked: Asked | undefined;
  readonly labels: readonly string[];
  readonly messages: Set<number>;
}

export interface Memory {
  readonly given: readonly Given[];
  /** Buttons of the past. */
  readonly old: readonly ShownButton[];
  /** Messages that came a second time. */
  repeated(): number;
  /** The case that the newest buttons belong to; undefined before any. */
  newestCase(): string | undefined;
  /** Reads what is new. */
  look(): void;
  /** The question that a button belongs to, with all labels that stood beside it. */
  askedAt(button: ShownButton): Pick<Table, "asked" | "labels"> | undefined;
  /**
   * The person gives the answer that stands on a button, if one does. A tap on a button older than others seen of its case
   * gives none: it must not act.
   */
  gives(button: ShownButton, how: "tapped" | "typed"): void;
}

const parts = (button: ShownButton, count: number) =>
  button.data.split(":").slice(0, count).join(":");
const tableOf = (button: ShownButton) => parts(button, 2);
const turnOf = ({ data }: ShownButton) => Number(data.split(":")[1]);

/** A token that belongs to no case: it starts a new one. */
export const isAgain = ({ data }: ShownButton): boolean => data === "again";

export function newMemory(person: Person, reader: Reader): Memory {
  const given: Given[] = [];
  const tables = new Map<string, Table>();
  const old: ShownButton[] = [];
  /** By case. */
  const newestTurns = new Map<string, number>();
  let repeated = 0;
  let newest: { readonly message: number; readonly case: string } | undefined;

  const see = (message: number, text: string, row: readonly ShownButton[]): void => {
    const [first] = row;
    if (first === undefined || isAgain(first)) return;
    if (message >= (newest?.message ?? 0)) newest = { message, case: parts(first, 1) };
    newestTurns.set(
      parts(first, 1),
      Math.max(turnOf(first), newestTurns.get(parts(first, 1)) ?? 0),
    );
    const table = tables.get(tableOf(first));
    if (table === undefined) {
      const labels = row.map(({ label }) => label);
      const asked = reader.questionIn(text);
      tables.set(tableOf(first), { asked, labels, messages: new Set([message]) });
      old.push(...row);
      old.splice(0, old.length - OLD_BUTTONS_MAX);
    } else if (!table.messages.has(message)) {
      table.messages.add(message);
      repeated += 1;
    }
  };
  return {
    given,
    old,
    repeated: () => repeated,
    newestCase: () => newest?.case,
    look: () => {
      const texts = new Map(person.heard().map(({ id, text }) => [id, text]));
      for (const [message, row] of Map.groupBy(person.buttons(), (button) => button.message))
        see(message, texts.get(message) ?? "", row);
      for (const one of given) {
        const copies = [...(tables.get(one.table)?.messages ?? [])];
        one.acknowledged ||= copies.some((message) => isFolded(texts.get(message) ?? "", one.line));
      }
    },
    askedAt: (button) => tables.get(tableOf(button)),
    gives: (button, how) => {
      if (how === "tapped" && turnOf(button) < (newestTurns.get(parts(button, 1)) ?? 0)) return;
      const { asked, labels = [] } = tables.get(tableOf(button)) ?? {};
      const answer = asked && answerBy(asked, labels, button.label, reader);
      if (asked === undefined || answer === undefined) return;
      const line = foldedLine(asked, answer, reader);
      given.push({ answer, table: tableOf(button), line, acknowledged: false });
    },
  };
}
