/** What was said, as data: which replies are new, what they fold or replace, and a copy that survives a reload. */

/** @typedef {import("../../dialogue/reply.ts").Reply} Reply */
/** @typedef {import("../contract.ts").TurnRequest} TurnRequest */

/**
 * `ids`: every reply id drawn in this place. `fold`: what is left of a question that was closed. `answered`: it was closed
 * by an answer. `spent`: its buttons no longer act.
 * @typedef {{ from: "bot", key: string, ids: string[], reply: Reply, fold?: string | undefined, answered?: boolean, spent: boolean }} Said
 * @typedef {{ from: "person", key: string, text: string }} Typed
 * @typedef {Said | Typed} Entry
 * @typedef {{ eventId: string, input: TurnRequest["input"] }} Pending
 * @typedef {{ change: "add" | "update" | "remove", entry: Entry }} Change
 * @typedef {{ entries: Entry[], last: string, unacknowledged: string[], made: number, pending?: Pending | undefined }} State
 */

const ENTRIES_MAX = 200;
const ACKNOWLEDGED_MAX = 60;
const STORAGE_KEY = "distinguo.transcript.1";
const NOTHING_DRAWN = "0.-1";

/** @returns {State} */
export function blankState() {
  return { entries: [], last: NOTHING_DRAWN, unacknowledged: [], made: 0 };
}

/**
 * The stored transcript of this tab, or a blank one.
 * @returns {State}
 */
export function restoreState() {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "null");
    return stored === null ? blankState() : stored;
  } catch {
    return blankState();
  }
}

/**
 * Keeps the transcript for a reload; where storage is full or forbidden, a reload shows less, and that is all.
 * @param {State} state
 */
export function storeState(state) {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(state));
  } catch {
    sessionStorage.removeItem(STORAGE_KEY);
  }
}

/**
 * Whether these replies to a new turn come from a case begun anew (everything was deleted, or the cookie is gone): ids
 * only rise within one case, so nothing new is drawn again, or an old id says something else.
 * @param {State} state
 * @param {readonly Reply[]} replies
 */
export function isRestart(state, replies) {
  const old = replies.filter(({ id }) => compareIds(id, state.last) <= 0);
  if (old.length === 0) return false;
  return old.length === replies.length || old.some((reply) => contradicts(state, reply));
}

/**
 * @param {State} state
 * @param {Reply} reply
 */
function contradicts(state, reply) {
  const drawn = find(state, reply.id)?.reply;
  return drawn?.id === reply.id && JSON.stringify(drawn) !== JSON.stringify(reply);
}

/**
 * Notes what the person typed.
 * @param {State} state
 * @param {string} text
 * @returns {Change[]}
 */
export function addTyped(state, text) {
  return add(state, { from: "person", key: nextKey(state), text });
}

/**
 * Takes in one reply and says what changes on the page: nothing when it was drawn before.
 * @param {State} state
 * @param {Reply} reply
 * @param {boolean} reopened the page was opened again: a question repeated word for word stays in its place
 * @returns {Change[]}
 */
export function takeReply(state, reply, reopened) {
  if (compareIds(reply.id, state.last) <= 0) return [];
  state.last = reply.id;
  state.unacknowledged.push(reply.id);
  const changes = fold(state, reply);
  const place = placeFor(state, reply, reopened);
  if (reply.choices.length > 0) changes.push(...spendOthers(state, place));
  return [...changes, ...(place === undefined ? addReply(state, reply) : renew(place, reply))];
}

/**
 * The ids to tell the server with the next turn.
 * @param {State} state
 */
export function drawnIds(state) {
  return state.unacknowledged.slice(-ACKNOWLEDGED_MAX);
}

/**
 * The server has heard these ids.
 * @param {State} state
 * @param {readonly string[]} ids
 */
export function acknowledge(state, ids) {
  state.unacknowledged = state.unacknowledged.filter((id) => !ids.includes(id));
}

/**
 * @param {State} state
 * @param {Reply} reply
 * @returns {Change[]}
 */
function fold(state, { closes }) {
  const closed = closes === undefined ? undefined : find(state, closes.reply);
  if (closes === undefined || closed === undefined) return [];
  closed.fold = closes.text;
  closed.answered = closes.brief !== undefined;
  closed.spent = true;
  return [{ change: "update", entry: closed }];
}

/**
 * @param {State} state
 * @param {Reply} reply
 * @param {boolean} reopened
 */
function placeFor(state, reply, reopened) {
  if (reply.replaces !== undefined) return find(state, reply.replaces);
  if (!reopened) return undefined;
  const blocks = JSON.stringify(reply.blocks);
  return said(state).findLast(
    (entry) => entry.fold === undefined && JSON.stringify(entry.reply.blocks) === blocks,
  );
}

/**
 * Only the newest buttons act, so only they stay.
 * @param {State} state
 * @param {Said | undefined} keep
 * @returns {Change[]}
 */
function spendOthers(state, keep) {
  const others = said(state).filter(
    (entry) => entry !== keep && !entry.spent && entry.reply.choices.length > 0,
  );
  for (const entry of others) entry.spent = true;
  return others.map((entry) => ({ change: "update", entry }));
}

/**
 * @param {Said} entry
 * @param {Reply} reply
 * @returns {Change[]}
 */
function renew(entry, reply) {
  entry.ids.push(reply.id);
  entry.reply = reply;
  entry.fold = undefined;
  entry.spent = false;
  return [{ change: "update", entry }];
}

/**
 * @param {State} state
 * @param {Reply} reply
 * @returns {Change[]}
 */
function addReply(state, reply) {
  return add(state, {
    from: "bot",
    key: nextKey(state),
    ids: [reply.id],
    reply,
    spent: false,
  });
}

/**
 * @param {State} state
 * @param {Entry} entry
 * @returns {Change[]}
 */
function add(state, entry) {
  state.entries.push(entry);
  /** @type {Change[]} */
  const changes = [{ change: "add", entry }];
  while (state.entries.length > ENTRIES_MAX) {
    const oldest = state.entries.shift();
    if (oldest !== undefined) changes.push({ change: "remove", entry: oldest });
  }
  return changes;
}

/**
 * @param {State} state
 * @param {string} id
 */
function find(state, id) {
  return said(state).findLast((entry) => entry.ids.includes(id));
}

/**
 * @param {State} state
 * @returns {Said[]}
 */
function said({ entries }) {
  return entries.filter((entry) => entry.from === "bot");
}

/** @param {State} state */
function nextKey(state) {
  state.made += 1;
  return `entry-${state.made}`;
}

/**
 * `<turn>.<index>` by number: "10.0" comes after "9.3".
 * @param {string} one
 * @param {string} other
 */
function compareIds(one, other) {
  const [turn = 0, index = 0] = one.split(".").map(Number);
  const [otherTurn = 0, otherIndex = 0] = other.split(".").map(Number);
  return turn - otherTurn || index - otherIndex;
}
