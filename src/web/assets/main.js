/** The page: one turn at a time goes to the server, and what comes back is drawn. */
import { postTurn, randomId } from "./api.js";
import { openComposer } from "./composer.js";
import { byId } from "./dom.js";
import { listenToKeys } from "./keyboard.js";
import {
  acknowledge,
  addTyped,
  blankState,
  drawnIds,
  isRestart,
  restoreState,
  storeState,
  takeReply,
} from "./transcript.js";
import { applyChanges, drawNotice, liveChoices, printCard, refocus, reveal } from "./view.js";
import { wordsFor } from "./words.js";

/** @typedef {import("../../dialogue/reply.ts").Language} Language */
/** @typedef {import("../contract.ts").TurnRequest} TurnRequest */
/** @typedef {import("../contract.ts").WebWords} WebWords */
/** @typedef {import("./api.js").Apology} Apology */
/** @typedef {import("./api.js").Lost} Lost */
/** @typedef {import("./api.js").Stored} Stored */
/** @typedef {import("./transcript.js").Change} Change */

/** An answer that comes sooner needs no word about waiting. */
const WAIT_BEFORE_LOADING_MS = 500;

const log = byId("log", HTMLElement);
const loading = byId("loading", HTMLElement);
const notice = byId("notice", HTMLElement);
const asked = new URLSearchParams(location.search);
const composer = openComposer((text) => void submit({ type: "text", text }));

let state = restoreState();
/** @type {WebWords | undefined} */
let words;
/** @type {Map<string, WebWords>} */
const wordsByLanguage = new Map();
let busy = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** What did not go through and may be sent again. @type {TurnRequest["input"] | undefined} */
let unsent;

/** The language shown, else the one the page was opened with, else the browser's (decided by the server). */
function language() {
  const shown = state.entries.findLast((entry) => entry.from === "bot");
  const wanted = shown?.from === "bot" ? shown.reply.language : asked.get("lang");
  return wanted === "zh-CN" || wanted === "en" ? wanted : undefined;
}

/**
 * Takes up the words of a language for all that is drawn from here on.
 * @param {Language | undefined} wanted
 */
async function speak(wanted) {
  const found = await wordsFor(wanted);
  if (found === undefined) return;
  words = found.words;
  wordsByLanguage.set(found.language, found.words);
  document.documentElement.lang = found.language;
  document.title = words.title;
  byId("skip", HTMLElement).textContent = words.skip;
  composer.label(words);
}

/**
 * Sends one turn and draws the answer.
 * @param {TurnRequest["input"]} input
 */
async function submit(input) {
  if (busy) return;
  hold(true);
  const acknowledged = drawnIds(state);
  const spoken = language();
  const eventId = eventIdFor(input);
  const answer = await postTurn({
    eventId,
    input,
    acknowledged,
    ...(spoken && { language: spoken }),
  });
  if (answer.outcome === "stored") {
    acknowledge(state, acknowledged);
    await take(input, answer);
  } else await complain(input, answer);
  hold(false);
}

/**
 * The same input sent again after a failure keeps its event id, also over a reload, so that a turn that was stored
 * unseen does not count twice.
 * @param {TurnRequest["input"]} input
 */
function eventIdFor(input) {
  if (input.type === "open") return randomId();
  const same = JSON.stringify(state.pending?.input) === JSON.stringify(input);
  if (!same || state.pending === undefined) state.pending = { eventId: randomId(), input };
  storeState(state);
  return state.pending.eventId;
}

/**
 * @param {TurnRequest["input"]} input
 * @param {Stored} answer
 */
async function take(input, { status, replies }) {
  for (const spoken of new Set(replies.map((reply) => reply.language))) await speak(spoken);
  if (words === undefined) return complain(input, { outcome: "offline" });
  const { activeElement } = document;
  const onChoice = log.contains(activeElement) || notice.contains(activeElement);
  const forgotten = replies.some((reply) => reply.forgets === true);
  if (forgotten || (status === "handled" && isRestart(state, replies))) clear();
  const changes = input.type === "text" ? addTyped(state, input.text) : [];
  for (const reply of replies) changes.push(...takeReply(state, reply, input.type === "open"));
  if (input.type !== "open") state.pending = undefined;
  if (input.type === "text") composer.sent(input.text);
  storeState(state);
  unsent = undefined;
  drawNotice(notice, undefined);
  draw(changes, words, onChoice);
}

/**
 * @param {readonly Change[]} changes
 * @param {WebWords} fallback
 * @param {boolean} onChoice the person's focus was on something to tap
 */
function draw(changes, fallback, onChoice) {
  applyChanges(log, changes, (spoken) => wordsByLanguage.get(spoken ?? "") ?? fallback);
  const first = changes.find(({ change }) => change === "add")?.entry.key;
  if (onChoice && !log.contains(document.activeElement)) refocus(log, first);
  if (first !== undefined) reveal(log, first);
}

/**
 * @param {TurnRequest["input"]} input
 * @param {Apology | Lost} answer
 */
async function complain(input, answer) {
  unsent = input;
  if (words === undefined) await speak(language());
  const message = answer.outcome === "apology" ? answer.apology : words?.[answer.outcome];
  // Without a single word from the server there is only the sign for trying again.
  drawNotice(notice, { message: message ?? "", again: words?.again ?? "↻" }, sendAgain);
  reveal(log, undefined);
}

/** The person may have mended the text meanwhile: what stands in the field is what they mean. */
function sendAgain() {
  const typed = composer.field.value.trim();
  const text = unsent?.type === "text" && typed !== "";
  void submit(text ? { type: "text", text: typed } : (unsent ?? { type: "open" }));
}

function clear() {
  state = { ...blankState(), pending: state.pending };
  log.replaceChildren();
}

/** @param {boolean} now */
function hold(now) {
  busy = now;
  composer.hold(now);
  log.toggleAttribute("data-busy", now);
  loading.textContent = "";
  clearTimeout(waiting);
  if (now) waiting = setTimeout(tellWaiting, WAIT_BEFORE_LOADING_MS);
}

function tellWaiting() {
  loading.textContent = words?.loading ?? "";
}

/** @param {Event} event */
function onClick({ target }) {
  const button = target instanceof Element ? target.closest("button") : null;
  const token = button?.dataset.token;
  if (button?.dataset.print !== undefined) printCard(log, button.closest(".verdict"));
  else if (token !== undefined && !busy) {
    button?.setAttribute("data-chosen", "");
    void submit({ type: "choice", token }).finally(() => button?.removeAttribute("data-chosen"));
  }
}

/** What this tab showed before a reload, then whatever is new. */
async function open() {
  await speak(language());
  if (words !== undefined) {
    draw(
      state.entries.map((entry) => ({ change: "add", entry })),
      words,
      false,
    );
    reveal(log, undefined);
  }
  if (state.pending?.input.type === "text") composer.fill(state.pending.input.text);
  await submit({ type: "open" });
}

log.addEventListener("click", onClick);
listenToKeys(
  { field: composer.field, choices: () => liveChoices(log), send: composer.submit },
  asked.get("keys") !== "off",
);
void open();
