/** Buttons under a reply: drawn in rows, and renewed in place when only their state changed. */
import { html } from "./dom.js";

/** @typedef {import("../../dialogue/reply.ts").Choice} Choice */
/** @typedef {import("../../dialogue/reply.ts").Reply} Reply */

/** Digits there are to press. */
const KEYS_MAX = 9;

/**
 * The rows of buttons of a reply; undefined when there are none.
 * @param {Reply} reply
 * @returns {HTMLElement | undefined}
 */
export function drawChoices({ choices }) {
  if (choices.length === 0) return undefined;
  let number = 0;
  const rows = choices.map((row) => {
    const buttons = row.map((choice) => drawChoice(choice, (number += 1)));
    const checklist = row.some(({ selected }) => selected !== undefined);
    const tools = row.every(({ role }) => role === "tool");
    return html(
      "div",
      { class: `row${checklist ? " checks" : ""}${tools ? " tools" : ""}` },
      buttons,
    );
  });
  return html("div", { class: "choices" }, rows);
}

/**
 * Gives the buttons that stand there the tokens, labels and ticks of a renewed reply, so that focus stays where it is.
 * False, and nothing done, when the rows are not built alike.
 * @param {Element} drawn
 * @param {Reply} reply
 */
export function renewChoices(drawn, { choices }) {
  const flat = choices.flat();
  const buttons = [...drawn.querySelectorAll("button")];
  const alike = buttons.length === flat.length && drawn.children.length === choices.length;
  if (!alike || !flat.every((choice, index) => buttons[index]?.dataset.role === choice.role)) {
    return false;
  }
  for (const [index, choice] of flat.entries()) renewChoice(buttons[index], choice);
  return true;
}

/**
 * @param {Choice} choice
 * @param {number} number
 */
function drawChoice(choice, number) {
  const key = number <= KEYS_MAX ? `${number}` : undefined;
  const button = html(
    "button",
    {
      type: "button",
      class: `chip ${choice.role}`,
      "data-role": choice.role,
      "aria-keyshortcuts": key,
    },
    [
      key === undefined ? undefined : html("span", { class: "key", "aria-hidden": "true" }, [key]),
      html("span", { class: "tick", "aria-hidden": "true" }),
      html("span", { class: "words" }),
    ],
  );
  renewChoice(button, choice);
  return button;
}

/**
 * @param {HTMLButtonElement | undefined} button
 * @param {Choice} choice
 */
function renewChoice(button, { label, token, selected }) {
  if (button === undefined) return;
  button.dataset.token = token;
  const [tick, words] = [button.querySelector(".tick"), button.querySelector(".words")];
  if (words !== null) words.textContent = label;
  if (tick !== null) tick.textContent = selected === undefined ? "" : selected ? "☑" : "☐";
  if (selected === undefined) button.removeAttribute("aria-pressed");
  else button.setAttribute("aria-pressed", String(selected));
}
