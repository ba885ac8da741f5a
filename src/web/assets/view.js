/** The drawn transcript: changes come in as data, and the person's place on the page is kept. */
import { html } from "./dom.js";
import { drawEntry, renewEntry } from "./draw.js";

/** @typedef {import("../contract.ts").WebWords} WebWords */
/** @typedef {import("./transcript.js").Change} Change */

/** Set on the one card that a printed page shows. */
const FOR_PRINT = "data-for-print";

/**
 * Carries changes out.
 * @param {HTMLElement} log
 * @param {readonly Change[]} changes
 * @param {(language: string | undefined) => WebWords} words
 */
export function applyChanges(log, changes, words) {
  for (const { change, entry } of changes) {
    const drawn = document.getElementById(entry.key);
    if (change === "remove") drawn?.remove();
    else if (drawn === null || !renewEntry(drawn, entry)) {
      const fresh = drawEntry(
        entry,
        words(entry.from === "bot" ? entry.reply.language : undefined),
      );
      if (drawn === null) log.append(fresh);
      else drawn.replaceWith(fresh);
    }
  }
  const cards = log.querySelectorAll(".verdict");
  markForPrint(log, cards[cards.length - 1]);
}

/**
 * Prints one card and nothing else.
 * @param {HTMLElement} log
 * @param {Element | null} card
 */
export function printCard(log, card) {
  markForPrint(log, card ?? undefined);
  print();
}

/**
 * The buttons that act now, in the order of their numbers.
 * @param {HTMLElement} log
 * @returns {HTMLButtonElement[]}
 */
export function liveChoices(log) {
  const groups = log.querySelectorAll(".choices");
  return [...(groups[groups.length - 1]?.querySelectorAll("button") ?? [])];
}

/**
 * Brings what is new into view: all of it where it fits, else from its beginning.
 * @param {HTMLElement} log
 * @param {string | undefined} key of the first new entry; undefined: only the end of the page
 */
export function reveal(log, key) {
  const first = key === undefined ? null : document.getElementById(key);
  const dock = document.querySelector(".dock")?.getBoundingClientRect().height ?? 0;
  const calm = key === undefined || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = calm ? "instant" : "smooth";
  const room = innerHeight - dock;
  const long =
    first !== null && log.getBoundingClientRect().bottom - first.getBoundingClientRect().top > room;
  if (long) first.scrollIntoView({ block: "start", behavior });
  else scrollTo({ top: document.documentElement.scrollHeight, behavior });
}

/**
 * After buttons that held the focus are gone: on to the new ones, or to the first new words.
 * @param {HTMLElement} log
 * @param {string | undefined} key
 */
export function refocus(log, key) {
  const [choice] = liveChoices(log);
  const target = choice ?? (key === undefined ? null : document.getElementById(key));
  target?.focus({ preventScroll: true });
}

/**
 * Says what went wrong, with a way to try again.
 * @param {HTMLElement} notice
 * @param {{ readonly message: string, readonly again: string } | undefined} words undefined: nothing is wrong
 * @param {() => void} [onAgain]
 */
export function drawNotice(notice, words, onAgain = () => {}) {
  notice.hidden = words === undefined;
  notice.replaceChildren();
  if (words === undefined) return;
  const button = html("button", { type: "button", class: "chip again" }, [words.again]);
  button.addEventListener("click", onAgain);
  notice.append(html("p", {}, [words.message]), button);
}

/**
 * @param {HTMLElement} log
 * @param {Element | undefined} card
 */
function markForPrint(log, card) {
  for (const other of log.querySelectorAll(`[${FOR_PRINT}]`)) other.removeAttribute(FOR_PRINT);
  card?.setAttribute(FOR_PRINT, "");
}
