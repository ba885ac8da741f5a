/** Packs drawn text into messages: cut between blocks where that fits, else between items, lines, characters. */
import { isBlank } from "./telegram-html.ts";
import type { Unit } from "./telegram-html.ts";

/**
 * The most a message may hold, in UTF-16 units. Telegram counts what is shown; the HTML is counted here, which is never
 * less.
 */
export const MESSAGE_UNITS_MAX = 4_096;

/** The units in order, as messages of at most `MESSAGE_UNITS_MAX`; messages in which nothing can be seen are left out. */
export function packUnits(units: readonly Unit[]): readonly string[] {
  const messages: string[] = [];
  let message = "";
  const add = (unit: Unit): void => {
    const joined = message === "" ? unit.html : message + unit.before + unit.html;
    if (joined.length <= MESSAGE_UNITS_MAX) {
      message = joined;
      return;
    }
    if (unit.html.length <= MESSAGE_UNITS_MAX) {
      messages.push(message);
      message = unit.html;
      return;
    }
    // Larger than any message: it fills up this one and flows on into the next.
    for (const [index, smaller] of unit.cut().entries())
      add(index === 0 ? { ...smaller, before: unit.before } : smaller);
  };
  for (const unit of units) add(unit);
  return [...messages, message].filter((html) => !isBlank(html));
}
