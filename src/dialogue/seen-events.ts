/**
 * The last events of a case, as one text: a case is read and written at every turn, and a list of so many ids takes longer
 * than all the rest of it. Each id stands behind a blank, the oldest first.
 */

/** Event ids remembered for telling a redelivery from a new turn: more than a messenger may hand out unconfirmed. */
export const SEEN_EVENTS_MAX = 128;
/** Of one id, in UTF-16 units. */
export const EVENT_ID_UNITS_MAX = 200;
/** A unit that is written as its number takes up to eight. */
const UNITS_ESCAPED_MAX = 8;
export const SEEN_UNITS_MAX = SEEN_EVENTS_MAX * (1 + EVENT_ID_UNITS_MAX * UNITS_ESCAPED_MAX);

export const NONE_SEEN = "";

/** Whether the event is among those remembered. */
export function hasSeen(seen: string, eventId: string): boolean {
  return `${seen} `.includes(` ${written(eventId)} `);
}

/** With one more; the oldest is forgotten past SEEN_EVENTS_MAX. Throws on an id that is too long. */
export function withSeen(seen: string, eventId: string): string {
  if (eventId.length > EVENT_ID_UNITS_MAX)
    throw new TypeError(`an event id has more than ${EVENT_ID_UNITS_MAX} units`);
  return newest(`${seen} ${written(eventId)}`);
}

function newest(seen: string): string {
  let from = seen.length;
  for (let count = 0; count < SEEN_EVENTS_MAX; count += 1) {
    if (from <= 0) return seen;
    from = seen.lastIndexOf(" ", from - 1);
  }
  return seen.slice(from);
}

/** Blanks would part it, and what marks an escape must not stand for itself. */
function written(eventId: string): string {
  return PLAIN.test(eventId)
    ? eventId
    : eventId.replaceAll(ESCAPED, (one) => `%${one.charCodeAt(0).toString(16)}%`);
}

const PLAIN = /^[\w.:-]+$/;
const ESCAPED = /[^\w.:-]/g;
