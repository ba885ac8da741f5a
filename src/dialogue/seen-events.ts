/**
 * The last events of a case, as one text: a case is read and written at every turn, and a list of so many ids takes longer
 * than all the rest of it. Each id stands behind a blank, the oldest first.
 */

/** Units of the ids remembered: 128 of the web chat's, more of Telegram's, which hands out 100 unconfirmed at most. */
export const SEEN_UNITS = 128 * 17;
/** Of one id, in UTF-16 units. */
export const EVENT_ID_UNITS_MAX = 200;
/** A unit that is written as its number takes up to eight. */
const UNITS_ESCAPED_MAX = 8;
/** The latest is remembered however long it is. Earlier versions counted ids: no text of theirs is longer than this. */
export const SEEN_UNITS_MAX = 128 * (1 + EVENT_ID_UNITS_MAX * UNITS_ESCAPED_MAX);

export const NONE_SEEN = "";

/** Whether the event is among those remembered. */
export function hasSeen(seen: string, eventId: string): boolean {
  const one = ` ${written(eventId)}`;
  return seen.endsWith(one) || seen.includes(`${one} `);
}

/** With one more; the oldest are forgotten where all take more than SEEN_UNITS. Throws on an id that is too long. */
export function withSeen(seen: string, eventId: string): string {
  if (eventId.length > EVENT_ID_UNITS_MAX)
    throw new TypeError(`an event id has more than ${EVENT_ID_UNITS_MAX} units`);
  const one = ` ${written(eventId)}`;
  const room = SEEN_UNITS - one.length;
  if (seen.length <= room) return seen + one;
  const from = room <= 0 ? -1 : seen.indexOf(" ", seen.length - room);
  return (from < 0 ? "" : seen.slice(from)) + one;
}

/** Blanks would part it, and what marks an escape must not stand for itself. */
function written(eventId: string): string {
  return PLAIN.test(eventId)
    ? eventId
    : eventId.replaceAll(ESCAPED, (one) => `%${one.charCodeAt(0).toString(16)}%`);
}

const PLAIN = /^[\w.:-]+$/;
const ESCAPED = /[^\w.:-]/g;
