/** What a typed line means: a number or a label is a choice on the table, anything else is said in one's own words. */
import type { Reply } from "../dialogue/reply.ts";
import type { Input } from "../ports.ts";
import { numberedChoices } from "./terminal-draw.ts";

/** The choices that can be taken now, by number (1 is the first). */
export interface Table {
  readonly reply: string;
  readonly choices: readonly { readonly label: string; readonly token: string }[];
}

/** Stands for a choice: `2`, `2.`, `2、`, and the full-width digits a Chinese keyboard types. */
const NUMBER = /^(\d{1,3})[.,、。)]?$/;

/** The table after a reply was drawn: its own choices, or the ones before unless it closed them. */
export function nextTable(table: Table | undefined, reply: Reply): Table | undefined {
  const choices = numberedChoices(reply);
  if (choices.length > 0) return { reply: reply.id, choices };
  return table !== undefined && reply.closes?.reply === table.reply ? undefined : table;
}

/** The input a line stands for. A number goes before a label, so that what is drawn beside a number is what it does. */
export function readInput(typed: string, table: Table | undefined): Input {
  const choices = table?.choices ?? [];
  const plain = comparable(typed);
  const number = Number(NUMBER.exec(plain)?.[1] ?? Number.NaN);
  const chosen =
    choices[number - 1] ?? choices.find((choice) => comparable(choice.label) === plain);
  return chosen === undefined
    ? { type: "text", text: typed }
    : { type: "choice", token: chosen.token };
}

function comparable(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}
